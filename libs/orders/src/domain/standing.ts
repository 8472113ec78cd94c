import { addDays, weekday } from '@heling/platform/domain/calendar';

export interface StandingRule {
  /** ISO weekdays 1–7. */
  weekdays: readonly number[];
  holidays: 'keep' | 'skip';
  from: string;
  to: string | null;
}

/** The days from `start` to `end` (both included) for which a standing order makes an order. */
export function standingDays(
  rule: StandingRule,
  start: string,
  end: string,
  isHoliday: (day: string) => boolean,
): string[] {
  const days: string[] = [];
  const last = rule.to !== null && rule.to < end ? rule.to : end;
  for (let day = rule.from > start ? rule.from : start; day <= last; day = addDays(day, 1)) {
    if (!rule.weekdays.includes(weekday(day))) continue;
    if (rule.holidays === 'skip' && isHoliday(day)) continue;
    days.push(day);
  }
  return days;
}
