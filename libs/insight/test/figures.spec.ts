import fc from 'fast-check';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { figuresRoute, rowsRoute, type By } from '@heling/insight/contract/figures';
import { FILL_ALL } from '@heling/insight/server/recount';
import {
  DIVISIONS,
  ORGS,
  SERVICES,
  addCity,
  counted,
  figureOf,
  tellOf,
  writeOrders,
  type SomeOrder,
} from './support';

const FIRST = '2025-12-20';
let app: TestApp;
let city: TestClient;

beforeAll(async () => {
  app = await startTestApp({ worker: true });
  await addCity(app);
  city = await app.as('city');
});
afterAll(() => app.close());

const dayAfter = (days: number) =>
  new Date(Date.parse(`${FIRST}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const anyDay = fc.integer({ min: 0, max: 100 }).map(dayAfter);
/** How an order can stand; only those done are rated or have arrived. */
const standing = fc.oneof(
  fc.record({
    state: fc.constantFrom('completed', 'closed', 'disputed'),
    arrived: fc.option(fc.integer({ min: 0, max: 120 })),
    stars: fc.option(fc.integer({ min: 1, max: 5 })),
    charge: fc.constant(1),
  }),
  fc.record({
    state: fc.constantFrom('placed', 'confirmed', 'inProgress', 'cancelled', 'rejected', 'failed'),
    arrived: fc.constant(null),
    stars: fc.constant(null),
    charge: fc.constantFrom(0, 0.5, 1),
  }),
);
const someOrders = fc.array(
  fc.record({
    person: fc.integer({ min: 1, max: 12 }),
    division: fc.constantFrom(...DIVISIONS),
    org: fc.constantFrom(...ORGS),
    service: fc.constantFrom(...SERVICES),
    day: anyDay,
    price: fc.integer({ min: 0, max: 20_000 }),
    share: fc.constantFrom(0, 0.3, 1),
    first: standing,
    then: standing,
  }),
  { minLength: 20, maxLength: 120 },
);
type Seed = (typeof someOrders extends fc.Arbitrary<infer S> ? S : never)[number];

let lastId = 0;
function orderOf(seed: Seed, id: number, { state, arrived, stars, charge }: Seed['first']): SomeOrder {
  const { person, division, org, service, day, price } = seed;
  const subsidy = Math.floor(price * seed.share);
  const charged = charge === 1 ? null : Math.floor(subsidy * charge);
  const chargedSelfPay = charge === 1 ? null : Math.floor((price - subsidy) * charge);
  const order = { id, person, division, org, service, day, price, subsidy, state, arrived, stars };
  return { ...order, chargedSubsidy: charged, chargedSelfPay };
}

const LEVELS = ['4106', '410602', '410602001', '410602001002'];
const scopes = [
  { divisions: ['4106'] },
  { divisions: ['410602'] },
  { divisions: ['410602001', '410611001'] },
  { divisions: ['410602001001', '410602002001'] },
  { orgs: [2] },
];

describe('figures', () => {
  it('equal the orders counted one by one, at every level, for every caller, whatever happens to the orders', async () => {
    await fc.assert(
      fc.asyncProperty(someOrders, fc.tuple(anyDay, anyDay), fc.integer(), async (seeds, days, pick) => {
        await app.db.query(
          'TRUNCATE orders, visits, ratings, daily_figures, monthly_figures, county_figures, served CASCADE',
        );
        const ids = seeds.map(() => (lastId += 1));
        const before = seeds.map((seed, i) => orderOf(seed, ids[i]!, seed.first));
        await writeOrders(app, before);
        for (const statement of FILL_ALL) await app.db.query(statement);
        // A part of them goes on; each change is told, some twice.
        const orders = seeds.map((seed, i) => (i % 3 === 0 ? orderOf(seed, ids[i]!, seed.then) : before[i]!));
        const moved = orders.filter((_, i) => i % 3 === 0);
        await writeOrders(app, moved);
        for (const topic of ['order.completed', 'order.cancelled']) {
          await tellOf(
            app,
            topic,
            moved.map((order) => order.id),
          );
        }
        await counted(app);
        const [from, to] = [...days].sort() as [string, string];
        const scope = scopes[Math.abs(pick) % scopes.length]!;
        const client = await app.as('county', scope);
        const division = LEVELS[Math.abs(pick >> 3) % LEVELS.length]!;
        const seen = orders.filter(
          (order) =>
            order.day >= from &&
            order.day <= to &&
            order.division.startsWith(division) &&
            (scope.divisions?.some((prefix) => order.division.startsWith(prefix)) ||
              scope.orgs?.includes(order.org)),
        );
        for (const by of ['week', 'month', 'service', 'org', 'division'] as By[]) {
          const answer = await client.call(figuresRoute, { body: { division, from, to, by } });
          expect([by, answer.total]).toEqual([by, figureOf(seen)]);
          for (const row of answer.rows) {
            const drill = row.drill;
            const part = seen.filter(
              (order) =>
                order.day >= drill.from &&
                order.day <= drill.to &&
                order.division.startsWith(drill.division) &&
                (drill.org === undefined || order.org === drill.org) &&
                (drill.service === undefined || order.service === drill.service),
            );
            expect([by, row.key, row.figure]).toEqual([by, row.key, figureOf(part)]);
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it('drill down to rows whose sums agree, page by page', async () => {
    const body = { from: FIRST, to: dayAfter(100), by: 'division' as const };
    const { rows } = await city.call(figuresRoute, { body });
    expect(rows.length).toBeGreaterThan(0);
    for (const { drill, figure } of rows) {
      const first = await city.call(rowsRoute, { body: drill });
      expect(first.total).toEqual(figure);
      const prices: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await city.call(rowsRoute, { body: { ...drill, limit: 7, cursor } });
        prices.push(...page.items.map((item) => item.price));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect([prices.length, prices.reduce((a, b) => a + b, 0)]).toEqual([figure.orders, figure.price]);
      for (const measure of ['done', 'notDone', 'cancelled', 'open', 'onTime', 'rated'] as const) {
        const part = await city.call(rowsRoute, { body: { ...drill, measure } });
        expect([measure, part.total?.orders]).toEqual([measure, figure[measure]]);
      }
    }
  });
});

describe('what happens now', () => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const order = (id: number): SomeOrder => ({
    id,
    person: 7,
    division: DIVISIONS[0]!,
    org: 1,
    service: 'lunch',
    state: 'placed',
    day: today,
    price: 1200,
    subsidy: 300,
    chargedSubsidy: null,
    chargedSelfPay: null,
    arrived: null,
    stars: null,
  });
  const body = { from: today, to: today, by: 'day' as const };

  it('stands in the figures within seconds, and until then they say as of when they are', async () => {
    lastId += 1;
    await writeOrders(app, [order(lastId)]);
    await tellOf(app, 'order.placed', [lastId]);
    const told = Date.now();
    await counted(app);
    expect(Date.now() - told).toBeLessThan(5000);
    const { total } = await city.call(figuresRoute, { body });
    expect(total).toMatchObject({ orders: 1, open: 1, price: 1200, personsServed: 0 });

    await app.kill('worker');
    const before = new Date();
    lastId += 1;
    await writeOrders(app, [order(lastId)]);
    await tellOf(app, 'order.placed', [lastId]);
    await new Promise((done) => setTimeout(done, 1200));
    const late = await city.call(figuresRoute, { body });
    expect(late.total.orders).toBe(1);
    expect(Date.parse(late.asOf) - before.getTime()).toBeLessThan(1000);
    await app.start('worker');
    await counted(app);
    const caught = await city.call(figuresRoute, { body });
    expect(caught.total.orders).toBe(2);
    expect(caught.asOf > late.asOf).toBe(true);
  });

  it('is checked against the rows once a day: a wrong figure is mended and reported', async () => {
    await app.kill('worker');
    await app.db.query(`UPDATE daily_figures SET done = done + 5, price = 1 WHERE day = $1`, [today]);
    await app.db.query('DELETE FROM figure_checks');
    await app.start('worker');
    for (let tries = 0; tries < 100; tries += 1) {
      const { rows } = await app.db.query('SELECT differences FROM figure_checks');
      if (rows.length > 0) {
        expect(rows).toEqual([{ differences: 1 }]);
        const { total } = await city.call(figuresRoute, { body });
        expect(total).toMatchObject({ orders: 2, done: 0, price: 2400 });
        return;
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`no check: ${app.log()}`);
  });
});
