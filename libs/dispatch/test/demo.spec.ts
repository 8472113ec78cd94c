import { until } from '@heling/platform/testing/until';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { assignRoute } from '@heling/dispatch/contract/assign';
import { nextStep, type Played } from '@heling/dispatch/domain/demo-crew';
import { addCarer, addMenu, addPerson, at, goTo, NOW, orderLunch, orderVisit } from './support';

let app: TestApp;
let operator: TestClient;
const one = async (sql: string, ...params: unknown[]) =>
  (await app.db.query<Record<string, unknown>>(sql, params)).rows[0]!;
const stateOf = async (visitId: number) =>
  (await one('SELECT state FROM visits WHERE id = $1', visitId)).state as string;
const reaches = (visitId: number, state: string) =>
  until(async () => ((await stateOf(visitId)) === state ? true : undefined), `${visitId} ${state}`);

describe('the crew of the demonstration', () => {
  const bath: Played = {
    id: 3,
    state: 'assigned',
    meal: false,
    gateNeeded: true,
    startsAt: 1_000_000_000_000,
    minutes: 60,
    arrivedAt: null,
    vitalsTaken: false,
    crew: [
      { carerId: 1, arrived: false },
      { carerId: 2, arrived: false },
    ],
  };

  it('makes every step of a bath in order, each later than the one before', () => {
    const here = (n: number) => bath.crew.map((each, i) => ({ ...each, arrived: i < n }));
    const arrivedAt = bath.startsAt;
    const story: Played[] = [
      bath,
      { ...bath, state: 'enRoute' },
      { ...bath, state: 'arrived', arrivedAt, crew: here(1) },
      { ...bath, state: 'arrived', arrivedAt, crew: here(2) },
      { ...bath, state: 'gated', arrivedAt, crew: here(2) },
      { ...bath, state: 'inService', arrivedAt, crew: here(2) },
      { ...bath, state: 'inService', arrivedAt, crew: here(2), vitalsTaken: true },
    ];
    const steps = story.map((visit) => nextStep(visit)!);
    expect(steps.map((due) => due.step)).toEqual([
      'depart',
      'arrive',
      'arrive',
      'gate',
      'start',
      'vitalsAfter',
      'finish',
    ]);
    const times = steps.slice(2).map((due) => due.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(nextStep({ ...bath, state: 'done' })).toBeNull();
    expect(nextStep({ ...bath, crew: [] })).toBeNull();
  });
});

describe('the city of the demonstration stays alive', () => {
  let bath: { id: number; visitId: number };
  let open: { id: number; visitId: number };
  let lunch: { id: number; visitId: number };
  let watched: { id: number; visitId: number };
  let own: { id: number; visitId: number };

  beforeAll(async () => {
    app = await startTestApp({ now: NOW });
    await addMenu(app);
    await app.db.query(`SELECT setval(pg_get_serial_sequence('kitchen_days', 'id'), 100)`);
    for (const id of [1, 2, 3, 4, 5]) await addPerson(app, id, { needLevel: 'severe' });
    for (const id of [11, 12, 13, 14, 15]) await addCarer(app, id);
    await addCarer(app, 21, { org: 1, qualifications: ['mealDelivery'] });
    operator = await app.as('dispatcher', { divisions: ['410602'] });
    bath = await orderVisit(operator, 1, 'bath');
    open = await orderVisit(operator, 2, 'housekeeping');
    watched = await orderVisit(operator, 3, 'housekeeping');
    lunch = await orderLunch(operator, 4);
    own = await orderVisit(operator, 5, 'housekeeping');
    const assign = (visitId: number, carers: number[]) =>
      operator.call(assignRoute, {
        params: { id: visitId },
        body: { carers: carers.map((id) => id), startsAt: at('10:00'), version: 1 },
      });
    await assign(bath.visitId, [11, 12]);
    await assign(watched.visitId, [13]);
    await assign(own.visitId, [14]);
    // All but the last came with the city.
    await app.db.query(`INSERT INTO platform_meta (key, value) VALUES ('city', $1)`, [
      JSON.stringify({ lastOrder: lunch.id }),
    ]);
    await goTo(app, at('12:20'));
    // Somebody sits before the phone of carer 13.
    await app.as('carer', { carerId: 13 });
    await app.db.query(`UPDATE sessions SET seen_at = $1`, [at('12:19')]);
    // Its count sheet is set; the sweeps' first turn comes with the start.
    await app.db.query(`UPDATE kitchen_days SET sheet = '{"rows":[],"orders":1}', sheet_at = cutoff_at`);
    await app.start('worker');
  }, 60_000);
  afterAll(() => app.close());

  it('carries out what the city came with, at the times that were planned', async () => {
    await reaches(bath.visitId, 'done');
    const row = await one('SELECT * FROM visits WHERE id = $1', bath.visitId);
    expect(row.arrived_at! < row.window_end!).toBe(true);
    expect((row.gate as { passed: boolean }).passed).toBe(true);
    expect(await one('SELECT state FROM orders WHERE id = $1', bath.id)).toEqual({ state: 'completed' });
    const steps = await one(
      `SELECT array_agg(DISTINCT device) AS devices, count(*)::int AS n FROM transitions WHERE visit_id = $1 AND account_id IS NULL`,
      bath.visitId,
    );
    expect(steps.devices).toContain('demo');
  });

  it('sends the round of a kitchen that nobody sent, and brings the lunch', async () => {
    await reaches(lunch.visitId, 'done');
    expect(await one('SELECT courier_id, state FROM delivery_rounds')).toEqual({
      courier_id: '21',
      state: 'done',
    });
  });

  it('leaves to people what people ordered, and what somebody carries out with their own account', async () => {
    expect(await stateOf(own.visitId)).toBe('assigned');
    expect(await stateOf(watched.visitId)).toBe('assigned');
  });

  it('calls off what nobody took while the machine was off, and gives everything back', async () => {
    expect(await stateOf(open.visitId)).toBe('planned');
    await goTo(app, at('09:00', '2026-03-12'));
    await app.kill('worker');
    await app.start('worker');
    await reaches(open.visitId, 'cancelled');
    expect(
      await one('SELECT state, charged_self_pay, charged_subsidy FROM orders WHERE id = $1', open.id),
    ).toEqual({ state: 'cancelled', charged_self_pay: '0', charged_subsidy: '0' });
  });

  it('goes on with menus and shifts as in the week before', async () => {
    const day = '2026-03-18';
    expect(
      await one(
        `SELECT k.capacity, k.taken, k.cutoff_at, k.window_end, ARRAY(SELECT dish_id::int FROM kitchen_day_dishes x
           WHERE x.kitchen_day = k.id) AS dishes FROM kitchen_days k WHERE day = $1`,
        day,
      ),
    ).toEqual({
      capacity: 200,
      taken: 0,
      cutoff_at: new Date(at('09:00', day)),
      window_end: new Date(at('12:30', day)),
      dishes: [1],
    });
    expect(await one('SELECT count(*)::int AS n FROM shifts WHERE day = $1', day)).toEqual({ n: 6 });
    expect(
      await one('SELECT min(starts_at) AS starts FROM shifts WHERE day = $1 AND carer_id = 11', day),
    ).toEqual({ starts: new Date(at('08:00', day)) });
    expect(await one(`SELECT count(*)::int AS n FROM shifts WHERE day = '2026-03-19'`)).toEqual({ n: 0 });
  });
});
