import { z } from 'zod';
import { fen, idParam, instant, month, route } from '@heling/platform/contract/route';
import { DRY_RUN_STATES, EXAMPLE_KINDS } from '../domain/dry-run';
import { DESK, id, scheme, whom } from './shared';

const names = <K extends string>(record: Record<K, string>) => z.enum(Object.keys(record) as [K, ...K[]]);
const count = z.number().int();
const part = z.object({ people: count, fen });
const group = z.object({
  key: z.string(),
  name: z.string(),
  people: count,
  before: fen,
  after: fen,
  gainers: count,
  losers: count,
});
const dryRun = z.object({
  id,
  packId: id,
  /** The first month of the draft: what is compared. */
  month,
  scheme,
  state: names(DRY_RUN_STATES),
  stateName: z.string(),
  progress: z.object({ done: count, of: count }),
  startedAt: instant,
  endedAt: instant.nullable(),
  /** The draft has been changed since: what follows speaks of the older one. */
  outdated: z.boolean(),
});

export const startDryRunRoute = route({
  id: 'benefits.startDryRun',
  method: 'POST',
  path: '/benefits/packs/:id/dry-runs',
  summary: '试算：后台按草案和现行政策各算一遍适用范围内的每一个人，不动任何账',
  access: ['city', 'county', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  response: dryRun,
});
export const dryRunsRoute = route({
  id: 'benefits.dryRuns',
  method: 'GET',
  path: '/benefits/packs/:id/dry-runs',
  summary: '一个政策包的各次试算，最近的在前',
  access: DESK,
  params: idParam,
  response: z.object({ items: z.array(dryRun) }),
});
export const dryRunRoute = route({
  id: 'benefits.dryRun',
  method: 'GET',
  path: '/benefits/dry-runs/:id',
  summary: '试算结果：谁多了谁少了、每月多花多少、按年龄和区县分、例子',
  access: DESK,
  params: idParam,
  response: dryRun.extend({
    /** Everybody judged. */
    judged: count,
    /** Those who are paid today (granted); all below but `potential` speaks of them. */
    recipients: count,
    gainers: part,
    losers: part,
    unchanged: count,
    /** Of the gainers: who got nothing; of the losers: who would get nothing. */
    started: count,
    stopped: count,
    costBefore: fen,
    costAfter: fen,
    /** Months before the draft's first one that come out differently. */
    arrears: part,
    overpaid: part,
    /** Not applied or not granted: how many could be paid, and what that would cost a month. */
    potential: z.object({ before: part, after: part }),
    /** Records that cannot be judged. */
    unjudgeable: count,
    byAge: z.array(group),
    byCounty: z.array(group),
    examples: z.array(
      z.object({
        ...whom,
        kind: names(EXAMPLE_KINDS),
        kindName: z.string(),
        before: fen,
        after: fen,
      }),
    ),
  }),
});
export const dryRunPersonRoute = route({
  id: 'benefits.dryRunPerson',
  method: 'GET',
  path: '/benefits/dry-runs/:id/persons/:personId',
  summary: '试算里的一个人：逐月按现行政策和按草案各是多少、为什么',
  access: DESK,
  params: z
    .object({ id: z.coerce.number().int().positive(), personId: z.coerce.number().int().positive() })
    .strict(),
  response: z.object({
    ...whom,
    months: z.array(
      z.object({
        month,
        paidFen: fen,
        before: z.object({ fen, why: z.string() }).nullable(),
        after: z.object({ fen, why: z.string() }).nullable(),
      }),
    ),
    problem: z.string().nullable(),
  }),
});
