import type { Tx } from '@heling/platform/server/database';
import { BenefitsInputError } from '../domain/input';
import type { Scheme } from '../domain/pack';
import { dateOfMonth } from './common';
import {
  grouped,
  judgeOne,
  readBalances,
  readPersons,
  type EntitlementRow,
  type Judged,
  type PersonRow,
} from './histories';
import type { PackBook } from './packs.service';

/** One person under both; undefined where no pack is for them. */
export interface Trial {
  person: PersonRow;
  granted: boolean;
  before: Judged | undefined;
  after: Judged | undefined;
}

/**
 * Judges people to `month` by two books of packs, in three queries however many they are. Whoever has no entitlement is
 * judged as if they applied in that month. A record that cannot be judged is told to `failed`.
 */
export async function tryPeople(
  tx: Tx,
  books: { before: PackBook; after: PackBook },
  scheme: Scheme,
  month: string,
  ids: number[],
  failed: (error: BenefitsInputError, personId: number) => void,
): Promise<Trial[]> {
  const persons = await readPersons(tx, ids);
  const granted = await tx.sql<EntitlementRow>(
    `SELECT id, person_id, scheme, received FROM entitlements WHERE person_id = ANY ($1) AND scheme = $2 AND state = 'granted'
       AND received < $3::date + interval '1 month'`,
    [ids, scheme, dateOfMonth(month)],
  );
  const entitled = new Map(granted.map((row) => [row.person_id, row]));
  const balances = grouped(await readBalances(tx, [...entitled.keys()]), (row) => row.person_id);
  return persons.flatMap((person) => {
    const row = entitled.get(person.id) ?? {
      id: 0,
      person_id: person.id,
      scheme,
      received: dateOfMonth(month),
    };
    const lines = (balances.get(person.id) ?? []).filter((line) => line.scheme === scheme);
    const judged = (book: PackBook): Judged | undefined => {
      const inForce = book.of(scheme, person.division);
      if (!inForce) return undefined;
      const result = judgeOne(person, row, inForce, lines, month);
      if (result.verdicts.at(-1)?.status !== 'suspended' || result.attempted) return result;
      // As a run does: nobody is stopped without a visit.
      const extended = { kind: 'extension', from: dateOfMonth(month), to: null, grade: null, detail: null };
      return judgeOne({ ...person, facts: [...person.facts, extended] }, row, inForce, lines, month);
    };
    try {
      return [{ person, granted: row.id !== 0, before: judged(books.before), after: judged(books.after) }];
    } catch (error) {
      if (!(error instanceof BenefitsInputError)) throw error;
      failed(error, person.id);
      return [];
    }
  });
}
