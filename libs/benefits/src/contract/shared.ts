import { z } from 'zod';
import type { Role } from '@heling/platform/contract/roles';
import { SCHEMES } from '../domain/pack';

export const id = z.number().int().positive();
export const version = z.number().int().positive();
export const words = (max: number) => z.string().trim().min(1).max(max);
export const scheme = z.enum(SCHEMES);
export const divisionPrefix = z.string().regex(/^4106(\d{2}(\d{3}(\d{3})?)?)?$/, '区划代码有误');
export const changed = z.object({ id, version });
/** Largest amount that a file of past payments may name for one month: 100,000 yuan. */
export const MOST_FEN = 10_000_000;

/** Those who take and look after applications. */
export const CLERKS: readonly Role[] = ['allowanceClerk', 'street', 'community'];
/** Those who see entitlements and runs. */
export const DESK: readonly Role[] = [
  'city',
  'county',
  'street',
  'community',
  'allowanceClerk',
  'allowanceReviewer',
  'allowancePayer',
];
/** Those who sign packs and runs. */
export const SIGNERS: readonly Role[] = ['city', 'county', 'allowanceReviewer', 'allowancePayer'];
/** Those who handle the bank's files and see whole account numbers in them. */
export const PAYERS: readonly Role[] = ['allowancePayer'];

/** A person as the desk's lists show them: masked. */
export const whom = { personId: id, name: z.string(), division: z.string() };
