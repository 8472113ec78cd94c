/** Months from `ahead` months after `here` back to two years before it, the newest first. */
export function monthsAround(here: string, ahead: number): string[] {
  const [year, month] = here.split('-').map(Number) as [number, number];
  const last = year * 12 + month - 1 + ahead;
  return Array.from({ length: 25 + ahead }, (_, i) => {
    const at = last - i;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
