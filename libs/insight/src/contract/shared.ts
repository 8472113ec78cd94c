import { z } from 'zod';
import { OFFICE, type Role } from '@heling/platform/contract/roles';
import { day, fen } from '@heling/platform/contract/route';

export const id = z.number().int().positive();
/** Division code: 4106 or 410600 the city, 6 digits a county, 9 a street, 12 a community. */
export const divisionCode = z.string().regex(/^4106(\d{2}(\d{3}(\d{3})?)?)?$/, '区划代码有误');
export const serviceCode = z.string().regex(/^[a-zA-Z]{2,40}$/);

/** Those who may see figures, each within their scope. */
export const COUNTING: readonly Role[] = [...OFFICE, 'providerManager', 'auditor'];

/** What figures are about; a figure's `drill` is the same filter narrowed to it. */
export const filter = z
  .object({
    division: divisionCode.default('4106'),
    org: id.optional(),
    service: serviceCode.optional(),
    /** First and last day of service. */
    from: day,
    to: day,
  })
  .strict();
export type Filter = z.output<typeof filter>;
export const drill = z.object({
  division: z.string(),
  org: id.optional(),
  service: z.string().optional(),
  from: day,
  to: day,
});

/** Figures of a set of orders by their day of service. Money in fen, as charged in the end (open orders: as ordered). */
export const figure = z.object({
  orders: z.number().int(),
  /** Completed (with those closed or in dispute since). */
  done: z.number().int(),
  /** Failed at the door or refused by the provider. */
  notDone: z.number().int(),
  cancelled: z.number().int(),
  /** Still to be done: orders − done − notDone − cancelled. */
  open: z.number().int(),
  /** Arrived no later than the window's end, of the visits done whose arrival is known (0–1); null: none is known. */
  onTimeShare: z.number().nullable(),
  onTime: z.number().int(),
  timed: z.number().int(),
  price: fen,
  subsidy: fen,
  selfPay: fen,
  /** Average of the ratings (1–5); null: none yet. */
  stars: z.number().nullable(),
  rated: z.number().int(),
  /** Different persons with at least one order done; null in a series over time of more than 60,000 orders: not counted. */
  personsServed: z.number().int().nullable(),
});
export type Figure = z.output<typeof figure>;
