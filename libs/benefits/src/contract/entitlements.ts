import { z } from 'zod';
import { day, fen, idParam, instant, month, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { ENTITLEMENT_STATES, SOURCES } from '../domain/states';
import { changed, CLERKS, DESK, id, scheme, version, whom, words } from './shared';

export { ENTITLEMENT_STATES };
export type EntitlementState = keyof typeof ENTITLEMENT_STATES;
const state = z.enum(Object.keys(ENTITLEMENT_STATES) as [EntitlementState, ...EntitlementState[]]);

const entitlement = z.object({
  id,
  ...whom,
  scheme,
  schemeName: z.string(),
  state,
  stateName: z.string(),
  received: day,
  source: z.enum(Object.keys(SOURCES) as [keyof typeof SOURCES, ...(keyof typeof SOURCES)[]]),
  /** A relative of an official (干部亲属): decided with more care, marked on every list; null for a family. */
  officialRelative: z.boolean().nullable(),
  /** By when the next step must be done. */
  dueOn: day.nullable(),
  overdue: z.boolean(),
  noticeUntil: day.nullable(),
  version,
});
export const applyRoute = route({
  id: 'benefits.apply',
  method: 'POST',
  path: '/benefits/entitlements',
  summary: '申请津贴：本人或获授权的家属在手机上办，工作人员代办',
  access: [...CLERKS, 'family'],
  idempotent: true,
  body: z
    .object({
      personId: id,
      scheme,
      officialRelative: z.boolean().default(false),
      note: words(500).optional(),
    })
    .strict(),
  response: changed,
});
export const entitlementsRoute = route({
  id: 'benefits.entitlements',
  method: 'POST',
  path: '/benefits/entitlements/search',
  summary: '津贴申请与资格：按状态、津贴种类、来源、是否超期筛选',
  access: DESK,
  body: z
    .object({
      ...pageQuery,
      state: state.optional(),
      scheme: scheme.optional(),
      source: z.enum(Object.keys(SOURCES) as [keyof typeof SOURCES, ...(keyof typeof SOURCES)[]]).optional(),
      /** Only what is past its deadline. */
      overdue: z.boolean().default(false),
      /** Only what still waits for somebody; the nearest deadline first. */
      waiting: z.boolean().default(false),
    })
    .strict(),
  response: pageOf(entitlement),
});
export const entitlementRoute = route({
  id: 'benefits.entitlement',
  method: 'GET',
  path: '/benefits/entitlements/:id',
  summary: '一份申请的经过：每一步、原因、还能做什么',
  access: [...DESK, 'family'],
  params: idParam,
  response: entitlement.extend({
    reason: z.string().nullable(),
    canObject: z.boolean(),
    canResubmit: z.boolean(),
    /** What the register knows of the person; null for a family, which knows it better. */
    known: z
      .object({
        birth: day,
        status: z.enum(['active', 'deceased', 'left']),
        deceasedOn: day.nullable(),
        residences: z.array(z.object({ division: z.string(), from: day, to: day.nullable() })),
      })
      .nullable(),
    steps: z.array(
      z.object({ at: instant, step: z.string(), stepName: z.string(), state, reason: z.string().nullable() }),
    ),
  }),
});
export const reviewRoute = route({
  id: 'benefits.review',
  method: 'POST',
  path: '/benefits/entitlements/:id/review',
  summary: '街道初审：通过，或写明原因退回补正',
  access: ['street', 'allowanceClerk'],
  params: idParam,
  idempotent: true,
  body: z.object({ version, pass: z.boolean(), reason: words(500).optional() }).strict(),
  response: changed,
});
export const decideRoute = route({
  id: 'benefits.decide',
  method: 'POST',
  path: '/benefits/entitlements/:id/decide',
  summary: '区县审定：批准（公示后生效）、不批准、退回街道；异议由另一人复核',
  access: ['county', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  body: z
    .object({ version, decision: z.enum(['approve', 'refuse', 'sendBack']), reason: words(500).optional() })
    .strict(),
  response: changed,
});
export const resubmitRoute = route({
  id: 'benefits.resubmit',
  method: 'POST',
  path: '/benefits/entitlements/:id/resubmit',
  summary: '补正后重新提交；未批准的也可以重新申请',
  access: [...CLERKS, 'family'],
  params: idParam,
  idempotent: true,
  body: z.object({ version, note: words(500) }).strict(),
  response: changed,
});
export const objectRoute = route({
  id: 'benefits.object',
  method: 'POST',
  path: '/benefits/entitlements/:id/objection',
  summary: '提出异议：对不批准的结果，或在公示期内对批准的结果',
  access: [...CLERKS, 'family'],
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(500) }).strict(),
  response: changed,
});
export const noticesRoute = route({
  id: 'benefits.notices',
  method: 'GET',
  path: '/benefits/notices',
  summary: '公示名单：姓名已遮盖，不含身份证号和电话',
  access: DESK,
  query: z.object(pageQuery).strict(),
  response: pageOf(
    z.object({ id, name: z.string(), division: z.string(), schemeName: z.string(), until: day }),
  ),
});

const difference = z.object({ from: month, to: month, fen });
export const explanationRoute = route({
  id: 'benefits.explanation',
  method: 'GET',
  path: '/benefits/entitlements/:id/explanation',
  summary: '逐月说明：每个月该发多少、发了多少、为什么；应补、多发',
  access: [...DESK, 'family'],
  params: idParam,
  query: z.object({ asOf: month.optional() }).strict(),
  response: z.object({
    schemeName: z.string(),
    /** Version of the pack that judged; null while no pack is in force. */
    packVersion: z.string().nullable(),
    asOf: month,
    months: z.array(
      z.object({
        month,
        status: z.enum(['due', 'suspended', 'not-entitled']),
        fen,
        paidFen: fen,
        band: z.string().nullable(),
        why: z.string(),
        /** Version of the pack by which a run last settled this month; null: no run has. */
        settledBy: z.string().nullable(),
      }),
    ),
    entitledFen: fen,
    paidFen: fen,
    arrears: z.array(difference),
    overpaid: z.array(difference),
    /** A field of the person's record that cannot be judged, in a sentence; null when all is well. */
    problem: z.string().nullable(),
  }),
});
export const personBenefitsRoute = route({
  id: 'benefits.ofPerson',
  method: 'GET',
  path: '/persons/:id/benefits',
  summary: '一位老人的津贴：申请、资格、最近的发放',
  access: [...DESK, 'family'],
  params: idParam,
  response: z.object({
    entitlements: z.array(entitlement),
    payments: z.array(
      z.object({
        id,
        runMonth: month,
        fen,
        state: z.string(),
        stateName: z.string(),
        answeredAt: instant.nullable(),
      }),
    ),
    hasPayee: z.boolean(),
  }),
});
export const birthdaysRoute = route({
  id: 'benefits.birthdays',
  method: 'GET',
  path: '/benefits/birthdays',
  summary: '某月满 80、90、100 岁的老人，以及是否已申请',
  access: DESK,
  query: z.object({ month, ...pageQuery }).strict(),
  response: pageOf(z.object({ ...whom, birth: day, turns: z.number().int(), applied: z.boolean() })),
});
