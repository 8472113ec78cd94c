import { z } from 'zod';
import { OFFICE, type Role } from '@heling/platform/contract/roles';
import { id, instant } from '@heling/orders/contract/shared';
import { RISK_NAMES, type RiskCode } from '../domain/risks';

export {
  button,
  day,
  divisionCode,
  id,
  instant,
  serviceCode,
  texture,
  version,
  visitState,
  window,
  words,
} from '@heling/orders/contract/shared';

/** Those who look at the day board. */
export const WATCHING: readonly Role[] = [...OFFICE, 'providerManager'];
/** Those who give visits to carers; within their divisions or organisation. */
export const DISPATCHERS: readonly Role[] = ['city', 'county', 'dispatcher', 'providerManager'];

/** A reason, a block or a warning: stable code and a Chinese sentence. */
export const reason = z.object({ code: z.string(), detail: z.string() });
export type Reason = z.infer<typeof reason>;

export const risk = z.object({
  code: z.enum(Object.keys(RISK_NAMES) as [RiskCode, ...RiskCode[]]),
  name: z.string(),
  /** When it goes (or went) wrong. */
  at: instant,
});

export const named = z.object({ id, name: z.string() });
/** Degrees (WGS 84) with the phone's own estimate of its error in metres. */
export const position = z
  .object({
    lng: z.number().min(73).max(136),
    lat: z.number().min(3).max(54),
    accuracy: z.number().min(0).max(100_000),
  })
  .strict();

/** The answer of a command on a visit. */
export const moved = z.object({ id, version: z.number().int(), state: z.string(), stateName: z.string() });
/** A row of bulk work. */
export const rowResult = z.object({
  visitId: id,
  ok: z.boolean(),
  /** Why not (or what it became) as a stable code and a sentence. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
  carers: z.array(named),
  startsAt: instant.nullable(),
});
export type RowResult = z.infer<typeof rowResult>;
