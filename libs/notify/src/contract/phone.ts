import { z } from 'zod';
import { route } from '@heling/platform/contract/route';

/** The demonstration's telephone: what SMS would have shown. Answers 404 unless HELING_DEMO=1. */
export const phoneMessages = route({
  id: 'notify.phone',
  method: 'POST',
  path: '/phone/messages',
  summary: '演示手机：这个号码收到的短信（仅演示环境）',
  access: 'public',
  ratePerMinute: 120,
  body: z
    .object({
      phone: z
        .string()
        .trim()
        .regex(/^1[3-9]\d{9}$/),
    })
    .strict(),
  response: z.object({
    /** Newest first, at most 50. */
    items: z.array(z.object({ id: z.number().int(), at: z.string(), text: z.string() })),
  }),
});
