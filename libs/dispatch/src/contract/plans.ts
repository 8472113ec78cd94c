import { z } from 'zod';
import { fileAnswer, idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { DISPATCHERS, day, id, instant, rowResult, serviceCode } from './shared';

/** Which visits: those named, else all of the day (and organisation, service) that wait for carers. */
export const planRequest = z
  .object({
    day,
    org: id.optional(),
    service: serviceCode.optional(),
    visitIds: z.array(id).min(1).max(500).optional(),
  })
  .strict();
export type PlanRequest = z.output<typeof planRequest>;

const plan = z.object({
  id,
  day,
  org: id.nullable(),
  service: serviceCode.nullable(),
  /** `waiting` for a worker, `running`, `done`, or `failed` (may be ordered again without harm). */
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  stateName: z.string(),
  planner: z.string().nullable(),
  /** Visits to be planned; null until the worker has looked. */
  total: z.number().int().nullable(),
  assigned: z.number().int(),
  failed: z.number().int(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Seconds until the end by the pace so far; null when it is not running. */
  secondsLeft: z.number().int().nullable(),
});
export const planRoute = route({
  id: 'dispatch.plan',
  method: 'POST',
  path: '/dispatch/plans',
  summary: '在后台排班派单：整天、整个范围，可离开页面，在任务中心查看',
  access: DISPATCHERS,
  idempotent: true,
  ratePerMinute: 20,
  body: planRequest,
  response: plan,
});
export const plansRoute = route({
  id: 'dispatch.plans',
  method: 'GET',
  path: '/dispatch/plans',
  summary: '后台派单的任务，新的在前',
  access: DISPATCHERS,
  query: z.object(pageQuery).strict(),
  response: pageOf(plan),
});
export const planPageRoute = route({
  id: 'dispatch.planPage',
  method: 'GET',
  path: '/dispatch/plans/:id',
  summary: '一次后台派单：进度和逐条结果',
  access: DISPATCHERS,
  params: idParam,
  response: plan.extend({ results: z.array(rowResult) }),
});
export const planProblemRoute = route({
  id: 'dispatch.planProblem',
  method: 'GET',
  path: '/dispatch/plans/:id/problem',
  summary: '下载排班问题（heling 格式 JSON，不含姓名和地址），供排班引擎使用',
  access: DISPATCHERS,
  ratePerMinute: 20,
  params: idParam,
  download: true,
  response: fileAnswer,
});

const degrees = { lng: z.number(), lat: z.number() };
/** Milliseconds of the epoch. */
const time = z.number().int();
const counts = z.record(z.string(), z.number().int());
/** The planning problem of a day as stored (format `heling`): what any planner works on. */
export const daySnapshot = z.object({
  format: z.literal('heling-dispatch-1'),
  day,
  now: time,
  speeds: z.object({
    walk: z.number(),
    ebike: z.number(),
    car: z.number(),
    overheadMinutes: z.number(),
  }),
  weights: z.object({
    travel: z.number(),
    continuity: z.number(),
    load: z.number(),
    declined: z.number(),
    later: z.number(),
  }),
  visits: z.array(
    z.object({
      ...degrees,
      id,
      personId: id,
      org: id,
      service: z.string(),
      meal: z.boolean(),
      qualification: z.string().nullable(),
      carersNeeded: z.number().int(),
      minutes: z.number().int(),
      window: z.tuple([time, time]),
      carerSex: z.enum(['male', 'female']).nullable(),
      keep: z.array(id),
      continuity: counts,
      declined: counts,
    }),
  ),
  carers: z.array(
    z.object({
      ...degrees,
      id,
      org: id,
      sex: z.enum(['male', 'female']),
      transport: z.enum(['walk', 'ebike', 'car']),
      maxMinutes: z.number().int(),
      qualifications: z.array(z.string()),
      shifts: z.array(z.tuple([time, time])),
      lent: z.boolean(),
      off: z.boolean(),
      bookings: z.array(z.object({ ...degrees, visitId: id, start: time, end: time })),
    }),
  ),
});
