import type { Locator } from 'playwright-core';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { decideRoute, entitlementsRoute, reviewRoute } from '@heling/benefits/contract/entitlements';
import { addFactRoute } from '@heling/benefits/contract/facts';
import { paperFileRoute, papersRoute } from '@heling/benefits/contract/family';
import { draftPackRoute, signPackRoute } from '@heling/benefits/contract/packs';
import { arrange, daughter, LI, NOW, phoneTab, picture, WANG } from './support';

let app: TestApp;
let browser: TestBrowser;
let child: TestClient;
let tab: Tab;
let street: TestClient;
let county: TestClient;

const FROM = '2026-01';
const common = {
  version: '2026',
  jurisdiction: '4106',
  paidInMonthOfDeath: true,
  backPay: { rule: 'from-eligibility', maxMonths: null },
};
const PACKS = [
  {
    scheme: 'old-age-allowance',
    ...common,
    bands: [
      { minAge: 80, maxAge: 89, fen: 5000, from: FROM },
      { minAge: 90, maxAge: 99, fen: 10000, from: FROM },
      { minAge: 100, fen: 30000, from: FROM },
    ],
    startsMonthAfterBirthday: true,
    bandChangesMonthAfterBirthday: true,
    leapDayBirthday: 'feb-28',
    certification: { everyMonths: 12, graceMonths: 2, restoreArrears: true },
  },
  {
    scheme: 'disability-care',
    ...common,
    fenByMonth: [{ fen: 6000, from: FROM }],
    certification: null,
    extendToGrades34: false,
  },
];

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ now: NOW }), openBrowser()]);
  await arrange(app);
  // 王秀英 is 81, with a registered home; 李建国 stays at 78.
  await app.db.query(`UPDATE persons SET birth = '1945-06-10' WHERE id = $1`, [WANG]);
  await app.db.query(
    `INSERT INTO residences (person_id, division, address, valid_from)
     SELECT id, division, pii, '1990-01-01' FROM persons WHERE id = ANY ($1)`,
    [[WANG, LI]],
  );
  const [reviewer, city] = await Promise.all([app.as('allowanceReviewer'), app.as('city')]);
  [street, county] = await Promise.all([app.as('street'), app.as('county')]);
  for (const pack of PACKS) {
    const { id, version } = await reviewer.call(draftPackRoute, { body: { pack, effectiveFrom: FROM } });
    await reviewer.call(signPackRoute, { params: { id }, body: { version } });
    await city.call(signPackRoute, { params: { id }, body: { version: version + 1 } });
  }
  child = await daughter(app);
  tab = await phoneTab(browser, app, child);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

const button = (name: string | RegExp): Locator => tab.page.getByRole('button', { name });
const link = (name: string | RegExp): Locator => tab.page.getByRole('link', { name });
const idOnPage = (): number => Number(new URL(tab.page.url()).searchParams.get('id'));
/** As a phone's camera gives it. */
const photo = async (): Promise<Buffer> => tab.page.screenshot({ type: 'jpeg', quality: 40 });

let application = 0;

describe('the allowance on the phone', () => {
  it('is applied for in three screens with what is known filled in', async () => {
    await tab.go('/family/');
    await link('津贴补贴').tap();
    const card = tab.page.getByRole('region', { name: '高龄津贴' });
    await card.getByText('80 至 89 岁，每月 50 元。').waitFor();
    await picture(tab, 'allowance-list');
    await card.getByRole('link', { name: '申请' }).tap();
    await tab.page.getByText('1945 年 6 月 10 日').waitFor();
    expect(await button('提交申请').isDisabled()).toBe(true);
    await tab.page.getByLabel('以上资料没有错，所说属实').check();
    await picture(tab, 'allowance-apply');
    await button('提交申请').tap();
    await tab.page.getByText('申请已提交').waitFor();
    application = idOnPage();
  });

  it('takes papers as photographs, which the street sees', async () => {
    await tab.page
      .getByLabel('身份证（正反面）的照片')
      .setInputFiles({ name: 'id.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await link('看身份证（正反面）').waitFor();
    await picture(tab, 'allowance-papers');
    await tab.page
      .getByLabel('户口簿本人页的照片')
      .setInputFiles({ name: 'note.txt', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await tab.page.getByText('这张照片打不开').waitFor();
    const { items } = await street.call(papersRoute, { params: { id: application } });
    expect(items.map(({ kind }) => kind)).toEqual(['identity']);
    const file = await street.raw(`/api/benefits/papers/${items[0]!.id}/file`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toContain('image/jpeg');
    const other = await app.as('street', { divisions: ['410611001'] });
    expect((await other.refusal(paperFileRoute, { params: { id: items[0]!.id } }))[0]).toBe(404);
  });

  it('shows what has to be put right, why it was refused, and takes an objection in time', async () => {
    const params = { id: application };
    await street.call(reviewRoute, { params, body: { version: 1, pass: false, reason: '照片看不清' } });
    await tab.go(`/family/allowance/case/?id=${application}`);
    await tab.page.getByText('原因：照片看不清').waitFor();
    await tab.page.getByLabel(/补了什么/).fill('重新拍了身份证');
    await button('再提交').tap();
    await tab.page.getByText('街道正在看申请').waitFor();
    await street.call(reviewRoute, { params, body: { version: 3, pass: true } });
    await county.call(decideRoute, {
      params,
      body: { version: 4, decision: 'refuse', reason: '在外地领取津贴' },
    });
    await tab.page.reload();
    await tab.page.getByText('原因：在外地领取津贴').waitFor();
    await button('不服，提出异议').tap();
    await tab.page.getByText('最晚 2027 年 1 月 23 日').waitFor();
    await picture(tab, 'allowance-refused');
    await tab.page.getByLabel('哪里不对？').fill('外地的去年就停了');
    await button('提交异议').tap();
    await tab.page.getByText('异议正在复核').waitFor();
  });

  it('explains each month in a sentence once it is granted, and reminds of the certification', async () => {
    const params = { id: application };
    const second = await app.as('county');
    await second.call(decideRoute, { params, body: { version: 6, decision: 'approve' } });
    await app.db.query(`UPDATE entitlements SET state = 'granted', received = '2025-10-20' WHERE id = $1`, [
      application,
    ]);
    await tab.go('/family/allowance/');
    await tab.page.getByText('生存认证已到期，最晚 2026 年 12 月办').waitFor();
    await picture(tab, 'allowance-granted');
    await link('每个月多少钱，为什么').tap();
    await tab.page.getByText('符合条件，按 80-89 岁档发 50.00 元。').first().waitFor();
    await tab.page.getByText('550.00 元').first().waitFor();
    await picture(tab, 'allowance-months');
    const clerk = await app.as('allowanceClerk');
    await clerk.call(addFactRoute, {
      params: { id: WANG },
      body: { kind: 'certification', from: '2026-11-20', certifiedBy: 'visit' },
    });
    await tab.go('/family/allowance/');
    await tab.page.getByRole('region', { name: '高龄津贴' }).waitFor();
    expect(await tab.page.getByText('生存认证').count()).toBe(0);
  });

  it('is not offered too early, and not without consent', async () => {
    await tab.go('/family/allowance/');
    await tab.page.getByLabel('李建国').check();
    await tab.page.getByText('从 2028 年 4 月起可以领').waitFor();
    await picture(tab, 'allowance-early');
    expect(await tab.page.getByRole('region', { name: '高龄津贴' }).getByRole('link').count()).toBe(0);
    await app.db.query(`UPDATE consents SET covers = '{order,follow}' WHERE person_id = $1`, [LI]);
    await tab.page.reload();
    await tab.page.getByText('没有授权您看基本档案').waitFor();
    const { items } = await street.call(entitlementsRoute, { body: {} });
    expect(items.map(({ personId }) => personId)).toEqual([WANG]);
    expect(tab.complaints).toEqual([]);
  });
});
