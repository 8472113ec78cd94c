import { OrderEffects } from '@heling/orders/server/order-effects';
import { OrderService } from '@heling/orders/server/order.service';
import { OrderSteps } from '@heling/orders/server/order-steps';
import { PlaceService, type Placing } from '@heling/orders/server/place.service';
import { Policies } from '@heling/orders/server/policies';
import { ServedPeople } from '@heling/orders/server/people-port';
import { WorkQueue } from '@heling/orders/server/work-queue';
import { addLunch, addMenu, addPerson, caller, makeWorld, type World } from './support';

const day = '2026-03-11';
const operator = caller(7, 'dispatcher');
let world: World;
let place: PlaceService;
let orders: OrderService;

const lunch = (personId: number, kitchenDay: number, dishId = 1): Placing => ({
  personId,
  service: 'lunch',
  day,
  kitchenDay,
  lines: [{ dishId, texture: 'normal', quantity: 1 }],
  channel: 'phone',
});
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );
const one = async (sql: string, ...params: unknown[]) =>
  (await world.owner.query<Record<string, number | string>>(sql, params)).rows[0]!;

describe('placing orders', () => {
  beforeAll(async () => {
    world = await makeWorld();
    await addMenu(world);
    const policies = new Policies(world.clock);
    const people = new ServedPeople(world.vault);
    place = new PlaceService(world.db, world.clock, world.vault, people, policies);
    const steps = new OrderSteps(world.clock, policies, new OrderEffects(world.clock));
    orders = new OrderService(world.db, steps, new WorkQueue(world.clock, policies));
  });
  afterAll(() => world.close());

  it('sells the last 5 places to exactly 5 of 20 callers', async () => {
    const kitchenDay = await addLunch(world, day, 5);
    for (let id = 1; id <= 20; id += 1) await addPerson(world, id);
    const all = Array.from({ length: 20 }, (_, i) => codeOf(place.place(operator, lunch(i + 1, kitchenDay))));
    const codes = await Promise.all(all);
    expect(codes.filter((code) => code === 'ok')).toHaveLength(5);
    expect(codes.every((code) => ['ok', 'orders.sold_out', 'orders.stopped'].includes(code))).toBe(true);
    expect(await one('SELECT taken FROM kitchen_days WHERE id = $1', kitchenDay)).toEqual({ taken: 5 });
    const made = await one(
      `SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM visits) AS visits,
         (SELECT count(*) FROM order_lines) AS lines, (SELECT count(*) FROM transitions) AS transitions,
         (SELECT count(*) FROM audit_log) AS audit, (SELECT count(*) FROM outbox) AS outbox`,
    );
    expect(new Set(Object.values(made))).toEqual(new Set([5]));
  });

  it('never overdraws a quota that 20 orders fight for, and charges the rest to the person', async () => {
    const person = await addPerson(world, 100, { needLevel: 'mild' });
    const wishes = Array.from({ length: 20 }, (_, i) => ({
      personId: person,
      service: i % 2 ? 'bath' : 'housekeeping',
      day: `2026-03-${12 + (i % 18)}`,
      window: {
        start: `2026-03-${12 + (i % 18)}T08:00:00+08:00`,
        end: `2026-03-${12 + (i % 18)}T10:00:00+08:00`,
      },
      channel: 'phone' as const,
      overrideReason: '家属要求',
    }));
    expect(await Promise.all(wishes.map((wish) => codeOf(place.place(operator, wish))))).toEqual(
      wishes.map(() => 'ok'),
    );
    const quota = await one('SELECT authorised, reserved FROM quotas WHERE person_id = $1', person);
    const sums = await one(
      'SELECT sum(subsidy)::bigint AS s, sum(price)::bigint AS p, sum(self_pay)::bigint AS own FROM orders WHERE person_id = $1',
      person,
    );
    expect(quota).toEqual({ authorised: 12000, reserved: 12000 });
    expect(sums).toEqual({ s: 12000, p: 200000, own: 188000 });
  });

  it('stops for allergies, contraindications, area and cut-off, and asks a reason for a second lunch', async () => {
    const kitchenDay = await addLunch(world, '2026-03-13', 50);
    const meal = (id: number, dish: number) => ({ ...lunch(id, kitchenDay, dish), day: '2026-03-13' });
    const allergic = await addPerson(world, 200, {
      allergies: ['peanut'],
      conditions: ['recentHeartAttack'],
    });
    await expect(place.place(operator, meal(allergic, 2))).rejects.toMatchObject({
      status: 422,
      code: 'orders.stopped',
      extra: { reasons: [{ code: 'allergen', detail: '“花生炖鸡套餐”含花生，老人对此过敏。' }] },
    });
    const bath = { personId: allergic, service: 'bath', day: '2026-03-13', channel: 'phone' as const };
    const window = { start: '2026-03-13T08:00:00+08:00', end: '2026-03-13T10:00:00+08:00' };
    const stopped = (code: string) => ({
      extra: { reasons: expect.arrayContaining([expect.objectContaining({ code })]) },
    });
    await expect(place.place(operator, { ...bath, window })).rejects.toMatchObject(
      stopped('contraindication'),
    );
    const far = await addPerson(world, 201, { division: '410602002001' });
    await expect(
      place.place(operator, { ...bath, personId: far, service: 'housekeeping', window }),
    ).rejects.toMatchObject(stopped('area'));
    expect(await codeOf(place.place(operator, meal(allergic, 1)))).toBe('ok');
    expect(await codeOf(place.place(operator, meal(allergic, 1)))).toBe('orders.reason_needed');
    const before = world.clock.at;
    world.clock.at = new Date('2026-03-13T09:00:00+08:00');
    await expect(place.place(operator, meal(far, 1))).rejects.toMatchObject(stopped('cutoff'));
    world.clock.at = before;
  });

  it('lets a family order only for whom a live consent covers it, and nobody outside the scope', async () => {
    const kitchenDay = await addLunch(world, '2026-03-14', 50);
    const person = await addPerson(world, 300);
    await world.owner.query(
      `INSERT INTO accounts (id, kind, pii, division) VALUES (50, 'family', 'x', '410602')`,
    );
    const wish = { ...lunch(person, kitchenDay), day: '2026-03-14', channel: 'family' as const };
    const daughter = caller(50, 'family', [person]);
    expect(await codeOf(place.place(daughter, wish))).toBe('orders.no_consent');
    await world.owner.query(
      `INSERT INTO consents (person_id, division, account_id, relation, covers, basis, granted_at, expires_at)
       VALUES ($1, '410602001001', 50, '女儿', '{order,follow}', 'invitation', '2026-01-01', '2027-01-01')`,
      [person],
    );
    expect(await codeOf(place.place(daughter, wish))).toBe('ok');
    expect(await codeOf(place.place(caller(50, 'family', [1]), wish))).toBe('platform.not_found');
  });

  it('gives places and quota back at cancelling, and keeps them when the visit failed at the door', async () => {
    const kitchenDay = await addLunch(world, '2026-03-15', 2);
    const person = await addPerson(world, 400, { needLevel: 'mild' });
    const wish = { ...lunch(person, kitchenDay), day: '2026-03-15' };
    const first = await place.place(operator, wish);
    expect(first.split).toEqual({ price: 1200, subsidy: 600, selfPay: 600 });
    await orders.command(operator, first.id, 'cancel', { version: 1, reason: '临时有事' });
    expect(await codeOf(orders.command(operator, first.id, 'cancel', { version: 1 }))).toBe('platform.stale');
    expect(await one('SELECT taken FROM kitchen_days WHERE id = $1', kitchenDay)).toEqual({ taken: 0 });
    expect(await one('SELECT reserved, consumed FROM quotas WHERE person_id = $1', person)).toEqual({
      reserved: 0,
      consumed: 0,
    });
    const second = await place.place(operator, wish);
    await world.db.run(operator, (tx) => orders.visitFailed(tx, operator, second.visitId, 'notAtHome'));
    expect(await one('SELECT reserved, consumed FROM quotas WHERE person_id = $1', person)).toEqual({
      reserved: 0,
      consumed: 600,
    });
    expect(
      await one(`SELECT kind, severity FROM work_items WHERE state = 'open' AND person_id = $1`, person),
    ).toEqual({
      kind: 'welfareCheck',
      severity: 'P0',
    });
    const third = await place.place(operator, wish);
    await world.db.run(operator, (tx) => orders.visitDone(tx, operator, third.visitId));
    await world.db.run(operator, (tx) => orders.visitDone(tx, operator, third.visitId));
    expect(await one('SELECT state, version FROM orders WHERE id = $1', third.id)).toEqual({
      state: 'completed',
      version: 4,
    });
    expect(await one('SELECT reserved, consumed FROM quotas WHERE person_id = $1', person)).toEqual({
      reserved: 0,
      consumed: 1200,
    });
  });
});
