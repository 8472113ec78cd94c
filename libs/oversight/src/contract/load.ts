import { z } from 'zod';
import { route } from '@heling/platform/contract/route';
import { LOAD_LEVELS, type LoadLevel } from '../domain/load';
import { facilityQuery, id, instant, kind, WATCHING } from './shared';

const source = {
  deviceId: id,
  code: z.string(),
  facilityId: id,
  facility: z.string(),
  kind,
  kindName: z.string(),
};
const count = z.number().int();

export const alarmLoadRoute = route({
  id: 'oversight.load',
  method: 'GET',
  path: '/oversight/load',
  summary: '报警负荷：各值守席每 10 分钟的报警数对照 EEMUA 191，以及最该整治的设备',
  access: WATCHING,
  query: z.object({ from: instant, to: instant, facilityId: facilityQuery.optional() }).strict(),
  response: z.object({
    /** A seat is that of an institution; heaviest first. */
    seats: z.array(
      z.object({
        facilityId: id,
        facility: z.string(),
        alarms: count,
        /** The average over the period so far. */
        perTenMinutes: z.number(),
        level: z.enum(Object.keys(LOAD_LEVELS) as [LoadLevel, ...LoadLevel[]]),
        /** Most alarms within 10 minutes, and when those began. */
        busiest: count,
        busiestAt: instant,
        /** Spans of 10 minutes with more than 10 alarms. */
        floods: count,
      }),
    ),
    /** Raised again and again within a minute: how often in the period. */
    chattering: z.array(z.object({ ...source, times: count, raises: count })),
    /** Open for more than a day. */
    stale: z.array(z.object({ ...source, alarmId: id, openedAt: instant })),
    /** Their share of all alarms of the period. */
    frequent: z.array(z.object({ ...source, alarms: count, share: z.number() })),
    /** Ended as false. */
    falseAlarms: z.array(z.object({ ...source, falseAlarms: count, ended: count })),
    asOf: z.string(),
  }),
});
