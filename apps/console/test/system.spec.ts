import { listAccounts } from '@heling/access/contract/accounts';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { deskTab, goTo, picture, startDesk } from './desk';

let app: TestApp;
let browser: TestBrowser;
let system: TestClient;
let security: TestClient;
let auditor: TestClient;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  [system, security, auditor] = await Promise.all([
    app.as('systemAdmin'),
    app.as('securityAdmin'),
    app.as('auditor'),
  ]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('accounts', () => {
  it('one administrator invites, the other gives role and scope; both see what would change', async () => {
    const tab = await deskTab(browser, app, system);
    const { page } = tab;
    await goTo(tab, '/accounts/', '账号');
    await page.getByRole('button', { name: '邀请' }).click();
    await page.getByLabel(/^登录名（/).fill('zhang.san');
    await page.getByLabel(/^姓名/).fill('张三');
    await page.getByLabel('所在区划').fill('鹤山');
    await page.getByTitle('鹤山区', { exact: true }).click();
    expect(await tab.violations()).toEqual([]);
    await page.locator('form').getByRole('button', { name: '邀请' }).click();
    const password = page.getByLabel('张三 的初始密码');
    await password.waitFor();
    expect((await password.inputValue()).length).toBeGreaterThanOrEqual(10);

    const { items } = await system.call(listAccounts, { query: { login: 'zhang.san' } });
    const other = await deskTab(browser, app, security);
    await goTo(other, `/accounts/?open=${items[0]!.id}`, '账号');
    await other.page.getByRole('button', { name: '改角色和范围' }).click();
    await other.page.getByLabel('角色').last().fill('调度');
    await other.page.getByTitle('调度员').last().click();
    await other.page.keyboard.press('Escape');
    await other.page.getByText('新增角色：调度员').waitFor();
    expect(await other.violations()).toEqual([]);
    await other.page.getByRole('button', { name: '授权' }).click();
    await other.page.getByText('已授权，下一次操作起生效').waitFor();
    const after = await security.call(listAccounts, { query: { login: 'zhang.san' } });
    expect(after.items[0]!.roles).toEqual(['dispatcher']);
    await picture(other, 'account');
    expect([...tab.complaints, ...other.complaints]).toEqual([]);
  });

  it('a reset password is shown once', async () => {
    const dispatcher = await app.as('dispatcher');
    const tab = await deskTab(browser, app, system);
    await goTo(tab, `/accounts/?open=${dispatcher.accountId}`, '账号');
    await tab.page.getByRole('button', { name: '重置密码' }).click();
    await tab.page.getByRole('button', { name: '重置密码' }).last().click();
    await tab.page.getByLabel(/的初始密码$/).waitFor();
    expect(tab.complaints).toEqual([]);
  });
});

describe('audit', () => {
  it('shows who did what, whether it is sealed, and one row whole', async () => {
    const tab = await deskTab(browser, app, auditor);
    await goTo(tab, '/audit/', '审计');
    await tab.page.getByText(/已封 [\d,]+ 条/).waitFor();
    await tab.page.getByRole('row').nth(1).waitFor();
    expect(await tab.violations()).toEqual([]);
    await tab.page.getByRole('row').nth(1).getByRole('cell').first().click();
    await tab.page.getByRole('dialog').getByText('请求编号').waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});

describe('other systems', () => {
  it('a webhook is entered with its secret shown once, paused, and its deliveries can be seen', async () => {
    const tab = await deskTab(browser, app, system);
    const { page } = tab;
    await goTo(tab, '/integrations/?tab=webhooks', '对接系统');
    await page.getByText('还没有事件推送').waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('button', { name: '登记推送' }).click();
    await page.getByLabel('地址').fill('https://hooks.example.org/heling');
    await page.getByLabel('哪些事件').click();
    await page.getByTitle(/上门的变化/).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByLabel('签名密钥').waitFor();
    await page.getByRole('button', { name: '关闭' }).click();
    await page.getByRole('button', { name: '暂停' }).click();
    await page.getByText('已暂停').waitFor();
    await page.getByRole('button', { name: '投递情况' }).click();
    await page.getByText('还没有投递过').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('tokens name the endpoints that they may call', async () => {
    const tab = await deskTab(browser, app, system);
    const { page } = tab;
    await goTo(tab, '/integrations/', '对接系统');
    await page.getByRole('button', { name: '签发令牌' }).click();
    await page.getByLabel('可以调用的接口').fill('orders.list');
    await page.getByTitle(/^orders\.list/).click();
    await page.keyboard.press('Escape');
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
