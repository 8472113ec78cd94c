import { z } from 'zod';
import { route } from '@heling/platform/contract/route';
import {
  WATCHING,
  day,
  divisionCode,
  id,
  instant,
  named,
  risk,
  serviceCode,
  visitState,
  window,
} from './shared';

export const boardVisit = z.object({
  id,
  orderId: id,
  version: z.number().int(),
  personId: id,
  /** Whole while the visit is open (it is itself the purpose), else the family name; null when it is gone. */
  personName: z.string().nullable(),
  division: z.string(),
  org: id,
  orgName: z.string(),
  service: serviceCode,
  serviceName: z.string(),
  state: visitState,
  stateName: z.string(),
  window,
  /** Planned start; null while unassigned. */
  startsAt: instant.nullable(),
  minutes: z.number().int(),
  carersNeeded: z.number().int(),
  carers: z.array(named),
  lng: z.number(),
  lat: z.number(),
  /** How many warnings stand for the person (allergies, conditions, living alone). */
  warnings: z.number().int(),
  /** What goes wrong within the hour, the most urgent first; empty when all is well. */
  risks: z.array(risk),
  roundId: id.nullable(),
  /** Minutes of travel from the carer's visit before (or from home). */
  travelMinutes: z.number().int().nullable(),
});
export type BoardVisit = z.infer<typeof boardVisit>;

export const boardCarer = z.object({
  id,
  name: z.string(),
  org: id,
  sex: z.enum(['male', 'female']),
  transport: z.enum(['walk', 'ebike', 'car']),
  /** Null: no shift on this day. */
  shift: z
    .object({ startsAt: instant, endsAt: instant, state: z.enum(['planned', 'sick', 'leave']) })
    .nullable(),
  /** Minutes promised to visits on this day, and how many visits. */
  loadMinutes: z.number().int(),
  maxMinutes: z.number().int(),
  visits: z.number().int(),
  /** Home. */
  lng: z.number(),
  lat: z.number(),
  /** Codes of qualifications valid on the day. */
  qualifications: z.array(z.string()),
});
export type BoardCarer = z.infer<typeof boardCarer>;

export const boardRoute = route({
  id: 'dispatch.board',
  method: 'POST',
  path: '/dispatch/board',
  summary: '派单台：一天的上门和当天的护理员，供地图、列表、时间轴使用',
  access: WATCHING,
  ratePerMinute: 120,
  body: z
    .object({
      day,
      org: id.optional(),
      /** Code of a county, street or community. */
      division: divisionCode.optional(),
      service: serviceCode.optional(),
      state: visitState.optional(),
      unassignedOnly: z.boolean().default(false),
      /** Only visits with a risk. */
      atRiskOnly: z.boolean().default(false),
      limit: z.number().int().min(1).max(2000).default(2000),
      /** Leave the carers out when only visits are wanted. */
      withCarers: z.boolean().default(true),
    })
    .strict(),
  response: z.object({
    /** In the order of their start (planned or earliest). */
    visits: z.array(boardVisit),
    /** Visits that match; more than `visits` when the limit cut them. */
    total: z.number().int(),
    /** Of the same day, organisation, division and service, whatever the state. */
    counts: z.record(z.string(), z.number().int()),
    atRisk: z.number().int(),
    carers: z.array(boardCarer),
    asOf: instant,
  }),
});
