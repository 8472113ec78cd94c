import { until } from '@heling/platform/testing/until';
import type { TestClient } from '@heling/platform/testing/client';
import { enter, DAHU, ELSEWHERE } from '../../people/test/support';
import { markDeceased, takeBackDeceased } from '@heling/people/contract/registry';
import { explanationRoute, personBenefitsRoute } from '../src/contract/entitlements';
import { addFactRoute, factsRoute } from '../src/contract/facts';
import {
  claimRoute,
  closeRunRoute,
  debtRoute,
  fileRoute,
  holdRoute,
  ledgerRoute,
  paymentRoute,
  paymentsRoute,
  receiptsRoute,
  recoverRoute,
  releaseRoute,
  runRoute,
  sendRunRoute,
  settleRoute,
  signRunRoute,
  startRunRoute,
  writeOffRoute,
} from '../src/contract/runs';
import { receiptFile } from '../src/server/bank-file';
import {
  answered,
  calculated,
  CITY,
  decided,
  granted,
  ledgerFaults,
  oldAgePack,
  payee,
  publish,
  sent,
  startDesk,
  type Desk,
} from './support';

let desk: Desk;
let keeper: TestClient;
/** Ids of people and their entitlements, by what will happen to them. */
const people: Record<string, { id: number; entitlement: number }> = {};
const at = (id: number) => ({ params: { id } });

const paymentOf = async (runId: number, personId: number) => {
  const { items } = await desk.clerk.call(paymentsRoute, { body: { runId, limit: 200 } });
  return items.find((item) => item.personId === personId)!;
};
const upload = async (runId: number, content: string) => {
  const body = new FormData();
  body.set('file', new Blob([content], { type: 'text/csv' }), 'receipt.csv');
  const answer = await desk.payer.send(receiptsRoute, { ...at(runId), body });
  return answer.body as { code?: string; applied?: number; repeated?: number; conflicting?: number };
};

beforeAll(async () => {
  desk = await startDesk({ worker: true });
  keeper = await desk.app.as('community');
  await publish(desk, oldAgePack({ backPay: { rule: 'from-eligibility', maxMonths: 2 } }), '2026-01');
  const wishes: [string, string, string?][] = [
    ['pays', '1940-05-06'],
    ['ninety', '1930-01-01'],
    ['rejected', '1940-05-06'],
    ['unknown', '1940-05-06'],
    ['noPayee', '1940-05-06'],
    ['dies', '1940-05-06'],
    ['held', '1940-05-06'],
    ['elsewhere', '1940-05-06', ELSEWHERE],
    ['lapsed', '1940-05-06'],
  ];
  const accounts: Record<string, string> = { rejected: '6228000000000009', unknown: '6228000000000008' };
  for (const [i, [name, birth, division = DAHU]] of wishes.entries()) {
    const id = await enter(keeper, { birth, division });
    people[name] = { id, entitlement: await decided(desk, id, 'old-age-allowance') };
    if (name !== 'noPayee') await payee(desk, id, accounts[name] ?? `62280000000${10 + i}0`);
  }
  await desk.app.db.query(`UPDATE residences SET valid_from = '2000-01-01'`);
  // Applied for long ago, and never certified since.
  await desk.app.db.query(`UPDATE entitlements SET received = '2024-12-20' WHERE person_id = $1`, [
    people.lapsed!.id,
  ]);
  await granted(desk, ...Object.values(people).map((each) => each.entitlement));
}, 90_000);
afterAll(() => desk.app.close());

describe('a payment run', () => {
  let runId: number;

  it('is started once, calculated by the worker, and shows what is new and what is held', async () => {
    const run = await calculated(desk, '2026-03');
    runId = run.id;
    expect(await desk.payer.refusal(startRunRoute, { body: { division: CITY, month: '2026-03' } })).toEqual([
      409,
      'benefits.run_twice',
    ]);
    expect(await desk.payer.refusal(startRunRoute, { body: { division: CITY, month: '2026-04' } })).toEqual([
      422,
      'platform.invalid',
    ]);
    expect(run.changes).toMatchObject([{ change: 'new', reason: 'first', people: 9 }]);
    expect(run.holds).toEqual([{ code: 'noPayee', name: '没有收款账户', people: 1 }]);
    expect(run.schemes).toMatchObject([{ people: 9, regularFen: 50_000 }]);
    const ninety = await paymentOf(runId, people.ninety!.id);
    expect(ninety.fen).toBe(30_000);
    const lines = (await desk.clerk.call(paymentRoute, at(ninety.id))).lines;
    expect(lines.map((line) => [line.month, line.fen, line.arrears])).toEqual([
      ['2026-01', 10_000, true],
      ['2026-02', 10_000, true],
      ['2026-03', 10_000, false],
    ]);
    expect(lines[0]!.entitlementId).toBe(people.ninety!.entitlement);
  });

  it('lengthens a certification that has run out by a month, because nobody has visited', async () => {
    const facts = await desk.clerk.call(factsRoute, at(people.lapsed!.id));
    expect(facts.items).toMatchObject([{ kind: 'extension', from: '2026-03-01' }]);
    expect((await paymentOf(runId, people.lapsed!.id)).state).toBe('ready');
  });

  it('holds a row with a reason, and whoever has died, before it is signed by two people', async () => {
    const held = await paymentOf(runId, people.held!.id);
    const dies = await paymentOf(runId, people.dies!.id);
    await desk.clerk.call(holdRoute, {
      ...at(held.id),
      body: { version: held.version, reason: '账户待核实' },
    });
    const dying = await desk.app.db.query<{ version: number }>('SELECT version FROM persons WHERE id = $1', [
      people.dies!.id,
    ]);
    await keeper.call(markDeceased, {
      ...at(people.dies!.id),
      body: { version: dying.rows[0]!.version, on: '2026-02-11' },
    });
    const run = await desk.clerk.call(runRoute, at(runId));
    const first = await desk.reviewer.call(signRunRoute, { ...at(runId), body: { version: run.version } });
    expect(
      await desk.reviewer.refusal(signRunRoute, { ...at(runId), body: { version: first.version } }),
    ).toEqual([403, 'benefits.second_person']);
    expect(
      await desk.payer.refusal(sendRunRoute, { ...at(runId), body: { version: first.version } }),
    ).toEqual([409, 'benefits.state']);
    expect((await paymentOf(runId, people.dies!.id)).holdCode).toBe('deceased');
    expect(
      await desk.clerk.call(releaseRoute, { ...at(dies.id), body: { version: dies.version + 1 } }),
    ).toMatchObject({ holdCode: 'deceased' });
    const second = await desk.county.call(signRunRoute, { ...at(runId), body: { version: first.version } });
    await desk.app.kill('worker', 'SIGKILL');
    await desk.payer.call(sendRunRoute, { ...at(runId), body: { version: second.version } });
    const file = await desk.payer.send(fileRoute, at(runId));
    expect(file.text.split('\n')[0]).toMatch(/^PAY,HL202603\d{8},6,180000$/);
    expect((await desk.clerk.refusal(fileRoute, at(runId)))[0]).toBe(403);
  });

  it('refuses an answer that is cut, of another file, of unknown people, or with other amounts', async () => {
    const { file } = await desk.clerk.call(runRoute, at(runId));
    const pays = await paymentOf(runId, people.pays!.id);
    const row = { reference: `P${pays.id}`, result: 'paid', fen: pays.fen, code: '' };
    const good = receiptFile(file!.fileNo, [row]);
    expect(await upload(runId, good.slice(0, good.length - 20))).toMatchObject({
      code: 'benefits.receipt_broken',
    });
    expect(await upload(runId, receiptFile('HL20260200000001', [row]))).toMatchObject({
      code: 'benefits.receipt_other_file',
    });
    expect(await upload(runId, receiptFile(file!.fileNo, [{ ...row, reference: 'P99999' }]))).toMatchObject({
      code: 'benefits.receipt_unknown',
    });
    expect(await upload(runId, receiptFile(file!.fileNo, [{ ...row, fen: row.fen + 1 }]))).toMatchObject({
      code: 'benefits.receipt_unknown',
    });
    expect((await paymentOf(runId, people.pays!.id)).state).toBe('sent');
    expect(await upload(runId, good)).toEqual({ applied: 1, repeated: 0, conflicting: 0 });
    expect(await upload(runId, good)).toEqual({ applied: 0, repeated: 1, conflicting: 0 });
    expect(await upload(runId, receiptFile(file!.fileNo, [{ ...row, result: 'rejected' }]))).toEqual({
      applied: 0,
      repeated: 0,
      conflicting: 1,
    });
    const conflict = await paymentOf(runId, people.pays!.id);
    await desk.payer.call(settleRoute, {
      ...at(conflict.id),
      body: { version: conflict.version, result: 'paid', reason: '银行电话确认已入账' },
    });
    expect(await ledgerFaults(desk.app)).toEqual([]);
  });

  it('goes to the bank once however often it is sent, and takes its answers row by row', async () => {
    const run = await desk.clerk.call(runRoute, at(runId));
    // The worker died before it could hand the file over; asked again, the same file goes.
    await desk.payer.call(sendRunRoute, { ...at(runId), body: { version: run.version } });
    await desk.app.start('worker');
    const done = await answered(desk, runId);
    expect(done.states.map((each) => [each.state, each.people])).toEqual([
      ['held', 3],
      ['paid', 4],
      ['rejected', 1],
      ['unknown', 1],
    ]);
    const again = await desk.payer.call(sendRunRoute, { ...at(runId), body: { version: done.version } });
    await until(
      async () => (await desk.clerk.call(runRoute, at(runId))).file!.deliveredAt ?? undefined,
      'sent again',
    );
    const bank = await desk.app.db.query<{ n: string }>(`SELECT count(*) AS n FROM sandbox_bank_rows`);
    expect(Number(bank.rows[0]!.n)).toBe(6);
    await desk.payer.call(closeRunRoute, { ...at(runId), body: { version: again.version } });
    expect(await ledgerFaults(desk.app)).toEqual([]);
    const work = await desk.clerk.call(paymentsRoute, { body: {} });
    expect(work.items.map((item) => item.state).sort()).toEqual(['rejected', 'unknown']);
  });

  it('leaves nobody out and pays nobody twice: the next run pays what was rejected or held, not what is unknown', async () => {
    await payee(desk, people.noPayee!.id, '6228000000000990');
    await payee(desk, people.rejected!.id, '6228000000000991');
    await desk.app.db.query(`UPDATE benefit_runs SET month = '2026-02-01' WHERE id = $1`, [runId]);
    const run = await calculated(desk, '2026-03');
    const fenOf = async (name: string) => (await paymentOf(run.id, people[name]!.id))?.fen;
    expect(await fenOf('pays')).toBeUndefined();
    expect(await fenOf('unknown')).toBeUndefined();
    expect(await fenOf('rejected')).toBe(15_000);
    expect(await fenOf('noPayee')).toBe(15_000);
    expect(await fenOf('held')).toBe(15_000);
    // Died in February: January, and the month of death.
    expect(await fenOf('dies')).toBe(10_000);
    await sent(desk, run);
    const done = await answered(desk, run.id);
    expect(done.states.map((each) => [each.state, each.people])).toEqual([['paid', 4]]);
    expect(await ledgerFaults(desk.app)).toEqual([]);
    const unknown = (await desk.clerk.call(paymentsRoute, { body: { state: 'unknown' } })).items[0]!;
    await desk.payer.call(settleRoute, {
      ...at(unknown.id),
      body: { version: unknown.version, result: 'paid', reason: '银行查明已入账' },
    });
    const { payments } = await desk.clerk.call(personBenefitsRoute, at(people.unknown!.id));
    expect(payments).toMatchObject([{ fen: 15_000, state: 'paid' }]);
    expect(await ledgerFaults(desk.app)).toEqual([]);
  });
});

describe('late news', () => {
  it('of a death gives a claim with letter and instalments, paid back and written off by two', async () => {
    const { id, entitlement } = people.ninety!;
    expect(
      await desk.clerk.refusal(claimRoute, { ...at(entitlement), body: { dueOn: '2026-04-01' } }),
    ).toEqual([409, 'benefits.nothing_overpaid']);
    const { rows } = await desk.app.db.query<{ version: number }>(
      'SELECT version FROM persons WHERE id = $1',
      [id],
    );
    await keeper.call(markDeceased, { ...at(id), body: { version: rows[0]!.version, on: '2026-01-15' } });
    const explained = await desk.clerk.call(explanationRoute, { ...at(entitlement), query: {} });
    expect(explained.overpaid).toEqual([{ from: '2026-02', to: '2026-03', fen: 20_000 }]);
    const debt = await desk.clerk.call(claimRoute, {
      ...at(entitlement),
      body: { instalments: 3, dueOn: '2026-04-30' },
    });
    const page = await desk.clerk.call(debtRoute, at(debt.id));
    expect(page.letter).toContain(
      '2026 年 2 月至 2026 年 3 月的高龄津贴多发 200.00 元（原因：老人去世后的月份仍有发放）',
    );
    expect(page.plan.map((part) => [part.dueOn, part.fen])).toEqual([
      ['2026-04-30', 6667],
      ['2026-05-30', 6667],
      ['2026-06-30', 6666],
    ]);
    await desk.payer.call(recoverRoute, { ...at(debt.id), body: { version: 1, fen: 12_000 } });
    expect(
      await desk.payer.refusal(recoverRoute, { ...at(debt.id), body: { version: 2, fen: 8_001 } }),
    ).toEqual([422, 'benefits.too_much']);
    await desk.reviewer.call(writeOffRoute, { ...at(debt.id), body: { version: 2, reason: '家庭困难' } });
    expect(
      await desk.reviewer.refusal(writeOffRoute, {
        ...at(debt.id),
        body: { version: 3, reason: '家庭困难' },
      }),
    ).toEqual([403, 'benefits.second_person']);
    await desk.county.call(writeOffRoute, { ...at(debt.id), body: { version: 3, reason: '同意' } });
    expect(await desk.clerk.call(debtRoute, at(debt.id))).toMatchObject({
      state: 'settled',
      fen: 20_000,
      recovered: 12_000,
      writtenOff: 8_000,
    });
    const ledger = await desk.clerk.call(ledgerRoute, { ...at(id), query: {} });
    expect(ledger.items.map((line) => [line.kind, line.month, line.fen]).slice(0, 3)).toEqual([
      ['writtenOff', '2026-03', 8_000],
      ['recovered', '2026-03', -2_000],
      ['recovered', '2026-02', -10_000],
    ]);
    expect(await ledgerFaults(desk.app)).toEqual([]);
  });

  it('that proves false gives the money back as arrears', async () => {
    const { id, entitlement } = people.ninety!;
    const { rows } = await desk.app.db.query<{ version: number }>(
      'SELECT version FROM persons WHERE id = $1',
      [id],
    );
    await keeper.call(takeBackDeceased, {
      ...at(id),
      body: { version: rows[0]!.version, reason: '同名误登记' },
    });
    const explained = await desk.clerk.call(explanationRoute, { ...at(entitlement), query: {} });
    expect(explained.arrears).toEqual([{ from: '2026-02', to: '2026-03', fen: 12_000 }]);
  });

  it('that nobody was met at a visit suspends a certification that has run out; a new one restores it', async () => {
    const { id, entitlement } = people.lapsed!;
    await desk.app.db.query('DELETE FROM benefit_facts WHERE person_id = $1', [id]);
    await desk.clerk.call(addFactRoute, { ...at(id), body: { kind: 'visitAttempt', from: '2026-03-05' } });
    const explain = async () =>
      (await desk.clerk.call(explanationRoute, { ...at(entitlement), query: {} })).months.at(-1)!.status;
    expect(await explain()).toBe('suspended');
    await desk.clerk.call(addFactRoute, {
      ...at(id),
      body: { kind: 'certification', from: '2026-03-09', certifiedBy: 'video' },
    });
    expect(await explain()).toBe('due');
  });
});
