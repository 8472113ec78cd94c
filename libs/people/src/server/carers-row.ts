import type { z } from 'zod';
import { maskPhone } from '@heling/platform/domain/mask';
import type { Vault } from '@heling/platform/server/vault';
import type { carerItem, shiftItem } from '../contract/carers';
import { certificateOn, type Qualification, type ShiftState, type Transport } from '../domain/carers';

/** What is sealed of a carer under the data key. */
export interface CarerPii {
  name: string;
  phone: string;
}

export interface CarerRow {
  id: number;
  pii: Buffer;
  org: number;
  org_name: string;
  division: string;
  sex: 'male' | 'female';
  birth_year: number;
  transport: Transport;
  status: 'active' | 'left';
  version: number;
  qualifications: { code: Qualification; until: string }[];
  shift: { id: number; starts: string; ends: string; state: ShiftState } | null;
}

/** Needs `$1`: today. */
export const CARER_COLUMNS = `c.id, c.pii, c.org, g.name AS org_name, c.division, c.sex, c.birth_year, c.transport, c.status,
  c.version,
  coalesce((SELECT jsonb_agg(jsonb_build_object('code', q.code, 'until', q.valid_until) ORDER BY q.code)
    FROM carer_qualifications q WHERE q.carer_id = c.id), '[]') AS qualifications,
  (SELECT jsonb_build_object('id', h.id, 'starts', h.starts_at, 'ends', h.ends_at, 'state', h.state) FROM shifts h
    WHERE h.carer_id = c.id AND h.day = $1 ORDER BY h.starts_at LIMIT 1) AS shift`;

/** A carer as the screens get it; the telephone masked. */
export function toCarer(row: CarerRow, { name, phone }: CarerPii, today: string): z.input<typeof carerItem> {
  return {
    id: row.id,
    name,
    phone: maskPhone(phone),
    org: row.org,
    orgName: row.org_name,
    division: row.division,
    sex: row.sex,
    birthYear: row.birth_year,
    transport: row.transport,
    status: row.status,
    qualifications: row.qualifications.map(({ code, until }) => ({
      code,
      state: certificateOn(until, today).state,
    })),
    today: row.shift && {
      shiftId: row.shift.id,
      startsAt: new Date(row.shift.starts).toISOString(),
      endsAt: new Date(row.shift.ends).toISOString(),
      state: row.shift.state,
    },
    version: row.version,
  };
}

export interface ShiftRow {
  id: number;
  carer_id: number;
  org: number;
  division: string;
  day: string;
  starts_at: Date;
  ends_at: Date;
  state: ShiftState;
  version: number;
}

/** Shifts with their carers' names; each name is opened once. */
export function toShifts(
  rows: readonly (ShiftRow & { pii: Buffer })[],
  vault: Vault,
): z.input<typeof shiftItem>[] {
  const names = new Map<number, string>();
  return rows.map((row) => {
    const name = names.get(row.carer_id) ?? vault.open<CarerPii>(row.pii).name;
    names.set(row.carer_id, name);
    return {
      id: row.id,
      carerId: row.carer_id,
      carerName: name,
      org: row.org,
      day: row.day,
      startsAt: row.starts_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      state: row.state,
      version: row.version,
    };
  });
}
