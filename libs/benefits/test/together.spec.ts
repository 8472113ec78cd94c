import { ConsentDirectory } from '@heling/access/server/family-directory';
import { Messages } from '@heling/notify/server/messages';
import type { TestClient } from '@heling/platform/testing/client';
import { draftPackRoute, packsRoute, signPackRoute } from '../src/contract/packs';
import { runsRoute, startRunRoute } from '../src/contract/runs';
import { ReminderSweep } from '../src/server/reminders';
import { StepMessages } from '../src/server/step-messages';
import { populate, randomWorld, type World } from './random-world';
import { CITY, oldAgePack, publish, startDesk, type Desk } from './support';

describe('two at the same moment', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk();
    await publish(desk, oldAgePack(), '2026-01');
  });
  afterAll(async () => {
    await desk.app.close();
  });

  it('start one run: one begins it, the others are shown it', async () => {
    const body = { division: CITY, month: '2026-03' };
    const clerks = [desk.clerk, await desk.app.as('allowanceClerk'), desk.payer];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => clerks[i % 3]!.send(startRunRoute, { body })),
    );
    const began = answers.filter(({ status }) => status === 200);
    expect(began).toHaveLength(1);
    const { id } = began[0]!.body as { id: number };
    for (const { status, body: refused } of answers.filter((answer) => answer !== began[0])) {
      expect([status, (refused as { code: string }).code]).toEqual([409, 'benefits.run_twice']);
      expect((refused as { current: { id: number } }).current.id).toBe(id);
    }
    expect((await desk.clerk.call(runsRoute, { query: {} })).items.map((run) => run.id)).toEqual([id]);
  });

  it('repeat one start by its key: one run, one answer', async () => {
    const body = { division: '410602', month: '2026-02' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => desk.clerk.send(startRunRoute, { body }, 'the-same-key-0001')),
    );
    const good = answers.filter(({ status }) => status === 200);
    expect(good.length).toBeGreaterThan(0);
    expect(new Set(good.map((answer) => (answer.body as { id: number }).id)).size).toBe(1);
    const { rows } = await desk.app.db.query(`SELECT 1 FROM benefit_runs WHERE month = '2026-02-01'`);
    expect(rows).toHaveLength(1);
  });

  const draft = async (version: string): Promise<{ id: number; version: number }> => {
    const made = await desk.reviewer.call(draftPackRoute, {
      body: { pack: oldAgePack({ version }), effectiveFrom: '2026-05' },
    });
    await desk.reviewer.call(signPackRoute, { params: { id: made.id }, body: { version: made.version } });
    return { id: made.id, version: made.version + 1 };
  };
  const signers = async (): Promise<TestClient[]> => [
    desk.county,
    ...(await Promise.all([desk.app.as('city'), desk.app.as('county'), desk.app.as('city')])),
  ];

  it('publish one pack: it is published once', async () => {
    const { id, version } = await draft('2026-a');
    const answers = await Promise.all(
      (await signers()).map((each) => each.send(signPackRoute, { params: { id }, body: { version } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    const { rows } = await desk.app.db.query(
      `SELECT 1 FROM audit_log WHERE action = 'benefits.signPack' AND subject_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(2);
  });

  it('publish two packs for one month: one stands, the other is refused and stays a draft', async () => {
    await desk.app.db.query(`DELETE FROM benefit_packs WHERE effective_from = '2026-05-01'`);
    const [one, two] = [await draft('2026-b'), await draft('2026-c')];
    const [first, second] = await signers();
    const answers = await Promise.all([
      first!.send(signPackRoute, { params: { id: one.id }, body: { version: one.version } }),
      second!.send(signPackRoute, { params: { id: two.id }, body: { version: two.version } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { items } = await desk.county.call(packsRoute, {});
    expect(
      items
        .filter((item) => item.effectiveFrom === '2026-05')
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['published', 'signed']);
  });
});

describe('reminders', () => {
  let world: World;
  let sweep: ReminderSweep;
  let steps: StepMessages;
  let ids: number[];
  beforeAll(async () => {
    world = await randomWorld(5);
    const { db, clock, vault, owner } = world;
    ids = await populate(world, 4);
    const directory = new ConsentDirectory(vault, clock);
    const messages = new Messages(vault, clock);
    sweep = new ReminderSweep(db, clock, vault, directory, messages);
    steps = new StepMessages(directory, messages, clock);
    // The first two are followed by a daughter who may see the record, the third by one who may not.
    for (const [i, covers] of [['follow', 'profile'], ['follow', 'profile'], ['follow']].entries()) {
      await owner.query(
        `WITH a AS (INSERT INTO accounts (kind, pii, phone_index, division) VALUES ('family', $1, $2, '4106') RETURNING id)
         INSERT INTO consents (person_id, division, account_id, relation, covers, basis, granted_at, expires_at)
         SELECT $3, '410602001001', a.id, 'child', $4, 'paper', '2026-01-01', '2036-01-01' FROM a`,
        [
          vault.seal({ name: '女儿', phone: `1540000000${i}` }),
          vault.blindIndex('phone', `1540000000${i}`),
          ids[i],
          covers,
        ],
      );
    }
    await owner.query(`UPDATE entitlements SET received = '2025-01-15'`);
    await owner.query('UPDATE benefit_packs SET data = data || $1', [
      { certification: { everyMonths: 12, graceMonths: 2, restoreArrears: true } },
    ]);
    await owner.query(`UPDATE persons SET status = 'active', deceased_on = NULL`);
  });
  afterAll(async () => {
    await world.close();
  });

  const told = async (template: string) => {
    const { rows } = await world.owner.query<{ content: Buffer }>(
      'SELECT content FROM messages WHERE template = $1 ORDER BY id',
      [template],
    );
    return rows.map(({ content }) => world.vault.open<{ phone: string; text: string }>(content));
  };

  it('come three times before a certification is over, once a month, and only to who may know', async () => {
    for (const day of ['2025-12-20', '2026-01-10', '2026-01-20', '2026-02-02', '2026-03-31', '2026-04-02']) {
      world.clock.at = new Date(`${day}T02:00:00Z`);
      await sweep.run();
    }
    const messages = await told('benefitCertification');
    expect(messages.map(({ phone }) => phone.at(-1)).join('')).toBe('010101');
    expect(messages.filter((_, i) => i % 2 === 0).map(({ text }) => /认证(.*?)。/.exec(text)![1])).toEqual([
      '2026年1月到期',
      '已经到期，最晚2026年3月办理',
      '本月底就要过宽限期',
    ]);
  });

  it('tell the street of applications whose time runs out, once a day', async () => {
    const { owner, vault, clock } = world;
    await owner.query(
      `WITH a AS (INSERT INTO accounts (kind, login, pii, division) VALUES ('staff', 'street-test', $1, '410602001') RETURNING id),
         r AS (INSERT INTO account_roles SELECT id, 'street' FROM a)
       INSERT INTO account_scopes (account_id, division) SELECT id, '410602001' FROM a`,
      [vault.seal({ name: '街道', phone: '15490000009' })],
    );
    await owner.query(
      `UPDATE entitlements SET state = 'applied', due_on = CASE WHEN person_id = $1 THEN '2026-04-09'::date ELSE '2026-04-11' END
       WHERE person_id = ANY ($2)`,
      [ids[2], [ids[2], ids[3]]],
    );
    clock.at = new Date('2026-04-10T02:00:00Z');
    await sweep.run();
    await sweep.run();
    expect(await told('benefitDeadline')).toEqual([
      {
        phone: '15490000009',
        text: expect.stringContaining('您有 2 份津贴申请要在两天内办理，其中 1 份已经超期'),
      },
    ]);
  });

  it('tell a family how the application goes, without the reason', async () => {
    const { owner, db, as } = world;
    const { rows } = await owner.query<{ id: string }>('SELECT id FROM entitlements WHERE person_id = $1', [
      ids[0],
    ]);
    const entitlementId = Number(rows[0]!.id);
    await owner.query(
      `INSERT INTO entitlement_steps (entitlement_id, person_id, division, at, step, state)
       VALUES ($1, $2, '410602001001', '2026-04-10T01:00:00Z', 'refuse', 'refused')`,
      [entitlementId, ids[0]],
    );
    const event = {
      id: 1,
      topic: 'entitlement.changed',
      key: `entitlement:${entitlementId}`,
      division: '410602001001',
      org: null,
      personId: ids[0]!,
      carers: [],
      payload: { entitlementId, state: 'refused', step: 'refuse' },
      createdAt: new Date(),
    };
    for (let i = 0; i < 2; i += 1) await db.run(as(1), (tx) => steps.consume(tx, event));
    const messages = await told('benefitStep');
    expect(messages).toHaveLength(1);
    expect(messages[0]!.text).toContain('没有批准');
    expect(messages[0]!.text).toContain('6月9日前可以提出异议');
  });
});
