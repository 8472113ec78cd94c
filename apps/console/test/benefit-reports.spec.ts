import { draftPackRoute, signPackRoute } from '@heling/benefits/contract/packs';
import { forecastRoute, reportFileRoute } from '@heling/benefits/contract/reports';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import { DAHU, deskTab, enter, goTo, idNumberOf, picture, startDesk, XIDING } from './desk';

let app: TestApp;
let browser: TestBrowser;
let tab: Tab;
const PACK = {
  scheme: 'old-age-allowance',
  version: '2026-01',
  jurisdiction: '4106',
  bands: [
    { minAge: 80, maxAge: 89, fen: 5000, from: '2018-01' },
    { minAge: 90, maxAge: 99, fen: 10000, from: '2018-01' },
    { minAge: 100, fen: 30000, from: '2018-01' },
  ],
  startsMonthAfterBirthday: true,
  bandChangesMonthAfterBirthday: true,
  leapDayBirthday: 'feb-28',
  paidInMonthOfDeath: true,
  backPay: { rule: 'from-application-month', maxMonths: null },
  certification: null,
};

/** Three who draw the allowance (one of them in arrears and sent back by the bank), one who turns 80 next month. */
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk({ worker: false }), openBrowser()]);
  const [city, reviewer] = await Promise.all([app.as('city'), app.as('allowanceReviewer')]);
  const { id } = await reviewer.call(draftPackRoute, { body: { pack: PACK, effectiveFrom: '2026-01' } });
  await reviewer.call(signPackRoute, { params: { id }, body: { version: 1 } });
  await city.call(signPackRoute, { params: { id }, body: { version: 2 } });
  const people: [string, string, string][] = [
    ['王秀英', '1940-05-06', DAHU],
    ['李桂兰', '1934-07-08', DAHU],
    ['张玉梅', '1938-03-04', XIDING],
    ['赵长贵', '1946-12-03', XIDING],
  ];
  const ids: number[] = [];
  for (const [i, [name, birth, division]] of people.entries()) {
    const idNumber = idNumberOf(birth, 'female', 340 + i);
    ids.push(await enter(city, { name, birth, idNumber, division }));
  }
  const { rows } = await app.db.query<{ id: string }>(
    `INSERT INTO benefit_runs (division, month, state, started_by, started_at) VALUES ('4106', '2026-11-01', 'closed', 1, now()) RETURNING id`,
  );
  const run = rows[0]!.id;
  for (const [at, months, fen, state] of [
    [0, ['2026-11-01'], 5000, 'paid'],
    [1, ['2026-11-01'], 10000, 'paid'],
    [2, ['2026-10-01', '2026-11-01'], 5000, 'rejected'],
  ] as const) {
    const division = people[at]![2];
    const payment = await app.db.query<{ id: string }>(
      `INSERT INTO benefit_payments (run_id, person_id, division, month, fen, last_fen, change, state)
       VALUES ($1, $2, $3, '2026-11-01', $4, 0, 'new', $5) RETURNING id`,
      [run, ids[at], division, fen * months.length, state],
    );
    for (const month of months) {
      await app.db.query(
        `INSERT INTO benefit_lines (run_id, payment_id, person_id, division, scheme, month, fen, reason, pack_id)
         VALUES ($1, $2, $3, $4, 'old-age-allowance', $5, $6, 'due', $7)`,
        [run, payment.rows[0]!.id, ids[at], division, month, fen, id],
      );
    }
    if (state !== 'paid') continue;
    await app.db.query(
      `INSERT INTO benefit_ledger (at, person_id, division, scheme, month, kind, fen, payment_id)
       VALUES (now(), $1, $2, 'old-age-allowance', '2026-11-01', 'paid', $3, $4)`,
      [ids[at], division, fen, payment.rows[0]!.id],
    );
  }
  tab = await deskTab(browser, app, city);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await app.close();
});

const table = (name: string | RegExp) => tab.page.getByRole('table', { name });

describe('the allowance reports', () => {
  it('sum a month by division, one level at a time', async () => {
    await goTo(tab, '/benefit-reports/', '津贴报表');
    const row = table('2026年11月各区划的发放').getByRole('row', { name: /鹤山区/ });
    await row.getByText('250.00').first().waitFor();
    await row.getByRole('button', { name: '鹤山区' }).click();
    await tab.page.getByRole('button', { name: '中山北路街道' }).click();
    const village = table(/各区划的发放/).getByRole('row', { name: /西顶村/ });
    await village.getByText('100.00').first().waitFor();
    expect(await village.innerText()).toContain('0.00');
    await picture(tab, 'benefit-reports-divisions');
    expect(await tab.violations()).toEqual([]);
  });

  it('name who turns 80, 90 or 100 next month, and take it out with a watermark', async () => {
    await tab.page.getByRole('tab', { name: '满 80、90、100 岁' }).click();
    const row = table('2026年12月满 80、90、100 岁的老人').getByRole('row', { name: /1946-12-03/ });
    await row.getByText('还没有申请').waitFor();
    await picture(tab, 'benefit-reports-birthdays');
    const downloading = tab.page.waitForEvent('download');
    await tab.page.getByRole('button', { name: '导出' }).click();
    await tab.page.getByRole('menuitem', { name: '表格（XLSX）' }).click();
    expect((await downloading).suggestedFilename()).toMatch(/满80、90、100岁.*\.xlsx$/);
    const clerk = await app.as('allowanceClerk');
    const body = { report: 'birthdays', month: '2026-12', format: 'csv' } as const;
    const { text } = await clerk.send(reportFileRoute, { body });
    expect(text).toContain(`内部资料 账号${clerk.accountId}`);
    expect(text).toContain('1946-12-03,80,未申请');
    expect(text).not.toContain('赵长贵');
  });

  it('sum the ledger and foresee twelve months by age', async () => {
    await tab.page.getByRole('tab', { name: '发放台账' }).click();
    await table('发放台账')
      .getByRole('row', { name: /2026年11月.*150\.00/ })
      .waitFor();
    await tab.page.getByRole('tab', { name: '预算预测' }).click();
    await table('高龄津贴今后 12 个月')
      .getByRole('row', { name: /2027年1月/ })
      .waitFor();
    await tab.page.getByText('没有计入以后的迁入和迁出').waitFor();
    await picture(tab, 'benefit-reports-forecast');
    await tab.page.emulateMedia({ media: 'print' });
    await tab.page
      .getByText(/内部资料 .* 请勿外传/)
      .first()
      .waitFor();
    await picture(tab, 'benefit-reports-print');
    await tab.page.emulateMedia({ media: 'screen' });
    expect(tab.complaints).toEqual([]);
  });

  it('keep everybody to their own place', async () => {
    const street = await app.as('street', { divisions: ['410602001'] });
    const { path } = await street.call(forecastRoute, { body: {} });
    expect(path.at(-1)!.code).toBe('410602001');
    expect(await street.refusal(forecastRoute, { body: { division: '410611' } })).toEqual([
      403,
      'benefits.report_scope',
    ]);
  });
});
