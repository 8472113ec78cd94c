import { addContact } from '@heling/people/contract/registry';
import { listRoute } from '@heling/orders/contract/orders';
import { queueClaimRoute, queueListRoute } from '@heling/orders/contract/queue';
import { standingListRoute } from '@heling/orders/contract/standing';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { COUNTY, DAHU, deskTab, enter, goTo, NOW, picture, startDesk, TODAY, type } from './desk';

let app: TestApp;
let browser: TestBrowser;
let operator: TestClient;
let wang: number;
let li: number;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  operator = await app.as('dispatcher', { divisions: [COUNTY] });
  wang = await enter(operator, { name: '王秀英', phone: '15410000101', allergies: ['peanut'] });
  li = await enter(operator, {
    name: '李建国',
    sex: 'male',
    idNumber: undefined,
    noIdReason: 'lost',
    phone: '15410000102',
  });
  await operator.call(addContact, {
    params: { id: wang },
    body: { version: 1, name: '王小红', phone: '15410000199', relation: 'child', emergency: true },
  });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function work(kind: string, severity: string, minutes: number, subjectId: number): Promise<void> {
  const due = new Date(new Date(NOW).getTime() + minutes * 60_000);
  await app.db.query(
    `INSERT INTO work_items (kind, severity, division, person_id, subject, subject_id, facts, due_at, opened_at)
     VALUES ($1, $2, $3, $4, 'welfareCheck', $5, '{}', $6, $7)`,
    [kind, severity, DAHU, wang, subjectId, due, new Date(NOW)],
  );
}

describe('the day of an operator', () => {
  it('works through the queue by keys: claim, undo, done with a result', async () => {
    await work('welfareCheck', 'P1', 10, 1);
    await work('complaint', 'P2', 60, 2);
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, '/', '今日工作台');
    const items = page.locator('.queue-list button');
    await items.nth(1).waitFor();
    await page.getByText('重要').first().waitFor();
    await page.getByText('过敏：花生').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'today');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('c');
    await page.getByText('我在处理').waitFor();
    await page.getByRole('button', { name: /撤销/ }).click();
    await page.getByText('我在处理').waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.getByText('我在处理').waitFor();
    await page.keyboard.press('d');
    await page.locator('textarea:focus').waitFor();
    await type({ page }, '已电话联系，一切正常');
    await page.keyboard.press('Control+Enter');
    await page.getByText('待办 1', { exact: true }).waitFor();
    const { rows } = await app.db.query(`SELECT result FROM work_items WHERE state = 'done'`);
    expect(rows).toEqual([{ result: '已电话联系，一切正常' }]);

    // What a colleague does meanwhile waits behind the bar: nothing moves under the pointer.
    const colleague = await app.as('dispatcher', { divisions: [COUNTY] });
    const { items: left } = await colleague.call(queueListRoute, { query: {} });
    await colleague.call(queueClaimRoute, {
      params: { id: left[0]!.id },
      body: { version: left[0]!.version },
    });
    await page.getByText('待办有 1 条变化').waitFor();
    expect(await page.getByText('有人处理').count()).toBe(0);
    await page.keyboard.press('n');
    await page.getByText('有人处理').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('finds people, orders and pages by Ctrl K, and shows its keys', async () => {
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, '/', '今日工作台');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '键盘快捷键' }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: '老人、订单号或页面' }).waitFor();
    await type({ page }, 'wxy');
    await page.getByRole('option', { name: /王\*英/ }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '王*英' }).waitFor();
    await page.keyboard.press('Alt+2');
    await page.getByRole('heading', { level: 1, name: '老人' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('places a lunch for a caller without the mouse', async () => {
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, '/', '今日工作台');
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: '来电号码' }).waitFor();
    await type({ page }, '15410000199');
    await page.keyboard.press('Enter');
    // The daughter calls; the whole name is read out to her.
    await page.getByRole('heading', { name: /王秀英.*王小红（子女）来电/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.dish:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^下单（自付/ }).waitFor();
    await page.locator('button:focus', { hasText: '下单（自付' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/订单 \d+ 已下单/).waitFor();
    await picture(tab, 'placed');
    const { items } = await operator.call(listRoute, { body: { personId: wang } });
    expect(items).toMatchObject([{ service: 'lunch', day: TODAY, channel: 'phone', state: 'placed' }]);
    expect(tab.complaints).toEqual([]);
  });

  it('shows a dish that somebody is allergic to as a stop, and keeps it from being chosen', async () => {
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, `/order-new/?person=${wang}`, '代客下单');
    const peanut = page.getByRole('button', { name: /花生炖鸡套餐/ });
    await peanut.waitFor();
    expect(await peanut.getAttribute('aria-disabled')).toBe('true');
    await page.getByText(/老人对此过敏/).waitFor();
    await peanut.click({ force: true });
    await page.getByText('选好菜后，这里显示价格、补贴和自付').waitFor();
    expect(await tab.violations()).toEqual([]);
    // A second lunch on one day is warned of: only with a reason.
    await page.getByRole('button', { name: /红烧豆腐套餐/ }).click();
    const place = page.getByRole('button', { name: /^下单/ });
    await page.getByText(/^▲ /).first().waitFor();
    expect(await place.isDisabled()).toBe(true);
    await page.getByLabel(/仍要下单的原因/).fill('女儿来看望，两个人吃');
    await page.keyboard.press('Enter');
    await page.getByText(/订单 \d+ 已下单/).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('orders a visit at home by keys, and makes a standing order', async () => {
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, '/order-new/', '代客下单');
    await type({ page }, 'ljg');
    await page.getByRole('option', { name: /李\*国/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.dish:focus').waitFor();
    await page.keyboard.press('3');
    await page.keyboard.press(']');
    await page.locator('.windows button:focus').waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.locator('button:focus', { hasText: '下单（自付' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/订单 \d+ 已下单/).waitFor();

    await page.getByRole('button', { name: '再订一单' }).click();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('1');
    await page.keyboard.press('l');
    await page.getByRole('button', { name: '建立长期订单' }).click();
    await page
      .getByText(/长期订单已建立：午餐助餐 周一至周五/)
      .first()
      .waitFor();
    expect(await tab.violations()).toEqual([]);
    const { items } = await operator.call(standingListRoute, { query: { personId: li } });
    expect(items).toMatchObject([{ service: 'lunch', weekdays: [1, 2, 3, 4, 5], state: 'active' }]);
    expect(tab.complaints).toEqual([]);
  });

  it('says so when a page is not for the role', async () => {
    const tab = await deskTab(browser, app, await app.as('auditor'));
    await tab.go('/console/people/');
    await tab.page.getByText('您的角色不办理这项工作').waitFor();
    await goTo(tab, '/', '今日工作台');
    await tab.page.getByText('待办由服务人员处理').waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
