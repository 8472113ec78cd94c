import { addDays, firstOfMonth } from '@heling/platform/domain/calendar';

/** A span of days split into whole months and what is left at its ends; each part may be empty. */
export interface Split {
  /** First days of the first whole month and of the month after the last; null without a whole month. */
  months: { from: string; until: string } | null;
  /** Spans of days outside the whole months, both ends included. */
  days: { from: string; to: string }[];
}

/** The first day of the month after a day's. */
export function nextMonth(day: string): string {
  return firstOfMonth(addDays(firstOfMonth(day), 31));
}

/** Splits `from`–`to` (both included) so that whole months can be read from sums by month. */
export function split(from: string, to: string): Split {
  const first = from === firstOfMonth(from) ? from : nextMonth(from);
  const until = firstOfMonth(addDays(to, 1));
  if (first >= until) return { months: null, days: from <= to ? [{ from, to }] : [] };
  const ends = [
    { from, to: addDays(first, -1) },
    { from: until, to },
  ];
  return { months: { from: first, until }, days: ends.filter((span) => span.from <= span.to) };
}

/** The span of a day, week (from Monday) or month within `from`–`to`. */
export function spanOf(
  key: string,
  by: 'day' | 'week' | 'month',
  from: string,
  to: string,
): { from: string; to: string } {
  const last = by === 'day' ? key : by === 'week' ? addDays(key, 6) : addDays(nextMonth(key), -1);
  return { from: key < from ? from : key, to: last > to ? to : last };
}

/** How many days a span has. */
export function daysIn(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}
