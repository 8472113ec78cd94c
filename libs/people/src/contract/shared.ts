import { z } from 'zod';
import { OFFICE, type Role } from '@heling/platform/contract/roles';
import { ALLERGEN_NAMES, CONDITION_NAMES, TEXTURE_NAMES } from '../domain/health';
import { normaliseId, normalisePhone } from '../domain/identity';
import {
  LIVING_NAMES,
  NEED_LEVEL_NAMES,
  NO_ID_REASON_NAMES,
  PRIORITY_NAMES,
  RELATION_NAMES,
  SEX_NAMES,
  STATUS_NAMES,
} from '../domain/person';

const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]];

export const id = z.number().int().positive();
export const version = z.number().int().positive();
/** Free text as typed by a person, trimmed, 1 to `max` characters; no control characters but line breaks and tabs. */
export const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^(?:[^\p{Cc}]|[\n\r\t])*$/u, '含有无法识别的字符');
export const sex = z.enum(keysOf(SEX_NAMES));
export const living = z.enum(keysOf(LIVING_NAMES));
export const needLevel = z.enum(keysOf(NEED_LEVEL_NAMES));
export const priority = z.enum(keysOf(PRIORITY_NAMES));
export const status = z.enum(keysOf(STATUS_NAMES));
export const relation = z.enum(keysOf(RELATION_NAMES));
export const noIdReason = z.enum(keysOf(NO_ID_REASON_NAMES));
export const condition = z.enum(keysOf(CONDITION_NAMES));
export const allergen = z.enum(keysOf(ALLERGEN_NAMES));
export const texture = z.enum(keysOf(TEXTURE_NAMES));

/** Division of a search: 4 (city), 6 (county), 9 (street) or 12 (community) digits. */
export const divisionPrefix = z.string().regex(/^4106(\d{2}(\d{3}(\d{3})?)?)?$/, '区划代码有误');
/** Where somebody lives: a community (12 digits). */
export const community = z.string().regex(/^4106\d{8}$/, '请选到社区（村）');
/** Any telephone as typed; kept as digits. */
export const phone = z
  .string()
  .trim()
  .max(30)
  .transform((typed, ctx) => {
    const kept = normalisePhone(typed);
    if (kept === undefined) ctx.addIssue({ code: 'custom', message: '电话号码有误' });
    return kept ?? '';
  });
/** An ID number as typed; kept in one way of writing, checked by the server against birth and sex. */
export const idNumber = z.string().trim().max(40).transform(normaliseId);

/** Names of a division: county, street, community; null where the code is shorter or unknown. */
export const divisionNames = z.object({
  code: z.string(),
  county: z.string().nullable(),
  street: z.string().nullable(),
  community: z.string().nullable(),
});

export const SEVERITIES = ['p1', 'p2', 'p3'] as const;
/** What must be seen before serving somebody, gravest first. */
export const warning = z.object({
  /** `allergy`, `condition`, `alone`, `dementia`, `deceased`, `left`, `assessmentOverdue`, `assessmentDue`, `noContact`, `veryOld`, `texture`. */
  code: z.string(),
  severity: z.enum(SEVERITIES),
  text: z.string(),
});
export type Warning = z.infer<typeof warning>;

export const changed = z.object({ id, version });

/** Those who read the registry. */
export const READERS: readonly Role[] = [...OFFICE, 'allowanceClerk', 'allowanceReviewer'];
/** Those who keep the registry. */
export const KEEPERS: readonly Role[] = OFFICE;
/** Those who assess, and manage assessments. */
export const ASSESSORS: readonly Role[] = ['city', 'county', 'street', 'community'];
