import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { allergenName, conditionName } from '../domain/stops';

/** What placing an order needs to know of a person. */
export interface ServedPerson {
  id: number;
  division: string;
  status: 'active' | 'deceased' | 'left';
  living: string;
  needLevel: string | null;
  priority: string[];
  texture: string;
  lng: number;
  lat: number;
  allergies: string[];
  /** Condition codes that hold, with the last day when there is one. */
  conditions: { code: string; since: string; until: string | null }[];
  name: string;
  phone: string | null;
  address: string;
  /** Of a family account: what its live consent covers; empty without one. */
  covers: string[];
  /** The caller is the person themselves. */
  self: boolean;
}

/** A row of `servedColumns`. */
export interface ServedRow {
  id: number;
  division: string;
  status: ServedPerson['status'];
  living: string;
  need_level: string | null;
  priority: string[];
  texture: string;
  lng: number;
  lat: number;
  pii: Buffer;
  key_salt: Buffer | null;
  allergies: string[];
  conditions: ServedPerson['conditions'];
  covers?: string[] | null;
  self?: boolean;
}

/** Columns of `persons p`; for a family's account also what its live consent covers, and whether it is the person. */
export const servedColumns = (family?: { account: string; now: string }): string => `
  p.id, p.division, p.status, p.living, p.need_level, p.priority, p.texture, p.lng, p.lat, p.pii, p.key_salt,
  ARRAY(SELECT a.allergen FROM allergies a WHERE a.person_id = p.id) AS allergies,
  coalesce((SELECT jsonb_agg(jsonb_build_object('code', c.code, 'since', c.since, 'until', c.until))
    FROM conditions c WHERE c.person_id = p.id), '[]') AS conditions${
      family
        ? `,
  (SELECT c.covers FROM consents c WHERE c.person_id = p.id AND c.account_id = ${family.account}
     AND c.withdrawn_at IS NULL AND c.expires_at > ${family.now}) AS covers,
  EXISTS (SELECT FROM accounts a WHERE a.id = ${family.account} AND a.person_id = p.id) AS self`
        : ''
    }`;
const PERSON = `SELECT ${servedColumns({ account: '$2', now: '$3' })} FROM persons p WHERE p.id = $1`;

/**
 * The person to be served, in one round trip (placing is the hot path): a set-based read of people and access under
 * row-level security, documented in the README.
 */
@Injectable()
export class ServedPeople {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** Undefined outside the caller's scope. `accountId`: whose consent is looked up. */
  async find(
    tx: Tx,
    personId: number,
    accountId: number | null,
    now: Date,
  ): Promise<ServedPerson | undefined> {
    const row = await tx.one<ServedRow>(PERSON, [personId, accountId, now]);
    return row && this.open(row);
  }

  /** A row of `servedColumns` as a person. */
  open(row: ServedRow): ServedPerson {
    const pii = row.key_salt
      ? this.vault.openPerson<{ name: string; phone?: string; address: string }>(
          row.id,
          row.key_salt,
          row.pii,
        )
      : { name: '', address: '' };
    return {
      id: row.id,
      division: row.division,
      status: row.status,
      living: row.living,
      needLevel: row.need_level,
      priority: row.priority,
      texture: row.texture,
      lng: row.lng,
      lat: row.lat,
      allergies: row.allergies,
      conditions: row.conditions,
      name: pii.name,
      phone: pii.phone ?? null,
      address: pii.address,
      covers: row.covers ?? [],
      self: row.self ?? false,
    };
  }
}

/** What a carer who comes needs to know; sealed with the visit, and taken away after it. */
export function recipientOf(person: ServedPerson) {
  return {
    name: person.name,
    phone: person.phone,
    address: person.address,
    warnings: [
      ...person.allergies.map((code) => `${allergenName(code)}过敏`),
      ...person.conditions.filter((each) => each.until === null).map((each) => conditionName(each.code)),
      ...(person.living === 'alone' ? ['独居'] : []),
    ],
  };
}
