import { z } from 'zod';
import { route } from '@heling/platform/contract/route';
import { day, DISPATCHERS, divisionCode, id, instant, serviceCode } from './shared';

/** As many open visits go on one print at most; more are for several, by organisation or division. */
export const SHEET_MOST = 400;

/**
 * Carers' work lists for paper: names, telephones and addresses whole. Printing them for the carers is the purpose
 * (`workList`); every person on it is recorded in the audit, so it is a command of its own and not part of the board.
 */
export const sheetRoute = route({
  id: 'dispatch.sheet',
  method: 'POST',
  path: '/dispatch/sheet',
  summary: '上门单：某天已派而未结束的上门，含地址和电话，供护理员随身带；每位老人记入审计',
  access: DISPATCHERS,
  ratePerMinute: 10,
  body: z
    .object({
      day,
      org: id.optional(),
      division: divisionCode.optional(),
      service: serviceCode.optional(),
      /** Meals have the round's sheet of the kitchen. */
      meals: z.boolean().default(false),
    })
    .strict(),
  response: z.object({
    day,
    visits: z.array(
      z.object({
        id,
        startsAt: instant,
        minutes: z.number().int(),
        serviceName: z.string(),
        orgName: z.string(),
        carers: z.array(z.object({ id, name: z.string() })),
        personName: z.string(),
        phone: z.string().nullable(),
        address: z.string(),
        warnings: z.array(z.string()),
      }),
    ),
    /** Who printed it and when; stands on every sheet. */
    watermark: z.string(),
    asOf: instant,
  }),
});
