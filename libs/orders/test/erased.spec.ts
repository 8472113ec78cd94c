import { ErasedConsumer } from '@heling/orders/server/erased-consumer';
import { ServedPeople } from '@heling/orders/server/people-port';
import { PlaceService } from '@heling/orders/server/place.service';
import { Policies } from '@heling/orders/server/policies';
import { systemContext } from '@heling/platform/server/context';
import { addLunch, addMenu, addPerson, caller, makeWorld, type World } from './support';

const SECRET = '住在三号楼的王秀英';

describe('a person who asked to be erased', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
    await addMenu(world);
    await world.owner.query(
      `INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES ('410602001001', '一社区', 'community', NULL, 114.2, 35.8)`,
    );
    const place = new PlaceService(
      world.db,
      world.clock,
      world.vault,
      new ServedPeople(world.vault),
      new Policies(world.clock),
    );
    const kitchenDay = await addLunch(world, '2026-03-11', 5);
    for (const person of [1, 2]) {
      await addPerson(world, person);
      await place.place(caller(7, 'dispatcher'), {
        ...{ personId: person, service: 'lunch', day: '2026-03-11', kitchenDay, channel: 'phone' },
        lines: [{ dishId: 1, texture: 'normal', quantity: 1 }],
      });
    }
    await world.owner.query(
      `INSERT INTO ratings SELECT id, person_id, division, org, 4, $1, 7, now() FROM orders`,
      [SECRET],
    );
    await world.owner.query(
      `INSERT INTO complaints (order_id, person_id, division, org, text, account_id, at, state, answer)
       SELECT id, person_id, division, org, $1, 7, now(), 'closed', $1 FROM orders`,
      [SECRET],
    );
    await world.owner.query(
      `INSERT INTO welfare_checks (visit_id, person_id, division, org, opened_at, state, result)
       SELECT id, person_id, division, org, now(), 'safe', $1 FROM visits`,
      [SECRET],
    );
    await world.owner.query(`UPDATE orders SET state = 'closed', cancel_reason = $1`, [SECRET]);
    await world.owner.query(`UPDATE transitions SET note = $1`, [SECRET]);
    await world.owner.query(
      `UPDATE visits SET state = 'done', gate = '{"passed": true, "checks": [{"measures": {"systolic": 131}}]}'`,
    );
    const event = {
      ...{ id: 1, topic: 'person.erased', key: 'person:1', division: '410602001001', org: null },
      ...{ personId: 1, carers: [], payload: { personId: 1 }, createdAt: world.clock.now() },
    };
    await world.db.run(systemContext(), (tx) => new ErasedConsumer().consume(tx, event));
  });
  afterAll(() => world.close());

  const held = async (person: number) => {
    const tables = ['orders', 'visits', 'transitions', 'ratings', 'complaints', 'welfare_checks'];
    const rows = await Promise.all(
      tables.map((table) => world.owner.query(`SELECT * FROM ${table} WHERE person_id = $1`, [person])),
    );
    return rows.flatMap((each) => each.rows as Record<string, unknown>[]);
  };

  it('leaves no word, no copy and no measurement with orders and visits', async () => {
    const rows = await held(1);
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toMatch(/王秀英|131/);
    const visit = rows.find((row) => 'recipient' in row)!;
    expect(visit).toMatchObject({ recipient: null, gate: { passed: true }, lng: 114.2, lat: 35.8 });
  });

  it('leaves what the accounts need, and everybody else', async () => {
    const [order] = await held(1);
    expect(order).toMatchObject({ price: 1200, state: 'closed' });
    expect(JSON.stringify(await held(2))).toContain(SECRET);
  });
});
