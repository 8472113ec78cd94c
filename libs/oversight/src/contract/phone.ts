import { z } from 'zod';
import { idParam, route } from '@heling/platform/contract/route';
import { alarmState, id, instant, priority } from './shared';

const phone = z
  .string()
  .trim()
  .regex(/^1[3-9]\d{9}$/);

/** The demonstration's telephone: which alarms would have rung. Answers 404 unless HELING_DEMO=1. */
export const phoneCallsRoute = route({
  id: 'oversight.phoneCalls',
  method: 'POST',
  path: '/phone/alarm-calls',
  summary: '演示手机：这个号码收到的报警呼叫（仅演示环境）',
  access: 'public',
  ratePerMinute: 120,
  body: z.object({ phone }).strict(),
  response: z.object({
    /** Newest first, at most 20. */
    items: z.array(
      z.object({
        id,
        at: instant,
        facility: z.string(),
        duty: z.string(),
        /** Null: a trial of the policy. */
        alarm: z
          .object({
            id,
            kindName: z.string(),
            priority,
            room: z.string().nullable(),
            state: alarmState,
            /** Whoever was called has acknowledged it. */
            acked: z.boolean(),
          })
          .nullable(),
      }),
    ),
  }),
});
export const answerPhoneRoute = route({
  id: 'oversight.answerPhone',
  method: 'POST',
  path: '/phone/alarm-calls/:id/answer',
  summary: '演示手机：按 1 确认报警，由我处理（仅演示环境）',
  access: 'public',
  ratePerMinute: 60,
  params: idParam,
  body: z.object({ phone }).strict(),
  response: z.object({ id, state: alarmState }),
});
