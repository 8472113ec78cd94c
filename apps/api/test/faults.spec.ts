import { until } from '@heling/platform/testing/until';
import { randomUUID } from 'node:crypto';
import { placeRoute } from '@heling/orders/contract/orders';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { startOwnServices, type OwnServices } from '@heling/platform/testing/own-services';
import type { TestClient } from '@heling/platform/testing/client';
import { cook, openMarket, settle } from './market';

const DAY = '2026-03-11';
const PEOPLE = 240;
let services: OwnServices;
let app: TestApp;
let operator: TestClient;
let lunch: number;
beforeAll(async () => {
  services = await startOwnServices();
  app = await startTestApp({ worker: true, services, now: `${DAY}T08:00:00+08:00` });
  await openMarket(app);
  await settle(app, PEOPLE);
  lunch = await cook(app, DAY, 10_000);
  operator = await app.as('dispatcher', { divisions: ['410602'] });
}, 120_000);
afterAll(async () => {
  await app.close();
  await services.close();
}, 60_000);

/** Orders lunch for a person as a client does: the same key until there is an answer. Counts the attempts. */
async function order(personId: number): Promise<number> {
  const key = randomUUID();
  const lines = [{ dishId: 1, texture: 'normal' as const, quantity: 1 }];
  const body = { personId, service: 'lunch', day: DAY, kitchenDay: lunch, lines, channel: 'phone' as const };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await operator.send(placeRoute, { body }, key).catch(() => null);
    if (answer?.status === 200) return (answer.body as { id: number }).id;
    if (answer && answer.status < 500) throw new Error(answer.text);
    if (attempt > 300) throw new Error(`no answer for ${personId}: ${answer?.text}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Lets `clients` clients order for the people from `first` to `last`, and `fault` happen meanwhile. */
async function traffic(
  first: number,
  last: number,
  clients: number,
  fault: () => Promise<void>,
): Promise<number[]> {
  const people = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const ids: number[] = [];
  const work = Array.from({ length: clients }, async () => {
    for (let person = people.shift(); person !== undefined; person = people.shift())
      ids.push(await order(person));
  });
  await fault();
  await Promise.all(work);
  return ids;
}

const counted = async (sql: string, values: unknown[] = []) =>
  Number((await app.db.query<{ n: string }>(sql, values)).rows[0]!.n);

/** Every acknowledged order stands once, with its visit, audit row and event; every event was published and consumed. */
async function nothingLostOrDoubled(ids: number[]): Promise<void> {
  expect(new Set(ids).size).toBe(ids.length);
  expect(await counted('SELECT count(*) AS n FROM orders WHERE id = ANY ($1)', [ids])).toBe(ids.length);
  const doubled = `SELECT count(*) AS n FROM (SELECT person_id FROM orders GROUP BY person_id HAVING count(*) > 1) d`;
  expect(await counted(doubled)).toBe(0);
  const orders = await counted('SELECT count(*) AS n FROM orders');
  expect(await counted('SELECT sum(taken) AS n FROM kitchen_days')).toBe(orders);
  expect(await counted('SELECT count(*) AS n FROM visits')).toBe(orders);
  expect(await counted(`SELECT count(*) AS n FROM audit_log WHERE action = 'orders.place'`)).toBe(orders);
  expect(await counted(`SELECT count(*) AS n FROM outbox WHERE topic = 'order.placed'`)).toBe(orders);
  // The database may still be on its way up.
  const none = (sql: string) => () =>
    counted(sql).then(
      (n) => n === 0,
      () => false,
    );
  await until(none('SELECT count(*) AS n FROM outbox WHERE position IS NULL'), 'all published', 30);
  // Every consumer of placed orders has recorded each of them exactly once (its primary key says once).
  const behind = `SELECT count(*) AS n FROM (SELECT DISTINCT consumer FROM outbox_deliveries d
      JOIN outbox o ON o.id = d.outbox_id AND o.topic = 'order.placed') c
    CROSS JOIN outbox o WHERE o.topic = 'order.placed'
      AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.consumer = c.consumer AND d.outbox_id = o.id)`;
  await until(none(behind), 'all consumed', 30);
}

describe('faults in mid-traffic', () => {
  it('PostgreSQL is restarted: nothing acknowledged is lost or doubled', async () => {
    const ids = await traffic(1, 80, 8, async () => {
      await new Promise((done) => setTimeout(done, 150));
      await services.restart();
    });
    await nothingLostOrDoubled(ids);
    expect((await app.nobody().raw('/health/ready')).status).toBe(200);
  }, 120_000);

  it('Redis is emptied: every event still reaches its consumers', async () => {
    const ids = await traffic(81, 140, 8, async () => {
      for (let i = 0; i < 5; i += 1) {
        await services.emptyRedis();
        await new Promise((done) => setTimeout(done, 50));
      }
    });
    await nothingLostOrDoubled(ids);
  }, 120_000);

  it('the api is killed after the commit and before anybody was told: the event still goes out', async () => {
    await app.kill('worker', 'SIGKILL');
    const id = await order(141);
    await app.kill('api', 'SIGKILL');
    expect(
      await counted(`SELECT count(*) AS n FROM outbox WHERE key = $1 AND position IS NULL`, [`order:${id}`]),
    ).toBe(1);
    await Promise.all([app.start('api'), app.start('worker')]);
    await nothingLostOrDoubled([id]);
  }, 120_000);

  it('the api is killed again and again while orders come in: repeats under the same key find their order', async () => {
    const ids = await traffic(142, 200, 6, async () => {
      for (let i = 0; i < 3; i += 1) {
        await new Promise((done) => setTimeout(done, 60));
        await app.kill('api', 'SIGKILL');
        await app.start('api');
      }
    });
    await nothingLostOrDoubled(ids);
  }, 120_000);

  it('the worker is killed while it publishes: what it had begun is done once', async () => {
    const ids = await traffic(201, PEOPLE, 6, async () => {
      for (let i = 0; i < 3; i += 1) {
        await new Promise((done) => setTimeout(done, 60));
        await app.kill('worker', 'SIGKILL');
        await app.start('worker');
      }
    });
    await nothingLostOrDoubled(ids);
  }, 120_000);
});
