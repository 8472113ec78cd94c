import { until } from '@heling/platform/testing/until';
import { eventsAfter } from '@heling/platform/contract/live';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { boardRoute } from '@heling/dispatch/contract/board';
import {
  daySnapshot,
  planPageRoute,
  planProblemRoute,
  planRoute,
  plansRoute,
} from '@heling/dispatch/contract/plans';
import {
  addCarer,
  addMenu,
  addPerson,
  at,
  DAY,
  goTo,
  NOW,
  onBoard,
  orderLunch,
  orderVisit,
  planOf,
} from './support';

let app: TestApp;
let operator: TestClient;
let other: TestClient;
let provider: TestClient;
let daughter: TestClient;

const done = (who: TestClient, id: number) =>
  until(async () => {
    const plan = await who.call(planPageRoute, { params: { id } });
    return ['done', 'failed'].includes(plan.state) ? plan : undefined;
  }, 'the plan is made');

beforeAll(async () => {
  app = await startTestApp({ worker: true, now: NOW });
  await addMenu(app);
  for (let id = 1; id <= 30; id += 1) await addPerson(app, id, { lat: 35.9 + id / 1000 });
  for (let id = 11; id <= 16; id += 1) await addCarer(app, id, { lat: 35.9 + (id - 11) / 200 });
  await addCarer(app, 21, { org: 1, qualifications: ['mealDelivery'] });
  operator = await app.as('dispatcher', { divisions: ['410602'] });
  other = await app.as('dispatcher', { divisions: ['410622'] });
  provider = await app.as('providerManager', { orgs: [2], divisions: [], division: '410602' });
  daughter = await app.as('family', { persons: [1] });
});
afterAll(() => app.close());

describe('plans in the background', () => {
  it('are made by the worker as who asked may, with progress, results and the stored problem', async () => {
    for (let id = 1; id <= 24; id += 1) {
      await orderVisit(
        operator,
        id,
        id % 6 === 0 ? 'bath' : 'housekeeping',
        id % 2 ? ['08:00', '10:00'] : ['14:00', '16:00'],
      );
    }
    await orderLunch(operator, 25);
    const asked = await operator.call(planRoute, { body: { day: DAY } }, 'plan-key-1');
    expect(asked).toMatchObject({ state: 'waiting', total: null, assigned: 0 });
    expect(await operator.call(planRoute, { body: { day: DAY } }, 'plan-key-1')).toEqual(asked);
    const made = await done(operator, asked.id);
    expect(made).toMatchObject({ state: 'done', planner: 'greedy', total: 24, secondsLeft: null });
    expect(made.results).toHaveLength(24);
    expect(made.assigned + made.failed).toBe(24);
    const board = await operator.call(boardRoute, { body: { day: DAY } });
    // Meals wait for the rounds of the kitchen.
    expect(board.counts).toEqual({ assigned: made.assigned, planned: made.failed + 1 });
    const file = await operator.send(planProblemRoute, { params: { id: asked.id } });
    const problem = daySnapshot.parse(file.body);
    expect(file.text).not.toContain('王秀英');
    expect(problem.visits).toHaveLength(24);
    // The stored problem gives the same plan anywhere.
    const again = planOf(problem);
    const carers = (visitId: number) =>
      made.results.find((row) => row.visitId === visitId)!.carers.map((each) => each.id);
    for (const proposal of again.proposals) expect(carers(proposal.visitId)).toEqual(proposal.carers);
    expect(again.unplanned).toHaveLength(made.failed);
  });

  it('are seen by those of the same scope, and assign nothing outside it', async () => {
    const list = await operator.call(plansRoute, { query: {} });
    expect(list.items).toHaveLength(1);
    expect((await other.call(plansRoute, { query: {} })).items).toEqual([]);
    expect(await other.refusal(planPageRoute, { params: { id: list.items[0]!.id } })).toEqual([
      404,
      'platform.not_found',
    ]);
    const { visitId } = await orderVisit(operator, 26, 'housekeeping', ['16:00', '18:00']);
    const theirs = await other.call(planRoute, { body: { day: DAY, visitIds: [visitId] } });
    expect(await done(other, theirs.id)).toMatchObject({
      assigned: 0,
      results: [{ visitId, ok: false, code: 'platform.not_found' }],
    });
    await addCarer(app, 17);
    const own = await provider.call(planRoute, { body: { day: DAY, visitIds: [visitId] } });
    expect((await done(provider, own.id)).results).toMatchObject([{ visitId, ok: true }]);
    expect((await operator.call(plansRoute, { query: {} })).items.map((each) => each.id)).not.toContain(
      theirs.id,
    );
  });

  it('survive a worker that is killed in the middle: nothing is lost or assigned twice', async () => {
    const ids: number[] = [];
    for (let id = 1; id <= 24; id += 1) {
      ids.push((await orderVisit(operator, id, 'housekeeping', ['16:00', '18:00'], '2026-03-12')).visitId);
    }
    await app.db.query(
      `INSERT INTO shifts (carer_id, org, division, day, starts_at, ends_at)
       SELECT carer_id, org, division, '2026-03-12', starts_at + interval '1 day', ends_at + interval '5 hours' + interval '1 day' FROM shifts`,
    );
    const asked = await operator.call(planRoute, { body: { day: '2026-03-12' } });
    await until(async () => {
      const row = await app.db.query(`SELECT 1 FROM visits WHERE day = '2026-03-12' AND state = 'assigned'`);
      return row.rowCount ? row : undefined;
    }, 'the first visit is assigned');
    await app.kill('worker', 'SIGKILL');
    await app.start('worker');
    const made = await until(async () => {
      const plan = await operator.call(planPageRoute, { params: { id: asked.id } });
      return plan.state === 'done' ? plan : undefined;
    }, 'the plan goes on');
    const board = await operator.call(boardRoute, { body: { day: '2026-03-12' } });
    expect(board.counts.assigned ?? 0).toBeGreaterThanOrEqual(made.assigned);
    const steps = await app.db.query(
      `SELECT visit_id FROM transitions WHERE command = 'assign' AND visit_id = ANY ($1)`,
      [ids],
    );
    expect(new Set(steps.rows.map((row: { visit_id: string }) => row.visit_id)).size).toBe(steps.rowCount);
    expect(steps.rowCount).toBe(board.counts.assigned ?? 0);
  });

  it('tells the family, the carer and the desk that a visit changed, and others nothing', async () => {
    const { visits } = await operator.call(boardRoute, { body: { day: DAY } });
    const mine = visits.find((visit) => visit.personId === 1)!;
    expect(mine.state).toBe('assigned');
    const carer = await app.as('carer', { carerId: mine.carers[0]!.id });
    const hears = async (who: TestClient) => {
      const { events } = await who.call(eventsAfter, { query: { after: 0 } });
      return events.some((event) => event.topic === 'visit.changed' && event.key === `visit:${mine.id}`);
    };
    for (const who of [daughter, carer, operator, provider]) expect(await hears(who)).toBe(true);
    expect(await hears(other)).toBe(false);
  });

  it('forget names and old plans when they are no longer needed', async () => {
    const named = async () =>
      Number(
        (await app.db.query<{ n: string }>('SELECT count(*) AS n FROM visits WHERE recipient IS NOT NULL'))
          .rows[0]!.n,
      );
    expect(await named()).toBeGreaterThan(0);
    await app.kill('worker');
    await goTo(app, at('08:00', '2026-04-20'));
    await app.start('worker');
    await until(async () => ((await named()) === 0 ? true : undefined), 'the names are gone');
    expect((await operator.call(plansRoute, { query: {} })).items).toEqual([]);
    const { visits } = await operator.call(boardRoute, { body: { day: DAY } });
    expect(visits[0]).toMatchObject({ personName: null, warnings: 0 });
    expect(await onBoard(operator, visits[0]!.id)).toBeDefined();
  });
});
