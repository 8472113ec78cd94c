import { until } from '@heling/platform/testing/until';
import { pageRoute as orderPage } from '@heling/orders/contract/orders';
import { makeRoundsRoute } from '@heling/orders/contract/kitchen';
import { queueListRoute } from '@heling/orders/contract/queue';
import {
  assignRoute,
  autoAssignRoute,
  carerSickRoute,
  consequencesRoute,
  interruptRoute,
  setSettingsRoute,
  settingsRoute,
  unassignRoute,
} from '@heling/dispatch/contract/assign';
import { boardRoute } from '@heling/dispatch/contract/board';
import { roundRoute, stepRoute } from '@heling/dispatch/contract/visits';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import {
  addCarer,
  addMenu,
  addPerson,
  at,
  DAY,
  DIVISION,
  goTo,
  NOW,
  onBoard,
  orderLunch,
  orderVisit,
} from './support';

let app: TestApp;
let operator: TestClient;
let city: TestClient;
const iso = (time: string) => new Date(at(time)).toISOString();
const count = async (sql: string, ...params: unknown[]) =>
  Number((await app.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, params)).rows[0]!.n);
const assign = (who: TestClient, id: number, version: number, carers: number[], time: string, why?: string) =>
  who.send(assignRoute, {
    params: { id },
    body: { version, carers, startsAt: at(time), overrideReason: why },
  });

beforeAll(async () => {
  app = await startTestApp({ worker: true, now: NOW });
  await addMenu(app);
  for (let id = 1; id <= 40; id += 1) await addPerson(app, id);
  for (let id = 11; id <= 14; id += 1) await addCarer(app, id, { lat: 35.9 + (id - 11) / 100 });
  operator = await app.as('dispatcher', { divisions: ['410602'] });
  city = await app.as('city');
});
afterAll(() => app.close());

/** Visits of housekeeping, ordered for different persons. */
async function homes(count_: number, from: number, window?: [string, string]): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < count_; i += 1) {
    ids.push((await orderVisit(operator, from + i, 'housekeeping', window)).visitId);
  }
  return ids;
}

describe('assigning', () => {
  it('promises a carer once, whoever fights for them, and says who and when', async () => {
    const visits = await homes(20, 1);
    const answers = await Promise.all(visits.map((id) => assign(operator, id, 1, [11], '10:00')));
    expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
    const refused = answers.filter((each) => each.status !== 200);
    expect(new Set(refused.map((each) => `${each.status} ${(each.body as { code: string }).code}`))).toEqual(
      new Set(['409 dispatch.double_booked']),
    );
    expect(refused[0]?.body).toMatchObject({
      detail: '所选护理员在 10:00–12:00 已有其他安排，请换人或换一个时间。',
      current: {
        conflicts: [{ carerId: 11, carerName: '护理员11', startsAt: iso('10:00'), endsAt: iso('12:00') }],
      },
    });
    expect(await count('visit_carers WHERE carer_id = 11')).toBe(1);
    expect(await count(`transitions WHERE command = 'assign'`)).toBe(1);
    for (const id of visits) {
      const { state, version } = await onBoard(operator, id);
      if (state === 'assigned') {
        await operator.call(unassignRoute, { params: { id }, body: { version, reason: '测试' } });
      }
    }
    expect(await count('visit_carers')).toBe(0);
    await app.db.query(`UPDATE visits SET state = 'cancelled'`);
  });

  it('lets the constraint have the last word when a booking could not be seen', async () => {
    const [visit, hidden] = await homes(2, 1);
    // A booking that another way writes at the same moment (the kitchen's rounds), in a county that is not ours.
    await app.db.query(
      `INSERT INTO visit_carers (visit_id, slot, carer_id, person_id, division, org, period)
       VALUES ($1, 2, 14, 1, '410699', 9, tstzrange($2, $3))`,
      [hidden, at('10:30'), at('11:00')],
    );
    expect(await assign(operator, visit!, 1, [14], '10:00')).toMatchObject({
      status: 409,
      body: { code: 'dispatch.double_booked' },
    });
    await app.db.query('DELETE FROM visit_carers');
    await app.db.query(`UPDATE visits SET state = 'cancelled'`);
  });

  it('gives a visit to one of two operators at the same moment, and shows the other what it is now', async () => {
    const [visit] = await homes(1, 1);
    const answers = await Promise.all([
      assign(operator, visit!, 1, [11], '10:00'),
      assign(city, visit!, 1, [12], '10:30'),
    ]);
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
    const lost = answers.find((each) => each.status === 409)!.body as { code: string; current: object };
    const won = answers.find((each) => each.status === 200)!.body as { carers: object[]; version: number };
    expect(lost).toMatchObject({
      code: 'platform.stale',
      current: { state: 'assigned', version: 2, carers: won.carers },
    });
    const current = await onBoard(operator, visit!);
    const moved = await assign(operator, visit!, current.version, [13], '10:30');
    expect(moved).toMatchObject({
      status: 200,
      body: { state: 'assigned', version: 3, carers: [{ id: 13 }] },
    });
    const back = await operator.call(unassignRoute, {
      params: { id: visit! },
      body: { version: 3, reason: '家属改期' },
    });
    expect(back).toMatchObject({ state: 'planned', version: 4 });
    const queue = await operator.call(queueListRoute, { query: { kind: 'visitUnassigned' } });
    expect(queue.items.map((each) => each.subjectId)).toContain(visit);
    expect(
      await operator.refusal(interruptRoute, {
        params: { id: visit! },
        body: { version: 4, reason: '测试' },
      }),
    ).toEqual([409, 'dispatch.state']);
    await app.db.query(`UPDATE visits SET state = 'cancelled'`);
  });

  it('takes both carers of a bath or none', async () => {
    const [home] = await homes(1, 1);
    await assign(operator, home!, 1, [12], '10:00');
    const bath = await orderVisit(operator, 2, 'bath');
    const half = await assign(operator, bath.visitId, 1, [11, 12], '11:00');
    expect(half).toMatchObject({ status: 409, body: { code: 'dispatch.double_booked' } });
    expect(await count('visit_carers WHERE visit_id = $1', bath.visitId)).toBe(0);
    expect(await count('visit_carers WHERE carer_id = 11')).toBe(0);
    expect(await assign(operator, bath.visitId, 1, [11], '11:00')).toMatchObject({
      status: 422,
      body: { code: 'dispatch.stopped', reasons: [{ code: 'crew' }] },
    });
    expect(await assign(operator, bath.visitId, 1, [11, 11], '11:00')).toMatchObject({ status: 422 });
    expect(await assign(operator, bath.visitId, 1, [11, 13], '11:00')).toMatchObject({ status: 200 });
    expect((await onBoard(operator, bath.visitId)).carers.map((each) => each.id)).toEqual([11, 13]);
    await app.db.query(`DELETE FROM visit_carers`);
    await app.db.query(`UPDATE visits SET state = 'cancelled'`);
  });

  it('stops what is forbidden, asks a reason for what is unwise, and shows the consequences before', async () => {
    await addCarer(app, 15, { qualifications: [] });
    await addCarer(app, 16, { shift: ['13:00', '18:00'] });
    await addCarer(app, 17, { org: 3, division: '410602001' });
    const [visit] = await homes(1, 1);
    const look = (carers: number[], time: string) =>
      operator.call(consequencesRoute, { params: { id: visit! }, body: { carers, startsAt: at(time) } });
    expect((await look([15], '10:00')).stops.map((each) => each.code)).toEqual(['qualification']);
    expect((await look([17], '10:00')).stops.map((each) => each.code)).toEqual(['org']);
    expect((await look([16], '10:00')).warnings.map((each) => each.code)).toEqual(['shift']);
    expect(await look([11], '12:30')).toMatchObject({ latenessMinutes: 30, warnings: [{ code: 'late' }] });
    expect(await assign(operator, visit!, 1, [15], '10:00')).toMatchObject({
      status: 422,
      body: { code: 'dispatch.stopped' },
    });
    expect(await assign(operator, visit!, 1, [16], '10:00')).toMatchObject({
      status: 422,
      body: { code: 'dispatch.reason_needed', field: 'overrideReason', reasons: [{ code: 'shift' }] },
    });
    expect(await assign(operator, visit!, 1, [999], '10:00')).toMatchObject({
      status: 422,
      body: { field: 'carers' },
    });
    expect(
      await operator.send(assignRoute, {
        params: { id: visit },
        body: { version: 1, carers: [11], startsAt: at('10:00', '2026-03-12') },
      }),
    ).toMatchObject({ status: 422, body: { field: 'startsAt' } });
    expect(await assign(operator, visit!, 1, [16], '10:00', '已电话约好提前到岗')).toMatchObject({
      status: 200,
    });
    const after = await look([12], '10:00');
    expect(after.carers.map((each) => [each.id, each.change])).toEqual([
      [12, 'comes'],
      [16, 'goes'],
    ]);
    await app.db.query(`DELETE FROM visit_carers`);
    await app.db.query(`UPDATE visits SET state = 'cancelled'`);
  });

  it('repeats a command under its key without effect', async () => {
    const [visit] = await homes(1, 1);
    const body = { version: 1, carers: [11], startsAt: at('10:00') };
    const send = () => operator.call(assignRoute, { params: { id: visit! }, body }, 'assign-key-1');
    expect(await send()).toEqual(await send());
    expect(await count('transitions WHERE visit_id = $1', visit)).toBe(1);
    await app.db.query(`DELETE FROM visit_carers`);
    await app.db.query(`UPDATE visits SET state = 'cancelled'`);
  });
});

describe('bulk work and the day', () => {
  it('assigns a whole morning row by row, says why not, and does no harm when repeated', async () => {
    const visits = await homes(10, 1, ['08:00', '10:00']);
    const body = { day: DAY };
    const made = await operator.call(autoAssignRoute, { body }, 'auto-key-1');
    expect(made.results).toHaveLength(10);
    // 11 to 14 have time for two cleanings of two hours that begin by ten, next door; 16 works only later.
    expect(made).toMatchObject({ assigned: made.results.filter((each) => each.ok).length, remaining: 0 });
    expect(made.assigned).toBe(8);
    const failed = made.results.filter((each) => !each.ok);
    expect(failed[0]).toMatchObject({ code: 'dispatch.busy' });
    expect(await operator.call(autoAssignRoute, { body }, 'auto-key-1')).toEqual(made);
    const again = await operator.call(autoAssignRoute, { body });
    expect(again).toMatchObject({ assigned: 0, failed: 2 });
    const named = await operator.call(autoAssignRoute, {
      body: { day: DAY, visitIds: [visits[0]!, 999_999] },
    });
    expect(named.results.map((each) => each.code).sort()).toEqual(
      [made.results[0]!.ok ? 'dispatch.state' : 'dispatch.busy', 'platform.not_found'].sort(),
    );
  });

  it('gives the day of a carer who falls ill to others, and puts the rest in the queue', async () => {
    const before = await city.call(boardRoute, { body: { day: DAY, state: 'assigned' } });
    const theirs = before.visits.filter((visit) => visit.carers[0]?.id === 11);
    const afternoon = await homes(1, 30, ['14:00', '16:00']);
    expect(await assign(operator, afternoon[0]!, 1, [11], '14:00')).toMatchObject({ status: 200 });
    const sick = await operator.call(carerSickRoute, { body: { carerId: 11, day: DAY } });
    expect(sick.results.map((each) => [each.visitId, each.ok])).toEqual(
      expect.arrayContaining([...theirs.map((visit) => [visit.id, false]), [afternoon[0], true]]),
    );
    expect(await onBoard(operator, theirs[0]!.id)).toMatchObject({ state: 'planned', carers: [] });
    const moved = await onBoard(operator, afternoon[0]!);
    expect(moved).toMatchObject({ state: 'assigned' });
    expect(moved.carers[0]?.id).not.toBe(11);
    const queue = await operator.call(queueListRoute, { query: { kind: 'carerSick' } });
    expect(queue.items.map((each) => each.subjectId)).toEqual(theirs.map((visit) => visit.id));
    const board = await operator.call(boardRoute, { body: { day: DAY } });
    expect(board.carers.find((carer) => carer.id === 11)).toMatchObject({
      shift: { state: 'sick' },
      loadMinutes: 0,
    });
    expect(await operator.call(carerSickRoute, { body: { carerId: 11, day: DAY } })).toMatchObject({
      results: [],
    });
  });

  it('hears of a sick carer from the register too, and keeps the partner of a bath', async () => {
    await addCarer(app, 18);
    const bath = await orderVisit(operator, 31, 'bath', ['16:00', '18:00']);
    expect(await assign(operator, bath.visitId, 1, [12, 18], '16:00')).toMatchObject({ status: 200 });
    await app.db.query(`UPDATE shifts SET state = 'sick' WHERE carer_id = 18`);
    await app.db.query(
      `INSERT INTO outbox (topic, key, division, org, payload) VALUES ('carer.sick', 'carer:18', '410602001', 2, $1)`,
      [JSON.stringify({ carerId: 18, day: DAY, shiftId: 1 })],
    );
    const moved = await until(async () => {
      const visit = await onBoard(operator, bath.visitId);
      return visit.carers.some((each) => each.id === 18) ? undefined : visit;
    }, 'the bath goes to others');
    expect(moved.state).toBe('assigned');
    expect(moved.carers.map((each) => each.id)).toContain(12);
    expect(moved.carers).toHaveLength(2);
  });

  it('hands the whole round of a sick courier to another one of the kitchen', async () => {
    const couriers = { org: 1, qualifications: ['mealDelivery'] };
    for (const id of [21, 22, 23]) await addCarer(app, id, couriers);
    await addCarer(app, 24, { ...couriers, shift: ['15:00', '19:00'] });
    const meals = [];
    for (const id of [34, 35, 36]) meals.push(await orderLunch(operator, id));
    await operator.call(makeRoundsRoute, { params: { id: 1 }, body: { couriers: [21] } });
    // 22 has something else to do at noon.
    await app.db.query(
      `INSERT INTO visit_carers (visit_id, slot, carer_id, person_id, division, org, period)
       SELECT id, 9, 22, person_id, division, org, tstzrange($1, $2) FROM visits WHERE state = 'cancelled' LIMIT 1`,
      [at('11:05'), at('11:20')],
    );
    await app.db.query(
      `UPDATE visits SET carers = '{22}' WHERE id IN (SELECT visit_id FROM visit_carers WHERE slot = 9)`,
    );
    const sick = await operator.call(carerSickRoute, { body: { carerId: 21, day: DAY } });
    expect(sick.assigned).toBe(3);
    for (const { visitId } of meals)
      expect((await onBoard(operator, visitId)).carers.map((each) => each.id)).toEqual([23]);
    const courier = await app.as('carer', { carerId: 23 });
    const { rounds } = await courier.call(roundRoute, { query: { day: DAY } });
    expect(rounds).toMatchObject([{ left: 3, stops: [{}, {}, {}] }]);
    await app.db.query('DELETE FROM visit_carers WHERE slot = 9');
    await app.db.query(`UPDATE visits SET carers = '{}' WHERE carers = '{22}'`);
  });

  it('filters and counts the board by what is asked', async () => {
    const all = await operator.call(boardRoute, { body: { day: DAY } });
    const sum = Object.values(all.counts).reduce((a, b) => a + b, 0);
    expect(all.total).toBe(sum);
    const open = await operator.call(boardRoute, {
      body: { day: DAY, unassignedOnly: true, withCarers: false },
    });
    expect(open.carers).toEqual([]);
    expect(open.total).toBe((all.counts.planned ?? 0) + (all.counts.declined ?? 0));
    expect(open.counts).toEqual(all.counts);
    const baths = await operator.call(boardRoute, { body: { day: DAY, service: 'bath', state: 'assigned' } });
    expect(baths.visits.every((visit) => visit.service === 'bath')).toBe(true);
    const few = await operator.call(boardRoute, { body: { day: DAY, limit: 2 } });
    expect(few.visits).toHaveLength(2);
    expect(few.total).toBe(all.total);
    const elsewhere = await operator.call(boardRoute, { body: { day: DAY, division: '410622' } });
    expect(elsewhere).toMatchObject({ visits: [], total: 0, counts: {} });
  });
});

describe('what the worker looks after', () => {
  it('assigns new visits by itself only within the limits of the city', async () => {
    const settings = await city.call(settingsRoute, {});
    expect(settings).toMatchObject({ autoAssign: { services: [] }, missedCheckInMinutes: 10 });
    const limits = { services: ['housekeeping'], maxKilometres: 5, maxLoadMinutes: 480 };
    expect(
      await city.refusal(setSettingsRoute, { body: { autoAssign: { ...limits, services: ['bath'] } } }),
    ).toEqual([422, 'dispatch.auto_refused']);
    expect(await operator.refusal(setSettingsRoute, { body: { autoAssign: limits } })).toEqual([
      403,
      'access.role',
    ]);
    await city.call(setSettingsRoute, { body: { autoAssign: limits } });
    const [next] = [await orderVisit(operator, 32, 'housekeeping', ['14:00', '16:00'])];
    await until(async () => {
      const visit = await onBoard(operator, next.visitId);
      return visit.state === 'assigned' ? visit : undefined;
    }, 'the visit is assigned');
    expect(await operator.call(orderPage, { params: { id: next.id } })).toMatchObject({ state: 'confirmed' });
    // Switched off, at once.
    await city.call(setSettingsRoute, { body: { autoAssign: { ...limits, services: [] } } });
    const left = await orderVisit(operator, 33, 'housekeeping', ['14:00', '16:00']);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await onBoard(operator, left.visitId)).state).toBe('planned');
  });

  it('queues a visit that nobody has checked in to 10 minutes after its start, once', async () => {
    const { visits } = await operator.call(boardRoute, { body: { day: DAY, state: 'assigned' } });
    const early = visits.find((visit) => visit.startsAt === iso('08:00'))!;
    await goTo(app, at('08:09'));
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    const missed = async () =>
      (await operator.call(queueListRoute, { query: { kind: 'missedCheckIn' } })).items;
    expect(await missed()).toEqual([]);
    await goTo(app, at('08:12'));
    const items = await until(async () => {
      const found = await missed();
      return found.length > 0 ? found : undefined;
    }, 'the missed check-in stands in the queue');
    expect(items.map((each) => each.subjectId)).toContain(early.id);
    expect((await onBoard(operator, early.id)).risks[0]).toMatchObject({ code: 'missedCheckIn' });
    // The carer comes after all: the matter closes by itself.
    const late = await app.as('carer', { carerId: early.carers[0]!.id });
    await goTo(app, at('08:13'));
    await late.call(stepRoute, { params: { id: early.id }, body: { command: 'arrive', note: '路上堵车' } });
    expect((await missed()).map((each) => each.subjectId)).not.toContain(early.id);
  });

  it('queues what is still without carers some hours before its window', async () => {
    const items = await until(async () => {
      const found = (await operator.call(queueListRoute, { query: { kind: 'visitUnassigned', limit: 200 } }))
        .items;
      return found.length > 0 ? found : undefined;
    }, 'unassigned visits stand in the queue');
    expect(items.every((each) => each.severity === 'P1')).toBe(true);
  });
});

describe('who may', () => {
  it('shows and changes nothing outside the scope', async () => {
    const there = await app.as('dispatcher', { divisions: ['410622'] });
    const other = await app.as('providerManager', { orgs: [3] });
    await goTo(app, at('08:14'));
    const { visits } = await operator.call(boardRoute, { body: { day: DAY } });
    const [visit] = visits;
    for (const outsider of [there, other]) {
      expect(await outsider.call(boardRoute, { body: { day: DAY } })).toMatchObject({ visits: [], total: 0 });
      const body = { version: visit!.version, carers: [12], startsAt: at('10:00') };
      expect(await outsider.refusal(assignRoute, { params: { id: visit!.id }, body })).toEqual([
        404,
        'platform.not_found',
      ]);
      expect(
        await outsider.refusal(consequencesRoute, {
          params: { id: visit!.id },
          body: { carers: [12], startsAt: at('10:00') },
        }),
      ).toEqual([404, 'platform.not_found']);
      expect(
        await outsider.refusal(unassignRoute, {
          params: { id: visit!.id },
          body: { version: 1, reason: 'x' },
        }),
      ).toEqual([404, 'platform.not_found']);
      expect(await outsider.refusal(carerSickRoute, { body: { carerId: 12, day: DAY } })).toEqual([
        404,
        'platform.not_found',
      ]);
      expect(
        await outsider.call(autoAssignRoute, { body: { day: DAY, visitIds: [visit!.id] } }),
      ).toMatchObject({ assigned: 0 });
    }
    // The provider of these carers sees their visits, with the preference of who bathes whom.
    const own = await app.as('providerManager', { orgs: [2] });
    await goTo(app, at('08:15'));
    const mine = await own.call(boardRoute, { body: { day: DAY } });
    expect(mine.total).toBe((await operator.call(boardRoute, { body: { day: DAY, org: 2 } })).total);
    expect(DIVISION.startsWith('410602')).toBe(true);
  });
});
