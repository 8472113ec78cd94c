import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import type { Allergen, Condition, Texture } from '../domain/health';
import type { Living, Priority, Sex } from '../domain/person';
import { newSalt, type PersonPii } from './records';
import { tokensOf } from './tokens';

/** A person as checked, ready to be written. */
export interface PersonDraft {
  name: string;
  idNumber?: string;
  noIdReason?: string;
  sex: Sex;
  birth: string;
  phone?: string;
  division: string;
  address: string;
  lng: number;
  lat: number;
  living: Living;
  priority: Priority[];
  texture: Texture;
  bathSex: Sex | null;
  householdId: number | null;
  contacts: { name: string; phone: string; relation: string; emergency: boolean }[];
  conditions: Condition[];
  allergies: Allergen[];
}

/** Rounded to 0.001 degree: enough for planning, not an address. */
export const coarse = (degrees: number): number => Math.round(degrees * 1000) / 1000;

/** Writes persons with all that hangs on them: sealed, indexed, with search tokens; each table in one statement. */
@Injectable()
export class PersonWriter {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** Ids in the order of the drafts. A second person with one ID number violates `persons_id_index`. */
  async insert(tx: Tx, drafts: readonly PersonDraft[], at: Date, today: string): Promise<number[]> {
    const rows = await tx.sql<{ id: number }>(
      `SELECT nextval('persons_id_seq') AS id FROM generate_series(1, $1)`,
      [drafts.length],
    );
    const people = drafts.map((draft, i) => ({ draft, id: rows[i]!.id, salt: newSalt() }));
    const hex = (id: number, salt: Buffer, value: unknown) =>
      this.vault.sealPerson(id, salt, value).toString('hex');
    await tx.sql(
      `INSERT INTO persons (id, division, pii, key_salt, id_index, phone_index, no_id_reason, sex, birth, living, priority,
         household_id, texture, bath_sex, lng, lat, created_at, updated_at)
       SELECT r.id, r.division, decode(r.pii, 'hex'), decode(r.salt, 'hex'), decode(r.id_index, 'hex'),
         decode(r.phone_index, 'hex'), r.no_id_reason, r.sex, r.birth, r.living, r.priority, r.household, r.texture,
         r.bath_sex, r.lng, r.lat, $2, $2
       FROM jsonb_to_recordset($1::jsonb) AS r(id bigint, division text, pii text, salt text, id_index text,
         phone_index text, no_id_reason text, sex text, birth date, living text, priority text[], household bigint,
         texture text, bath_sex text, lng real, lat real)`,
      [
        JSON.stringify(
          people.map(({ draft, id, salt }) => ({
            id,
            division: draft.division,
            pii: hex(id, salt, piiOf(draft)),
            salt: salt.toString('hex'),
            id_index: this.indexOf('id', draft.idNumber)?.toString('hex') ?? null,
            phone_index: this.indexOf('phone', draft.phone)?.toString('hex') ?? null,
            no_id_reason: draft.idNumber === undefined ? draft.noIdReason : null,
            sex: draft.sex,
            birth: draft.birth,
            living: draft.living,
            priority: draft.priority,
            household: draft.householdId,
            texture: draft.texture,
            bath_sex: draft.bathSex,
            lng: coarse(draft.lng),
            lat: coarse(draft.lat),
          })),
        ),
        at,
      ],
    );
    const tokens = people.flatMap(({ draft, id }) =>
      tokensOf(this.vault, draft).map((token) => ({ token: token.toString(), id, division: draft.division })),
    );
    await tx.sql(
      `INSERT INTO person_tokens (token, person_id, division) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])`,
      [tokens.map((each) => each.token), tokens.map((each) => each.id), tokens.map((each) => each.division)],
    );
    await tx.sql(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(id bigint, division text, address text, contacts jsonb,
           conditions text[], allergies text[])
       ), homes AS (
         INSERT INTO residences (person_id, division, address, valid_from, recorded_at)
         SELECT id, division, decode(address, 'hex'), $2, $3 FROM given
       ), relatives AS (
         INSERT INTO contacts (person_id, division, pii, phone_index, relation, emergency)
         SELECT g.id, g.division, decode(c.pii, 'hex'), decode(c.index, 'hex'), c.relation, c.emergency FROM given g,
           jsonb_to_recordset(g.contacts) AS c(pii text, index text, relation text, emergency boolean)
       ), ills AS (
         INSERT INTO conditions (person_id, division, code, since)
         SELECT g.id, g.division, c, $2 FROM given g, unnest(g.conditions) c
       )
       INSERT INTO allergies (person_id, division, allergen)
       SELECT g.id, g.division, a FROM given g, unnest(g.allergies) a`,
      [
        JSON.stringify(
          people.map(({ draft, id, salt }) => ({
            id,
            division: draft.division,
            address: hex(id, salt, draft.address),
            contacts: draft.contacts.map(({ name, phone, relation, emergency }) => ({
              pii: hex(id, salt, { name, phone }),
              index: this.vault.blindIndex('phone', phone).toString('hex'),
              relation,
              emergency,
            })),
            conditions: [...new Set(draft.conditions)],
            allergies: [...new Set(draft.allergies)],
          })),
        ),
        today,
        at,
      ],
    );
    return people.map(({ id }) => id);
  }

  /** Puts the search tokens of `now` in the place of those of `before`. */
  async retoken(tx: Tx, id: number, before: Findable, now: Findable): Promise<void> {
    const old = tokensOf(this.vault, before).map(String);
    const fresh = tokensOf(this.vault, now).map(String);
    if (before.division === now.division && old.join() === fresh.join()) return;
    await tx.sql(
      'DELETE FROM person_tokens WHERE token = ANY ($1::bigint[]) AND division = $2 AND person_id = $3',
      [old, before.division, id],
    );
    await tx.sql(
      'INSERT INTO person_tokens (token, person_id, division) SELECT t, $2, $3 FROM unnest($1::bigint[]) t',
      [fresh, id, now.division],
    );
  }

  indexOf(kind: 'id' | 'phone', value: string | undefined): Buffer | null {
    return value === undefined ? null : this.vault.blindIndex(kind, value);
  }
}

interface Findable {
  name: string;
  address: string;
  division: string;
}

export function piiOf({ name, idNumber, phone, address }: PersonPii): PersonPii {
  return {
    name,
    ...(idNumber !== undefined && { idNumber }),
    ...(phone !== undefined && { phone }),
    address,
  };
}
