// Months and days as whole numbers, so that a history of years is judged without making a single text or Date.

/** A calendar month: year × 12 + (month − 1). */
export type Month = number;
/** A calendar day: month × 31 + (day − 1). Days compare as numbers; the first of a month is `month × 31`. */
export type Day = number;

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const DAY = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** `2020-04` as a number; undefined when it is no month. */
export function parseMonth(text: unknown): Month | undefined {
  const match = typeof text === 'string' ? MONTH.exec(text) : null;
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : undefined;
}

/** `2020-02-29` as a number; undefined when there is no such day. */
export function parseDay(text: unknown): Day | undefined {
  const match = typeof text === 'string' ? DAY.exec(text) : null;
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const length = month === 2 && isLeap(year) ? 29 : LENGTHS[month - 1]!;
  return day > length ? undefined : (year * 12 + month - 1) * 31 + day - 1;
}

export const monthOf = (day: Day): Month => Math.floor(day / 31);
export const firstDay = (month: Month): Day => month * 31;
const two = (value: number): string => String(value).padStart(2, '0');
/** `2020-04`. */
export const monthText = (month: Month): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${two((month % 12) + 1)}`;
/** `2020-04-05`. */
export const dayText = (day: Day): string => `${monthText(monthOf(day))}-${two((day % 31) + 1)}`;
