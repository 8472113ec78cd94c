import { figuresRoute } from '@heling/insight/contract/figures';
import { until } from '@heling/platform/testing/until';
import { statementListRoute } from '@heling/orders/contract/statements';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import { orderVisit } from './crew';
import { COUNTY, deskTab, enter, goTo, NOW, picture, startDesk, TODAY } from './desk';

let app: TestApp;
let browser: TestBrowser;
/** A month that is over: it can be signed. */
const MONTH = '2026-10';
const DAY = '2026-10-20';
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  const operator = await app.as('dispatcher', { divisions: [COUNTY] });
  const person = await enter(operator, { name: '王秀英' });
  for (const window of [
    ['14:00', '16:00'],
    ['16:00', '18:00'],
  ] as [string, string][]) {
    const made = await orderVisit(operator, person, 'housekeeping', window, TODAY);
    await app.db.query(`UPDATE visits SET state = 'done', done_at = $2, day = $3 WHERE id = $1`, [
      made.visitId,
      new Date(NOW),
      DAY,
    ]);
    await app.db.query(`UPDATE orders SET state = 'completed', day = $2 WHERE id = $1`, [made.id, DAY]);
  }
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('statements', () => {
  it('is made, signed by two different people, frozen and corrected', async () => {
    const [first, second] = await Promise.all([app.as('city'), app.as('city')]);
    const tab = await deskTab(browser, app, first);
    const { page } = tab;
    await goTo(tab, `/statements/?month=${MONTH}&org=2`, '结算');
    await page.getByText(`${MONTH} 还没有结算单`).waitFor();
    await page.getByRole('button', { name: '生成结算单' }).click();
    await page.getByRole('button', { name: '生成草稿' }).click();
    await page.getByRole('heading', { level: 1, name: /安康居家服务/ }).waitFor();
    await page.getByText('没有凭证').first().waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('button', { name: '重算' }).click();
    await page.getByText('已按最新情况重算').waitFor();
    await page.getByRole('button', { name: '签字' }).click();
    await page.getByText('还要另一个人签字才冻结').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '签字' }).click();
    await page.getByText('已有一人签字').first().waitFor();
    expect(await page.getByRole('button', { name: '签字', exact: true }).count()).toBe(0);
    const address = new URL(page.url());

    const other = await deskTab(browser, app, second);
    await goTo(other, `${address.pathname.replace('/console', '')}${address.search}`, /安康居家服务/);
    await other.page.getByRole('button', { name: '签字' }).click();
    await other.page.getByRole('dialog').getByRole('button', { name: '签字' }).click();
    await other.page.getByText('已冻结').first().waitFor();
    await other.page.getByRole('button', { name: '更正' }).first().click();
    await other.page.getByLabel('退回补贴（元）').fill('0');
    await other.page.getByLabel('退回自付（元）').fill('10');
    await other.page.getByLabel('原因').fill('少做了半小时');
    await other.page.getByRole('button', { name: /^更正/, exact: false }).last().waitFor();
    await other.page.locator('form').getByRole('button', { name: /^更正/ }).click();
    await other.page.getByText('已记入下一份没签字的结算单').waitFor();
    await picture(other, 'statement');
    const { items } = await first.call(statementListRoute, { query: { month: MONTH, org: 2 } });
    expect(items[0]).toMatchObject({ state: 'frozen', visits: 2 });
    expect([...tab.complaints, ...other.complaints]).toEqual([]);
  });

  it('the reconciliation lists every difference', async () => {
    const city = await app.as('city');
    const tab = await deskTab(browser, app, city);
    await goTo(tab, `/statements/?tab=reconciliation&month=${MONTH}&org=2`, '结算');
    // Both visits are done and nobody has paid the own part.
    await tab.page.getByRole('row').nth(2).waitFor();
    expect(await tab.page.getByRole('row').count()).toBeGreaterThanOrEqual(3);
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  it('figures: every mark opens its rows, and the page narrows to a division', async () => {
    const city = await app.as('city');
    await orderVisit(city, await enter(city), 'housekeeping', ['14:00', '16:00'], TODAY);
    // Counted by the worker a moment later.
    const body = { division: '4106', from: TODAY, to: TODAY, by: 'division' as const };
    await until(async () => (await city.call(figuresRoute, { body })).total.orders === 1);
    const tab = await deskTab(browser, app, city);
    const { page } = tab;
    await goTo(tab, `/figures/?from=${TODAY}&to=${TODAY}&measure=orders`, '统计');
    await page.getByRole('heading', { name: '哪里的订单最多？' }).waitFor();
    const mark = page.getByRole('button', { name: /鹤山区 \d+ 单，看明细/ });
    await mark.waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'figures');
    await mark.click();
    const rows = page.getByRole('dialog');
    await rows.getByText('共 1 单').waitFor();
    await rows.getByRole('link').first().waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '看下一级 鹤山区' }).click();
    await page.getByRole('button', { name: /中山北路街道 \d+ 单/ }).waitFor();
    await goTo(tab, '/figures/?tab=overview', '统计');
    await page.getByText('登记了多少老人？').waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
