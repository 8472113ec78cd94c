import { randomBytes } from 'node:crypto';
import { ageOn } from '@heling/platform/domain/calendar';
import { maskPhone } from '@heling/platform/domain/mask';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import type { Vault } from '@heling/platform/server/vault';
import {
  maskName,
  type Living,
  type NeedLevel,
  type PersonStatus,
  type Priority,
  type Sex,
} from '../domain/person';
import type { PersonItem } from '../contract/persons';
import type { Divisions } from './divisions';
import { problems } from './problems';

/** What is sealed of a person. */
export interface PersonPii {
  name: string;
  idNumber?: string;
  phone?: string;
  address: string;
}
export interface ContactPii {
  name: string;
  phone: string;
}

/** Columns of a person that lists and pages need. */
export interface PersonRow {
  id: number;
  division: string;
  pii: Buffer;
  key_salt: Buffer | null;
  no_id_reason: string | null;
  sex: Sex;
  birth: string;
  status: PersonStatus;
  deceased_on: string | null;
  living: Living;
  need_level: NeedLevel | null;
  priority: Priority[];
  household_id: number | null;
  texture: string;
  bath_sex: Sex | null;
  lng: number;
  lat: number;
  version: number;
}
export const PERSON_COLUMNS = `p.id, p.division, p.pii, p.key_salt, p.no_id_reason, p.sex, p.birth, p.status, p.deceased_on,
  p.living, p.need_level, p.priority, p.household_id, p.texture, p.bath_sex, p.lng, p.lat, p.version`;

const ERASED: PersonPii = { name: '', address: '' };
/** Shown in the place of the name of somebody whose values were erased. */
const ERASED_NAME = '（信息已删除）';

/** The person's own values; empty of an erased person, whose key is no more. */
export function openPii(vault: Vault, row: Pick<PersonRow, 'id' | 'pii' | 'key_salt'>): PersonPii {
  return row.key_salt ? vault.openPerson<PersonPii>(row.id, row.key_salt, row.pii) : ERASED;
}

/** Seals a value under the person's key. */
export function sealFor(vault: Vault, row: Pick<PersonRow, 'id' | 'key_salt'>, value: unknown): Buffer {
  if (!row.key_salt) throw problems.erased();
  return vault.sealPerson(row.id, row.key_salt, value);
}

export const newSalt = (): Buffer => randomBytes(16);

/** A name as screens show it, masked unless `whole`. */
export function shownName(row: Pick<PersonRow, 'key_salt'>, pii: PersonPii, whole = false): string {
  if (!row.key_salt) return ERASED_NAME;
  return whole ? pii.name : maskName(pii.name);
}

/** What a list needs of a person. */
export type ItemRow = Pick<
  PersonRow,
  'id' | 'division' | 'pii' | 'key_salt' | 'sex' | 'birth' | 'status' | 'living' | 'need_level' | 'priority'
>;

/** A person as a list shows them. */
export function toItem(
  row: ItemRow,
  pii: PersonPii,
  divisions: Divisions,
  today: string,
  matchedBy: PersonItem['matchedBy'] = [],
): PersonItem {
  return {
    id: row.id,
    name: shownName(row, pii),
    age: ageOn(row.birth, today),
    sex: row.sex,
    division: divisions.names(row.division),
    living: row.living,
    needLevel: row.need_level,
    priority: row.priority,
    status: row.status,
    phone: pii.phone === undefined ? null : maskPhone(pii.phone),
    matchedBy,
  };
}

/**
 * The person, locked for a change.
 * @param version the version that the caller saw; 409 `platform.stale` when it is another now.
 */
export async function lockPerson(tx: Tx, id: number, version?: number): Promise<PersonRow> {
  const row = await tx.one<PersonRow>(`SELECT ${PERSON_COLUMNS} FROM persons p WHERE p.id = $1 FOR UPDATE`, [
    id,
  ]);
  if (!row) throw notFound('没有找到这位老人，或您无权查看。');
  if (version !== undefined && row.version !== version) {
    const { status, division, living, priority, texture, bath_sex: bathSex, birth, sex } = row;
    throw stale({ version: row.version, status, division, living, priority, texture, bathSex, birth, sex });
  }
  return row;
}

/** Notes that something of the person changed; answers the new version. */
export async function touch(tx: Tx, id: number, at: Date): Promise<number> {
  const row = await tx.one<{ version: number }>(
    'UPDATE persons SET version = version + 1, updated_at = $2 WHERE id = $1 RETURNING version',
    [id, at],
  );
  return row!.version;
}

/** May the caller write a row of this division? */
export function isInScope(ctx: Pick<RequestContext, 'scope'>, division: string): boolean {
  return ctx.scope.d.some((prefix) => division.startsWith(prefix));
}

/** The smallest range of division codes that holds what scope and filter share: `from` ≤ code < `to`; empty when nothing. */
export function rangeOf(ctx: Pick<RequestContext, 'scope'>, filter = CITY): { from: string; to: string } {
  const inside = ctx.scope.d.filter((prefix) => prefix.startsWith(filter) || filter.startsWith(prefix));
  const prefixes = inside.map((prefix) => (prefix.length > filter.length ? prefix : filter)).sort();
  const [first] = prefixes;
  return first === undefined
    ? { from: filter, to: filter }
    : { from: first, to: after(prefixes.at(-1) ?? first) };
}

/** The first code behind all that begin with `prefix`. */
export function after(prefix: string): string {
  return String(Number(prefix) + 1).padStart(prefix.length, '0');
}
