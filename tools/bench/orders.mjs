// Placing with all checks, subsidy reservation, audit and outbox: 16 clients, 10 % of them after the same last places and
// quotas; against a bare Fastify and pg that writes the same rows for the same wishes in one transaction, unchecked. Taken
// with the worker at its work meanwhile (it takes the events of every order placed, on the same cores), and placing alone.
// Throughput counts what is answered as it should be: placed, or refused because nothing is left; orders placed stand beside.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { root } from '../lib/ensure.mjs';
import { load } from './lib/load.mjs';
import { alternate, median, result } from './lib/measure.mjs';
import { cookies, openCity, pss, startProgram } from './lib/stack.mjs';

const CLIENTS = 16;
const SECONDS = 4;
const ACCOUNTS = 96;
/** Portions left on the contested kitchen days, and how many people fight for them. */
const LAST_PLACES = 40;
const FIGHTERS = 20;
const REFUSALS = new Set(['orders.stopped', 'orders.sold_out', 'orders.quota_changed']);

export async function run() {
  const city = await openCity({ copy: true });
  try {
    return await measure(city);
  } finally {
    await city.close();
  }
}

async function measure(city) {
  const { owner, env, folder } = city;
  const wishes = await wishesOf(owner);
  const fights = await fightsOf(owner);
  const keys = await cookies(city, 'dispatcher', ['4106'], ACCOUNTS);
  const api = await startProgram(path.join(folder, 'api/main.mjs'), env, '"listening"');
  const worker = await startProgram(path.join(folder, 'worker/main.mjs'), env, '"ready"');
  const bare = await startProgram(path.join(root, 'tools/bench/lib/bare-orders.mjs'), env, '"listening"');
  let at = 0;
  const wanted = () => {
    at += 1;
    return Math.random() < 0.1 ? fights[at % fights.length] : wishes[at % wishes.length];
  };
  const ours = () =>
    load({
      clients: CLIENTS,
      seconds: SECONDS,
      counts: answeredWell,
      next: () => {
        const wish = wanted();
        const { cookie } = keys[at % keys.length];
        const lines = [{ dishId: wish.dishId, texture: 'normal', quantity: 1 }];
        return {
          url: `${api.url}/api/orders`,
          headers: { cookie, 'idempotency-key': randomUUID() },
          body: {
            ...{
              personId: wish.personId,
              service: 'lunch',
              day: wish.day,
              kitchenDay: wish.kitchenDay,
              lines,
            },
            ...{ channel: 'phone', overrideReason: '本人要求' },
          },
        };
      },
    });
  const theirs = () =>
    load({
      clients: CLIENTS,
      seconds: SECONDS,
      next: () => ({ url: `${bare.url}/orders`, body: { ...wanted(), key: randomUUID() } }),
    });
  const [rounds, bares] = await alternate(ours, theirs);
  const memory = { api: pss(api.child.pid), worker: pss(worker.child.pid) };
  await worker.stop();
  const [alone, bareAlone] = await alternate(ours, theirs);
  await Promise.all([api.stop(), bare.stop()]);
  const oversold = await owner.query(
    `SELECT count(*) AS n FROM kitchen_days k WHERE k.id = ANY ($1) AND (k.taken > k.capacity OR k.taken <>
       (SELECT coalesce(sum(l.quantity), 0) FROM orders o JOIN order_lines l ON l.order_id = o.id
        WHERE o.kitchen_day = k.id AND o.state <> 'cancelled'))`,
    [[...new Set(fights.map((wish) => wish.kitchenDay))]],
  );
  const overdrawn = await owner.query(
    'SELECT count(*) AS n FROM quotas WHERE reserved + consumed > authorised',
  );
  const failed = [...rounds, ...alone].reduce(
    (sum, { statuses }) =>
      sum + Object.entries(statuses).reduce((n, [status, count]) => n + (status >= 500 ? count : 0), 0),
    0,
  );
  const of = (taken, figure) => median(taken.map((each) => each[figure]));
  const placed = (taken) =>
    median(taken.map(({ perSecond, statuses }) => (perSecond * statuses[200]) / answersOf(statuses)));
  const figures = (when, own, bare) => [
    result(`answered, ${when}`, of(own, 'perSecond'), '1/s', {
      baseline: of(bare, 'perSecond'),
      atLeast: 0.5,
    }),
    result(`placed, ${when}`, placed(own), '1/s', { baseline: placed(bare) }),
    result(`p99, ${when}`, of(own, 'p99'), 'ms', { baseline: of(bare, 'p99') }),
  ];
  return [
    ...figures('placing alone', alone, bareAlone),
    ...figures('the worker at work', rounds, bares),
    result('places sold twice', Number(oversold.rows[0].n), 'kitchen days', { atMost: 0 }),
    result('quotas overdrawn', Number(overdrawn.rows[0].n), 'quotas', { atMost: 0 }),
    result('answers 5xx', failed, 'answers', { atMost: 0 }),
    result('memory of the api', memory.api, 'MB PSS', { atMost: 350 }),
    result('memory of the worker', memory.worker, 'MB PSS', { atMost: 300 }),
  ];
}

/** Placed, or refused because the places or the quota are gone. */
function answeredWell({ status, text }) {
  return status === 200 || (status < 500 && REFUSALS.has(JSON.parse(text).code));
}

const answersOf = (statuses) => Object.values(statuses).reduce((sum, count) => sum + count, 0);

/** Lunches that can be had: people with the kitchens that serve them on coming days, with room for all. */
async function wishesOf(owner) {
  await owner.query(`UPDATE kitchen_days SET capacity = 1000000, cutoff_at = greatest(cutoff_at, now() + interval '1 day')
    WHERE meal = 'lunch' AND day > current_date + 1 AND sheet IS NULL`);
  const { rows } = await owner.query(
    `SELECT p.id, p.division, k.id AS kitchen_day, k.org, k.day::text AS day, d.id AS dish, d.price
     FROM (SELECT id, division, row_number() OVER (ORDER BY id) AS n FROM persons p
           WHERE status = 'active' AND texture = 'normal' AND need_level IS NOT NULL
             AND NOT EXISTS (SELECT FROM allergies a WHERE a.person_id = p.id)
           ORDER BY id LIMIT 60000) p
     JOIN LATERAL (SELECT DISTINCT ON (a.org) a.org FROM service_areas a
       WHERE a.service = 'lunch' AND p.division ^@ a.division ORDER BY a.org LIMIT 1) s ON true
     JOIN LATERAL (SELECT * FROM kitchen_days k WHERE k.org = s.org AND k.meal = 'lunch' AND k.day > current_date + 1
       AND k.sheet IS NULL ORDER BY k.day OFFSET p.n % 8 LIMIT 1) k ON true
     JOIN LATERAL (SELECT d.* FROM kitchen_day_dishes x JOIN dishes d ON d.id = x.dish_id
       WHERE x.kitchen_day = k.id AND 'normal' = ANY (d.textures) ORDER BY d.id LIMIT 1) d ON true
     ORDER BY md5(p.id::text)`,
  );
  if (rows.length < 10_000) throw new Error(`only ${rows.length} lunches can be had in this city`);
  return rows.map(wishOf);
}

function wishOf(row) {
  const price = Number(row.price);
  return {
    personId: Number(row.id),
    division: row.division,
    org: Number(row.org),
    kitchenDay: Number(row.kitchen_day),
    day: row.day,
    dishId: Number(row.dish),
    price,
    subsidy: Math.floor(price / 2),
    selfPay: price - Math.floor(price / 2),
  };
}

/** Some people fight for the last portions of one kitchen's days, again and again, with little left of their quota. */
async function fightsOf(owner) {
  const { rows } = await owner.query(
    `WITH k AS (
       SELECT k.id, k.org, k.day, k.taken FROM kitchen_days k WHERE k.meal = 'lunch' AND k.day > current_date + 1
         AND k.sheet IS NULL AND k.org = (SELECT org FROM service_areas WHERE service = 'lunch' ORDER BY org DESC LIMIT 1)
       ORDER BY k.day DESC LIMIT 3
     ), u AS (UPDATE kitchen_days SET capacity = k.taken + $1 FROM k WHERE kitchen_days.id = k.id)
     SELECT p.id, p.division, k.id AS kitchen_day, k.org, k.day::text AS day, d.id AS dish, d.price FROM k
     JOIN LATERAL (SELECT d.* FROM kitchen_day_dishes x JOIN dishes d ON d.id = x.dish_id
       WHERE x.kitchen_day = k.id AND 'normal' = ANY (d.textures) ORDER BY d.id LIMIT 1) d ON true
     JOIN LATERAL (SELECT p.id, p.division FROM persons p WHERE p.status = 'active' AND p.texture = 'normal'
       AND p.need_level = 'mild' AND NOT EXISTS (SELECT FROM allergies a WHERE a.person_id = p.id)
       AND EXISTS (SELECT FROM service_areas a WHERE a.service = 'lunch' AND a.org = k.org AND p.division ^@ a.division)
       ORDER BY p.id DESC LIMIT $2) p ON true`,
    [LAST_PLACES, FIGHTERS],
  );
  return rows.map(wishOf);
}
