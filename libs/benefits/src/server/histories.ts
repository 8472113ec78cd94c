import type { Tx } from '@heling/platform/server/database';
import { monthOf, monthText, parseDay, parseMonth, type Month } from '../domain/calendar';
import { parseHistory, type History } from '../domain/facts';
import { BenefitsInputError } from '../domain/input';
import { judge, type Verdict } from '../domain/judge';
import type { Scheme } from '../domain/pack';
import type { Balance } from '../domain/settle';
import type { PackBook, PackInForce } from './packs.service';

/** A person as the engine is told of them. */
export interface PersonRow {
  id: number;
  division: string;
  birth: string;
  deceased_on: string | null;
  residence: { division: string; from: string; to: string | null }[];
  facts: { kind: string; from: string; to: string | null; grade: number | null; detail: string | null }[];
}
/** An entitlement as it is judged. */
export interface EntitlementRow {
  id: number;
  person_id: number;
  scheme: Scheme;
  received: string;
}
interface BalanceRow extends Balance {
  person_id: number;
  scheme: Scheme;
  month: string;
  authorised: number;
}

/** One scheme of a person, judged. */
export interface Judged {
  entitlementId: number;
  scheme: Scheme;
  inForce: PackInForce;
  history: History;
  verdicts: Verdict[];
  balances: Map<Month, Balance>;
  /** What was owed for each month when it was last settled. */
  authorised: Map<Month, number>;
  /** The newest visit at which nobody was met; null: none since the certification that counts. */
  attempted: boolean;
}
export interface JudgedPerson {
  personId: number;
  division: string;
  schemes: Judged[];
  /** The field that cannot be judged, as the engine names it. */
  problem: BenefitsInputError | null;
}

const PERSONS = `SELECT p.id, p.division, p.birth, p.deceased_on,
    coalesce((SELECT jsonb_agg(jsonb_build_object('division', coalesce(r.place, r.division), 'from', r.valid_from,
      'to', r.valid_to + 1) ORDER BY r.valid_from) FROM residences r WHERE r.person_id = p.id AND r.superseded_at IS NULL), '[]') AS residence,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', f.kind, 'from', f.valid_from, 'to', f.valid_to, 'grade', f.grade,
      'detail', f.detail) ORDER BY f.valid_from, f.id) FROM benefit_facts f WHERE f.person_id = p.id AND f.withdrawn_at IS NULL), '[]') AS facts
  FROM persons p WHERE p.id = ANY ($1) ORDER BY p.id`;

/**
 * Judges the entitlements given, of however many persons, in four queries. Locks what it reads of entitlements and
 * balances when told to, so that two runs settle a person one after the other.
 */
export async function judgePersons(
  tx: Tx,
  book: PackBook,
  asOf: string,
  ids: { persons: number[]; entitlement?: number },
  lock = false,
  /** What would be otherwise (late news not yet recorded). */
  news: (person: PersonRow) => PersonRow = (person) => person,
): Promise<JudgedPerson[]> {
  const end = lock ? 'FOR UPDATE' : '';
  const entitlements = await tx.sql<EntitlementRow>(
    `SELECT e.id, e.person_id, e.scheme, e.received FROM entitlements e WHERE e.person_id = ANY ($1)
       AND CASE WHEN $2::bigint IS NULL THEN e.state = 'granted' ELSE e.id = $2 END ORDER BY e.person_id, e.scheme ${end}`,
    [ids.persons, ids.entitlement ?? null],
  );
  const persons = (await readPersons(tx, ids.persons)).map(news);
  const balances = await readBalances(tx, ids.persons, end);
  const byPerson = grouped(entitlements, (row) => row.person_id);
  const onLedger = grouped(balances, (row) => row.person_id);
  return persons.map((person) => {
    const result: JudgedPerson = {
      personId: person.id,
      division: person.division,
      schemes: [],
      problem: null,
    };
    for (const row of byPerson.get(person.id) ?? []) {
      const inForce = book.of(row.scheme, person.division);
      if (!inForce || row.received.slice(0, 7) > asOf) continue;
      const lines = (onLedger.get(person.id) ?? []).filter((line) => line.scheme === row.scheme);
      try {
        result.schemes.push(judgeOne(person, row, inForce, lines, asOf));
      } catch (error) {
        if (!(error instanceof BenefitsInputError)) throw error;
        result.problem = error;
      }
    }
    return result;
  });
}

/** People as the engine is told of them, ascending. */
export const readPersons = (tx: Tx, ids: readonly number[]): Promise<PersonRow[]> =>
  tx.sql<PersonRow>(PERSONS, [ids]);

/** What stands on the ledger of these people, by person, scheme and month. */
export const readBalances = (tx: Tx, ids: readonly number[], end = ''): Promise<BalanceRow[]> =>
  tx.sql<BalanceRow>(
    `SELECT person_id, scheme, month, reserved, paid, written_off AS "writtenOff", authorised FROM benefit_balances
     WHERE person_id = ANY ($1) ORDER BY person_id, scheme, month ${end}`,
    [ids],
  );

/** Judges one entitlement. Throws `BenefitsInputError` with the field that cannot be judged. */
export function judgeOne(
  person: PersonRow,
  row: EntitlementRow,
  inForce: PackInForce,
  lines: readonly BalanceRow[],
  asOf: string,
): Judged {
  const rule = inForce.pack.certification;
  const of = (kind: string) => person.facts.filter((fact) => fact.kind === kind);
  const lasts = rule ? rule.everyMonths + rule.graceMonths : 0;
  // An extension counts as a certification that lasts just to the end of its month.
  const extensions = of('extension').map(
    ({ from }) => `${monthText(parseMonth(from.slice(0, 7))! - lasts)}-01`,
  );
  const history = parseHistory({
    person: {
      born: person.birth,
      died: person.deceased_on,
      residence: person.residence,
      certified: [...of('certification').map(({ from }) => from), ...(rule ? extensions : [])],
      paidElsewhere: of('paidElsewhere').map(({ from, to }) => ({
        from: from.slice(0, 7),
        to: to === null ? null : lastMonth(to),
      })),
      disability: of('disability').map(({ detail, ...spell }) => ({ ...spell, kind: detail })),
      minimumLiving: of('minimumLiving'),
      specialHardship: of('specialHardship'),
      workInjuryCare: of('workInjuryCare'),
      careNeed: of('careNeed'),
    },
    application: { received: row.received },
    paid: lines
      .filter((line) => line.month.slice(0, 7) <= asOf && line.paid > 0)
      .map((line) => ({ month: line.month.slice(0, 7), fen: line.paid })),
    asOf,
  });
  const certified = of('certification').at(-1)?.from ?? row.received;
  return {
    entitlementId: row.id,
    scheme: row.scheme,
    inForce,
    history,
    verdicts: judge(inForce.pack, history),
    balances: new Map(lines.map((line) => [parseMonth(line.month.slice(0, 7))!, line])),
    authorised: new Map(lines.map((line) => [parseMonth(line.month.slice(0, 7))!, line.authorised])),
    attempted: of('visitAttempt').some(({ from }) => from > certified),
  };
}

/** The last month of a spell whose first day no longer is `to`. */
function lastMonth(to: string): string {
  const day = parseDay(to)!;
  return monthText(day % 31 === 0 ? monthOf(day) - 1 : monthOf(day));
}

export function grouped<T>(rows: readonly T[], key: (row: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
