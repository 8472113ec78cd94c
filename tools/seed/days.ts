/**
 * The calendar's functions of the platform (`domain/calendar`), remembered: a city asks for the same few thousand days
 * some ten million times. Instants are milliseconds since 1970.
 */
const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;
const numbers = new Map<string, number>();
const names = new Map<number, string>();

/** Days since 1970-01-01. */
export function dayNumber(day: string): number {
  let number = numbers.get(day);
  if (number === undefined) {
    number = Date.parse(`${day}T00:00:00Z`) / DAY;
    numbers.set(day, number);
  }
  return number;
}

function dayName(number: number): string {
  let name = names.get(number);
  if (name === undefined) {
    name = new Date(number * DAY).toISOString().slice(0, 10);
    names.set(number, name);
  }
  return name;
}

/** The day `n` days later (or earlier when negative). */
export function addDays(day: string, n: number): string {
  return dayName(dayNumber(day) + n);
}

/** The instant of a local time `HH:MM` on a day in Asia/Shanghai. */
export function atLocal(day: string, time: string): number {
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return dayNumber(day) * DAY + minutes * 60_000 - SHANGHAI;
}

/** ISO weekday, Monday 1 to Sunday 7. */
export function weekday(day: string): number {
  return ((dayNumber(day) + 3) % 7) + 1;
}
