/** The prefix that a division's rows begin with: 410600, the city itself, stands for all of 4106. */
export function prefixOf(code: string): string {
  return code === '410600' ? '4106' : code;
}

/** The first code after all that begin with `prefix`, so that a range of codes can use an index. */
export function afterPrefix(prefix: string): string {
  return (BigInt(prefix) + 1n).toString();
}

/** Does a division lie within one of the prefixes? */
export function liesWithin(division: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => division.startsWith(prefix));
}

/** The codes of the counties, streets and communities that a division lies in, from above; the city is left out. */
export function ancestry(code: string): string[] {
  return [6, 9, 12]
    .filter((length) => length <= code.length)
    .map((length) => code.slice(0, length))
    .filter((each) => each !== '410600');
}
