import { z } from 'zod';
import { fileAnswer, idParam, route, uploadBody } from '@heling/platform/contract/route';
import {
  WATCHING,
  button,
  day,
  id,
  instant,
  moved,
  position,
  reason,
  texture,
  version,
  visitState,
  window,
  words,
} from './shared';

const range = z.tuple([z.number(), z.number()]);
/** Limits [least, most] of the check before a bath; the phone can judge with `evaluateGate` before it sends. */
export const gateLimits = z.object({
  systolic: range,
  diastolic: range,
  temperature: range,
  pulse: range,
  spo2: z.number(),
  water: range,
});

const check = z.object({
  at: instant,
  passed: z.boolean(),
  reasons: z.array(reason),
  measures: z.record(z.string(), z.unknown()),
});

/** A visit as the carer's phone shows it. */
export const phoneVisit = z.object({
  id,
  orderId: id,
  version: z.number().int(),
  service: z.string(),
  serviceName: z.string(),
  form: z.enum(['visit', 'meal', 'stay', 'activity']),
  state: visitState,
  stateName: z.string(),
  day,
  window,
  startsAt: instant.nullable(),
  minutes: z.number().int(),
  arrivedAt: instant.nullable(),
  doneAt: instant.nullable(),
  outcome: z.string().nullable(),
  /** Whom to visit; null once the visit is over. */
  recipient: z
    .object({
      name: z.string(),
      phone: z.string().nullable(),
      address: z.string(),
      warnings: z.array(z.string()),
    })
    .nullable(),
  lng: z.number(),
  lat: z.number(),
  /** The whole crew with their own check-in. */
  carers: z.array(
    z.object({
      id,
      name: z.string(),
      phone: z.string().nullable(),
      me: z.boolean(),
      arrivedAt: instant.nullable(),
      checkIn: z.enum(['position', 'code', 'note']).nullable(),
    }),
  ),
  carersNeeded: z.number().int(),
  /** What is needed before and after (a bath): vitals before, vitals after. */
  gate: z.object({
    needed: z.boolean(),
    passed: z.boolean(),
    vitalsAfter: z.boolean(),
  }),
  /** The buttons of this carer now; `gate`, `vitalsAfter` stand for their forms. */
  commands: z.array(button),
  /** Where the code for the check-in stands in the home. */
  doorCodeHint: z.string(),
  roundId: id.nullable(),
  stop: z.number().int().nullable(),
  portions: z.array(z.object({ name: z.string(), texture, quantity: z.number().int() })),
  /** From the visit before, or from home. */
  travel: z.object({ kilometres: z.number(), minutes: z.number().int() }).nullable(),
});
export type PhoneVisit = z.infer<typeof phoneVisit>;

export const mineRoute = route({
  id: 'visits.mine',
  method: 'GET',
  path: '/visits/mine',
  summary: '我今天的上门，按顺序，含地址、电话、提醒和下一步',
  access: ['carer'],
  query: z.object({ day: day.optional() }).strict(),
  response: z.object({
    day,
    shift: z.object({ startsAt: instant, endsAt: instant, state: z.string() }).nullable(),
    visits: z.array(phoneVisit),
    gateLimits,
    checkInRadiusMetres: z.number(),
    asOf: instant,
  }),
});

export const pageRoute = route({
  id: 'visits.page',
  method: 'GET',
  path: '/visits/:id',
  summary: '一次上门：对象、同伴、步骤、安全检查、照片',
  access: ['carer', ...WATCHING],
  params: idParam,
  response: phoneVisit.extend({
    checks: z.array(check),
    vitalsAfter: z.record(z.string(), z.unknown()).nullable(),
    steps: z.array(
      z.object({
        at: instant,
        command: z.string(),
        label: z.string(),
        state: z.string(),
        stateName: z.string(),
        note: z.string().nullable(),
      }),
    ),
    evidence: z.array(z.object({ id, kind: z.enum(['photo', 'signature']), takenAt: instant })),
    gateLimits,
    asOf: instant,
  }),
});

export const STEP_COMMANDS = [
  'accept',
  'decline',
  'depart',
  'arrive',
  'start',
  'finish',
  'deliver',
  'notAtHome',
  'interrupt',
] as const;
/** One step at the door. `at`: when it happened by the phone's clock, for what was recorded offline. */
const step = z
  .object({
    command: z.enum(STEP_COMMANDS),
    version: version.optional(),
    at: instant.optional(),
    position: position.optional(),
    /** The six digits on the card in the home. */
    doorCode: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    /** Needed with decline and interrupt, and for a check-in with neither position nor code. */
    note: words(200).optional(),
  })
  .strict();
export const stepped = moved.extend({
  /** It had been recorded before (by this phone or by the second carer); nothing changed. */
  already: z.boolean(),
  /** How the check-in was proven; `note` is looked at by the office. */
  checkIn: z.enum(['position', 'code', 'note']).nullable(),
  commands: z.array(button),
});
export const stepRoute = route({
  id: 'visits.step',
  method: 'POST',
  path: '/visits/:id/steps',
  summary: '上门的一步：接单、拒接、出发、签到、开始、完成、已送达、无人应答、中断',
  access: ['carer'],
  params: idParam,
  idempotent: true,
  // Few enough that the six digits of a door code are not found by trying.
  ratePerMinute: 60,
  body: step,
  response: stepped,
});

/** What is checked before a bath begins. Out of the limits of a human being: refused as mistyped. */
export const measures = z
  .object({
    systolic: z.number().int().min(40).max(300),
    diastolic: z.number().int().min(20).max(200),
    temperature: z.number().min(30).max(45),
    pulse: z.number().int().min(20).max(250).optional(),
    spo2: z.number().int().min(50).max(100).optional(),
    water: z.number().min(0).max(100),
    /** Minutes since the last meal are enough and not too many: neither fasting nor right after a meal. */
    mealOk: z.boolean(),
    skinOk: z.boolean(),
    /** A member of the family is present; the second carer, once checked in, counts as well. */
    familyPresent: z.boolean(),
    /** The signed consent to the bath is on file. */
    consentOnFile: z.boolean(),
    /** The person feels well: no dizziness, chest pain or shortness of breath. */
    feelsWell: z.boolean().default(true),
  })
  .strict();
const gateBody = measures.extend({
  at: instant.optional(),
  /** A failed check is not final yet: rest and measure again. Else the visit ends as “因安全未做”. */
  mayRemeasure: z.boolean().default(false),
});
export const gateRoute = route({
  id: 'visits.gate',
  method: 'POST',
  path: '/visits/:id/gate',
  summary: '助浴前安全检查：按政策限值判定通过或因安全不做',
  access: ['carer'],
  params: idParam,
  idempotent: true,
  body: gateBody.strict(),
  response: stepped.extend({ passed: z.boolean(), reasons: z.array(reason) }),
});

const afterBody = z
  .object({
    systolic: measures.shape.systolic,
    diastolic: measures.shape.diastolic,
    temperature: measures.shape.temperature,
    pulse: measures.shape.pulse,
    at: instant.optional(),
    note: words(200).optional(),
  })
  .strict();
export const vitalsAfterRoute = route({
  id: 'visits.vitalsAfter',
  method: 'POST',
  path: '/visits/:id/vitals-after',
  summary: '服务后的血压和体温；填写后才能完成',
  access: ['carer'],
  params: idParam,
  idempotent: true,
  body: afterBody,
  response: stepped.extend({ warnings: z.array(reason) }),
});

export const evidenceRoute = route({
  id: 'visits.evidence',
  method: 'POST',
  path: '/visits/:id/evidence',
  summary:
    '上传照片（JPEG 或 PNG，至多 5 MB）。表单字段：kind=photo|signature，takenAt，consent=asked（当面征得同意）',
  access: ['carer'],
  params: idParam,
  upload: 5 << 20,
  ratePerMinute: 60,
  body: uploadBody,
  response: z.object({ id, kind: z.enum(['photo', 'signature']), takenAt: instant, already: z.boolean() }),
});
export const evidenceFileRoute = route({
  id: 'visits.evidenceFile',
  method: 'GET',
  path: '/evidence/:id/file',
  summary: '查看照片；家属须有老人的照片授权',
  access: ['carer', 'family', 'auditor', ...WATCHING],
  params: idParam,
  download: true,
  response: fileAnswer,
});

export const sosRoute = route({
  id: 'visits.sos',
  method: 'POST',
  path: '/visits/:id/sos',
  summary: '紧急求助：立即进入调度员待办（P0）',
  access: ['carer'],
  params: idParam,
  idempotent: true,
  body: z.object({ position: position.optional(), note: words(200).optional() }).strict(),
  response: z.object({ workItem: z.boolean(), at: instant }),
});

/** One entry of what a phone recorded while offline; `key`: as it would have been sent (Idempotency-Key). */
const entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), visitId: id, key: z.string().min(8).max(100), step }).strict(),
  z
    .object({ kind: z.literal('gate'), visitId: id, key: z.string().min(8).max(100), gate: gateBody })
    .strict(),
  z
    .object({
      kind: z.literal('vitalsAfter'),
      visitId: id,
      key: z.string().min(8).max(100),
      vitalsAfter: afterBody,
    })
    .strict(),
]);
export const syncRoute = route({
  id: 'visits.sync',
  method: 'POST',
  path: '/visits/sync',
  summary: '补传离线时记录的步骤，逐条回答：已记入、早已记入、有冲突（交由人核对，绝不自动合并）',
  access: ['carer'],
  ratePerMinute: 60,
  body: z.object({ entries: z.array(entry).min(1).max(200) }).strict(),
  response: z.object({
    results: z.array(
      z.object({
        key: z.string(),
        visitId: id,
        result: z.enum(['applied', 'already', 'conflict', 'refused']),
        /** With conflict and refused: why. */
        code: z.string().nullable(),
        detail: z.string().nullable(),
        state: z.string().nullable(),
        version: z.number().int().nullable(),
      }),
    ),
    /** Visits whose conflicts a person now looks at. */
    conflicts: z.array(id),
  }),
});

export const roundRoute = route({
  id: 'visits.round',
  method: 'GET',
  path: '/rounds/mine',
  summary: '我的送餐路线：按顺序的每一站，已送达或无人应答',
  access: ['carer'],
  query: z.object({ day: day.optional() }).strict(),
  response: z.object({
    rounds: z.array(
      z.object({
        id,
        orgName: z.string(),
        day,
        meal: z.enum(['lunch', 'dinner']),
        mealName: z.string(),
        state: z.enum(['planned', 'underWay', 'done']),
        /** In the order of the way; each with `deliver` and `notAtHome` among its commands. */
        stops: z.array(phoneVisit),
        delivered: z.number().int(),
        left: z.number().int(),
      }),
    ),
    asOf: instant,
  }),
});

export const doorCodeRoute = route({
  id: 'visits.doorCode',
  method: 'GET',
  path: '/persons/:id/door-code',
  summary: '门内码：印在老人家中的卡片上，供护理员签到',
  access: ['city', 'county', 'street', 'community', 'dispatcher', 'family'],
  params: idParam,
  response: z.object({ personId: id, code: z.string() }),
});
