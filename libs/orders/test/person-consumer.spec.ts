import { ServedPeople } from '@heling/orders/server/people-port';
import { PersonConsumer } from '@heling/orders/server/person-consumer';
import { PlaceService } from '@heling/orders/server/place.service';
import { Policies } from '@heling/orders/server/policies';
import { systemContext } from '@heling/platform/server/context';
import { addLunch, addMenu, addPerson, caller, makeWorld, type World } from './support';

describe('orders follow the person', () => {
  let world: World;
  const person = 1;
  beforeAll(async () => {
    world = await makeWorld();
    await addMenu(world);
    const people = new ServedPeople(world.vault);
    const place = new PlaceService(world.db, world.clock, world.vault, people, new Policies(world.clock));
    await addPerson(world, person, { needLevel: 'mild' });
    const kitchenDay = await addLunch(world, '2026-03-11', 5);
    await place.place(caller(7, 'dispatcher'), {
      ...{ personId: person, service: 'lunch', day: '2026-03-11', kitchenDay, channel: 'phone' },
      lines: [{ dishId: 1, texture: 'normal', quantity: 1 }],
    });
    await world.owner.query(`INSERT INTO allergies VALUES ($1, '410602001001', 'egg')`, [person]);
    await world.owner.query(
      `UPDATE persons SET division = '410611001001', lng = 114.3, lat = 35.7 WHERE id = $1`,
      [person],
    );
  });
  afterAll(() => world.close());

  const hear = (topic: string, payload: Record<string, unknown> = {}) =>
    world.db.run(systemContext(), (tx) =>
      new PersonConsumer(world.clock, world.vault, new ServedPeople(world.vault)).consume(tx, {
        ...{
          id: 1,
          topic,
          key: 'person:1',
          division: '410611001001',
          org: null,
          personId: person,
          carers: [],
        },
        ...{ payload, createdAt: world.clock.now() },
      }),
    );
  const visit = async () => {
    const { rows } = await world.owner.query<{ recipient: Buffer; lng: number; quota: string }>(
      `SELECT v.recipient, v.lng, (SELECT q.division FROM quotas q WHERE q.person_id = v.person_id) AS quota FROM visits v`,
    );
    const { recipient, lng, quota } = rows[0]!;
    return { warnings: world.vault.open<{ warnings: string[] }>(recipient).warnings, lng, quota };
  };

  it('shows what is to be minded as it is now', async () => {
    expect(await visit()).toEqual({ warnings: ['独居'], lng: 114.1, quota: '410602001001' });
    await hear('person.corrected');
    expect(await visit()).toEqual({ warnings: ['鸡蛋过敏', '独居'], lng: 114.1, quota: '410602001001' });
  });

  it('goes where the person has moved to', async () => {
    await hear('person.moved', { current: false });
    expect((await visit()).lng).toBe(114.1);
    await hear('person.moved', { current: true });
    expect(await visit()).toMatchObject({ lng: 114.3, quota: '410611001001' });
  });

  it('takes the orders ahead along, for those who see them and for the figures', async () => {
    const { rows } = await world.owner.query<Record<string, unknown>>(
      `SELECT o.division AS orders, v.division AS visits, l.division AS lines, t.division AS steps FROM orders o
       JOIN visits v ON v.order_id = o.id JOIN order_lines l ON l.order_id = o.id JOIN transitions t ON t.order_id = o.id`,
    );
    const here = '410611001001';
    expect(rows).toEqual([{ orders: here, visits: here, lines: here, steps: here }]);
    const moved = await world.owner.query<Record<string, unknown>>(
      `SELECT division, payload->>'before' AS before FROM outbox WHERE topic = 'order.moved'`,
    );
    expect(moved.rows).toEqual([{ division: here, before: '410602001001' }]);
  });

  it('leaves what is over as it was', async () => {
    await world.owner.query(`UPDATE visits SET state = 'done', lng = 114.1`);
    await world.owner.query('DELETE FROM allergies');
    await world.owner.query(`UPDATE persons SET division = '410622001001' WHERE id = $1`, [person]);
    await hear('person.moved', { current: true });
    expect(await visit()).toMatchObject({ warnings: ['鸡蛋过敏', '独居'], lng: 114.1 });
    const { rows } = await world.owner.query(`SELECT division FROM orders`);
    expect(rows).toEqual([{ division: '410611001001' }]);
  });
});
