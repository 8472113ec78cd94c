import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { DAHU, deskTab, goTo, idNumberOf, picture, startDesk, STREET, type } from './desk';

let app: TestApp;
let browser: TestBrowser;
let street: TestClient;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  street = await app.as('street', { divisions: [STREET] });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

const row = (name: string, serial: number, extra = '') =>
  [name, idNumberOf('1941-07-08', 'female', serial) + extra, '女', DAHU, `解放路${serial}号`, '独居'].join(
    ',',
  );

describe('the import of a list', () => {
  it('is previewed, mapped, run, and gives back what was refused; it is found again in the task centre', async () => {
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, '/import/', '导入名单');
    expect(await tab.violations()).toEqual([]);
    const content = [
      '姓名,身份证号,性别,区划,家里在哪,居住状况',
      row('陈桂英', 1),
      row('何秀兰', 2),
      row('马玉珍', 3, '9'),
    ];
    await page.getByLabel('名单文件').setInputFiles({
      name: '大湖社区.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(content.join('\n'), 'utf8'),
    });
    // A heading that nobody knows is mapped by hand.
    await page.getByText('还要指定这些列：地址').waitFor();
    await page.getByRole('combobox', { name: '“家里在哪”列的含义' }).click();
    await type({ page }, '地址');
    await page.getByTitle('地址', { exact: true }).last().click();
    await page.getByText(/前 3 行里有 1 行有问题/).waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'import');
    await page.getByRole('button', { name: '开始导入' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '开始导入' }).click();
    await page.getByText('已完成').waitFor();
    await page.getByText(/新增 2 · 更新 0 · 没有变化 0 · 没导入 1/).waitFor();
    await page.getByRole('row', { name: /没导入/ }).waitFor();
    expect(await tab.violations()).toEqual([]);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV', exact: true }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    await goTo(tab, '/tasks/', '任务中心');
    await page.getByRole('row', { name: /大湖社区\.csv/ }).click();
    await page.getByRole('heading', { level: 1, name: '导入名单' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });
});
