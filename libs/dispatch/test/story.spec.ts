import { pageRoute as orderPage, listRoute } from '@heling/orders/contract/orders';
import { makeRoundsRoute } from '@heling/orders/contract/kitchen';
import { queueClaimRoute as claimRoute, queueListRoute } from '@heling/orders/contract/queue';
import { sheetRoute } from '@heling/dispatch/contract/sheet';
import { assignRoute, autoAssignRoute, candidatesRoute } from '@heling/dispatch/contract/assign';
import {
  doorCodeRoute,
  evidenceFileRoute,
  evidenceRoute,
  gateRoute,
  pageRoute,
  roundRoute,
  sosRoute,
  stepRoute,
  vitalsAfterRoute,
} from '@heling/dispatch/contract/visits';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { JPEG, PNG } from './pictures';
import {
  addCarer,
  addMenu,
  addPerson,
  at,
  DAY,
  goTo,
  near,
  NOW,
  onBoard,
  onPhone,
  orderLunch,
  orderVisit,
} from './support';

let app: TestApp;
let operator: TestClient;
let daughter: TestClient;
let first: TestClient;
let second: TestClient;
let courier: TestClient;
let helper: TestClient;

const well = {
  systolic: 132,
  diastolic: 82,
  temperature: 36.6,
  pulse: 74,
  water: 40,
  mealOk: true,
  skinOk: true,
  familyPresent: false,
  consentOnFile: true,
};
const one = async (sql: string, ...params: unknown[]) =>
  (await app.db.query<Record<string, unknown>>(sql, params)).rows[0]!;
const step = (who: TestClient, id: number, body: Parameters<typeof who.call<typeof stepRoute>>[1]['body']) =>
  who.call(stepRoute, { params: { id }, body });
const photo = (bytes: Buffer, fields: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'a.jpg');
  return form;
};

beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  await addMenu(app);
  await addPerson(app, 1, { needLevel: 'severe', bathSex: 'female' });
  await addPerson(app, 2);
  await addCarer(app, 11);
  await addCarer(app, 12, { lat: 35.93 });
  await addCarer(app, 13, { sex: 'male' });
  await addCarer(app, 14, { qualifications: ['housekeeping'] });
  await addCarer(app, 21, { org: 1, qualifications: ['mealDelivery'] });
  operator = await app.as('dispatcher', { divisions: ['410602'] });
  daughter = await app.as('family', { persons: [1] });
  first = await app.as('carer', { carerId: 11 });
  second = await app.as('carer', { carerId: 12 });
  courier = await app.as('carer', { carerId: 21 });
  helper = await app.as('carer', { carerId: 14 });
});
afterAll(() => app.close());

describe('a bath and a lunch, from the order to what the family sees', () => {
  let bath: { id: number; visitId: number };

  it('finds the carers with their reasons, and assigns both at once', async () => {
    bath = await orderVisit(operator, 1, 'bath');
    const found = await operator.call(candidatesRoute, { params: { id: bath.visitId }, query: {} });
    expect(found).toMatchObject({
      carersNeeded: 2,
      proposed: { carers: [{ id: 11, name: '护理员11' }, { id: 12 }] },
      pairs: [{ carers: [{ id: 11 }, { id: 12 }] }],
    });
    expect(found.feasible.map((each) => each.carerId)).toEqual([11, 12]);
    const blocks = found.infeasible.map((each) => [each.carerId, ...each.blocks.map((block) => block.code)]);
    expect(blocks).toEqual([
      [13, 'sex'],
      [14, 'qualification'],
    ]);
    const made = await operator.call(autoAssignRoute, { body: { day: DAY } });
    expect(made).toMatchObject({ assigned: 1, failed: 0, remaining: 0 });
    expect(made.results[0]).toMatchObject({
      visitId: bath.visitId,
      ok: true,
      carers: [{ id: 11 }, { id: 12 }],
    });
    expect(made.results[0]?.startsAt).toBe(new Date(at('10:00')).toISOString());
    const again = await operator.call(autoAssignRoute, { body: { day: DAY } });
    expect(again.results).toEqual([]);
    expect(await onBoard(operator, bath.visitId)).toMatchObject({
      state: 'assigned',
      personName: '王秀英1',
      warnings: 1,
      risks: [],
      carers: [{ id: 11, name: '护理员11' }, { id: 12 }],
    });
    expect(await daughter.call(orderPage, { params: { id: bath.id } })).toMatchObject({
      state: 'confirmed',
      visitState: 'assigned',
      carers: [{ name: '护理员11' }, { name: '护理员12' }],
    });
  });

  it('prints work lists with addresses for the carers: a stated purpose, on record for every person', async () => {
    const { visits, watermark } = await operator.call(sheetRoute, { body: { day: DAY } });
    expect(visits).toEqual([
      expect.objectContaining({
        id: bath.visitId,
        carers: [
          { id: 11, name: '护理员11' },
          { id: 12, name: '护理员12' },
        ],
        personName: '王秀英1',
        phone: '10600000001',
        address: '鹤山区一号院',
      }),
    ]);
    expect(watermark).toMatch(/账号\d+ 2026-03-10 \d\d:\d\d/);
    expect(
      await one(
        `SELECT person_id, purpose FROM audit_log WHERE action = 'dispatch.sheet' ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual({ person_id: '1', purpose: 'workList' });
    const elsewhere = await app.as('dispatcher', { divisions: ['410622'] });
    expect((await elsewhere.call(sheetRoute, { body: { day: DAY } })).visits).toEqual([]);
  });

  it('shows the carer the way, the person and the next step, and nobody else', async () => {
    const mine = await onPhone(first, bath.visitId);
    expect(mine).toMatchObject({
      recipient: { name: '王秀英1', phone: '10600000001', address: '鹤山区一号院', warnings: ['独居'] },
      carers: [
        { id: 11, me: true },
        { id: 12, me: false, phone: '10600000012' },
      ],
      gate: { needed: true, passed: false, vitalsAfter: false },
      commands: [
        { command: 'accept', label: '接单' },
        { command: 'decline' },
        { command: 'depart' },
        { command: 'arrive' },
      ],
      travel: { kilometres: 0, minutes: 0 },
    });
    expect(await onPhone(courier, bath.visitId)).toBeUndefined();
    expect(await courier.refusal(pageRoute, { params: { id: bath.visitId } })).toEqual([
      404,
      'platform.not_found',
    ]);
  });

  it('asks for the bath both carers at the door, the passed check, and the vitals afterwards', async () => {
    const id = bath.visitId;
    expect(await step(first, id, { command: 'accept' })).toMatchObject({ state: 'accepted', already: false });
    expect(await step(second, id, { command: 'accept' })).toMatchObject({ state: 'accepted', already: true });
    expect(await first.refusal(stepRoute, { params: { id }, body: { command: 'depart' } })).toEqual([
      409,
      'dispatch.state',
    ]);
    await goTo(app, at('09:40'));
    await step(first, id, { command: 'depart' });
    await goTo(app, at('09:55'));
    const refused = await first.send(stepRoute, {
      params: { id },
      body: { command: 'arrive', position: { lng: 114.3, lat: 35.9, accuracy: 10 } },
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'dispatch.check_in', field: 'doorCode' } });
    const inRange = await step(first, id, { command: 'arrive', position: near });
    expect(inRange).toMatchObject({
      state: 'arrived',
      checkIn: 'position',
      commands: [{ command: 'notAtHome' }, { command: 'interrupt' }],
    });
    expect(await daughter.call(orderPage, { params: { id: bath.id } })).toMatchObject({
      state: 'inProgress',
    });
    const early = await first.refusal(gateRoute, { params: { id }, body: well });
    expect(early).toEqual([409, 'dispatch.guard']);
    expect(
      await second.refusal(stepRoute, { params: { id }, body: { command: 'arrive', doorCode: '000000' } }),
    ).toEqual([422, 'dispatch.door_code']);
    const { code } = await operator.call(doorCodeRoute, { params: { id: 1 } });
    const both = await step(second, id, { command: 'arrive', doorCode: code });
    expect(both).toMatchObject({
      state: 'arrived',
      checkIn: 'code',
      commands: [{ command: 'gate' }, { command: 'notAtHome' }, {}],
    });
    expect(await first.refusal(stepRoute, { params: { id }, body: { command: 'start' } })).toEqual([
      409,
      'dispatch.guard',
    ]);

    const high = await first.call(gateRoute, {
      params: { id },
      body: { ...well, systolic: 171, mayRemeasure: true },
    });
    expect(high).toMatchObject({ passed: false, state: 'arrived', reasons: [{ code: 'systolic' }] });
    const passed = await first.call(gateRoute, { params: { id }, body: well });
    expect(passed).toMatchObject({ passed: true, state: 'gated', reasons: [] });
    expect(await second.call(gateRoute, { params: { id }, body: well })).toMatchObject({
      already: true,
      passed: true,
    });
    await step(first, id, { command: 'start' });
    expect(await first.refusal(stepRoute, { params: { id }, body: { command: 'finish' } })).toEqual([
      409,
      'dispatch.guard',
    ]);
    const after = await first.call(vitalsAfterRoute, {
      params: { id },
      body: { systolic: 165, diastolic: 80, temperature: 36.8 },
    });
    expect(after).toMatchObject({
      warnings: [{ code: 'systolic' }],
      commands: [{ command: 'finish' }, { command: 'interrupt' }],
    });
  });

  it('keeps photos only of what is a picture, with consent, and shows them only with consent', async () => {
    const id = bath.visitId;
    const send = (body: FormData) => first.send(evidenceRoute, { params: { id }, body });
    expect(await send(photo(Buffer.from('GIF89a not a photo')))).toMatchObject({
      status: 415,
      body: { code: 'dispatch.photo_kind' },
    });
    expect(await send(photo(Buffer.alloc(6 << 20, 1)))).toMatchObject({ status: 413 });
    const kept = await send(photo(JPEG, { takenAt: at('09:50') }));
    expect(kept).toMatchObject({ status: 200, body: { kind: 'photo', already: false } });
    expect(await send(photo(JPEG))).toMatchObject({ status: 200, body: { already: true } });
    const photoId = (kept.body as { id: number }).id;
    const seen = await daughter.send(evidenceFileRoute, { params: { id: photoId } });
    expect(seen).toMatchObject({ status: 200 });
    expect(seen.headers.get('content-type')).toBe('image/jpeg');
    await app.db.query(`UPDATE consents SET covers = '{order,follow}'`);
    expect(await daughter.refusal(evidenceFileRoute, { params: { id: photoId } })).toEqual([
      403,
      'dispatch.photo_consent',
    ]);
    expect(await send(photo(PNG))).toMatchObject({ status: 403, body: { code: 'dispatch.photo_consent' } });
    expect(await send(photo(PNG, { consent: 'asked' }))).toMatchObject({ status: 200 });
    expect(await courier.refusal(evidenceFileRoute, { params: { id: photoId } })).toEqual([
      404,
      'platform.not_found',
    ]);
    expect(await one('SELECT count(*)::int AS n FROM evidence')).toEqual({ n: 2 });
  });

  it('completes the order, consumes the quota, frees the carers and leaves a trail', async () => {
    const id = bath.visitId;
    await goTo(app, at('10:50'));
    const done = await step(second, id, { command: 'finish' });
    expect(done).toMatchObject({ state: 'done', commands: [] });
    const page = await daughter.call(orderPage, { params: { id: bath.id } });
    expect(page).toMatchObject({ state: 'completed', visitState: 'done', canRate: true, evidence: [{}, {}] });
    expect(page.transitions.filter((each) => each.about === 'visit').map((each) => each.command)).toEqual([
      'assign',
      'accept',
      'depart',
      'arrive',
      'arrive',
      'passGate',
      'start',
      'finish',
    ]);
    expect(await one('SELECT reserved::int, consumed::int FROM quotas WHERE person_id = 1')).toEqual({
      reserved: 0,
      consumed: 7200,
    });
    expect(await one('SELECT bool_and(released) AS free FROM visit_carers WHERE visit_id = $1', id)).toEqual({
      free: true,
    });
    const story = await operator.call(pageRoute, { params: { id } });
    expect(story).toMatchObject({
      recipient: null,
      checks: [{ passed: false }, { passed: true }],
      commands: [],
    });
    expect(story.vitalsAfter).toMatchObject({ systolic: 165 });
    const told = await app.db.query<{ payload: { state: string } }>(
      `SELECT payload FROM outbox WHERE topic = 'visit.changed' AND key = $1 AND carers @> '{11,12}' AND person_id = 1 ORDER BY id`,
      [`visit:${id}`],
    );
    expect(told.rows.at(-1)?.payload.state).toBe('done');
    const audited = await one(
      `SELECT count(*)::int AS n FROM audit_log WHERE subject = 'visit' AND subject_id = $1 AND account_id IS NOT NULL`,
      id,
    );
    expect(audited.n).toBeGreaterThanOrEqual(10);
    expect(app.log()).not.toContain('王秀英');
  });

  it('ends a bath that is not safe, by rule of money, and asks for a new date', async () => {
    const risky = await orderVisit(operator, 1, 'bath', ['14:00', '16:00']);
    await operator.call(autoAssignRoute, { body: { day: DAY, visitIds: [risky.visitId] } });
    await goTo(app, at('14:00'));
    await step(first, risky.visitId, { command: 'arrive', position: near });
    await step(second, risky.visitId, { command: 'arrive', note: '手机没有信号，老人可作证' });
    expect(await onBoard(operator, risky.visitId)).toMatchObject({ risks: [{ code: 'flaggedCheckIn' }] });
    const ended = await first.call(gateRoute, {
      params: { id: risky.visitId },
      body: { ...well, temperature: 38.2, skinOk: false },
    });
    expect(ended).toMatchObject({
      passed: false,
      state: 'refusedForSafety',
      reasons: [{ code: 'temperature' }, { code: 'skin' }],
    });
    expect(await operator.call(orderPage, { params: { id: risky.id } })).toMatchObject({
      state: 'failed',
      outcome: 'refusedForSafety',
    });
    const queue = await operator.call(queueListRoute, { query: { kind: 'newDate' } });
    expect(queue.items[0]).toMatchObject({ subjectId: risky.visitId });
  });

  it('delivers the lunches of a round with one tap each, and looks after who does not answer', async () => {
    await goTo(app, at('08:00'));
    const [a, b] = [await orderLunch(operator, 1, 2), await orderLunch(operator, 2)];
    await operator.call(makeRoundsRoute, { params: { id: 1 }, body: { couriers: [21] } });
    await goTo(app, at('11:10'));
    const before = await courier.call(roundRoute, { query: {} });
    expect(before.rounds).toMatchObject([{ state: 'planned', left: 2, delivered: 0, mealName: '午餐' }]);
    const stop = before.rounds[0]!.stops.find((each) => each.id === a.visitId)!;
    expect(stop.portions).toEqual([{ name: '红烧豆腐套餐', texture: 'normal', quantity: 2 }]);
    expect(stop.commands.map((each) => each.command)).toEqual(
      expect.arrayContaining(['deliver', 'notAtHome']),
    );
    await step(courier, a.visitId, { command: 'deliver' });
    const half = await courier.call(roundRoute, { query: {} });
    expect(half.rounds).toMatchObject([{ state: 'underWay', left: 1, delivered: 1 }]);
    await step(courier, b.visitId, { command: 'notAtHome' });
    expect((await courier.call(roundRoute, { query: {} })).rounds).toMatchObject([
      { state: 'done', left: 0 },
    ]);
    const queue = await operator.call(queueListRoute, { query: { kind: 'welfareCheck' } });
    expect(queue.items[0]).toMatchObject({ severity: 'P0', personId: 2 });
    const orders = await operator.call(listRoute, { body: { service: 'lunch' } });
    expect(orders.items.map((each) => [each.id, each.state])).toEqual([
      [b.id, 'failed'],
      [a.id, 'completed'],
    ]);
  });

  it('puts a call for help on top of the queue', async () => {
    const home = await orderVisit(operator, 2, 'housekeeping', ['14:00', '16:00']);
    await goTo(app, at('13:50'));
    const version = (await onBoard(operator, home.visitId)).version;
    const body = { version, carers: [14], startsAt: at('14:00') };
    await operator.call(assignRoute, { params: { id: home.visitId }, body });
    expect(
      await helper.call(sosRoute, {
        params: { id: home.visitId },
        body: { position: near, note: '老人摔倒' },
      }),
    ).toMatchObject({
      workItem: true,
    });
    const { items } = await operator.call(queueListRoute, { query: { kind: 'sos' } });
    expect(items[0]).toMatchObject({
      kind: 'sos',
      severity: 'P0',
      subjectId: home.visitId,
      facts: { carerId: 14 },
    });
    expect(JSON.stringify(items[0])).not.toContain('摔倒');
    // Somebody has it in hand; a second call alerts everybody again.
    const item = items[0]!;
    await operator.call(claimRoute, { params: { id: item.id }, body: { version: item.version } });
    const alerts = async () =>
      (
        await one(
          `SELECT count(*)::int AS n FROM outbox WHERE topic = 'queue.changed' AND payload->>'kind' = 'sos'`,
        )
      ).n;
    const before = await alerts();
    const again = await helper.call(sosRoute, { params: { id: home.visitId }, body: { position: near } });
    expect(again.workItem).toBe(true);
    expect(await alerts()).toBe((before as number) + 1);
    const after = await operator.call(queueListRoute, { query: { kind: 'sos' } });
    expect(after.items).toMatchObject([{ id: item.id, claimedBy: null }]);
  });
});
