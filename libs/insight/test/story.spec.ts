import { until } from '@heling/platform/testing/until';
import { cancelRoute } from '@heling/orders/contract/orders';
import { rateRoute } from '@heling/orders/contract/ratings';
import { autoAssignRoute } from '@heling/dispatch/contract/assign';
import { stepRoute } from '@heling/dispatch/contract/visits';
import { figuresRoute, rowsRoute } from '@heling/insight/contract/figures';
import { absentRoute } from '@heling/people/contract/shifts';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import {
  DAY,
  NOW,
  addCarer,
  addMenu,
  addPerson,
  at,
  goTo,
  near,
  onBoard,
  orderLunch,
  orderVisit,
} from '../../dispatch/test/support';
import { counted } from './support';

let app: TestApp;
let operator: TestClient;

beforeAll(async () => {
  app = await startTestApp({ now: NOW, worker: true });
  await addMenu(app);
  await addPerson(app, 1, { needLevel: 'severe' });
  await addPerson(app, 2);
  await addCarer(app, 14, { qualifications: ['housekeeping'] });
  await addCarer(app, 15, { qualifications: ['housekeeping'], lat: 35.92 });
  operator = await app.as('dispatcher', { divisions: ['410602'] });
});
afterAll(() => app.close());

const figures = async () => {
  await counted(app);
  return operator.call(figuresRoute, { body: { from: DAY, to: DAY, by: 'service' } });
};

describe('from the order to the figures, through every service on the way', () => {
  it('counts what was ordered, cancelled, done in time and rated', async () => {
    const visit = await orderVisit(operator, 1, 'housekeeping');
    const kept = await orderLunch(operator, 1);
    const given = await orderLunch(operator, 2, 2);
    expect((await figures()).total).toMatchObject({ orders: 3, open: 3, price: 8000 + 1200 + 2400 });

    const body = { version: given.version, reason: '去儿子家' };
    await operator.call(cancelRoute, { params: { id: given.id }, body });
    await operator.call(autoAssignRoute, { body: { day: DAY } });
    const { carers } = await onBoard(operator, visit.visitId);
    expect(carers.map((carer) => carer.id)).toEqual([14]);

    // The carer reports sick on the phone; dispatch hears of it and sends the other one.
    const sick = await app.as('carer', { carerId: 14 });
    await sick.call(absentRoute, { params: { id: 14 }, body: { day: DAY, kind: 'sick' } });
    await until(async () => {
      const now = await onBoard(operator, visit.visitId);
      return now.carers[0]?.id === 15 ? now : undefined;
    }, 'the visit goes to the other carer');

    const carer = await app.as('carer', { carerId: 15 });
    await goTo(app, at('10:20'));
    for (const command of ['depart', 'arrive', 'start', 'finish'] as const) {
      const position = command === 'arrive' ? near : undefined;
      await carer.call(stepRoute, { params: { id: visit.visitId }, body: { command, position } });
    }
    await operator.call(rateRoute, { params: { id: visit.id }, body: { stars: 4 } });

    const { rows, total } = await figures();
    expect(total).toMatchObject({ orders: 3, done: 1, cancelled: 1, open: 1, personsServed: 1 });
    const of = (service: string) => rows.find((row) => row.key === service)!;
    expect(of('housekeeping').figure).toMatchObject({
      done: 1,
      onTimeShare: 1,
      price: 8000,
      stars: 4,
      rated: 1,
    });
    expect(of('lunch').figure).toMatchObject({ orders: 2, cancelled: 1, price: 1200, stars: null });
    const behind = await operator.call(rowsRoute, { body: { ...of('lunch').drill, measure: 'open' } });
    expect(behind.items.map((item) => item.orderId)).toEqual([kept.id]);
  });
});
