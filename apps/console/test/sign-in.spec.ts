import { Secret, TOTP } from 'otpauth';
import { inviteAccount, setAccountRoles } from '@heling/access/contract/accounts';
import { signOut } from '@heling/access/contract/session';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import { COUNTY, deskTab, goTo, NOW, picture, startDesk } from './desk';

const PASSWORD = 'Fengshou-2026-desk';
let app: TestApp;
let browser: TestBrowser;
beforeAll(async () => {
  // As in production: the second factor is asked for.
  [app, browser] = await Promise.all([startDesk({ env: { HELING_DEMO: '0' } }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** Invites a dispatcher of the county; answers the initial password. */
async function invite(login: string): Promise<string> {
  const [admin, security] = await Promise.all([app.as('systemAdmin'), app.as('securityAdmin')]);
  const { account, initialPassword } = await admin.call(inviteAccount, {
    body: { login, name: '赵敏', division: COUNTY },
  });
  await security.call(setAccountRoles, {
    params: { id: account.id },
    body: { version: account.version, roles: ['dispatcher'], scopes: [{ division: COUNTY }] },
  });
  return initialPassword!;
}

const codeOf = (secret: string, minutesOn = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: new Date(NOW).getTime() + minutesOn * 60_000,
  });

describe('signing in', () => {
  it('first time: own password, second factor by QR, then where one wanted to go; later password and code', async () => {
    const initial = await invite('diaodu1');
    const tab = await deskTab(browser, app);
    const { page } = tab;
    await tab.go('/console/people/');
    await page.getByRole('form', { name: '登录' }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByLabel('账号').fill('diaodu1');
    await page.getByLabel('密码').fill('wrong-password');
    await page.keyboard.press('Enter');
    await page.getByText('账号或密码不正确').waitFor();
    expect(await page.getByLabel('账号').inputValue()).toBe('diaodu1');
    await page.getByLabel('密码').fill(initial);
    await page.keyboard.press('Enter');

    await page.getByLabel('新密码').fill(PASSWORD);
    await page.getByLabel('再输入一次').fill(`${PASSWORD}x`);
    await page.getByText('两次输入的密码不一样').waitFor();
    await page.getByLabel('再输入一次').fill(PASSWORD);
    await page.keyboard.press('Enter');

    await page.getByRole('img', { name: '动态验证码的二维码' }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'enrol');
    const secret = (await page.locator('.enrol code').innerText()).replaceAll(' ', '');
    await page.getByLabel('动态验证码').fill(codeOf(secret));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '老人' }).waitFor();
    expect(tab.complaints).toEqual([]);

    await page.getByRole('button', { name: '赵敏' }).click();
    await page.getByRole('menuitem', { name: '退出' }).click();
    await page.getByLabel('账号').fill('diaodu1');
    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');
    const code = page.getByLabel('动态验证码');
    await code.waitFor();
    // A code is good once: the next minute has another.
    app.setTime(new Date(new Date(NOW).getTime() + 60_000).toISOString());
    await code.fill(codeOf(secret, 1));
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: '任务' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('when the session ends, signing in stands over the page, which keeps what was typed', async () => {
    const client = await app.as('dispatcher', { divisions: [COUNTY] });
    const tab = await deskTab(browser, app, client);
    const { page } = tab;
    await goTo(tab, '/person-new/', '登记老人');
    await page.getByLabel('姓名', { exact: false }).first().fill('李建国');
    await client.call(signOut, {});
    await page.getByLabel('出生日期').fill('1944-04-04');
    const dialog = page.getByRole('dialog', { name: '登录已结束，请重新登录' });
    await dialog.waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(await page.getByLabel('姓名', { exact: false }).first().inputValue()).toBe('李建国');
    expect(tab.complaints).toEqual([]);
  });

  it('shows the own sessions, ends others, and changes the password', async () => {
    const client = await app.as('auditor');
    const tab = await deskTab(browser, app, client);
    await goTo(tab, '/me/', '我的账号');
    await tab.page.getByText('这台设备').waitFor();
    await tab.page.getByLabel('现在的密码').fill('not it');
    await tab.page
      .getByLabel('新密码', { exact: true })
      .or(tab.page.getByLabel(/^新密码/))
      .first()
      .fill(PASSWORD);
    await tab.page.getByLabel(/再输入一次新密码/).fill(PASSWORD);
    await tab.page.getByRole('button', { name: '修改密码' }).click();
    await tab.page.locator('.problem').waitFor();
    await tab.page.getByRole('button', { name: '结束其他设备' }).click();
    await tab.page.getByRole('button', { name: '全部结束' }).click();
    await tab.page.getByText('已结束 0 处登录').waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  it('shows a carer the way to the phone page', async () => {
    const tab = await deskTab(browser, app, await app.as('carer', { carerId: 7, org: 2 }));
    await tab.go('/console/');
    const link = tab.page.getByRole('link', { name: '手机页面' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('/family/carer/');
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
