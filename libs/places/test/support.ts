import { readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import type { TestApp } from '@heling/platform/testing/app';

/** Writes the 1,096 real divisions, each at a made-up position, and one management unit. */
export async function addDivisions(db: pg.Pool): Promise<void> {
  const file = path.resolve('libs/places/data/hebi-divisions.csv');
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  await db.query(
    `INSERT INTO divisions (code, name, level, parent, lng, lat)
     SELECT code, name, level, nullif(parent, ''), 114.2, 35.7
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS d(code, name, level, parent)`,
    [0, 1, 2, 3].map((column) => rows.map((row) => row[column]?.trim() ?? '')),
  );
  await db.query(
    `INSERT INTO management_units (code, name, county) VALUES ('U1', '鹤山区', '410602'), ('U2', '示范区', '410611')`,
  );
  await db.query(
    `INSERT INTO management_unit_streets (unit, street) SELECT 'U1', code FROM divisions WHERE parent = '410602'`,
  );
}

export interface FacilitySeed {
  id: number;
  kind?: string;
  division: string;
  org?: number | null;
  area?: number;
  beds?: number;
  places?: number;
  licenceUntil?: string;
  ledBy?: number | null;
  name?: string;
}

/** Writes a facility; a street centre of 2,000 m² and 60 beds unless told. */
export async function addFacility(app: TestApp, seed: FacilitySeed): Promise<number> {
  await app.db.query(
    `INSERT INTO facilities (id, kind, name, division, org, lng, lat, address, phone, area, beds, places, opens, licence,
       licence_until, fire_permit_until, led_by)
     VALUES ($1, $2, $3, $4, $5, 114.2, 35.7, '一号', '0392-1', $6, $7, $8, '每天 8:00–18:00', '豫养0001', $9, '2030-01-01', $10)`,
    [
      seed.id,
      seed.kind ?? 'streetCentre',
      seed.name ?? `中心${seed.id}`,
      seed.division,
      seed.org ?? null,
      seed.area ?? 2000,
      seed.beds ?? 60,
      seed.places ?? 30,
      seed.licenceUntil ?? '2030-01-01',
      seed.ledBy ?? null,
    ],
  );
  await app.db.query(
    `SELECT setval(pg_get_serial_sequence('facilities', 'id'), (SELECT max(id) FROM facilities))`,
  );
  return seed.id;
}
