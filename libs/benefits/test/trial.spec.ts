import { until } from '@heling/platform/testing/until';
import { enter, DAHU, ELSEWHERE } from '../../people/test/support';
import { certificationsRoute, previewRoute, todoRoute, waitingPayeesRoute } from '../src/contract/desk';
import { entitlementRoute, entitlementsRoute, explanationRoute } from '../src/contract/entitlements';
import { addFactRoute, proposePayeeRoute } from '../src/contract/facts';
import { draftPackRoute, redraftPackRoute, signPackRoute } from '../src/contract/packs';
import { claimRoute, debtLetterRoute, debtRoute, paymentRoute, paymentsRoute } from '../src/contract/runs';
import { dryRunPersonRoute, dryRunRoute, dryRunsRoute, startDryRunRoute } from '../src/contract/trials';
import {
  answered,
  calculated,
  decided,
  granted,
  oldAgePack,
  payee,
  publish,
  sent,
  startDesk,
  type Desk,
} from './support';

let desk: Desk;
let city: Awaited<ReturnType<Desk['app']['as']>>;
/** 85, 92 and 79: two paid, one not yet of the age; and 84, never applied. */
let [eighties, nineties, seventies, silent]: number[] = [];
beforeAll(async () => {
  desk = await startDesk({ worker: true, env: { HELING_DEMO: '1', HELING_SANDBOX_BANK: 'pays' } });
  city = await desk.app.as('city');
  await publish(desk, oldAgePack({ certification: null }), '2026-01');
  const births = ['1940-05-06', '1933-07-08', '1946-05-06', '1941-09-09'];
  [eighties, nineties, seventies, silent] = await Promise.all(
    births.map((birth, i) => enter(city, { birth, division: i === 1 ? ELSEWHERE : DAHU })),
  );
  await desk.app.db.query(`UPDATE residences SET valid_from = '2000-01-01'`);
  const ids = [
    await decided(desk, eighties!, 'old-age-allowance'),
    await decided(desk, nineties!, 'old-age-allowance'),
  ];
  await desk.app.db.query(`UPDATE entitlements SET received = '2026-01-05' WHERE id = ANY ($1)`, [ids]);
  await payee(desk, eighties!, '6222000000000001');
  await granted(desk, ...ids);
}, 90_000);
afterAll(() => desk.app.close());

/** 60 yuan from 80, 10 yuan already from 75, nothing more from 90; the change reaches back to January. */
const draft = (version: string) =>
  oldAgePack({
    version,
    certification: null,
    bands: [
      { minAge: 75, maxAge: 79, fen: 1000, from: '2018-01' },
      { minAge: 80, maxAge: 89, fen: 6000, from: '2018-01' },
      { minAge: 90, fen: 8000, from: '2018-01' },
    ],
  });

describe('a dry run', () => {
  it('says who gains and loses, what it costs, and explains examples; no account is touched', async () => {
    const pack = await desk.reviewer.call(draftPackRoute, {
      body: { pack: draft('2026-05'), effectiveFrom: '2026-05' },
    });
    const at = { params: { id: pack.id } };
    const small = await desk.app.as('county', { divisions: ['410602'] });
    expect(await small.refusal(startDryRunRoute, at)).toEqual([403, 'benefits.pack_scope']);
    const started = await desk.reviewer.call(startDryRunRoute, at);
    const done = await until(async () => {
      const run = await desk.clerk.call(dryRunRoute, { params: { id: started.id } });
      return run.state === 'done' ? run : undefined;
    }, 'the dry run ends');
    expect(done).toMatchObject({
      month: '2026-05',
      outdated: false,
      judged: 4,
      progress: { done: 4, of: 4 },
      recipients: 2,
      gainers: { people: 1, fen: 1000 },
      losers: { people: 1, fen: 2000 },
      unchanged: 0,
      started: 0,
      stopped: 0,
      costBefore: 15000,
      costAfter: 14000,
      // January to April: 10 yuan more each month.
      arrears: { people: 1, fen: 4000 },
      overpaid: { people: 0, fen: 0 },
      potential: { before: { people: 1, fen: 5000 }, after: { people: 2, fen: 7000 } },
      unjudgeable: 0,
    });
    expect(done.byAge.map(({ name, people, before, after }) => [name, people, before, after])).toEqual([
      ['80-89 岁', 1, 5000, 6000],
      ['90-99 岁', 1, 10000, 8000],
    ]);
    expect(done.byCounty.map(({ name, gainers, losers }) => [name, gainers, losers])).toEqual([
      ['鹤山区', 1, 0],
      ['淇滨区', 0, 1],
    ]);
    expect(done.examples.map(({ kind, personId }) => [kind, personId])).toEqual([
      ['gain', eighties],
      ['lose', nineties],
      ['arrears', eighties],
      ['potential', seventies],
    ]);
    const person = await desk.clerk.call(dryRunPersonRoute, {
      params: { id: started.id, personId: nineties! },
    });
    expect(person.months.at(-1)).toEqual({
      month: '2026-05',
      paidFen: 0,
      before: { fen: 10000, why: '符合条件，按 90-99 岁档发 100.00 元。' },
      after: { fen: 8000, why: '符合条件，按 90+ 岁档发 80.00 元。' },
    });
    const { rows } = await desk.app.db.query('SELECT count(*)::int AS n FROM benefit_balances');
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('is outdated when the draft is changed, and not made of what is published', async () => {
    const pack = await desk.reviewer.call(draftPackRoute, {
      body: { pack: draft('2026-07'), effectiveFrom: '2026-07' },
    });
    const at = { params: { id: pack.id } };
    await desk.reviewer.call(startDryRunRoute, at);
    const changed = await desk.reviewer.call(redraftPackRoute, {
      ...at,
      body: { version: 1, pack: draft('2026-07a'), effectiveFrom: '2026-07', noticeDays: 5 },
    });
    const { items } = await desk.reviewer.call(dryRunsRoute, at);
    expect(items).toMatchObject([{ outdated: true }]);
    expect(
      await desk.reviewer.refusal(redraftPackRoute, {
        ...at,
        body: { version: 1, pack: draft('2026-07b'), effectiveFrom: '2026-07', noticeDays: 5 },
      }),
    ).toEqual([409, 'platform.stale']);
    await desk.reviewer.call(signPackRoute, { ...at, body: { version: changed.version } });
    expect(
      await desk.county.refusal(redraftPackRoute, {
        ...at,
        body: { version: 3, pack: draft('2026-07b'), effectiveFrom: '2026-07', noticeDays: 5 },
      }),
    ).toEqual([409, 'benefits.state']);
    await desk.county.call(signPackRoute, { ...at, body: { version: 3 } });
    expect(await desk.reviewer.refusal(startDryRunRoute, at)).toEqual([409, 'benefits.state']);
  });
});

describe('late news', () => {
  it('shows before it is recorded what would follow, and changes nothing', async () => {
    const run = await calculated(desk, '2026-03');
    await sent(desk, run);
    await answered(desk, run.id);
    const at = { params: { id: eighties! } };
    const died = await desk.clerk.call(previewRoute, { ...at, body: { died: '2026-01-20' } });
    expect(died.problem).toBeNull();
    expect(died.schemes).toMatchObject([
      {
        schemeName: '高龄津贴',
        before: { monthly: 5000, arrears: [], overpaid: [] },
        after: { monthly: 0, arrears: [], overpaid: [{ from: '2026-02', to: '2026-03', fen: 10000 }] },
        months: [
          { month: '2026-02', before: 5000, after: 0, paidFen: 5000 },
          { month: '2026-03', why: '老人已于 2026-01-20 去世，去世的次月起不再发放。' },
        ],
      },
    ]);
    const moved = await desk.clerk.call(previewRoute, {
      ...at,
      body: { moved: { on: '2026-03-01', division: '99' } },
    });
    expect(moved.schemes[0]?.after.overpaid).toEqual([{ from: '2026-03', to: '2026-03', fen: 5000 }]);
    const elsewhere = await desk.clerk.call(previewRoute, {
      ...at,
      body: { paidElsewhere: { from: '2026-02', to: '2026-02' } },
    });
    expect(elsewhere.schemes[0]?.months.map(({ month }) => month)).toEqual(['2026-02']);
    const older = await desk.clerk.call(previewRoute, { ...at, body: { born: '1935-05-06' } });
    expect(older.schemes[0]?.after).toMatchObject({
      monthly: 10000,
      arrears: [{ from: '2026-01', to: '2026-03', fen: 15000 }],
    });
    const impossible = await desk.clerk.call(previewRoute, { ...at, body: { died: '1930-01-01' } });
    expect(impossible.problem).toBe('这样登记后资料有误：去世日期有误。');
    expect((await desk.clerk.refusal(previewRoute, { ...at, body: {} }))[0]).toBe(422);
    const { items } = await desk.clerk.call(entitlementsRoute, { body: { state: 'granted' } });
    const mine = items.find((item) => item.personId === eighties)!;
    const now = await desk.clerk.call(explanationRoute, { params: { id: mine.id }, query: {} });
    expect(now.overpaid).toEqual([]);
    expect(now.months.at(-1)).toMatchObject({ month: '2026-03', paidFen: 5000, settledBy: '2022-10' });
    const { items: paid } = await desk.clerk.call(paymentsRoute, { body: { runId: run.id, state: 'paid' } });
    expect(paid).toMatchObject([{ personId: eighties, changeName: '新增', reasonName: '第一次发放' }]);
    const one = await desk.clerk.call(paymentRoute, { params: { id: paid[0]!.id } });
    expect(one.lines.map((line) => [line.month, line.arrears, line.packVersion])).toEqual([
      ['2026-01', true, '2022-10'],
      ['2026-02', true, '2022-10'],
      ['2026-03', false, '2022-10'],
    ]);
    // Nobody has an account of the other one.
    const { items: held } = await desk.clerk.call(paymentsRoute, {
      body: { runId: run.id, hold: 'noPayee' },
    });
    expect(held.map((row) => row.personId)).toEqual([nineties]);
  });

  it('becomes a claim whose letter has the whole name', async () => {
    const { items } = await desk.clerk.call(entitlementsRoute, { body: { state: 'granted' } });
    const id = items.find((item) => item.personId === eighties)!.id;
    await desk.clerk.call(addFactRoute, {
      params: { id: eighties! },
      body: { kind: 'paidElsewhere', from: '2026-02-01', to: '2026-04-01' },
    });
    const debt = await desk.clerk.call(claimRoute, {
      params: { id },
      body: { instalments: 2, dueOn: '2026-04-10' },
    });
    const shown = await desk.clerk.call(debtRoute, { params: { id: debt.id } });
    expect(shown).toMatchObject({ fen: 10000, writeOffReason: null });
    expect(shown.letter).not.toContain('王秀英');
    const sheet = await desk.clerk.call(debtLetterRoute, { params: { id: debt.id } });
    expect(sheet.letter).toContain('王秀英');
    expect(sheet.plan).toEqual([
      { dueOn: '2026-04-10', fen: 5000 },
      { dueOn: '2026-05-10', fen: 5000 },
    ]);
  });
});

describe('the lists of the desk', () => {
  it('show whose certification runs out, visits in vain, and what a run has lengthened', async () => {
    await publish(desk, oldAgePack({ version: 'certified' }), '2026-02').catch(() => undefined);
    await desk.app.db.query(`UPDATE benefit_packs SET data = $1 WHERE pack_version = '2022-10'`, [
      JSON.stringify(oldAgePack()),
    ]);
    await desk.app.db.query(
      `UPDATE entitlements SET received = CASE person_id WHEN $1 THEN '2025-02-10'::date ELSE '2024-12-10' END
       WHERE person_id IN ($1, $2)`,
      [eighties, nineties],
    );
    const list = (state?: 'soon' | 'grace' | 'overdue') =>
      desk.clerk.call(certificationsRoute, { body: { limit: 1, ...(state ? { state } : {}) } });
    const first = await list();
    expect(first.items).toMatchObject([
      {
        personId: nineties,
        until: '2025-12',
        graceUntil: '2026-02',
        state: 'overdue',
        attempts: 0,
        suspended: false,
      },
    ]);
    const second = await desk.clerk.call(certificationsRoute, { body: { limit: 1, cursor: first.next! } });
    expect(second).toMatchObject({ items: [{ personId: eighties, state: 'grace' }], next: null });
    await desk.clerk.call(addFactRoute, {
      params: { id: nineties! },
      body: { kind: 'visitAttempt', from: '2026-03-09' },
    });
    expect((await list('overdue')).items).toMatchObject([
      { attempts: 1, lastAttempt: '2026-03-09', suspended: true },
    ]);
    await desk.clerk.call(addFactRoute, {
      params: { id: nineties! },
      body: { kind: 'certification', from: '2026-03-10', certifiedBy: 'visit' },
    });
    expect((await list('overdue')).items).toEqual([]);
    expect((await list('soon')).items).toEqual([]);
  });

  it('show accounts that wait for a second person, and deadlines', async () => {
    await desk.clerk.call(proposePayeeRoute, {
      params: { id: eighties! },
      body: { name: '王秀英', bank: '工商银行', account: '6222000000000777', from: '2026-03-01' },
    });
    const { items } = await desk.street.call(waitingPayeesRoute, { query: {} });
    expect(items).toMatchObject([
      { account: '****0777', replaces: '****0001', canConfirm: true, payee: '王*英' },
    ]);
    expect((await desk.clerk.call(waitingPayeesRoute, { query: {} })).items[0]?.canConfirm).toBe(false);
    expect(await desk.clerk.call(todoRoute, {})).toMatchObject({ review: 0, payees: 1, sent: 1, work: 1 });
    const waiting = await desk.clerk.call(entitlementsRoute, { body: { waiting: true } });
    // The system applied for nobody: none of the four turns 80 next month.
    expect(waiting.items.every((item) => item.dueOn !== null)).toBe(true);
    const overdue = await desk.clerk.call(entitlementsRoute, { body: { waiting: true, overdue: true } });
    expect(overdue.items).toEqual([]);
    const { items: all } = await desk.clerk.call(entitlementsRoute, { body: {} });
    const page = await desk.clerk.call(entitlementRoute, { params: { id: all[0]!.id } });
    expect(page.known).toMatchObject({ status: 'active', deceasedOn: null });
    expect(page.known?.residences).toHaveLength(1);
    expect(silent).toBeGreaterThan(0);
  });
});
