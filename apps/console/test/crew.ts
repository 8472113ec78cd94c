import { placeRoute } from '@heling/orders/contract/orders';
import { atLocal } from '@heling/platform/domain/calendar';
import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { STREET, TODAY, TOMORROW } from './desk';

/** A carer of the provider (org 2) at work today and tomorrow, qualified for baths and housekeeping. */
export async function addCarer(
  app: TestApp,
  id: number,
  name: string,
  { org = 2, qualifications = ['bathing', 'housekeeping'] }: { org?: number; qualifications?: string[] } = {},
): Promise<number> {
  await app.db.query(
    `INSERT INTO carers (id, org, division, pii, sex, birth_year, lng, lat, transport, max_minutes)
     VALUES ($1, $2, $3, $4, 'female', 1980, 114.17, 35.94, 'ebike', 480)`,
    [id, org, STREET, app.vault.seal({ name, phone: `1541111${String(id).padStart(4, '0')}` })],
  );
  for (const code of qualifications) {
    await app.db.query(
      `INSERT INTO carer_qualifications (carer_id, org, division, code, certificate, valid_until)
       VALUES ($1, $2, $3, $4, 'C-1', '2028-01-01')`,
      [id, org, STREET, code],
    );
  }
  for (const day of [TODAY, TOMORROW]) {
    await app.db.query(
      'INSERT INTO shifts (carer_id, org, division, day, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, org, STREET, day, atLocal(day, '08:00'), atLocal(day, '18:00')],
    );
  }
  return id;
}

/** Orders a visit at home for tomorrow through the api; answers order, visit and version. */
export function orderVisit(
  operator: TestClient,
  personId: number,
  service: 'bath' | 'housekeeping',
  [start, end]: [string, string] = ['10:00', '12:00'],
  day = TOMORROW,
) {
  return operator.call(placeRoute, {
    body: {
      personId,
      service,
      day,
      window: { start: atLocal(day, start).toISOString(), end: atLocal(day, end).toISOString() },
      channel: 'phone',
      overrideReason: '家属要求',
    },
  });
}
