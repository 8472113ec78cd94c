import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';

let app: TestApp;
let browser: TestBrowser;
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('the family app', () => {
  it('opens without a complaint', async () => {
    const tab = await browser.open(app, undefined, { width: 360, height: 780 });
    await tab.go('/family/');
    await tab.page.getByText('请登录').waitFor();
    expect(tab.complaints).toEqual([]);
    expect(await tab.violations()).toEqual([]);
  });
});
