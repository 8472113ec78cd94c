import {
  applyRoute,
  decideRoute,
  entitlementsRoute,
  reviewRoute,
} from '@heling/benefits/contract/entitlements';
import { addFactRoute, confirmPayeeRoute, proposePayeeRoute } from '@heling/benefits/contract/facts';
import { draftPackRoute, signPackRoute } from '@heling/benefits/contract/packs';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { DAHU, deskTab, enter, goTo, idNumberOf, picture, startDesk, type } from './desk';

let app: TestApp;
let browser: TestBrowser;
let [clerk, street, county, reviewer, payer]: TestClient[] = [];
/** 86 with a good account, 92 whose account the bank rejects, 88 without one, 81 who has not applied. */
let [good, rejected, bare, applicant]: number[] = [];
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
  certification: { everyMonths: 12, graceMonths: 2, restoreArrears: true },
};

async function grant(personId: number): Promise<number> {
  const { id } = await clerk!.call(applyRoute, { body: { personId, scheme: 'old-age-allowance' } });
  await street!.call(reviewRoute, { params: { id }, body: { version: 1, pass: true } });
  await county!.call(decideRoute, { params: { id }, body: { version: 2, decision: 'approve' } });
  return id;
}
async function account(personId: number, name: string, number: string): Promise<void> {
  const { id } = await clerk!.call(proposePayeeRoute, {
    params: { id: personId },
    body: { name, bank: '鹤壁农商行', account: number, from: '2026-01-01' },
  });
  await street!.call(confirmPayeeRoute, { params: { id }, body: { accept: true } });
}

beforeAll(async () => {
  [app, browser] = await Promise.all([
    startDesk({ env: { HELING_DEMO: '1', HELING_SANDBOX_BANK: 'pays' } }),
    openBrowser(),
  ]);
  [clerk, street, county, reviewer, payer] = await Promise.all([
    app.as('allowanceClerk'),
    app.as('street'),
    app.as('county'),
    app.as('allowanceReviewer'),
    app.as('allowancePayer'),
  ]);
  const { id } = await reviewer!.call(draftPackRoute, { body: { pack: PACK, effectiveFrom: '2026-01' } });
  await reviewer!.call(signPackRoute, { params: { id }, body: { version: 1 } });
  await county!.call(signPackRoute, { params: { id }, body: { version: 2 } });
  const city = await app.as('city');
  const people: [string, string][] = [
    ['王秀英', '1940-05-06'],
    ['李桂兰', '1934-07-08'],
    ['张玉梅', '1938-03-04'],
    ['赵长贵', '1945-02-03'],
  ];
  const ids: number[] = [];
  for (const [i, [name, birth]] of people.entries()) {
    ids.push(
      await enter(city, { name, birth, idNumber: idNumberOf(birth, 'female', 300 + i), division: DAHU }),
    );
  }
  [good, rejected, bare, applicant] = ids;
  await app.db.query(`UPDATE residences SET valid_from = '2000-01-01'`);
  const granted = [await grant(good!), await grant(rejected!), await grant(bare!)];
  await account(good!, '王秀英', '6222000000000001');
  await account(rejected!, '李桂兰', '6222000000000009');
  // As if applied for and noticed in autumn; the worker's sweep ends the notices.
  await app.db.query(
    `UPDATE entitlements SET received = '2026-09-10', notice_until = '2026-11-20' WHERE id = ANY ($1)`,
    [granted],
  );
}, 120_000);
afterAll(async () => {
  await browser.close();
  await app.close();
});

const tabs: Tab[] = [];
async function tabOf(client: TestClient): Promise<Tab> {
  const tab = await deskTab(browser, app, client);
  tabs.push(tab);
  return tab;
}
afterEach(async () => {
  const complaints = tabs.flatMap((tab) => tab.complaints);
  await Promise.all(tabs.splice(0).map((tab) => tab.context.close()));
  expect(complaints).toEqual([]);
});
const pathOf = (tab: Tab) => {
  const { pathname, search } = new URL(tab.page.url());
  return pathname.replace('/console', '') + search;
};
const press = (tab: Tab, name: string | RegExp) => tab.page.getByRole('button', { name }).first().click();
const inDialog = (tab: Tab, name: string) =>
  tab.page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

describe('an application', () => {
  it('is made for somebody, reviewed, refused with a reason, objected to, and approved by another', async () => {
    const tab = await tabOf(clerk!);
    const { page } = tab;
    await goTo(tab, '/applications/', '津贴申请');
    await page.getByText('没有等着办的申请').waitFor();
    await press(tab, '代办申请');
    await type(tab, '赵长贵');
    await page.getByRole('option', { name: /81 岁/ }).click();
    await inDialog(tab, '提交申请');
    await page.getByRole('heading', { level: 1, name: /的高龄津贴/ }).waitFor();
    await page.getByText('按 80-89 岁档发').first().waitFor();
    await page.getByText('还没有收款账户').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-application');
    await press(tab, '初审通过');
    await page.getByText('初审通过，交区县审定').waitFor();

    const other = await tabOf(reviewer!);
    await goTo(other, pathOf(tab), /的高龄津贴/);
    await press(other, '不批准');
    await type(other, '户籍还没有核实');
    await inDialog(other, '不批准');
    await other.page.getByText('已登记不批准').waitFor();

    await page.getByText('户籍还没有核实').first().waitFor();
    await press(tab, '代提异议');
    await type(tab, '户口本已补交');
    await inDialog(tab, '提出异议');
    await page.getByText('异议待复核').first().waitFor();

    const second = await tabOf(county!);
    await goTo(second, pathOf(tab), /的高龄津贴/);
    await press(second, '批准');
    await second.page.getByText('名单上姓名遮盖').waitFor();
    await inDialog(second, '批准并公示');
    await second.page.getByText('公示中').first().waitFor();
    await goTo(second, '/applications/?tab=notice', '津贴申请');
    await second.page.getByRole('cell', { name: '赵*贵' }).waitFor();
    const { items } = await clerk!.call(entitlementsRoute, { body: { state: 'notice' } });
    expect(items.map((item) => item.personId)).toContain(applicant);
  }, 60_000);
});

describe('a payment run', () => {
  it('is started, looked at, explained, signed by two, sent, answered, worked off and closed', async () => {
    await expectGranted();
    const tab = await tabOf(clerk!);
    const { page } = tab;
    await goTo(tab, '/runs/', '津贴发放');
    await press(tab, '开始发放');
    await page.getByText('现在不付钱').waitFor();
    await inDialog(tab, '开始计算');
    await page.getByRole('heading', { level: 1, name: /2026年11月津贴发放/ }).waitFor();
    await page.getByText('没有收款账户').first().waitFor();
    await page.getByRole('cell', { name: '第一次发放', exact: true }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-run');
    // Three months at 50 yuan: September to November.
    await press(tab, '150.00 元，看逐月说明');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('补发').first().waitFor();
    await drawer.getByText('符合条件，按 80-89 岁档发 50.00 元。').first().waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-explanation');
    await page.keyboard.press('Escape');

    const address = pathOf(tab).replace(/&?payment=\d+/, '');
    const first = await tabOf(reviewer!);
    await goTo(first, address, /津贴发放/);
    await press(first, '签字');
    await inDialog(first, '签字');
    await first.page.getByText('您已签过，请另一个人签字').waitFor();
    const second = await tabOf(county!);
    await goTo(second, address, /津贴发放/);
    await press(second, '签字');
    await inDialog(second, '签字');
    await second.page.getByText('待送银行').first().waitFor();

    const pay = await tabOf(payer!);
    await goTo(pay, address, /津贴发放/);
    await press(pay, '送银行');
    await inDialog(pay, '送银行');
    await pay.page.getByRole('button', { name: /银行退回 1 人/ }).waitFor();
    expect(await pay.violations()).toEqual([]);
    await picture(pay, 'benefits-run-sent');
    await press(pay, '结账');
    await inDialog(pay, '结账');
    await pay.page.getByText('已结账').first().waitFor();
    await goTo(pay, '/runs/?tab=work', '津贴发放');
    await pay.page.getByRole('cell', { name: /银行退回/ }).waitFor();
    await picture(pay, 'benefits-work');
  }, 90_000);
});

/** The worker has ended the notices. */
async function expectGranted(): Promise<void> {
  for (;;) {
    const { items } = await clerk!.call(entitlementsRoute, { body: { state: 'granted' } });
    if (items.length === 3) return;
    await new Promise((go) => setTimeout(go, 200));
  }
}

describe('accounts, certifications and claims', () => {
  it('an account is changed by two people', async () => {
    const tab = await tabOf(clerk!);
    await goTo(tab, `/payees/?person=${rejected}`, '收款账户');
    await press(tab, '换账户');
    await tab.page.getByLabel(/^户名/).fill('李桂兰');
    await tab.page.getByLabel(/^开户行/).fill('工商银行');
    await tab.page.getByLabel(/^账号/).fill('6222 0000 0000 0123');
    await inDialog(tab, '提出');
    await tab.page.getByText('待另一人确认').first().waitFor();

    const other = await tabOf(street!);
    await goTo(other, '/payees/', '收款账户');
    await other.page.getByText('****0123').waitFor();
    expect(await other.violations()).toEqual([]);
    await picture(other, 'benefits-payees');
    await press(other, '确认');
    await other.page.getByText('没有等着确认的账户').waitFor();
  }, 60_000);

  it('a certification that has run out is visited, recorded, and off the list', async () => {
    await app.db.query(`UPDATE entitlements SET received = '2025-08-10' WHERE person_id = $1`, [bare]);
    const tab = await tabOf(street!);
    await goTo(tab, '/certifications/', '生存认证');
    await tab.page.getByText('已超过宽限期').waitFor();
    expect(await tab.violations()).toEqual([]);
    await press(tab, '上门未见到');
    await inDialog(tab, '登记');
    await tab.page.getByText('暂停，重新认证后恢复').waitFor();
    await picture(tab, 'benefits-certifications');
    await press(tab, '认证');
    await inDialog(tab, '登记');
    await tab.page.getByText('下月以前没有人要认证').waitFor();
  }, 60_000);

  it('late news is shown before it is recorded, then claimed back with a letter, and written off by two', async () => {
    const tab = await tabOf(clerk!);
    const { page } = tab;
    await goTo(tab, `/person/?id=${good}`, /王/);
    await page.getByRole('button', { name: '150.00 元，看逐月说明' }).waitFor();
    await picture(tab, 'benefits-person');
    await page.getByRole('region', { name: '津贴' }).getByRole('button', { name: '试算' }).click();
    await page.getByRole('dialog').getByText('各月的金额都不变').waitFor();
    await page.getByLabel(/^去世日期/).fill('2026-09-20');
    await page.keyboard.press('Enter');
    await page.getByText('多发，要追回').waitFor();
    await page.getByText('2026年10月 至 2026年11月').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-preview');
    await page.keyboard.press('Escape');
    await clerk!.call(addFactRoute, {
      params: { id: good! },
      body: { kind: 'paidElsewhere', from: '2026-10-01', to: '2026-12-01' },
    });
    await page
      .getByRole('region', { name: '津贴' })
      .getByRole('button', { name: '逐月说明', exact: true })
      .click();
    await page.getByText('这个月已在其他地方领取').first().waitFor();
    await press(tab, /^立追回/);
    await page.getByLabel(/^分几期/).fill('2');
    await page.getByRole('dialog', { name: '立追回' }).getByRole('button', { name: '立追回' }).click();
    await page.getByRole('heading', { level: 1, name: '多发追回' }).waitFor();
    await page.getByText('第 2 期').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-debt');
    const address = pathOf(tab);
    await press(tab, '打印通知书');
    await page.getByText(/王秀英老人（家属）：您好/).waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-letter');

    const pay = await tabOf(payer!);
    await goTo(pay, address, '多发追回');
    await press(pay, '登记还款');
    await inDialog(pay, '登记');
    await pay.page.getByText('已登记还款 50.00 元').waitFor();
    const ask = await tabOf(reviewer!);
    await goTo(ask, address, '多发追回');
    await press(ask, '申请核销');
    await type(ask, '家庭困难');
    await ask.page
      .getByRole('dialog', { name: /申请核销余额/ })
      .getByRole('button', { name: '申请核销' })
      .click();
    await ask.page.getByText('核销须由另一个人签字').waitFor();
    const sign = await tabOf(county!);
    await goTo(sign, address, '多发追回');
    await sign.page.getByText('家庭困难').waitFor();
    await press(sign, '签字核销');
    await type(sign, '同意');
    await sign.page
      .getByRole('dialog', { name: /签字核销余额/ })
      .getByRole('button', { name: '签字核销' })
      .click();
    await sign.page.getByText('已了结').first().waitFor();
  }, 90_000);
});

describe('the policy desk', () => {
  it('drafts from a pack with errors named, tries it on everybody, and publishes by two', async () => {
    const tab = await tabOf(reviewer!);
    const { page } = tab;
    await goTo(tab, '/packs/', '津贴政策');
    await page.getByText('80-89 岁 50.00 元').waitFor();
    await page.getByRole('row', { name: /2026-01/ }).click();
    await page.getByRole('heading', { level: 1, name: '高龄津贴政策包 2026-01' }).waitFor();
    await press(tab, '照此起草新版本');
    await page.getByText('“版本”没有填对').waitFor();
    await page.getByLabel(/^版本号/).fill('2027-01');
    await page.getByLabel(/^从哪月的发放起/).fill('2027-01');
    await page.keyboard.press('Enter');
    await page
      .getByLabel(/到几岁/)
      .first()
      .fill('88');
    await page.getByText('89-89 岁没有标准').waitFor();
    expect(await page.getByRole('button', { name: '保存草案' }).isDisabled()).toBe(true);
    await page
      .getByLabel(/到几岁/)
      .first()
      .fill('89');
    await page
      .getByLabel(/每月（元）/)
      .first()
      .fill('60');
    await page.getByText('有且只有一条标准').waitFor();
    expect(await tab.violations()).toEqual([]);
    await press(tab, '保存草案');
    await page.getByRole('heading', { level: 1, name: '高龄津贴政策包 2027-01' }).waitFor();
    await press(tab, '开始试算');
    await page.getByRole('heading', { name: '例子：差别最大的人' }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-dry-run');
    await press(tab, /^多了：.*看逐月说明/);
    await page.getByText('符合条件，按 80-89 岁档发 60.00 元。').first().waitFor();
    await page.keyboard.press('Escape');
    await press(tab, '签字');
    await page.getByText(/试算：每月/).waitFor();
    await inDialog(tab, '签字');
    await page.getByText('您已签过，请另一个人签字').waitFor();
    const other = await tabOf(county!);
    await goTo(other, pathOf(tab).replace(/&?tried=\d+/, ''), /2027-01/);
    await press(other, '签字');
    await inDialog(other, '签字并公布');
    await other.page.getByText('已公布').first().waitFor();
    expect(await other.violations()).toEqual([]);
  }, 90_000);
});

describe('the opening ledger', () => {
  it('is refused row by row, then taken whole', async () => {
    const tab = await tabOf(payer!);
    const { page } = tab;
    await goTo(tab, '/openings/', '期初台账');
    const number = idNumberOf('1940-05-06', 'female', 300);
    const choose = async (lines: string[]) => {
      await page.getByLabel(/^文件（/).setInputFiles({
        name: 'opening.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['身份证号,津贴,月份,元', ...lines].join('\n')),
      });
      await page.getByLabel(/^文件有几行/).fill(String(lines.length));
      await page.getByLabel(/^总金额/).fill('50.00');
      await press(tab, '核对并导入');
      await inDialog(tab, '导入');
    };
    await choose([`${number},高龄津贴,2025-12,五十`]);
    await page.getByText('金额应大于 0').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'benefits-opening');
    await choose([`${number},高龄津贴,2025-12,50.00`]);
    await page.getByText('已在台账上').waitFor();
  }, 60_000);
});
