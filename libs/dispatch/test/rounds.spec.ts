import { assignRoundRoute, makeRoundsRoute, roundsRoute } from '@heling/orders/contract/kitchen';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { addCarer, addMenu, addPerson, at, NOW, orderLunch, orderVisit } from './support';

let app: TestApp;
let operator: TestClient;
const bookings = async () =>
  (
    await app.db.query<{ carer_id: string }>(
      `SELECT c.carer_id::int FROM visits v LEFT JOIN visit_carers c ON c.visit_id = v.id
       WHERE v.round_id IS NOT NULL ORDER BY v.stop`,
    )
  ).rows.map((row) => row.carer_id);

beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  await addMenu(app);
  for (const id of [1, 2, 3]) await addPerson(app, id);
  for (const id of [21, 22, 23]) await addCarer(app, id, { org: 1, qualifications: ['mealDelivery'] });
  operator = await app.as('dispatcher', { divisions: ['410602'] });
  await orderLunch(operator, 1);
  await orderLunch(operator, 2);
  const { visitId } = await orderVisit(operator, 3, 'housekeeping');
  // Courier 22 is elsewhere when the first stop is due, courier 23 the whole time.
  for (const [carer, until] of [
    [22, '11:05'],
    [23, '12:00'],
  ] as const) {
    await app.db.query(
      `INSERT INTO visit_carers (visit_id, slot, carer_id, person_id, division, org, period)
       SELECT id, $2 - 21, $2, person_id, division, org, tstzrange($3, $4) FROM visits WHERE id = $1`,
      [visitId, carer, at('11:00'), at(until)],
    );
  }
  await operator.call(makeRoundsRoute, { params: { id: 1 }, body: { couriers: [21] } });
});
afterAll(() => app.close());

describe('a round that another courier takes over', () => {
  const give = (courierId: number, version: number) => ({
    params: { id: 1 },
    body: { version, courierId },
  });

  it('stays as it was when they can take none of it', async () => {
    expect(await bookings()).toEqual([21, 21]);
    expect(await operator.refusal(assignRoundRoute, give(23, 1))).toEqual([409, 'orders.courier_busy']);
    expect(await bookings()).toEqual([21, 21]);
    const { rounds } = await operator.call(roundsRoute, { params: { id: 1 } });
    expect(rounds).toMatchObject([{ courierId: 21, version: 1 }]);
  });

  it('leaves the stop that they cannot reach with the one who had it', async () => {
    const { results } = await operator.call(assignRoundRoute, give(22, 1));
    expect(results.map((row) => row.ok)).toEqual([false, true]);
    expect(await bookings()).toEqual([21, 22]);
  });
});
