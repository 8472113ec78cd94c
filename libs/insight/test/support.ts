import type { TestApp } from '@heling/platform/testing/app';
import type { Figure } from '@heling/insight/contract/shared';
import { FIGURE_TOPICS } from '@heling/insight/server/marks';

/** An order with its visit and rating, as a test arranges it. */
export interface SomeOrder {
  id: number;
  person: number;
  division: string;
  org: number;
  service: string;
  state: string;
  day: string;
  price: number;
  subsidy: number;
  /** What is charged in the end; null: as ordered. */
  chargedSubsidy: number | null;
  chargedSelfPay: number | null;
  /** Minutes from the window's start to the arrival (the window is 60 long); null: unknown. */
  arrived: number | null;
  stars: number | null;
}

export const DIVISIONS = ['410602001001', '410602001002', '410602002001', '410611001001'];
export const ORGS = [1, 2];
export const SERVICES = ['lunch', 'bath', 'housekeeping'];
const DONE = ['completed', 'closed', 'disputed'];

/** The divisions, organisations and services that the orders name. */
export async function addCity(app: TestApp): Promise<void> {
  await app.db.query(`
    INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES
      ('410600', '鹤壁市', 'city', NULL, 114.3, 35.7), ('410602', '鹤山区', 'county', '410600', 114.2, 35.9),
      ('410611', '淇滨区', 'county', '410600', 114.3, 35.7), ('410602001', '中山路街道', 'street', '410602', 114.2, 35.9),
      ('410602002', '中山北路街道', 'street', '410602', 114.2, 35.9), ('410611001', '金山街道', 'street', '410611', 114.3, 35.7),
      ('410602001001', '长风社区', 'community', '410602001', 114.16, 35.95),
      ('410602001002', '西街社区', 'community', '410602001', 114.18, 35.96),
      ('410602002001', '北路社区', 'community', '410602002', 114.17, 35.94),
      ('410611001001', '嵩山社区', 'community', '410611001', 114.29, 35.75);
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'kitchen', '鹤山助餐点', '410602', 114, 35.9, '0392-1'), (2, 'provider', '安康家政', '410602', 114, 35.9, '0392-2');
    INSERT INTO services (code, category, form, name, unit, minutes, carers) VALUES
      ('lunch', 'living', 'meal', '午餐助餐', '份', 10, 1), ('bath', 'living', 'visit', '上门助浴', '次', 60, 2),
      ('housekeeping', 'living', 'visit', '家政保洁', '次', 120, 1)`);
}

const VISIT_STATES: Record<string, string> = {
  failed: 'notAtHome',
  cancelled: 'cancelled',
  rejected: 'cancelled',
};

/** Writes orders with their visits and ratings; those of the same id are replaced. */
export async function writeOrders(app: TestApp, orders: readonly SomeOrder[]): Promise<void> {
  const rows = orders.map((order) => ({
    ...order,
    visit: DONE.includes(order.state) ? 'done' : (VISIT_STATES[order.state] ?? 'planned'),
    self: order.price - order.subsidy,
  }));
  await app.db.query('DELETE FROM ratings WHERE order_id = ANY ($1)', [orders.map((order) => order.id)]);
  await app.db.query('DELETE FROM visits WHERE order_id = ANY ($1)', [orders.map((order) => order.id)]);
  await app.db.query(
    `WITH o AS (
       SELECT * FROM jsonb_to_recordset($1) AS o(id bigint, person bigint, division text, org bigint, service text, state text,
         visit text, day date, price bigint, subsidy bigint, self bigint, "chargedSubsidy" bigint, "chargedSelfPay" bigint,
         arrived integer, stars integer)
     ), written AS (
       INSERT INTO orders (id, person_id, division, org, service, state, day, channel, placed_by, placed_at, price, subsidy,
         self_pay, pay_state, charged_subsidy, charged_self_pay)
       SELECT id, person, division, org, service, state, day, 'phone', 1, now(), price, subsidy, self, 'none',
         "chargedSubsidy", "chargedSelfPay" FROM o
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, charged_subsidy = excluded.charged_subsidy,
         charged_self_pay = excluded.charged_self_pay
       RETURNING id
     ), v AS (
       INSERT INTO visits (order_id, person_id, division, org, service, state, day, window_start, window_end, minutes,
         carers_needed, lng, lat, arrived_at)
       SELECT o.id, person, division, org, service, visit, day, day + time '03:00', day + time '04:00', 60, 1, 114, 35,
         day + time '03:00' + make_interval(mins => arrived) FROM o JOIN written w ON w.id = o.id
     )
     INSERT INTO ratings (order_id, person_id, division, org, stars, account_id, at)
     SELECT o.id, person, division, org, stars, 1, now() FROM o JOIN written w ON w.id = o.id WHERE stars IS NOT NULL`,
    [JSON.stringify(rows)],
  );
}

/** Writes the event of a change, as the services of orders do. */
export async function tellOf(app: TestApp, topic: string, orderIds: readonly number[]): Promise<void> {
  await app.db.query(
    `INSERT INTO outbox (topic, key, division, org, person_id, payload)
     SELECT $1, 'order:' || id, division, org, person_id, jsonb_build_object('orderId', id) FROM orders
     WHERE id = ANY ($2::bigint[])`,
    [topic, orderIds],
  );
}

/** Waits until every event is consumed and every mark counted. */
export async function counted(app: TestApp): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await app.db.query<{ waiting: boolean }>(
      `SELECT EXISTS (SELECT FROM figure_marks) OR EXISTS (SELECT FROM outbox o WHERE o.topic = ANY ($1)
         AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.outbox_id = o.id AND d.consumer = 'insight.figures'))
         AS waiting`,
      [FIGURE_TOPICS],
    );
    if (!rows[0]!.waiting) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`not counted in time: ${app.log()}`);
}

const sum = (orders: readonly SomeOrder[], value: (order: SomeOrder) => number) =>
  orders.reduce((total, order) => total + value(order), 0);

/** The figures of a set of orders, counted one by one: the plainest way there is. */
export function figureOf(orders: readonly SomeOrder[]): Figure {
  const states = (...wanted: string[]) => orders.filter((order) => wanted.includes(order.state));
  const done = states(...DONE);
  const timed = done.filter((order) => order.arrived !== null);
  const onTime = timed.filter((order) => order.arrived! <= 60);
  const rated = orders.filter((order) => order.stars !== null);
  const gone = (order: SomeOrder) => ['cancelled', 'rejected'].includes(order.state);
  const subsidy = (order: SomeOrder) => order.chargedSubsidy ?? (gone(order) ? 0 : order.subsidy);
  const selfPay = (order: SomeOrder) =>
    order.chargedSelfPay ?? (gone(order) ? 0 : order.price - order.subsidy);
  const [notDone, cancelled] = [states('failed', 'rejected').length, states('cancelled').length];
  return {
    orders: orders.length,
    done: done.length,
    notDone,
    cancelled,
    open: orders.length - done.length - notDone - cancelled,
    onTime: onTime.length,
    timed: timed.length,
    onTimeShare: timed.length === 0 ? null : onTime.length / timed.length,
    price: sum(orders, (order) => subsidy(order) + selfPay(order)),
    subsidy: sum(orders, subsidy),
    selfPay: sum(orders, selfPay),
    stars:
      rated.length === 0 ? null : Math.round((sum(rated, (order) => order.stars!) / rated.length) * 10) / 10,
    rated: rated.length,
    personsServed: new Set(done.map((order) => order.person)).size,
  };
}
