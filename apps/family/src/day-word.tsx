import { dayLabel } from '@heling/ui/format';
import { weekday } from '@heling/platform/domain/calendar';
import { WEEKDAY_WORDS } from './words';

/** A day in two short lines: 今天 or 周四, and the date. */
export function DayWord({ day, now }: { day: string; now: Date }) {
  const name = dayLabel(day, now);
  return (
    <>
      {name.includes('月') ? WEEKDAY_WORDS[weekday(day) - 1] : name}
      <br />
      <small>
        {Number(day.slice(5, 7))}月{Number(day.slice(8))}日
      </small>
    </>
  );
}
