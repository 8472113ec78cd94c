import { complaintListRoute, complainRoute } from '@heling/orders/contract/ratings';
import { pageRoute } from '@heling/orders/contract/orders';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { addCarer, orderVisit } from './crew';
import { COUNTY, deskTab, enter, goTo, NOW, picture, startDesk, TOMORROW } from './desk';

let app: TestApp;
let browser: TestBrowser;
let operator: TestClient;
let person: number;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  operator = await app.as('dispatcher', { divisions: [COUNTY] });
  await addCarer(app, 1, '赵一');
  person = await enter(operator, { name: '王秀英' });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** An order whose visit is done: written straight, for the way there is tested elsewhere. */
async function completed(): Promise<number> {
  const made = await orderVisit(operator, person, 'housekeeping', ['14:00', '16:00']);
  await app.db.query(`UPDATE visits SET state = 'done', done_at = $2 WHERE id = $1`, [
    made.visitId,
    new Date(NOW),
  ]);
  await app.db.query(`UPDATE orders SET state = 'completed' WHERE id = $1`, [made.id]);
  return made.id;
}

describe('orders', () => {
  it('the list filters by what stands in the address, keeps filters under a name, and leads to the order', async () => {
    const made = await orderVisit(operator, person, 'housekeeping');
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, `/orders/?from=${TOMORROW}&to=${TOMORROW}&service=housekeeping`, '订单');
    const link = page.getByRole('link', { name: String(made.id), exact: true });
    await link.waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('button', { name: /已存筛选/ }).click();
    await page.getByLabel('筛选的名字').fill('明天家政');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: '明天家政', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await link.click();
    await page.getByRole('heading', { level: 1, name: new RegExp(`订单 ${made.id}`) }).waitFor();
    await page.getByText('下单 → 已下单').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'order');
    expect(tab.complaints).toEqual([]);
  });

  it('cancelling says what goes back before, keeps the reason, and is in the story', async () => {
    const made = await orderVisit(operator, person, 'housekeeping', ['16:00', '18:00']);
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, `/order/?id=${made.id}`, /订单/);
    await page.getByRole('button', { name: '取消订单' }).click();
    await page.getByText(/现在取消，退给老人/).waitFor();
    await page.getByLabel('原因').fill('老人住院');
    await page.getByRole('button', { name: '确认取消订单' }).click();
    await page.getByText('取消原因').waitFor();
    const order = await operator.call(pageRoute, { params: { id: made.id } });
    expect(order).toMatchObject({ state: 'cancelled', cancelReason: '老人住院' });
    expect(tab.complaints).toEqual([]);
  });

  it('an order that somebody else has changed is shown as it is now', async () => {
    const made = await orderVisit(operator, person, 'housekeeping', ['08:00', '10:00']);
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, `/order/?id=${made.id}`, /订单/);
    await page.getByRole('button', { name: '取消订单' }).click();
    await page.getByLabel('原因').fill('不需要了');
    await app.db.query('UPDATE orders SET version = version + 1 WHERE id = $1', [made.id]);
    await page.getByRole('button', { name: '确认取消订单' }).click();
    await page.getByRole('main').getByRole('alert').waitFor();
    expect(await page.getByLabel('原因').inputValue()).toBe('不需要了');
    await page.getByRole('button', { name: '确认取消订单' }).click();
    await page.getByText('取消原因').waitFor();
  });

  it('says so when the order is not there', async () => {
    const tab = await deskTab(browser, app, operator);
    await tab.go('/console/order/?id=999999');
    await tab.page.getByRole('main').getByRole('alert').waitFor();
    await tab.go('/console/order/');
    await tab.page.getByText('没有说明是哪个订单').waitFor();
  });
});

describe('complaints', () => {
  it('is answered, then closed with a deduction that the button names', async () => {
    const orderId = await completed();
    await operator.call(complainRoute, { params: { id: orderId }, body: { text: '厨房没有擦干净。' } });
    const tab = await deskTab(browser, app, operator);
    const { page } = tab;
    await goTo(tab, '/complaints/', '投诉');
    await page.getByText('厨房没有擦干净。').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('答复').fill('已上门返工，并退款。');
    expect(await tab.violations()).toEqual([]);
    await drawer.getByRole('button', { name: '答复' }).click();
    await page.getByText('已答复，家属会收到通知').waitFor();
    await drawer.getByLabel(/扣款/).fill('20');
    await drawer.getByRole('button', { name: '办结并扣款 20.00 元' }).click();
    await page.getByText('已办结，从服务商结算中扣 20.00 元').waitFor();
    const { items } = await operator.call(complaintListRoute, { query: { state: 'closed' } });
    expect(items[0]).toMatchObject({ orderId, deduction: 2000 });
    expect(tab.complaints).toEqual([]);
  });
});
