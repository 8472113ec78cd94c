import { enter, DAHU, newPerson } from '../../people/test/support';
import {
  applyRoute,
  birthdaysRoute,
  decideRoute,
  entitlementRoute,
  entitlementsRoute,
  explanationRoute,
  noticesRoute,
  objectRoute,
  personBenefitsRoute,
  resubmitRoute,
  reviewRoute,
} from '../src/contract/entitlements';
import {
  addFactRoute,
  confirmPayeeRoute,
  factsRoute,
  payeesRoute,
  proposePayeeRoute,
  withdrawFactRoute,
} from '../src/contract/facts';
import { draftPackRoute, packsRoute, signPackRoute } from '../src/contract/packs';
import { ledgerRoute, openingRoute } from '../src/contract/runs';
import { decided, granted, oldAgePack, publish, startDesk, type Desk } from './support';

let desk: Desk;
let community: Awaited<ReturnType<Desk['app']['as']>>;
beforeAll(async () => {
  desk = await startDesk({ worker: true });
  community = await desk.app.as('community', { divisions: [DAHU] });
  await publish(desk, oldAgePack(), '2026-01');
}, 60_000);
afterAll(() => desk.app.close());

async function person(birth: string, extra = {}): Promise<number> {
  const id = await enter(community, { birth, ...extra });
  await desk.app.db.query(`UPDATE residences SET valid_from = '2000-01-01' WHERE person_id = $1`, [id]);
  return id;
}

describe('policy packs', () => {
  it('are refused with gaps, overlaps and missing amounts named', async () => {
    const bands = [
      { minAge: 80, maxAge: 89, fen: 5000, from: '2018-01', to: '2025-12' },
      { minAge: 80, maxAge: 90, fen: 0, from: '2025-06' },
      { minAge: 91, fen: 10000, from: '2018-01' },
    ];
    const answer = await desk.reviewer.send(draftPackRoute, {
      body: { pack: oldAgePack({ version: 'bad', bands }), effectiveFrom: '2026-05' },
    });
    expect(answer.status).toBe(422);
    const problem = answer.body as { code: string; reasons: { code: string; detail: string }[] };
    expect(problem.code).toBe('benefits.pack_broken');
    expect(problem.reasons.map((each) => each.detail)).toEqual([
      '第 2 条（2025-06 起80-90 岁）没有写金额。',
      '2025-06 至 2025-1280-89 岁同时有 第 1 条、第 2 条 标准，请只留一条。',
      '2018-01 至 2025-0590-90 岁没有标准，请补上。',
    ]);
    expect(
      await desk.reviewer.refusal(draftPackRoute, {
        body: {
          pack: oldAgePack({ version: 'bad', bands: [{ minAge: 80, fen: -1, from: '2018-01' }] }),
          effectiveFrom: '2026-05',
        },
      }),
    ).toEqual([422, 'benefits.pack_input']);
  });

  it('are published by two people, once, and by nobody of a smaller place', async () => {
    expect(
      await desk.reviewer.refusal(draftPackRoute, { body: { pack: oldAgePack(), effectiveFrom: '2026-06' } }),
    ).toEqual([409, 'benefits.pack_twice']);
    const small = await desk.app.as('county', { divisions: ['410602'] });
    expect(
      await small.refusal(draftPackRoute, {
        body: { pack: oldAgePack({ version: 'x' }), effectiveFrom: '2026-06' },
      }),
    ).toEqual([403, 'benefits.pack_scope']);
    const { id } = await desk.reviewer.call(draftPackRoute, {
      body: { pack: oldAgePack({ version: '2026-06' }), effectiveFrom: '2026-06' },
    });
    await desk.reviewer.call(signPackRoute, { params: { id }, body: { version: 1 } });
    expect(await desk.reviewer.refusal(signPackRoute, { params: { id }, body: { version: 2 } })).toEqual([
      403,
      'benefits.second_person',
    ]);
    expect(await small.refusal(signPackRoute, { params: { id }, body: { version: 2 } })).toEqual([
      403,
      'benefits.pack_scope',
    ]);
    const second = await desk.county.call(signPackRoute, { params: { id }, body: { version: 2 } });
    expect(second.published).toBe(true);
    const { items } = await small.call(packsRoute, {});
    expect(items.find((item) => item.id === id)).toMatchObject({ state: 'published', canSign: false });
  });
});

describe('an application', () => {
  it('goes from the street over the county and the public notice to a grant, explained month by month', async () => {
    const id = await person('1940-05-06');
    const daughter = await desk.app.as('family', { persons: [id] });
    const stranger = await desk.app.as('family', { persons: [] });
    const body = { personId: id, scheme: 'old-age-allowance' as const };
    expect((await stranger.refusal(applyRoute, { body }))[0]).toBe(404);
    const applied = await daughter.call(applyRoute, { body });
    expect(await desk.clerk.refusal(applyRoute, { body })).toEqual([409, 'benefits.applied']);
    const at = { params: { id: applied.id } };
    expect(await desk.street.refusal(reviewRoute, { ...at, body: { version: 1, pass: false } })).toEqual([
      422,
      'benefits.reason',
    ]);
    await desk.street.call(reviewRoute, {
      ...at,
      body: { version: 1, pass: false, reason: '请补充户口簿照片' },
    });
    expect(await daughter.call(entitlementRoute, at)).toMatchObject({
      state: 'sentBack',
      reason: '请补充户口簿照片',
      canResubmit: true,
      officialRelative: null,
    });
    await daughter.call(resubmitRoute, { ...at, body: { version: 2, note: '已补充' } });
    const reviewer = await desk.app.as('allowanceReviewer');
    await desk.street.call(reviewRoute, { ...at, body: { version: 3, pass: true } });
    await reviewer.call(decideRoute, { ...at, body: { version: 4, decision: 'refuse', reason: '户籍不符' } });
    await daughter.call(objectRoute, { ...at, body: { version: 5, reason: '户籍一直在本市' } });
    // Who refused does not judge the objection.
    expect(await reviewer.refusal(decideRoute, { ...at, body: { version: 6, decision: 'approve' } })).toEqual(
      [403, 'benefits.second_person'],
    );
    await desk.county.call(decideRoute, { ...at, body: { version: 6, decision: 'approve' } });
    const notices = await desk.clerk.call(noticesRoute, { query: {} });
    expect(notices.items).toContainEqual({
      id: applied.id,
      name: '王*英',
      division: '大湖社区居民委员会',
      schemeName: '高龄津贴',
      until: '2026-03-17',
    });
    await granted(desk, applied.id);
    const page = await daughter.call(entitlementRoute, at);
    expect(page.steps.map((step) => step.step)).toEqual([
      'apply',
      'return',
      'resubmit',
      'review',
      'refuse',
      'object',
      'approve',
      'grant',
    ]);
    const explained = await daughter.call(explanationRoute, { ...at, query: { asOf: '2026-04' } });
    expect(explained).toMatchObject({ packVersion: '2022-10', entitledFen: 10000, paidFen: 0 });
    expect(explained.arrears).toEqual([{ from: '2026-03', to: '2026-04', fen: 10000 }]);
    expect(explained.months.at(-1)).toMatchObject({
      status: 'due',
      why: '符合条件，按 80-89 岁档发 50.00 元。',
    });
    expect((await daughter.call(personBenefitsRoute, { params: { id } })).entitlements).toHaveLength(1);
    expect((await stranger.refusal(explanationRoute, { ...at, query: {} }))[0]).toBe(404);
  });

  it('is found by the system for those who reach the age next month', async () => {
    const id = await person('1946-04-30');
    const found = await desk.clerk.call(birthdaysRoute, { query: { month: '2026-04' } });
    expect(found.items).toMatchObject([{ personId: id, turns: 80, name: '王*英' }]);
    const end = Date.now() + 15_000;
    let items: unknown[] = [];
    while (items.length === 0 && Date.now() < end) {
      await new Promise((go) => setTimeout(go, 300));
      const all = await desk.clerk.call(entitlementsRoute, { body: { state: 'applied' } });
      items = all.items.filter((item) => item.personId === id && item.source === 'system');
    }
    expect(items).toHaveLength(1);
  });

  it('for a disability subsidy is judged by the facts, which can be ended and taken back', async () => {
    await publish(
      desk,
      {
        scheme: 'disability-care',
        version: '2016',
        jurisdiction: '4106',
        fenByMonth: [{ fen: 6000, from: '2016-01' }],
        paidInMonthOfDeath: true,
        backPay: { rule: 'from-application-month', maxMonths: null },
      },
      '2026-01',
    );
    const id = await person('1970-01-01');
    const at = { params: { id } };
    expect(
      await desk.clerk.refusal(addFactRoute, { ...at, body: { kind: 'disability', from: '2020-01-01' } }),
    ).toEqual([422, 'platform.invalid']);
    await desk.clerk.call(addFactRoute, {
      ...at,
      body: { kind: 'disability', from: '2020-01-01', grade: 1, disability: 'physical' },
    });
    const need = await desk.clerk.call(addFactRoute, {
      ...at,
      body: { kind: 'careNeed', from: '2026-01-01' },
    });
    const entitlement = await decided(desk, id, 'disability-care');
    const explain = () =>
      desk.clerk.call(explanationRoute, { params: { id: entitlement }, query: { asOf: '2026-05' } });
    expect((await explain()).entitledFen).toBe(18000);
    const ended = await desk.clerk.call(withdrawFactRoute, {
      params: { id: need.id },
      body: { to: '2026-05-01', reason: '已康复' },
    });
    expect((await explain()).months.at(-1)!.why).toContain('没有需要长期照护');
    expect((await explain()).entitledFen).toBe(12000);
    await desk.clerk.call(withdrawFactRoute, { params: { id: ended.id }, body: { reason: '登记错了' } });
    expect((await explain()).entitledFen).toBe(0);
    expect((await desk.clerk.call(factsRoute, at)).items.map((fact) => fact.kind)).toEqual(['disability']);
  });
});

describe('a payee', () => {
  it('is sealed, shown by its last digits, and changed by two people', async () => {
    const id = await person('1941-01-01');
    const wish = { name: '王秀英', bank: '农商行', account: '6228480402637874213', from: '2026-03-01' };
    const proposed = await desk.clerk.call(proposePayeeRoute, { params: { id }, body: wish });
    expect(
      await desk.clerk.refusal(confirmPayeeRoute, { params: { id: proposed.id }, body: { accept: true } }),
    ).toEqual([403, 'benefits.second_person']);
    await desk.street.call(confirmPayeeRoute, { params: { id: proposed.id }, body: { accept: true } });
    const { items } = await desk.county.call(payeesRoute, { params: { id } });
    expect(items).toMatchObject([{ name: '王*英', account: '****4213', current: true, state: 'confirmed' }]);
    const { rows } = await desk.app.db.query<{ sealed: Buffer }>('SELECT sealed FROM payees');
    expect(rows.some((row) => row.sealed.toString('latin1').includes('4213'))).toBe(false);
  });
});

describe('the opening ledger', () => {
  const form = (text: string, rows: number, yuan: string) => {
    const body = new FormData();
    body.set('rows', String(rows));
    body.set('yuan', yuan);
    body.set('file', new Blob([text], { type: 'text/csv' }), '台账.csv');
    return { body };
  };
  const upload = async (...args: Parameters<typeof form>) => {
    const answer = await desk.payer.send(openingRoute, form(...args));
    return answer.body as { imported?: boolean; wrong?: { row: number; detail: string }[]; code?: string };
  };

  it('is imported whole or not at all, and once', async () => {
    const wish = newPerson({ birth: '1935-01-01' });
    const id = await person('1935-01-01', wish);
    const good = `身份证号,津贴,月份,元\n${wish.idNumber},高龄津贴,2026-01,100\n${wish.idNumber},高龄津贴,2026-02,100.50\n`;
    const bad = `${good}410699194001010019,高龄津贴,2026-01,50\n`;
    expect(await upload(bad, 3, '250.50')).toMatchObject({
      imported: false,
      wrong: [{ row: 3, detail: '没有这个身份证号的老人，或不在您的管辖区域。' }],
    });
    const wrong = `${wish.idNumber},高龄津贴,2026-01,-5\n${wish.idNumber},高龄津贴,2026-13,5\n${wish.idNumber},高龄津贴,2026-01,999999\n`;
    expect((await upload(wrong, 3, '0')).wrong).toHaveLength(3);
    expect(await upload(good, 2, '200')).toMatchObject({ code: 'benefits.opening' });
    expect(await upload(good, 2, '200.50')).toMatchObject({ imported: true, rows: 2, fen: 20050 });
    expect(await upload(good, 2, '200.50')).toMatchObject({ code: 'benefits.opening_twice' });
    // The same months in another file.
    expect(await upload(`${good}\n`, 2, '200.50')).toMatchObject({
      imported: false,
      wrong: [{ detail: '这个月已在台账上，不能再导入。' }, {}],
    });
    const ledger = await desk.clerk.call(ledgerRoute, { params: { id }, query: {} });
    expect(ledger.items.map((line) => [line.kind, line.month, line.fen])).toEqual([
      ['opening', '2026-02', 10050],
      ['opening', '2026-01', 10000],
    ]);
  });
});
