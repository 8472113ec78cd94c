import { z } from 'zod';
import { OFFICE, type Role } from '@heling/platform/contract/roles';
import { FACILITY_KINDS, ORG_KINDS, PERMIT_NAMES } from '../domain/facilities';

const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]];

export const id = z.number().int().positive();
export const version = z.number().int().positive();
/** Division code: 4106 or 410600 the city, 6 digits a county, 9 a street, 12 a community; filters match by prefix. */
export const divisionCode = z.string().regex(/^4106(\d{2}(\d{3}(\d{3})?)?)?$/, '区划代码有误');
export const words = (max: number) => z.string().trim().min(1).max(max);
export const longitude = z.number().min(113).max(116);
export const latitude = z.number().min(34).max(37);
export const facilityKind = z.enum(keysOf(FACILITY_KINDS));
export const orgKind = z.enum(keysOf(ORG_KINDS));
export const permitKind = z.enum(keysOf(PERMIT_NAMES));
export const freshness = z.enum(['fresh', 'stale', 'none']);
/** Business telephone of an organisation. */
export const businessPhone = z
  .string()
  .trim()
  .regex(/^[\d-]{7,20}$/, '电话只能包含数字和短横线');

/** Staff who look at facilities within their divisions or organisation. */
export const LOOKING: readonly Role[] = [
  ...OFFICE,
  'providerManager',
  'institutionDuty',
  'institutionManager',
  'auditor',
];
/** Those who keep the record of facilities and organisations. */
export const KEEPING: readonly Role[] = ['city', 'county', 'street'];
/** Those who may say how many beds are taken. */
export const REPORTING: readonly Role[] = [...KEEPING, 'institutionDuty', 'institutionManager'];
