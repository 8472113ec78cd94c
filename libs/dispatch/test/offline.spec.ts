import { pageRoute as orderPage } from '@heling/orders/contract/orders';
import { queueListRoute } from '@heling/orders/contract/queue';
import { assignRoute } from '@heling/dispatch/contract/assign';
import { pageRoute, stepRoute, syncRoute } from '@heling/dispatch/contract/visits';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { CallInput } from '@heling/platform/contract/route';
import type { TestClient } from '@heling/platform/testing/client';
import {
  addCarer,
  addMenu,
  addPerson,
  at,
  goTo,
  key,
  near,
  NOW,
  onBoard,
  onPhone,
  orderVisit,
} from './support';

type Entry = CallInput<typeof syncRoute>['body']['entries'][number];
let app: TestApp;
let operator: TestClient;
let carer: TestClient;
let other: TestClient;
let evening: number;

const assign = async (id: number, carers: number[], time: string, overrideReason?: string) => {
  const { version } = await onBoard(operator, id);
  return operator.call(assignRoute, {
    params: { id },
    body: { version, carers, startsAt: at(time), overrideReason },
  });
};
const recorded = (
  visitId: number,
  command: 'accept' | 'depart' | 'arrive' | 'start' | 'finish',
  time: string,
): Entry => ({
  kind: 'step',
  visitId,
  key: key(),
  step: { command, at: at(time), ...(command === 'arrive' ? { position: near } : {}) },
});
const sync = (who: TestClient, entries: Entry[]) => who.call(syncRoute, { body: { entries } });

beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  await addMenu(app);
  for (let id = 1; id <= 6; id += 1) await addPerson(app, id);
  await addCarer(app, 11);
  await addCarer(app, 12);
  await addCarer(app, 22, { org: 3, division: '410622' });
  operator = await app.as('dispatcher', { divisions: ['410602'] });
  carer = await app.as('carer', { carerId: 11 });
  other = await app.as('carer', { carerId: 12 });
  evening = (await orderVisit(operator, 4, 'housekeeping', ['16:00', '18:00'])).visitId;
});
afterAll(() => app.close());

describe('a phone that was offline', () => {
  it('brings a whole visit afterwards, with the times at which it happened, and repeats do nothing', async () => {
    const { id: orderId, visitId } = await orderVisit(operator, 1, 'housekeeping', ['08:00', '10:00']);
    await assign(visitId, [11], '08:00');
    await goTo(app, at('11:00'));
    const entries = [
      recorded(visitId, 'depart', '07:40'),
      recorded(visitId, 'arrive', '07:55'),
      recorded(visitId, 'start', '08:00'),
      recorded(visitId, 'finish', '09:50'),
    ];
    const first = await sync(carer, entries);
    expect(first.results.map((each) => [each.result, each.state])).toEqual([
      ['applied', 'enRoute'],
      ['applied', 'arrived'],
      ['applied', 'inService'],
      ['applied', 'done'],
    ]);
    const again = await sync(carer, entries);
    expect(again.results.map((each) => each.result)).toEqual(['already', 'already', 'already', 'already']);
    // Under new keys they are known just as well: by what is on record.
    const renewed = await sync(
      carer,
      entries.map((entry) => ({ ...entry, key: key() })),
    );
    expect(renewed.results.map((each) => each.result)).toEqual(['already', 'already', 'already', 'already']);
    expect(await onPhone(carer, visitId)).toMatchObject({
      state: 'done',
      arrivedAt: new Date(at('07:55')).toISOString(),
      doneAt: new Date(at('09:50')).toISOString(),
    });
    expect((await operator.call(orderPage, { params: { id: orderId } })).state).toBe('completed');
    const { steps } = await operator.call(pageRoute, { params: { id: visitId } });
    expect(steps).toHaveLength(5);
  });

  it('answers a step that was sent before the connection broke as already made', async () => {
    const { visitId } = await orderVisit(operator, 2, 'housekeeping', ['14:00', '16:00']);
    await assign(visitId, [11], '14:00');
    await goTo(app, at('13:00'));
    const entry = recorded(visitId, 'depart', '13:00');
    if (entry.kind !== 'step') throw new Error('a step');
    await carer.call(stepRoute, { params: { id: visitId }, body: entry.step }, entry.key);
    expect((await sync(carer, [entry])).results).toMatchObject([{ result: 'already', state: 'enRoute' }]);
  });

  it('puts before a person what no longer fits, merges nothing, and stays so when it is sent again', async () => {
    const { visitId } = await orderVisit(operator, 3, 'housekeeping', ['16:00', '18:00']);
    await assign(visitId, [11], '16:00');
    await goTo(app, at('15:00'));
    // The phone is offline from 15:00; at 15:30 the office gives the visit to somebody else.
    await goTo(app, at('15:30'));
    await assign(visitId, [12], '16:00');
    await goTo(app, at('16:30'));
    const entries = [recorded(visitId, 'depart', '15:20'), recorded(visitId, 'arrive', '15:40')];
    const answer = await sync(carer, entries);
    expect(answer.results.map((each) => each.result)).toEqual(['conflict', 'conflict']);
    expect(answer.conflicts).toEqual([visitId]);
    expect(await onBoard(operator, visitId)).toMatchObject({ state: 'assigned', carers: [{ id: 12 }] });
    const queue = await operator.call(queueListRoute, { query: { kind: 'syncConflict' } });
    expect(queue.items).toHaveLength(1);
    expect(queue.items[0]).toMatchObject({
      subjectId: visitId,
      facts: { carerId: 11, steps: [{ what: 'depart', at: at('15:20') }, { what: 'arrive' }] },
    });
    // Even when the office gives the visit back, the old record is not slipped in.
    await assign(visitId, [11], '16:00', '护理员已在现场');
    const again = await sync(carer, entries);
    expect(again.results.map((each) => each.result)).toEqual(['conflict', 'conflict']);
    const [first] = entries;
    if (first?.kind !== 'step') throw new Error('a step');
    expect(await carer.refusal(stepRoute, { params: { id: visitId }, body: first.step }, first.key)).toEqual([
      409,
      'dispatch.conflict',
    ]);
    expect(await onBoard(operator, visitId)).toMatchObject({ state: 'assigned', carers: [{ id: 11 }] });
  });

  it('sees a conflict when the office changed the time meanwhile, though the carer is the same', async () => {
    const visitId = evening;
    await assign(visitId, [12], '16:00', '临时加班');
    await goTo(app, at('16:40'));
    await assign(visitId, [12], '17:30', '改到晚些');
    const answer = await sync(other, [recorded(visitId, 'arrive', '16:10')]);
    expect(answer.results).toMatchObject([{ result: 'conflict', code: 'dispatch.conflict' }]);
    // What was recorded after the change fits.
    await goTo(app, at('17:30'));
    expect((await sync(other, [recorded(visitId, 'arrive', '17:20')])).results).toMatchObject([
      { result: 'applied' },
    ]);
  });

  it('says what the phone itself can mend, and lets nobody raise conflicts about visits of others', async () => {
    const { visitId } = await orderVisit(operator, 5, 'housekeeping', ['08:00', '10:00'], '2026-03-12');
    const tomorrow = recorded(visitId, 'arrive', '19:00');
    const stranger = await app.as('carer', { carerId: 22 });
    await goTo(app, at('17:40'));
    expect((await sync(stranger, [tomorrow])).results).toMatchObject(
      [{ result: 'refused', code: 'dispatch.conflict' }].map(() => ({ result: 'refused' })),
    );
    expect((await sync(carer, [tomorrow])).conflicts).toEqual([]);
    const queue = await operator.call(queueListRoute, { query: { kind: 'syncConflict', limit: 200 } });
    expect(queue.items.map((each) => each.subjectId)).not.toContain(visitId);
    expect(await carer.refusal(syncRoute, { body: { entries: [] } })).toEqual([422, 'platform.invalid']);
    const future: Entry = { kind: 'step', visitId, key: key(), step: { command: 'accept', at: at('23:00') } };
    expect((await sync(carer, [future])).results).toMatchObject([{ result: 'refused' }]);
  });
});
