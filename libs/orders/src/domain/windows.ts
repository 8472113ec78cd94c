import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import type { PolicyValues } from './policies';

export interface Window {
  start: Date;
  end: Date;
}

/** The windows of a day that can still be booked at `now`; none outside the days that booking is open for. */
export function openWindows(
  day: string,
  now: Date,
  windows: PolicyValues['visitWindows'],
  rules: PolicyValues['bookingRules'],
): Window[] {
  if (day > addDays(businessDay(now), rules.aheadDays)) return [];
  const earliest = now.getTime() + rules.leadMinutes * 60_000;
  return windows
    .map((window) => ({ start: atLocal(day, window.start), end: atLocal(day, window.end) }))
    .filter((window) => window.start.getTime() >= earliest);
}
