import { z } from 'zod';
import { idParam, route } from '@heling/platform/contract/route';
import {
  ANSWERING,
  channel,
  duty,
  facilityQuery,
  id,
  instant,
  KEEPING,
  priority,
  version,
  WATCHING,
  words,
} from './shared';

const MAX_STEPS = 10;
const step = z
  .object({
    afterSeconds: z.number().int().min(0).max(86_400),
    to: duty,
    channels: z.array(channel).min(1).max(2),
  })
  .strict();
const rule = z
  .object({
    steps: z
      .array(step)
      .min(1)
      .max(MAX_STEPS)
      .refine(
        (steps) => steps.every((one, i) => i === 0 || one.afterSeconds >= steps[i - 1]!.afterSeconds),
        '后一步不能早于前一步',
      ),
    resolveWithinSeconds: z.number().int().min(60).max(86_400).optional(),
  })
  .strict();
const rules = z.object({ P0: rule, P1: rule.optional(), P2: rule.optional(), P3: rule.optional() }).strict();

const policy = z.object({
  facilityId: id,
  /** Null: nothing has been set, the general policy holds. */
  startsAt: instant.nullable(),
  rules,
  receiptSeconds: z.number().int(),
  /** Times of the next 7 days at which nobody is on a duty that the policy calls. */
  gaps: z.array(z.object({ duty: z.string(), from: instant, to: instant })),
  /** The last trial's calls. */
  trial: z.array(
    z.object({
      duty: z.string(),
      accountId: id.nullable(),
      name: z.string().nullable(),
      channel: z.string().nullable(),
      state: z.enum(['sent', 'received', 'missed', 'nobody']),
      at: instant,
      receivedAt: instant.nullable(),
    }),
  ),
});
export const policyRoute = route({
  id: 'oversight.policy',
  method: 'GET',
  path: '/oversight/facilities/:id/policy',
  summary: '机构的通知升级规则、未来 7 天的值守空档、最近一次演练的回执',
  access: WATCHING,
  params: idParam,
  response: policy,
});
export const setPolicyRoute = route({
  id: 'oversight.setPolicy',
  method: 'POST',
  path: '/oversight/facilities/:id/policy',
  summary: '设定通知升级规则，从某时起生效；已在升级的报警仍按原规则',
  access: KEEPING,
  params: idParam,
  idempotent: true,
  body: z.object({ startsAt: instant, rules, receiptSeconds: z.number().int().min(5).max(300) }).strict(),
  response: z.object({ facilityId: id, startsAt: instant }),
});
export const tryPolicyRoute = route({
  id: 'oversight.tryPolicy',
  method: 'POST',
  path: '/oversight/facilities/:id/policy/trial',
  summary: '通知演练：按规则呼叫每一个人，看回执',
  access: KEEPING,
  params: idParam,
  idempotent: true,
  ratePerMinute: 10,
  response: z.object({ facilityId: id, called: z.number().int(), nobody: z.array(z.string()) }),
});

export const dutyShiftsRoute = route({
  id: 'oversight.shifts',
  method: 'GET',
  path: '/oversight/shifts',
  summary: '值守排班',
  access: WATCHING,
  query: z.object({ facilityId: facilityQuery, from: instant, to: instant }).strict(),
  response: z.object({
    items: z.array(
      z.object({
        id,
        facilityId: id,
        duty,
        accountId: id,
        name: z.string(),
        startsAt: instant,
        endsAt: instant,
        endedAt: instant.nullable(),
        version,
      }),
    ),
    asOf: z.string(),
  }),
});
export const dutyStaffRoute = route({
  id: 'oversight.staff',
  method: 'GET',
  path: '/oversight/facilities/:id/staff',
  summary: '可以排值守班的人：机构自己的，和管这家机构的',
  access: KEEPING,
  params: idParam,
  response: z.object({
    items: z.array(
      z.object({
        accountId: id,
        name: z.string(),
        roleNames: z.array(z.string()),
        /** The telephone of their last duty here. */
        phone: z.string().nullable(),
      }),
    ),
  }),
});
const person = {
  accountId: id,
  name: words(40),
  phone: z.string().regex(/^1\d{10}$/, '请填写 11 位手机号'),
};
export const addDutyShiftRoute = route({
  id: 'oversight.addShift',
  method: 'POST',
  path: '/oversight/shifts',
  summary: '排值守班',
  access: KEEPING,
  idempotent: true,
  body: z.object({ facilityId: id, duty, ...person, startsAt: instant, endsAt: instant }).strict(),
  response: z.object({ id, version }),
});
export const swapDutyShiftRoute = route({
  id: 'oversight.swapShift',
  method: 'POST',
  path: '/oversight/shifts/:id/swap',
  summary: '换班：由另一人值这一班',
  access: KEEPING,
  params: idParam,
  idempotent: true,
  body: z.object({ version, ...person }).strict(),
  response: z.object({ id, version }),
});
export const endDutyShiftRoute = route({
  id: 'oversight.endShift',
  method: 'POST',
  path: '/oversight/shifts/:id/end',
  summary: '交班；还有未交接的紧急、重要报警时不能交',
  access: ANSWERING,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: z.object({ id, endedAt: instant }),
});

export const myCallsRoute = route({
  id: 'oversight.calls',
  method: 'GET',
  path: '/oversight/calls',
  summary: '正在呼叫我的通知',
  access: WATCHING,
  response: z.object({
    items: z.array(
      z.object({
        id,
        /** Null: a trial of the policy. */
        alarmId: id.nullable(),
        facilityId: id,
        facility: z.string(),
        kindName: z.string().nullable(),
        priority: priority.nullable(),
        room: z.string().nullable(),
        duty: z.string(),
        at: instant,
        receiptBy: instant,
      }),
    ),
    asOf: z.string(),
  }),
});
export const receiptRoute = route({
  id: 'oversight.receipt',
  method: 'POST',
  path: '/oversight/calls/:id/receipt',
  summary: '收到通知的回执（本人屏幕）',
  access: WATCHING,
  params: idParam,
  response: z.object({ id }),
});
