import { systemContext } from '@heling/platform/server/context';
import { monthText } from '../src/domain/calendar';
import { settle } from '../src/domain/settle';
import { judgePersons } from '../src/server/histories';
import { account, populate, publishPack, randomWorld, type World } from './random-world';

const PEOPLE = 14;
const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'];
/** The most that each month of each person was ever worth. */
type Worth = Map<string, number>;

/** What happens to people between two runs: deaths and their taking back, moves, payment elsewhere, accounts, packs. */
async function news(world: World, month: string, ids: readonly number[]): Promise<void> {
  const { owner, random } = world;
  const past = () => `2026-0${1 + Math.floor(random() * Number(month.slice(5)))}`;
  if (random() < 0.5) await publishPack(world, month, 1000 * (1 + Math.floor(random() * 9)));
  for (const id of ids) {
    const luck = random();
    if (luck < 0.1) {
      await owner.query(`UPDATE persons SET status = 'deceased', deceased_on = $2 WHERE id = $1`, [
        id,
        `${past()}-05`,
      ]);
    } else if (luck < 0.2) {
      await owner.query(`UPDATE persons SET status = 'active', deceased_on = NULL WHERE id = $1`, [id]);
    } else if (luck < 0.3) {
      await owner.query(
        `INSERT INTO benefit_facts (person_id, division, kind, valid_from, valid_to, recorded_at)
         VALUES ($1, '410602001001', 'paidElsewhere', $2, $2::date + 40, now())`,
        [id, `${past()}-01`],
      );
    } else if (luck < 0.35) {
      await owner.query('UPDATE benefit_facts SET withdrawn_at = now() WHERE person_id = $1', [id]);
    } else if (luck < 0.45) {
      await owner.query('UPDATE residences SET valid_to = $2 WHERE person_id = $1', [id, `${past()}-20`]);
    } else if (luck < 0.55) {
      await owner.query('UPDATE residences SET valid_to = NULL WHERE person_id = $1', [id]);
    } else if (luck < 0.75) await account(world, id, Math.floor(random() * 10));
  }
}

async function stateOf(world: World, id: number): Promise<{ state: string; version: number }> {
  const { rows } = await world.owner.query<{ state: string; version: number }>(
    'SELECT state, version FROM benefit_runs WHERE id = $1',
    [id],
  );
  return rows[0]!;
}

/** A month's run from its start to its end, however often the program dies on the way. */
async function runMonth(world: World, month: string, ids: readonly number[], worth: Worth): Promise<void> {
  const { owner, random, runs, calculation, sweep, payments, insist, as, clock, db } = world;
  clock.at = new Date(`${month}-10T01:00:00Z`);
  db.share = 0.25;
  // A start that was not heard of is refused when it is repeated.
  await insist(() => runs.start(as(1), { division: '4106', month })).catch(() => undefined);
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM benefit_runs WHERE month = $1', [
    `${month}-01`,
  ]);
  const id = Number(rows[0]!.id);
  while (await insist(() => calculation.next(id, 3)));
  db.share = 0;
  await note(world, month, ids, worth);
  db.share = 0.25;
  const ready = await owner.query<{ id: string; version: number }>(
    `SELECT id, version FROM benefit_payments WHERE run_id = $1 AND state = 'ready'`,
    [id],
  );
  for (const row of ready.rows.filter(() => random() < 0.1)) {
    // Held already when it is tried again after a crash.
    await insist(() => payments.hold(as(1), Number(row.id), { version: row.version, reason: '核实' })).catch(
      () => undefined,
    );
  }
  for (const [state, signer] of [
    ['calculated', 2],
    ['firstSigned', 3],
  ] as const) {
    while ((await stateOf(world, id)).state === state) {
      await insist(async () => {
        const now = await stateOf(world, id);
        if (now.state === state) await runs.sign(as(signer), id, now.version);
      });
    }
  }
  const send = () => insist(async () => runs.send(as(4), id, (await stateOf(world, id)).version));
  await send();
  const waiting = async () =>
    (await owner.query(`SELECT 1 FROM benefit_payments WHERE run_id = $1 AND state = 'sent'`, [id])).rows
      .length > 0;
  // Now and then a clerk sends the file again: it may be lost, or only its answer late.
  for (let times = 1; await waiting(); times += 1) {
    await insist(() => sweep.run());
    if (times % 4 === 0) await send();
  }
  await insist(async () => {
    const now = await stateOf(world, id);
    if (now.state !== 'closed') await runs.close(as(4), id, now.version);
  });
  db.share = 0;
}

/** Notes what each month is worth by what is known now. */
async function note(world: World, asOf: string, ids: readonly number[], worth: Worth): Promise<void> {
  for (const { id, verdicts } of await judgements(world, asOf, ids)) {
    for (const { month, fen } of verdicts) {
      const key = `${id} ${monthText(month)}`;
      worth.set(key, Math.max(worth.get(key) ?? 0, fen));
    }
  }
}

function judgements(world: World, asOf: string, ids: readonly number[]) {
  return world.db.run(systemContext(), async (tx) => {
    const people = await judgePersons(tx, await world.packs.inForce(tx, asOf), asOf, { persons: [...ids] });
    return people.flatMap((person) =>
      person.schemes.map(({ verdicts, balances }) => ({ id: person.personId, verdicts, balances })),
    );
  });
}

/** What the bank says of its unknown rows; answers nothing when all is known. */
async function askBank(world: World): Promise<void> {
  const { owner, payments, insist, as, random } = world;
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM benefit_payments WHERE state = 'unknown'`,
  );
  for (const { id } of rows) {
    const result = random() < 0.5 ? 'paid' : 'rejected';
    await insist(async () => {
      const now = await owner.query<{ state: string; version: number }>(
        'SELECT state, version FROM benefit_payments WHERE id = $1',
        [id],
      );
      const { state, version } = now.rows[0]!;
      if (state === 'unknown')
        await payments.settle(as(4), Number(id), { version, result, reason: '已问银行' });
    });
    await owner.query(`UPDATE sandbox_bank_rows SET result = $2 WHERE reference = $1`, [`P${id}`, result]);
  }
}

async function all(world: World, sql: string): Promise<unknown[]> {
  return (await world.owner.query(sql)).rows as unknown[];
}

async function check(world: World): Promise<void> {
  expect(
    await all(
      world,
      `SELECT b.person_id, b.month FROM benefit_balances b FULL JOIN (SELECT person_id, scheme, month, sum(fen) AS fen
         FROM benefit_ledger WHERE kind <> 'writtenOff' GROUP BY 1, 2, 3) g USING (person_id, scheme, month)
       WHERE coalesce(b.paid, 0) <> coalesce(g.fen, 0)`,
    ),
  ).toEqual([]);
  // To the fen, what the bank paid is what the ledger says was paid; no row stands in two files.
  expect(
    await all(
      world,
      `SELECT y.person_id FROM benefit_payments y
       LEFT JOIN (SELECT reference, count(*) AS files, sum(fen) FILTER (WHERE result = 'paid') AS fen FROM sandbox_bank_rows
         GROUP BY reference) s ON s.reference = 'P' || y.id
       LEFT JOIN (SELECT payment_id, sum(fen) AS fen FROM benefit_ledger WHERE kind = 'paid' GROUP BY payment_id) g
         ON g.payment_id = y.id
       WHERE coalesce(s.fen, 0) <> coalesce(g.fen, 0) OR s.files > 1`,
    ),
  ).toEqual([]);
}

describe.each([11, 22, 33])('random histories, packs and crashes (%i)', (seed) => {
  it('pay nobody twice, forget nobody, and add up to the fen', async () => {
    const world = await randomWorld(seed);
    try {
      const ids = await populate(world, PEOPLE);
      const worth: Worth = new Map();
      for (const month of MONTHS) {
        world.clock.at = new Date(`${month}-09T01:00:00Z`);
        await news(world, month, ids);
        if (world.random() < 0.6) await askBank(world);
        await runMonth(world, month, ids, worth);
        await check(world);
      }
      expect(world.db.crashes).toBeGreaterThan(10);
      // A month in which all goes well: everybody has an account that works, nothing is held or unknown.
      await askBank(world);
      for (const id of ids) await account(world, id, 0);
      world.random = () => 0.99;
      await runMonth(world, '2026-07', ids, worth);
      await check(world);
      for (const { id, verdicts, balances } of await judgements(world, '2026-07', ids)) {
        const { due } = settle(verdicts, balances);
        const dead = await world.owner.query(
          'SELECT 1 FROM persons WHERE id = $1 AND deceased_on IS NOT NULL',
          [id],
        );
        if (dead.rows.length === 0) expect([id, due]).toEqual([id, []]);
        for (const [month, { paid, reserved }] of balances) {
          expect(reserved).toBe(0);
          // More than the month was ever worth would be paid twice.
          expect(paid).toBeLessThanOrEqual(worth.get(`${id} ${monthText(month)}`) ?? 0);
        }
      }
    } finally {
      await world.close();
    }
  }, 60_000);
});
