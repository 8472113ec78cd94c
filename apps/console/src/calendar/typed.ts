const exists = (day: string) => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day;
};
const two = (text: string) => text.padStart(2, '0');

/** A day as typed, without the year in that of `near`: `2026-11-25`, `20261125`, `11-25`, `11.25`, `1125`; null: none. */
export function typedDay(text: string, near: string): string | null {
  const plain = text
    .trim()
    .replace(/[年月./\s]/g, '-')
    .replace(/日$/, '');
  const year = near.slice(0, 4);
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(plain) ??
    (/^\d{4}$/.test(year) ? (/^()(\d{1,2})-(\d{1,2})$/.exec(plain) ?? /^()(\d\d)(\d\d)$/.exec(plain)) : null);
  if (!match) return null;
  const day = `${match[1] || year}-${two(match[2]!)}-${two(match[3]!)}`;
  return exists(day) ? day : null;
}

/** A month as typed: `2026-11`, `202611`, `11`; null when it is none. */
export function typedMonth(text: string, near: string): string | null {
  const plain = text
    .trim()
    .replace(/[年./\s]/g, '-')
    .replace(/月$/, '');
  const match = /^(\d{4})-?(\d{1,2})$/.exec(plain) ?? /^()(\d{1,2})$/.exec(plain);
  if (!match) return null;
  const month = `${match[1] || near.slice(0, 4)}-${two(match[2]!)}`;
  return exists(`${month}-01`) ? month : null;
}

/** A time of day as typed: `08:30`, `8:30`, `8.30`, `830`, `8`; null when it is none. */
export function typedTime(text: string): string | null {
  const plain = text
    .trim()
    .replace(/[：.点\s]/g, ':')
    .replace(/[分:]$/, '');
  const match =
    /^(\d{1,2}):(\d{1,2})$/.exec(plain) ?? /^(\d{1,2})(\d\d)$/.exec(plain) ?? /^(\d{1,2})()$/.exec(plain);
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2] || '0')];
  return hour < 24 && minute < 60 ? `${two(String(hour))}:${two(String(minute))}` : null;
}
