import { parseDay, parseMonth, type Day, type Month } from './calendar';

/** An input that cannot be judged; the message names the field. */
export class BenefitsInputError extends Error {
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field}: ${problem}`);
  }
}

export type Raw = Record<string, unknown>;

/** A stretch of days, half-open: `to` is the first day that no longer belongs to it; null: still lasting. */
export interface Spell {
  from: Day;
  to: Day | null;
}

export function fail(field: string, problem: string): never {
  throw new BenefitsInputError(field, problem);
}

export function objectAt(value: unknown, field: string): Raw {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) fail(field, 'must be an object');
  return value as Raw;
}

/** A list; absent is empty. */
export function listAt<T>(value: unknown, field: string, each: (item: unknown, field: string) => T): T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) fail(field, 'must be a list');
  return value.map((item, i) => each(item, `${field}[${i}]`));
}

export function dayAt(value: unknown, field: string): Day {
  return parseDay(value) ?? fail(field, `is not a day YYYY-MM-DD that exists`);
}

export function monthAt(value: unknown, field: string): Month {
  return parseMonth(value) ?? fail(field, 'is not a month YYYY-MM');
}

export function fenAt(value: unknown, field: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    fail(field, 'must be a whole number of fen, 0 or more');
  return value as number;
}

export function countAt(value: unknown, field: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) fail(field, 'must be a whole number, 0 or more');
  return value as number;
}

export function flagAt(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') fail(field, 'must be true or false');
  return value;
}

export function textAt(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '') fail(field, 'must be a text');
  return value;
}

export function oneOf<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) fail(field, `must be one of ${allowed.join(', ')}`);
  return value as T;
}

const given = (value: unknown): boolean => value !== undefined && value !== null;

/** `{from, to?}` in days, half-open. */
export function spellAt(value: unknown, field: string): Spell {
  const raw = objectAt(value, field);
  const from = dayAt(raw.from, `${field}.from`);
  const to = given(raw.to) ? dayAt(raw.to, `${field}.to`) : null;
  if (to !== null && to <= from) fail(`${field}.to`, 'must be after from');
  return { from, to };
}

/** `{from, to?}` in months, both ends included. */
export function monthsAt(value: unknown, field: string): { from: Month; to: Month | null } {
  const raw = objectAt(value, field);
  const from = monthAt(raw.from, `${field}.from`);
  const to = given(raw.to) ? monthAt(raw.to, `${field}.to`) : null;
  if (to !== null && to < from) fail(`${field}.to`, 'must not be before from');
  return { from, to };
}
