/** A sum in `count` whole instalments, the first ones larger by a fen where it does not divide. */
export function instalments(fen: number, count: number): number[] {
  const [each, more] = [Math.floor(fen / count), fen % count];
  return Array.from({ length: count }, (_, i) => each + (i < more ? 1 : 0));
}

/** The day of the instalment number `n` (from 0): the same day of a later month, or its last day. */
export function dueOfInstalment(first: string, n: number): string {
  const [year, month, day] = first.split('-').map(Number) as [number, number, number];
  const length = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + n, Math.min(day, length))).toISOString().slice(0, 10);
}
