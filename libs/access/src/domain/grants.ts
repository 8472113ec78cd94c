/** The prefix that a division's rows begin with: 410600, the city itself, stands for all of 4106. */
export function prefixOf(division: string): string {
  return division === '410600' ? '4106' : division;
}

/** Where an account stands, one line of its scope. */
export type ScopeLine =
  | { kind: 'division'; division: string }
  /** An organisation, with the division where it is. */
  | { kind: 'org'; org: number; division: string }
  /** A management unit (the "7"), with its streets. */
  | { kind: 'unit'; unit: string; streets: string[] };

/** Does a scope (division prefixes and organisations) hold this line? A management unit is held when all its streets are. */
export function holds(scope: { d: readonly string[]; o: readonly number[] }, line: ScopeLine): boolean {
  const within = (division: string) => scope.d.some((prefix) => division.startsWith(prefix));
  switch (line.kind) {
    case 'division':
      return within(line.division);
    case 'org':
      return within(line.division) || scope.o.includes(line.org);
    case 'unit':
      return line.streets.length > 0 && line.streets.every(within);
  }
}

/** Three-way separation (三员分立): at most one of the three on an account. */
export function keptApart<R>(roles: readonly R[], separated: readonly R[]): boolean {
  return roles.filter((role) => separated.includes(role)).length <= 1;
}
