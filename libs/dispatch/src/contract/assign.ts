import { z } from 'zod';
import { idParam, route } from '@heling/platform/contract/route';
import {
  DISPATCHERS,
  WATCHING,
  day,
  id,
  instant,
  moved,
  named,
  reason,
  rowResult,
  serviceCode,
  version,
  words,
} from './shared';

/** Figures behind the rank of a carer for a visit. */
const figures = z.object({
  /** From where the carer is before (visit or home). */
  distanceKm: z.number(),
  travelMinutes: z.number().int(),
  /** Earlier visits to this person that were done. */
  continuity: z.number().int(),
  /** Promised minutes of the day, without this visit. */
  loadMinutes: z.number().int(),
  maxMinutes: z.number().int(),
  /** How often this carer has declined visits to this person. */
  declined: z.number().int(),
});
const candidate = z.object({
  carerId: id,
  name: z.string(),
  sex: z.enum(['male', 'female']),
  org: id,
  /** The earliest fitting start. */
  startsAt: instant,
  /** Lower is better: minutes of travel and of what the weights make of the rest. */
  cost: z.number(),
  figures,
  /** Why this carer, e.g. `continuity` 去过 3 次; `declined`, `load` speak against. */
  reasons: z.array(reason),
});
export type Candidate = z.infer<typeof candidate>;

export const candidatesRoute = route({
  id: 'dispatch.candidates',
  method: 'GET',
  path: '/visits/:id/candidates',
  summary: '可派的护理员：按优先顺序、带理由；不能派的，写明是哪一条不符合',
  access: DISPATCHERS,
  params: idParam,
  query: z
    .object({
      /** A start to hold to; else each carer's earliest fitting one within the window. */
      startsAt: instant.optional(),
    })
    .strict(),
  response: z.object({
    visitId: id,
    version: z.number().int(),
    carersNeeded: z.number().int(),
    /** What the first choice would be; null when nobody fits. */
    proposed: z.object({ carers: z.array(named), startsAt: instant }).nullable(),
    /** Best first. */
    feasible: z.array(candidate),
    /** For a service of two: pairs free at the same time, best first (at most 20). */
    pairs: z.array(z.object({ carers: z.array(named), startsAt: instant, cost: z.number() })),
    /** Who cannot, and which constraint blocks (nearest to possible first, at most 100). */
    infeasible: z.array(z.object({ carerId: id, name: z.string(), blocks: z.array(reason) })),
    asOf: instant,
  }),
});

const choice = {
  carers: z.array(id).min(1).max(2),
  startsAt: instant,
};
export const consequencesRoute = route({
  id: 'dispatch.consequences',
  method: 'POST',
  path: '/visits/:id/consequences',
  summary: '改派之前先看：路程、迟到、工作量、换人、时间冲突会怎样变',
  access: DISPATCHERS,
  params: idParam,
  body: z.object(choice).strict(),
  response: z.object({
    visitId: id,
    version: z.number().int(),
    /** Stops: cannot be assigned so, whatever the reason. */
    stops: z.array(reason),
    /** Warnings: can be assigned with a recorded reason. */
    warnings: z.array(reason),
    /** Minutes of travel of all carers concerned, after minus before. */
    travelMinutes: z.number().int(),
    /** Minutes that the visit would begin after its window. */
    latenessMinutes: z.number().int(),
    /** Carers who knew the person and would not come any more. */
    brokenContinuity: z.array(named.extend({ visits: z.number().int() })),
    carers: z.array(
      named.extend({
        change: z.enum(['comes', 'stays', 'goes']),
        loadBefore: z.number().int(),
        loadAfter: z.number().int(),
        maxMinutes: z.number().int(),
        travelBefore: z.number().int(),
        travelAfter: z.number().int(),
        continuity: z.number().int(),
      }),
    ),
    /** Visits of the chosen carers that overlap in time or cannot be reached in time. */
    conflicts: z.array(
      z.object({
        visitId: id,
        carerId: id,
        carerName: z.string(),
        personName: z.string().nullable(),
        startsAt: instant,
        endsAt: instant,
        kind: z.enum(['overlap', 'travel']),
        detail: z.string(),
      }),
    ),
  }),
});

export const assignRoute = route({
  id: 'dispatch.assign',
  method: 'POST',
  path: '/visits/:id/assign',
  summary: '派单或改派：两名护理员一次派定；时间冲突时拒绝并说明是谁、什么时间',
  access: DISPATCHERS,
  params: idParam,
  idempotent: true,
  body: z
    .object({
      version,
      ...choice,
      /** Needed when there are warnings (see consequences). */
      overrideReason: words(200).optional(),
    })
    .strict(),
  response: moved.extend({ carers: z.array(named), startsAt: instant }),
});

export const unassignRoute = route({
  id: 'dispatch.unassign',
  method: 'POST',
  path: '/visits/:id/unassign',
  summary: '撤回派单，上门回到待派单',
  access: DISPATCHERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(200) }).strict(),
  response: moved,
});

export const interruptRoute = route({
  id: 'dispatch.interrupt',
  method: 'POST',
  path: '/visits/:id/interrupt',
  summary: '中断已经出发或正在进行的上门',
  access: ['dispatcher'],
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(200) }).strict(),
  response: moved,
});

const bulk = z.object({
  results: z.array(rowResult),
  assigned: z.number().int(),
  failed: z.number().int(),
});
export const autoAssignRoute = route({
  id: 'dispatch.autoAssign',
  method: 'POST',
  path: '/dispatch/auto-assign',
  summary: '批量自动派单：逐条给出结果；重复提交无害',
  access: DISPATCHERS,
  idempotent: true,
  ratePerMinute: 20,
  body: z
    .object({
      day,
      org: id.optional(),
      service: serviceCode.optional(),
      /** Only these; else all unassigned visits of the day within the scope (at most 500 at once). */
      visitIds: z.array(id).min(1).max(500).optional(),
    })
    .strict(),
  response: bulk.extend({
    /** Unassigned visits of the day that this call did not look at: call again. */
    remaining: z.number().int(),
  }),
});

export const carerSickRoute = route({
  id: 'dispatch.carerSick',
  method: 'POST',
  path: '/dispatch/carer-sick',
  summary: '护理员请病假：班次作废，未出发的上门逐条改派，派不出的进入待办',
  access: DISPATCHERS,
  idempotent: true,
  body: z
    .object({
      carerId: id,
      day,
      /** Last day of the sick leave; the same day when absent, at most 31 days. */
      until: day.optional(),
    })
    .strict(),
  response: bulk,
});

/** Limits within which new visits are assigned without a person. */
export const autoLimits = z
  .object({
    /** Services that may be assigned automatically; none: always by a person. Baths are refused. */
    services: z.array(serviceCode).max(20),
    maxKilometres: z.number().min(0.1).max(50),
    maxLoadMinutes: z.number().int().min(30).max(720),
  })
  .strict();
const settings = z.object({
  autoAssign: autoLimits,
  /** Day from which they hold. */
  from: day,
  riskMinutes: z.number().int(),
  missedCheckInMinutes: z.number().int(),
  unassignedHours: z.number(),
});
export const settingsRoute = route({
  id: 'dispatch.settings',
  method: 'GET',
  path: '/dispatch/settings',
  summary: '派单设置：自动派单的范围和各项时限',
  access: WATCHING,
  response: settings,
});
export const setSettingsRoute = route({
  id: 'dispatch.setSettings',
  method: 'POST',
  path: '/dispatch/settings',
  summary: '设定自动派单的范围（助浴始终由人派单）',
  access: ['city'],
  idempotent: true,
  body: z.object({ autoAssign: autoLimits }).strict(),
  response: settings,
});
