// Business days and months are those of Asia/Shanghai, which has had no daylight saving since 1991: UTC+8.
const OFFSET = 8 * 3_600_000;

/** The calendar day `YYYY-MM-DD` in Asia/Shanghai at an instant. */
export function businessDay(at: Date): string {
  return new Date(at.getTime() + OFFSET).toISOString().slice(0, 10);
}

/** `YYYY-MM-DD HH:MM` of an instant in Asia/Shanghai. */
export function localMinute(at: Date): string {
  return new Date(at.getTime() + OFFSET).toISOString().slice(0, 16).replace('T', ' ');
}

/** The month `YYYY-MM` in Asia/Shanghai at an instant. */
export function businessMonth(at: Date): string {
  return businessDay(at).slice(0, 7);
}

/** The instant of a local time `HH:MM` on a day in Asia/Shanghai. */
export function atLocal(day: string, time: string): Date {
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`);
}

/** The day `n` days later (or earlier when negative). */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

/** First day of the month of a day. */
export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** ISO weekday, Monday 1 to Sunday 7. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Age in full years on a day; a person born on 29 February grows older on 1 March in common years. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** Latest birth day of somebody who is at least `age` on `day`. */
export function bornBy(age: number, day: string): string {
  const year = String(Number(day.slice(0, 4)) - age).padStart(4, '0');
  return day.endsWith('02-29') && !leap(Number(year)) ? `${year}-02-28` : `${year}${day.slice(4)}`;
}

function leap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
