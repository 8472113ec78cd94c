import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import pg from 'pg';
import { idFault } from '@heling/people/domain/identity';
import { travelMinutes } from '@heling/dispatch/domain/travel';
import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import { ageOn } from '@heling/platform/domain/calendar';
import { testDatabase, type TestDatabase } from '@heling/platform/testing/database';
import { writeAllowances } from '../../../tools/seed/allowance-rows';
import { makeCity, SMALL } from '../../../tools/seed/city';
import { outlineOf } from '../../../tools/seed/map';
import type { City } from '../../../tools/seed/model';
import { writeOrders } from '../../../tools/seed/orders';
import { detailsOf } from '../../../tools/seed/people';
import { writePeople } from '../../../tools/seed/people-rows';
import { openSeals, rowDigest } from '../../../tools/seed/seals';
import type { Sink } from '../../../tools/seed/tables';

const NOW = '2026-03-10T10:40:00+08:00';
const options = { seed: 7, people: SMALL, now: new Date(NOW) };

async function digestOf(city: City): Promise<string> {
  const digest = rowDigest();
  const sink: Sink = { row: (table, values) => digest.add(table, values), ready: async () => undefined };
  await writePeople(city, openSeals, sink);
  await writeOrders(city, openSeals, sink);
  await writeAllowances(city, openSeals, sink);
  return digest.hex();
}

describe('the synthetic city', () => {
  let city: City;

  beforeAll(() => {
    city = makeCity(options);
  });

  it('is the same for the same seed number, and another one for another', async () => {
    const tiny = { ...options, people: 400 };
    const first = await digestOf(makeCity(tiny));
    expect(await digestOf(makeCity(tiny))).toBe(first);
    expect(await digestOf(makeCity({ ...tiny, seed: 8 }))).not.toBe(first);
  });

  it('stands on the real divisions: 1 + 6 + 48 + 1,041, seven units, 30 + 231 + 5 facilities and 40 homes', () => {
    const count = (level: string) => city.map.divisions.filter((each) => each.level === level).length;
    expect(['city', 'county', 'street', 'community'].map(count)).toEqual([1, 6, 48, 1041]);
    const kinds = ['streetCentre', 'dayCare', 'countyInstitution', 'nursingHome'];
    const facilities = kinds.map((kind) => city.network.facilities.filter((each) => each.kind === kind));
    expect(facilities.map(({ length }) => length)).toEqual([30, 231, 5, 40]);
    expect(facilities[0]!.every(({ area, beds }) => area >= 1500 && beds >= 50)).toBe(true);
    expect(facilities[1]!.every(({ area, ledBy }) => area >= 200 && ledBy !== null)).toBe(true);
    expect(city.network.kitchens.length + city.network.providers.length).toBe(60);
  });

  it('places nobody and nothing outside the county outlines', () => {
    const outlines = JSON.parse(readFileSync('libs/places/data/hebi-counties.geojson', 'utf8')) as {
      features: { id: string; geometry: { type: 'Polygon'; coordinates: number[][][] } }[];
    };
    const polygon = new Map(outlines.features.map((each) => [String(each.id), each.geometry]));
    const inside = (at: { lng: number; lat: number }, county: string) =>
      booleanPointInPolygon([Math.fround(at.lng), Math.fround(at.lat)], polygon.get(outlineOf(county))!);
    expect(city.seniors.filter((each) => !inside(each, each.community.county))).toEqual([]);
    expect(city.map.communities.filter((each) => !inside(each, each.county))).toEqual([]);
    expect(city.network.facilities.filter((each) => !inside(each, each.division.slice(0, 6)))).toEqual([]);
    expect(city.carers.filter((each) => !inside(each, each.org.county))).toEqual([]);
  });

  it('gives ID numbers with a valid check digit on an area that does not exist, and phones of an unused range', () => {
    const numbers = new Set<string>();
    for (const senior of city.seniors) {
      const { idNumber, noIdReason, phone } = detailsOf(city.seed, senior, city.today);
      expect(idNumber === null).toBe(noIdReason !== null);
      if (phone !== null) expect(phone).toMatch(/^154\d{8}$/);
      if (idNumber === null) continue;
      expect(idNumber.slice(0, 6)).toBe('410699');
      expect(idFault(idNumber, senior)).toBeNull();
      numbers.add(idNumber);
    }
    expect(numbers.size).toBeGreaterThan(SMALL * 0.99);
  });

  it('has people in the proportions of the field', () => {
    const share = (fits: (senior: City['seniors'][number]) => boolean) =>
      city.seniors.filter(fits).length / SMALL;
    const age = (senior: City['seniors'][number]) => ageOn(senior.birth, city.today);
    expect(city.seniors.every((senior) => age(senior) >= 60 && age(senior) <= 107)).toBe(true);
    expect(share((senior) => age(senior) >= 80)).toBeCloseTo(0.128, 1);
    expect(Math.abs(share((senior) => age(senior) >= 80) - 0.128)).toBeLessThan(0.02);
    expect(Math.abs(share(({ sex }) => sex === 'female') - 0.51)).toBeLessThan(0.03);
    expect(Math.abs(share(({ living }) => living === 'alone') - 0.14)).toBeLessThan(0.02);
    expect(Math.abs(share(({ living }) => living === 'emptyNest') - 0.34)).toBeLessThan(0.04);
    expect(Math.abs(share(({ needLevel }) => needLevel !== null) - 0.21)).toBeLessThan(0.03);
    expect(Math.abs(share(({ priority }) => priority.includes('disabled')) - 0.042)).toBeLessThan(0.012);
    expect(Math.abs(share(({ priority }) => priority.includes('hardship')) - 0.047)).toBeLessThan(0.012);
    expect(Math.abs(share(({ account }) => account !== null) - 0.105)).toBeLessThan(0.03);
  });
});

describe('the city in the database', () => {
  let database: TestDatabase;
  let db: pg.Pool;
  const rows = async (sql: string) => (await db.query<Record<string, unknown>>(sql)).rows;
  const none = async (sql: string) => expect(await rows(`${sql} LIMIT 3`)).toEqual([]);
  const number = async (sql: string) => Number(Object.values((await rows(sql))[0]!)[0]);

  beforeAll(async () => {
    database = await testDatabase();
    db = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
    const before = await schema();
    await seed();
    expect(await schema()).toEqual(before);
  }, 170_000);
  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  const seed = () =>
    promisify(execFile)(process.execPath, ['tools/seed/main.mjs', '--small', '--seed', '7', '--now', NOW], {
      env: { ...process.env, DATABASE_OWNER_URL: database.ownerUrl },
    });
  /** Constraints and indexes, which the loading takes down and must put back. */
  const schema = () =>
    rows(`SELECT conrelid::regclass::text AS t, conname AS n, pg_get_constraintdef(oid) AS d, convalidated AS v
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
          UNION ALL SELECT tablename, indexname, indexdef, true FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2, 3`);

  it('says that it is whole, and is not made twice', async () => {
    const [row] = await rows(`SELECT value FROM platform_meta WHERE key = 'city'`);
    expect(row!.value).toMatchObject({ seed: 7, people: SMALL, lastOrder: expect.any(Number) });
    expect(await rows(`SELECT 1 FROM platform_meta WHERE key = 'city-schema'`)).toEqual([]);
    await expect(seed()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('already') });
  });

  it('pays everybody of eighty and over, to the fen of its ledger, with applications in every state', async () => {
    // Those whose months of the allowance have begun before this one and who are neither dead nor gone.
    await none(`SELECT p.id FROM persons p WHERE p.status = 'active' AND p.birth < '1946-02-01'
      AND NOT EXISTS (SELECT FROM entitlements e WHERE e.person_id = p.id AND e.scheme = 'old-age-allowance')`);
    const share =
      (await number(`SELECT count(*) FROM entitlements WHERE scheme = 'old-age-allowance'`)) / SMALL;
    expect(Math.abs(share - 31_000 / 241_000)).toBeLessThan(0.02);
    const states = await rows('SELECT DISTINCT state FROM entitlements ORDER BY state');
    expect(states.map(({ state }) => state)).toEqual([
      ...['applied', 'granted', 'notice', 'objected', 'refused', 'reviewed', 'sentBack'],
    ]);
    await none(`SELECT b.person_id FROM benefit_balances b LEFT JOIN (SELECT person_id, scheme, month, sum(fen) AS fen
        FROM benefit_ledger GROUP BY 1, 2, 3) l USING (person_id, scheme, month) WHERE b.paid <> coalesce(l.fen, 0)`);
    await none(`SELECT y.id FROM benefit_payments y JOIN (SELECT payment_id, sum(fen) AS fen FROM benefit_lines GROUP BY 1) l
        ON l.payment_id = y.id WHERE y.fen <> l.fen`);
    await none(`SELECT f.run_id FROM benefit_files f WHERE NOT EXISTS (SELECT FROM benefit_payments y
        WHERE y.run_id = f.run_id AND y.state IN ('paid', 'rejected', 'unknown')
        HAVING count(*) = f.rows AND sum(y.fen) = f.fen)`);
    await none(`SELECT o.id FROM benefit_openings o WHERE NOT EXISTS (SELECT FROM benefit_ledger l
        WHERE l.opening_id = o.id HAVING count(*) = o.rows AND sum(l.fen) = o.fen)`);
    await none(`SELECT r.person_id FROM residences r JOIN residences n ON n.person_id = r.person_id AND n.valid_from > r.valid_from
        WHERE r.valid_to IS NULL OR r.valid_to >= n.valid_from`);
  });

  it('has two years of orders in proportion', async () => {
    const orders = await number('SELECT count(*) FROM orders');
    // A million of 241,000 people.
    expect(Math.abs(orders / SMALL / (1_000_000 / 241_000) - 1)).toBeLessThan(0.35);
    expect(await number(`SELECT avg((service = 'lunch')::int) FROM orders`)).toBeGreaterThan(0.5);
    expect(
      await number(`SELECT count(DISTINCT date_trunc('month', day)) FROM orders`),
    ).toBeGreaterThanOrEqual(25);
    const done = await number(
      `SELECT avg((state IN ('completed', 'closed', 'disputed'))::int) FROM orders WHERE day < '2026-03-10'`,
    );
    expect(Math.abs(done - 0.93)).toBeLessThan(0.03);
    expect(await number('SELECT avg(stars) FROM ratings')).toBeGreaterThan(4);
    expect(
      await number(
        `SELECT count(*) FROM visits WHERE day = '2026-03-10' AND state IN ('planned', 'assigned', 'accepted')`,
      ),
    ).toBeGreaterThan(10);
    expect(await number(`SELECT count(*) FROM orders WHERE day > '2026-03-10'`)).toBeGreaterThan(30);
  });

  it('agrees with itself: quotas, portions, money, statements and figures', async () => {
    await none(`SELECT q.person_id FROM quotas q WHERE q.consumed + q.reserved <> (
      SELECT coalesce(sum(coalesce(o.charged_subsidy, o.subsidy)), 0) FROM orders o
      WHERE o.person_id = q.person_id AND date_trunc('month', o.day::timestamp)::date = q.month)`);
    await none(`SELECT k.id FROM kitchen_days k WHERE k.sheet IS NOT NULL AND k.taken <> (
      SELECT coalesce(sum((r->>'quantity')::int), 0) FROM jsonb_array_elements(k.sheet->'rows') r)`);
    await none(`SELECT k.id FROM kitchen_days k WHERE k.sheet IS NULL AND k.taken <> (
      SELECT coalesce(sum(l.quantity), 0) FROM orders o JOIN order_lines l ON l.order_id = o.id
      WHERE o.kitchen_day = k.id AND o.state <> 'cancelled')`);
    await none(`SELECT o.id FROM orders o WHERE o.pay_state = 'paid' AND NOT EXISTS (
      SELECT FROM payments p WHERE p.order_id = o.id AND p.state = 'paid' AND p.amount = coalesce(o.charged_self_pay, o.self_pay))`);
    await none(`SELECT o.id FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.pay_state = 'refunded'
      AND p.amount - p.refund <> o.charged_self_pay`);
    await none(`SELECT s.id FROM statements s WHERE (s.visits, s.amount) <> (SELECT count(*)::int, coalesce(sum(l.price), 0)::bigint
      FROM statement_lines l WHERE l.statement_id = s.id)`);
    await none(`SELECT o.id FROM orders o WHERE o.state IN ('completed', 'closed', 'failed') AND o.day < '2026-03-01'
      AND coalesce(o.charged_subsidy, o.subsidy) + coalesce(o.charged_self_pay, o.self_pay) > 0
      AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.order_id = o.id)`);
    expect(await number('SELECT sum(orders) FROM daily_figures')).toBe(
      await number('SELECT count(*) FROM orders'),
    );
  });

  it('comes late now and then, one provider more than another', async () => {
    const onTime = `avg((arrived_at <= window_end)::int) FROM visits WHERE state = 'done' AND day < '2026-03-10'`;
    const all = await number(`SELECT ${onTime}`);
    expect(all).toBeGreaterThan(0.92);
    expect(all).toBeLessThan(0.97);
    const shares = (await rows(`SELECT org, ${onTime} GROUP BY org HAVING count(*) > 200`)).map((row) =>
      Number(row.avg),
    );
    expect(Math.min(...shares)).toBeGreaterThan(0.85);
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.03);
    await none(`SELECT id FROM visits WHERE done_at <= arrived_at`);
  });

  it('has carers come from near and leave home when it is time', async () => {
    const way = (fits: string) =>
      rows(`SELECT v.id, v.state, v.starts_at, c.transport, c.lng, c.lat, v.lng AS to_lng, v.lat AS to_lat
        FROM visits v JOIN visit_carers b ON b.visit_id = v.id JOIN carers c ON c.id = b.carer_id
        JOIN services s ON s.code = v.service AND s.form = 'visit' WHERE ${fits}`);
    const minutes = (row: Record<string, unknown>) =>
      travelMinutes(
        { lng: Number(row.lng), lat: Number(row.lat) },
        { lng: Number(row.to_lng), lat: Number(row.to_lat) },
        row.transport as 'walk',
        FIRST_POLICIES.travel,
      );
    // Five carers for a whole county are few: the small city has the longest ways.
    const lately = (await way(`v.day > '2026-02-01'`)).map(minutes).sort((a, b) => a - b);
    expect(lately[Math.floor(lately.length * 0.5)]).toBeLessThan(40);
    expect(lately[Math.floor(lately.length * 0.9)]).toBeLessThan(90);
    const today = await way(`v.day = '2026-03-10'`);
    const ahead = today.filter((row) => row.starts_at! > new Date(NOW));
    const should = ahead.filter(
      (row) => (row.starts_at as Date).getTime() - minutes(row) * 60_000 < new Date(NOW).getTime() - 600_000,
    );
    const forgotten = should.filter(({ state }) => state !== 'enRoute');
    expect(forgotten.length).toBeLessThanOrEqual(Math.max(2, should.length * 0.3));
  });

  it('watches its 45 institutions: residents in beds, devices at gateways, everybody’s shifts', async () => {
    expect(await number('SELECT count(DISTINCT facility_id) FROM devices')).toBe(45);
    expect(await number('SELECT count(*) FROM devices WHERE person_id IS NOT NULL')).toBeGreaterThan(20);
    await none(`SELECT d.id FROM devices d LEFT JOIN devices g ON g.id = d.parent_id AND g.facility_id = d.facility_id
      WHERE (d.code LIKE 'gw%') <> (d.parent_id IS NULL) OR (d.parent_id IS NOT NULL AND g.id IS NULL)`);
    await none(`SELECT d.id FROM devices d JOIN persons p ON p.id = d.person_id
      WHERE p.living <> 'institution' OR p.status <> 'active' OR d.room IS NULL OR d.bed IS NULL`);
    await none(`SELECT facility_id FROM devices WHERE person_id IS NOT NULL
      GROUP BY facility_id, room, bed HAVING count(DISTINCT person_id) > 1`);
    await none(`SELECT d.id FROM devices d WHERE d.parent_id IS NULL
      AND NOT EXISTS (SELECT FROM alarm_groups g WHERE g.root_id = d.id AND g.due_at IS NULL)`);
    await none(`SELECT f.id FROM facilities f, unnest('{seat,manager,district}'::text[]) duty
      WHERE f.kind IN ('nursingHome', 'countyInstitution') AND NOT EXISTS (SELECT FROM duty_shifts s
        JOIN account_roles r ON r.account_id = s.account_id WHERE s.facility_id = f.id AND s.duty = duty
          AND s.starts_at <= '${NOW}' AND s.ends_at > '${NOW}'
          AND r.role = CASE duty WHEN 'seat' THEN 'institutionDuty' WHEN 'manager' THEN 'institutionManager' ELSE 'county' END)`);
  });

  it('sends nobody to two places at once, and only those who are qualified and on duty', async () => {
    await none(`SELECT * FROM (SELECT carer_id, lower(period) AS begins, lag(upper(period)) OVER (
      PARTITION BY carer_id ORDER BY lower(period)) AS before FROM visit_carers) x WHERE x.before > x.begins`);
    await none(`SELECT v.id FROM visits v JOIN services s ON s.code = v.service, unnest(v.carers) c WHERE NOT EXISTS (
      SELECT FROM carer_qualifications q WHERE q.carer_id = c AND q.code = s.qualification)`);
    await none(`SELECT v.id FROM visits v, unnest(v.carers) c WHERE v.day >= '2026-03-10' AND v.service <> 'lunch'
      AND v.service <> 'dinner' AND NOT EXISTS (SELECT FROM shifts t WHERE t.carer_id = c AND t.state = 'planned'
      AND t.starts_at <= v.starts_at AND t.ends_at >= v.starts_at)`);
    await none(
      `SELECT v.id FROM visits v WHERE v.service = 'bath' AND v.state NOT IN ('planned', 'cancelled') AND cardinality(v.carers) <> 2`,
    );
  });
});
