import { z } from 'zod';
import { instant } from '@heling/platform/contract/route';
import type { Role } from '@heling/platform/contract/roles';
import { KINDS } from '../domain/kinds';
import { PRIORITIES } from '../domain/model';
import { CHANNELS, DUTIES } from '../domain/policy';
import { OUTCOME_NAMES } from '../domain/words';

export { instant };

export const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]];

export const id = z.number().int().positive();
export const version = z.number().int().positive();
export const words = (max: number) => z.string().trim().min(1).max(max);
export const facilityQuery = z.coerce.number().int().positive();

export const priority = z.enum(PRIORITIES);
export const alarmState = z.enum([
  'active-unacked',
  'active-acked',
  'cleared-unacked',
  'shelved',
  'suppressed',
  'closed',
]);
export const kind = z.enum(keysOf(KINDS));
export const duty = z.enum(keysOf(DUTIES));
export const channel = z.enum(keysOf(CHANNELS));

export const outcome = z.enum(keysOf(OUTCOME_NAMES));

/** Those who watch: the authority within its divisions, the institution its own. */
export const WATCHING: readonly Role[] = [
  'city',
  'county',
  'street',
  'institutionDuty',
  'institutionManager',
];
/** Who sees the wall: also a screen that only watches. */
export const SHOWING: readonly Role[] = [...WATCHING, 'wall'];
/** Those who act on alarms. */
export const ANSWERING: readonly Role[] = ['city', 'county', 'institutionDuty', 'institutionManager'];
/** Those who keep devices, policies and rosters. */
export const KEEPING: readonly Role[] = ['city', 'county', 'institutionManager'];
