import { randomBytes, randomUUID } from 'node:crypto';
import { placeRoute } from '@heling/orders/contract/orders';
import { boardRoute } from '@heling/dispatch/contract/board';
import { planGreedily, type Plan } from '@heling/dispatch/domain/planner';
import type { DaySnapshot } from '@heling/dispatch/domain/snapshot';
import { mineRoute } from '@heling/dispatch/contract/visits';
import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';

export const DAY = '2026-03-11';
/** When the tests begin: the morning of the day before. */
export const NOW = '2026-03-10T08:00:00+08:00';
export const DIVISION = '410602001001';
export const HOME = { lng: 114.1, lat: 35.9 };
export const at = (time: string, day = DAY) => `${day}T${time}:00+08:00`;

/** A provider (org 2) of baths and housekeeping, another one (org 3) far away, and a kitchen (org 1). */
export async function addMenu(app: TestApp): Promise<void> {
  await app.db.query(`
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'kitchen', '鹤山助餐点', '410602001', 114.1, 35.9, '0392-1'),
      (2, 'provider', '安康家政', '410602001', 114.1, 35.9, '0392-2'),
      (3, 'provider', '淇县家政', '410622', 114.2, 35.6, '0392-3');
    INSERT INTO services (code, category, form, name, unit, minutes, carers, qualification, gate, contraindications) VALUES
      ('lunch', 'living', 'meal', '午餐助餐', '份', 10, 1, 'mealDelivery', false, '{}'),
      ('bath', 'living', 'visit', '上门助浴', '次', 60, 2, 'bathing', true, '{recentHeartAttack}'),
      ('housekeeping', 'living', 'visit', '家政保洁', '次', 120, 1, 'housekeeping', false, '{}');
    INSERT INTO service_prices (org, service, price, valid) VALUES
      (2, 'bath', 12000, '[2024-01-01,)'), (2, 'housekeeping', 8000, '[2024-01-01,)'),
      (3, 'housekeeping', 8000, '[2024-01-01,)');
    INSERT INTO service_areas (org, service, division) VALUES
      (1, 'lunch', '410602'), (2, 'bath', '410602'), (2, 'housekeeping', '410602'), (3, 'housekeeping', '410622');
    INSERT INTO dishes (id, org, name, price, textures, allergens, kcal, protein, salt_mg) VALUES
      (1, 1, '红烧豆腐套餐', 1200, '{normal,soft}', '{soy}', 600, 20, 900);
    INSERT INTO kitchen_days (id, org, day, meal, capacity, cutoff_at, window_start, window_end) VALUES
      (1, 1, '${DAY}', 'lunch', 200, '${at('09:00')}', '${at('11:00')}', '${at('12:30')}');
    INSERT INTO kitchen_day_dishes VALUES (1, 1);
  `);
}

export async function addPerson(
  app: TestApp,
  id: number,
  extra: { needLevel?: string; bathSex?: 'male' | 'female'; division?: string; lat?: number } = {},
): Promise<number> {
  const salt = randomBytes(16);
  await app.db.query(
    `INSERT INTO persons (id, division, pii, key_salt, no_id_reason, sex, birth, living, need_level, bath_sex, lng, lat)
     VALUES ($1, $2, $3, $4, 'test', 'female', '1940-01-01', 'alone', $5, $6, $7, $8)`,
    [
      id,
      extra.division ?? DIVISION,
      app.vault.sealPerson(id, salt, { name: `王秀英${id}`, phone: '10600000001', address: '鹤山区一号院' }),
      salt,
      extra.needLevel ?? null,
      extra.bathSex ?? null,
      HOME.lng,
      extra.lat ?? HOME.lat,
    ],
  );
  return id;
}

export interface NewCarer {
  org?: number;
  division?: string;
  sex?: 'male' | 'female';
  qualifications?: string[];
  /** Local hours of the shift; null: none. */
  shift?: [string, string] | null;
  lat?: number;
  days?: string[];
}
/** A carer at work on the day, with the qualifications given (bathing and housekeeping). */
export async function addCarer(app: TestApp, id: number, extra: NewCarer = {}): Promise<number> {
  const org = extra.org ?? 2;
  const division = extra.division ?? '410602001';
  await app.db.query(
    `INSERT INTO carers (id, org, division, pii, sex, birth_year, lng, lat, transport, max_minutes)
     VALUES ($1, $2, $3, $4, $5, 1980, $6, $7, 'ebike', 480)`,
    [
      id,
      org,
      division,
      app.vault.seal({ name: `护理员${id}`, phone: `1060000${String(id).padStart(4, '0')}` }),
      extra.sex ?? 'female',
      HOME.lng,
      extra.lat ?? HOME.lat,
    ],
  );
  for (const code of extra.qualifications ?? ['bathing', 'housekeeping']) {
    await app.db.query(
      `INSERT INTO carer_qualifications (carer_id, org, division, code, certificate, valid_until)
       VALUES ($1, $2, $3, $4, 'C-1', '2027-01-01')`,
      [id, org, division, code],
    );
  }
  const shift = extra.shift === undefined ? ['08:00', '18:00'] : extra.shift;
  for (const day of shift ? (extra.days ?? [DAY]) : []) {
    await app.db.query(
      'INSERT INTO shifts (carer_id, org, division, day, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, org, division, day, at(shift![0]!, day), at(shift![1]!, day)],
    );
  }
  return id;
}

/** Orders a visit at home through the api; answers order and visit. */
export async function orderVisit(
  operator: TestClient,
  personId: number,
  service: 'bath' | 'housekeeping',
  window: [string, string] = ['10:00', '12:00'],
  day = DAY,
) {
  return operator.call(placeRoute, {
    body: {
      personId,
      service,
      day,
      window: { start: at(window[0], day), end: at(window[1], day) },
      channel: 'phone',
      overrideReason: '家属要求',
    },
  });
}

export async function orderLunch(operator: TestClient, personId: number, quantity = 1) {
  return operator.call(placeRoute, {
    body: {
      personId,
      service: 'lunch',
      day: DAY,
      kitchenDay: 1,
      lines: [{ dishId: 1, texture: 'normal', quantity }],
      channel: 'phone',
      overrideReason: '家属要求',
    },
  });
}

/** A visit as the day board shows it. */
export async function onBoard(operator: TestClient, visitId: number, day = DAY) {
  const { visits } = await operator.call(boardRoute, { body: { day } });
  return visits.find((visit) => visit.id === visitId)!;
}

/** A visit as the carer's phone shows it. */
export async function onPhone(carer: TestClient, visitId: number, day = DAY) {
  const { visits } = await carer.call(mineRoute, { query: { day } });
  return visits.find((visit) => visit.id === visitId);
}

export const near = { ...HOME, accuracy: 15 };
export const key = () => randomUUID();

/** Goes to a time; those who are signed in stay so (staff sessions end after an hour without a request). */
export async function goTo(app: TestApp, iso: string): Promise<void> {
  app.setTime(iso);
  await app.db.query(`UPDATE sessions SET seen_at = $1, expires_at = $1::timestamptz + interval '30 days'`, [
    iso,
  ]);
}

/** The greedy plan without a break. */
export function planOf(snapshot: DaySnapshot): Plan {
  const steps = planGreedily(snapshot);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
