import { invalid } from './problem';

/** An opaque cursor of the last row's sort keys (ids and days only). */
export function toCursor(keys: (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The sort keys in a cursor; 422 when it is not one of ours. */
export function fromCursor(cursor: string | undefined, count: number): (string | number)[] | null {
  if (cursor === undefined) return null;
  try {
    const keys = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    const ours = (key: unknown): key is string | number =>
      Number.isSafeInteger(key) || (typeof key === 'string' && !Number.isNaN(Date.parse(key)));
    if (Array.isArray(keys) && keys.length === count && keys.every(ours)) return keys;
  } catch {
    // Not one of ours: refused below.
  }
  throw invalid('cursor', '翻页位置无效，请回到第一页。');
}

/** Cuts rows read with `limit + 1` to a page. */
export function pageFrom<R, T>(
  rows: R[],
  limit: number,
  now: Date,
  keysOf: (row: R) => (string | number)[],
  toItem: (row: R) => T,
): { items: T[]; next: string | null; asOf: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    next: rows.length > limit && last ? toCursor(keysOf(last)) : null,
    asOf: now.toISOString(),
  };
}
