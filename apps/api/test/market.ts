import { randomBytes } from 'node:crypto';
import type { TestApp } from '@heling/platform/testing/app';

/** The community that the market's people live in. */
export const COMMUNITY = '410602001001';

/** A kitchen (org 1) with one dish that costs 12.00 yuan, and a provider (org 2) for baths; both serve the county. */
export async function openMarket(app: TestApp): Promise<void> {
  await app.db.query(`
    INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES
      ('4106', '鹤壁市', 'city', NULL, 114.2, 35.8), ('410602', '鹤山区', 'county', '4106', 114.2, 35.9),
      ('410602001', '一街道', 'street', '410602', 114.2, 35.9),
      ('410602001001', '一社区', 'community', '410602001', 114.2, 35.9)
      ON CONFLICT DO NOTHING;
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'kitchen', '鹤山助餐点', '410602', 114, 35.9, '0392-1'), (2, 'provider', '安康家政', '410602', 114, 35.9, '0392-2');
    INSERT INTO services (code, category, form, name, unit, minutes, carers, qualification, gate, contraindications) VALUES
      ('lunch', 'living', 'meal', '午餐助餐', '份', 10, 1, 'mealDelivery', false, '{}'),
      ('bath', 'living', 'visit', '上门助浴', '次', 60, 2, 'bathing', true, '{recentHeartAttack}');
    INSERT INTO service_prices (org, service, price, valid) VALUES (2, 'bath', 12000, '[2024-01-01,)');
    INSERT INTO service_areas (org, service, division) VALUES (1, 'lunch', '410602'), (2, 'bath', '410602');
    INSERT INTO dishes (id, org, name, price, textures, allergens, kcal, protein, salt_mg) VALUES
      (1, 1, '红烧豆腐套餐', 1200, '{normal,soft}', '{soy}', 600, 20, 900);`);
}

/** People 1 … `count` of the community, moderately in need (240 yuan a month). */
export async function settle(app: TestApp, count: number): Promise<void> {
  for (let id = 1; id <= count; id += 1) {
    const salt = randomBytes(16);
    const pii = { name: `王秀${id}`, phone: '19900000001', address: '鹤山区一号院' };
    await app.db.query(
      `INSERT INTO persons (id, division, pii, key_salt, no_id_reason, sex, birth, living, need_level, lng, lat)
       VALUES ($1, $2, $3, $4, 'noCard', 'female', '1940-01-01', 'alone', 'moderate', 114.1, 35.9)`,
      [id, COMMUNITY, app.vault.sealPerson(id, salt, pii), salt],
    );
  }
}

/** A lunch with so many portions, to be ordered until `cutoff` (local `HH:MM`, at most 24:00); answers its id. */
export async function cook(app: TestApp, day: string, capacity: number, cutoff = '09:00'): Promise<number> {
  const local = (time: string) => `${day}T${time}:00+08:00`;
  const made = await app.db.query<{ id: string }>(
    `INSERT INTO kitchen_days (org, day, meal, capacity, cutoff_at, window_start, window_end)
     VALUES (1, $1, 'lunch', $2, $3, $4, $5) RETURNING id`,
    [day, capacity, local(cutoff), local('11:00'), local('12:30')],
  );
  const id = Number(made.rows[0]!.id);
  await app.db.query('INSERT INTO kitchen_day_dishes VALUES ($1, 1)', [id]);
  return id;
}
