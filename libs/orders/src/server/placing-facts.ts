import type { Tx } from '@heling/platform/server/database';
import { firstOfMonth } from '@heling/platform/domain/calendar';
import type { Wish } from '../contract/orders';
import { servedColumns, type ServedRow } from './people-port';

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

/** Who asks, and what of it the reading depends on. */
interface Asking {
  /** Of a family: its account, whose consent is looked up. */
  family: number | null;
  now: Date;
  /** The person's quota of the month is locked before it is read, so that the split worked out holds when written. */
  lock: boolean;
}

/**
 * Reads the person and the facts about a wish in one round trip, and of a meal only what concerns meals (placing is the
 * hot path: each table read costs its policy). Undefined when the person is outside the caller's scope.
 */
export async function placingFacts(
  tx: Tx,
  wish: Wish,
  { family, now, lock }: Asking,
): Promise<(ServedRow & PlacingFacts) | undefined> {
  const params: unknown[] = [wish.personId, wish.service, wish.day, firstOfMonth(wish.day)];
  const put = (value: unknown) => `$${params.push(value)}`;
  const meal = wish.kitchenDay !== undefined;
  const choice = meal
    ? `NULL AS offer, (${kitchen(put(wish.kitchenDay), put((wish.lines ?? []).map((line) => line.dishId)))}) AS kitchen`
    : `(${offer(put(wish.org ?? null))}) AS offer, NULL AS kitchen`;
  const asker = family === null ? undefined : { account: put(family), now: put(now) };
  return tx.one<ServedRow & PlacingFacts>(
    `SELECT ${servedColumns(asker)},
       (SELECT to_jsonb(s) FROM services s WHERE s.code = $2) AS service,
       ${choice},
       (SELECT to_jsonb(q) FROM (SELECT authorised, reserved, consumed FROM quotas
          WHERE person_id = $1 AND month = $4 ${lock ? 'FOR UPDATE' : ''}) q) AS quota,
       EXISTS (SELECT FROM orders o WHERE o.person_id = $1 AND o.day = $3 AND o.service = $2
         AND o.state NOT IN ('cancelled', 'rejected', 'failed')) AS duplicate
     FROM persons p, LATERAL (SELECT ${PATH} AS path) d WHERE p.id = $1`,
    params,
  );
}

/** The division of `p` and everything above it, as `divisionPath`. */
const PATH = 'ARRAY[left(p.division, 4), left(p.division, 6), left(p.division, 9), p.division]';

const offer = (org: string): string => `
  SELECT to_jsonb(f) FROM (
    SELECT x.org, o.name, x.price FROM service_areas a
    JOIN service_prices x ON x.org = a.org AND x.service = a.service AND x.valid @> $3::date
    JOIN orgs o ON o.id = a.org AND o.active
    WHERE a.service = $2 AND a.division = ANY (d.path) AND (${org}::bigint IS NULL OR a.org = ${org})
    ORDER BY x.price, x.org LIMIT 1) f`;

const kitchen = (kitchenDay: string, dishes: string): string => `
  SELECT jsonb_build_object('id', k.id, 'org', k.org, 'name', o.name, 'day', k.day, 'meal', k.meal,
    'left', k.capacity - k.taken, 'cutoff_at', k.cutoff_at, 'window_start', k.window_start,
    'window_end', k.window_end, 'sheet', k.sheet IS NOT NULL,
    'served', o.active AND EXISTS (SELECT FROM service_areas a
       WHERE a.service = $2 AND a.org = k.org AND a.division = ANY (d.path)),
    'dishes', coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'price', d.price,
       'textures', d.textures, 'allergens', d.allergens))
       FROM kitchen_day_dishes x JOIN dishes d ON d.id = x.dish_id
       WHERE x.kitchen_day = k.id AND d.id = ANY (${dishes}::bigint[])), '[]'))
  FROM kitchen_days k JOIN orgs o ON o.id = k.org WHERE k.id = ${kitchenDay}::bigint`;
