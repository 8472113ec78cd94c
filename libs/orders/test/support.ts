import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Database } from '@heling/platform/server/database';
import { testDatabase } from '@heling/platform/testing/database';
import { Vault } from '@heling/platform/server/vault';
import type { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Role } from '@heling/platform/contract/roles';

export interface World {
  owner: pg.Pool;
  db: Database;
  vault: Vault;
  clock: Clock & { at: Date };
  close(): Promise<void>;
}

/** A fresh database, entered under the application's role. */
export async function makeWorld(): Promise<World> {
  const database = await testDatabase();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  const source = await new DataSource({ type: 'postgres', url: database.appUrl, poolSize: 16 }).initialize();
  const key = () => randomBytes(32);
  const vault = new Vault({ data: key(), index: key(), token: key(), audit: key(), session: key() });
  const clock = {
    at: new Date('2026-03-10T01:00:00Z'),
    now() {
      return this.at;
    },
  } as Clock & { at: Date };
  return {
    owner,
    db: new Database(source),
    vault,
    clock,
    close: async () => {
      await source.destroy();
      await owner.end();
      await database.drop();
    },
  };
}

/** A caller with a role; staff see the county, families the persons given. */
export function caller(accountId: number, role: Role, persons: number[] = []): RequestContext {
  return {
    accountId,
    sessionId: 1,
    roles: [role],
    scope: { d: role === 'family' ? [] : ['410602'], o: [], p: persons, c: [] },
    division: '410602',
    org: null,
    carerId: null,
    requestId: 'test',
    address: '127.0.0.1',
    device: 'jest',
  };
}

const DIVISION = '410602001001';

/** A person with a quota by need level; answers the id. */
export async function addPerson(
  world: World,
  id: number,
  extra: { needLevel?: string; allergies?: string[]; conditions?: string[]; division?: string } = {},
): Promise<number> {
  const salt = randomBytes(16);
  const division = extra.division ?? DIVISION;
  await world.owner.query(
    `INSERT INTO persons (id, division, pii, key_salt, no_id_reason, sex, birth, living, need_level, lng, lat)
     VALUES ($1, $2, $3, $4, 'test', 'female', '1940-01-01', 'alone', $5, 114.1, 35.9)`,
    [
      id,
      division,
      world.vault.sealPerson(id, salt, { name: '王秀英', phone: '10600000001', address: '鹤山区一号院' }),
      salt,
      extra.needLevel ?? null,
    ],
  );
  for (const allergen of extra.allergies ?? []) {
    await world.owner.query('INSERT INTO allergies VALUES ($1, $2, $3)', [id, division, allergen]);
  }
  for (const code of extra.conditions ?? []) {
    await world.owner.query(
      `INSERT INTO conditions (person_id, division, code, since) VALUES ($1, $2, $3, '2026-01-01')`,
      [id, division, code],
    );
  }
  return id;
}

/** A kitchen (org 1, dishes 1 and 2), a provider (org 2), the menu and prices; all serve the county. */
export async function addMenu(world: World): Promise<void> {
  await world.owner.query(`
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'kitchen', '鹤山助餐点', '410602', 114, 35.9, '0392-1'), (2, 'provider', '安康家政', '410602', 114, 35.9, '0392-2');
    INSERT INTO services (code, category, form, name, unit, minutes, carers, qualification, gate, contraindications) VALUES
      ('lunch', 'living', 'meal', '午餐助餐', '份', 10, 1, 'mealDelivery', false, '{}'),
      ('bath', 'living', 'visit', '上门助浴', '次', 60, 2, 'bathing', true, '{recentHeartAttack}'),
      ('housekeeping', 'living', 'visit', '家政保洁', '次', 120, 1, 'housekeeping', false, '{}');
    INSERT INTO service_prices (org, service, price, valid) VALUES
      (2, 'bath', 12000, '[2024-01-01,)'), (2, 'housekeeping', 8000, '[2024-01-01,)');
    INSERT INTO service_areas (org, service, division) VALUES
      (1, 'lunch', '410602'), (2, 'bath', '410602'), (2, 'housekeeping', '410602001');
    INSERT INTO dishes (id, org, name, price, textures, allergens, kcal, protein, salt_mg) VALUES
      (1, 1, '红烧豆腐套餐', 1200, '{normal,soft}', '{soy}', 600, 20, 900),
      (2, 1, '花生炖鸡套餐', 1500, '{normal}', '{peanut}', 700, 30, 800);
  `);
}

/** A lunch of the kitchen on a day with so many portions; answers the id of the kitchen day. */
export async function addLunch(world: World, day: string, capacity: number): Promise<number> {
  const made = await world.owner.query<{ id: number }>(
    `INSERT INTO kitchen_days (org, day, meal, capacity, cutoff_at, window_start, window_end)
     VALUES (1, $1, 'lunch', $2, $3, $4, $5) RETURNING id`,
    [day, capacity, `${day}T09:00:00+08:00`, `${day}T11:00:00+08:00`, `${day}T12:30:00+08:00`],
  );
  const { id } = made.rows[0]!;
  await world.owner.query('INSERT INTO kitchen_day_dishes SELECT $1, id FROM dishes', [id]);
  return id;
}
