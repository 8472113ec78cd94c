import type { Tx } from '@heling/platform/server/database';
import { firstOfMonth } from '@heling/platform/domain/calendar';
import type { Wish } from '../contract/orders';
import type { ServedPerson } from './people-port';

/** What stands in the database about one wish, read in one round trip. */
export interface PlacingFacts {
  service: {
    code: string;
    name: string;
    form: 'visit' | 'meal' | 'stay' | 'activity';
    minutes: number;
    carers: number;
    gate: boolean;
    contraindications: string[];
    active: boolean;
  } | null;
  offer: { org: number; name: string; price: number } | null;
  kitchen: {
    id: number;
    org: number;
    name: string;
    day: string;
    meal: string;
    left: number;
    cutoff_at: string;
    window_start: string;
    window_end: string;
    served: boolean;
    sheet: boolean;
    dishes: { id: number; name: string; price: number; textures: string[]; allergens: string[] }[];
  } | null;
  quota: { authorised: number; reserved: number; consumed: number } | null;
  /** The same service is already ordered for that day. */
  duplicate: boolean;
}

/** The division and everything above it: community, street, county, city. */
export function divisionPath(division: string): string[] {
  return [4, 6, 9, 12]
    .filter((length) => length <= division.length)
    .map((length) => division.slice(0, length));
}

const facts = (lock: string) => `
  SELECT
    (SELECT to_jsonb(s) FROM services s WHERE s.code = $1) AS service,
    (SELECT to_jsonb(f) FROM (
       SELECT p.org, o.name, p.price FROM service_areas a
       JOIN service_prices p ON p.org = a.org AND p.service = a.service AND p.valid @> $3::date
       JOIN orgs o ON o.id = a.org AND o.active
       WHERE a.service = $1 AND a.division = ANY ($2::text[]) AND ($4::bigint IS NULL OR a.org = $4)
       ORDER BY p.price, p.org LIMIT 1) f) AS offer,
    (SELECT jsonb_build_object('id', k.id, 'org', k.org, 'name', o.name, 'day', k.day, 'meal', k.meal,
       'left', k.capacity - k.taken, 'cutoff_at', k.cutoff_at, 'window_start', k.window_start,
       'window_end', k.window_end, 'sheet', k.sheet IS NOT NULL,
       'served', o.active AND EXISTS (SELECT FROM service_areas a
          WHERE a.service = $1 AND a.org = k.org AND a.division = ANY ($2::text[])),
       'dishes', coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'price', d.price,
          'textures', d.textures, 'allergens', d.allergens))
          FROM kitchen_day_dishes x JOIN dishes d ON d.id = x.dish_id
          WHERE x.kitchen_day = k.id AND d.id = ANY ($6::bigint[])), '[]'))
     FROM kitchen_days k JOIN orgs o ON o.id = k.org WHERE k.id = $5) AS kitchen,
    (SELECT to_jsonb(q) FROM (SELECT authorised, reserved, consumed FROM quotas
       WHERE person_id = $7 AND month = $8 ${lock}) q) AS quota,
    EXISTS (SELECT FROM orders d WHERE d.person_id = $7 AND d.day = $3 AND d.service = $1
      AND d.state NOT IN ('cancelled', 'rejected', 'failed')) AS duplicate`;
const READ = facts('');
// The person's quota is locked before it is read, so that the split that was worked out still holds when it is written.
const LOCK = facts('FOR UPDATE');

/** Reads the facts; with `lock` the person's quota of the month stays locked until the transaction ends. */
export async function placingFacts(
  tx: Tx,
  person: ServedPerson,
  wish: Wish,
  lock: boolean,
): Promise<PlacingFacts> {
  const row = await tx.one<PlacingFacts>(lock ? LOCK : READ, [
    wish.service,
    divisionPath(person.division),
    wish.day,
    wish.org ?? null,
    wish.kitchenDay ?? null,
    (wish.lines ?? []).map((line) => line.dishId),
    person.id,
    firstOfMonth(wish.day),
  ]);
  return row!;
}
