import { ITEM_MAXIMA } from '@heling/people/domain/assessment';
import { page as personPage } from '@heling/people/contract/persons';
import { readAssessment, saveAssessment } from '@heling/people/contract/assessments';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { deskTab, enter, goTo, picture, startDesk, STREET, TABLET, type } from './desk';

let app: TestApp;
let browser: TestBrowser;
let first: TestClient;
let second: TestClient;
let wang: number;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  first = await app.as('street', { divisions: [STREET] });
  second = await app.as('street', { divisions: [STREET] });
  wang = await enter(first, { name: '王秀英' });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('the ability assessment on a tablet', () => {
  it('is filled in by fingers, saved as it goes, signed by two, and printed', async () => {
    const tab = await deskTab(browser, app, first, TABLET);
    const { page } = tab;
    await goTo(tab, '/assessments/', '能力评估');
    await page.getByText('没有符合条件的评估').waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('button', { name: /开始评估/ }).click();
    await page.getByRole('combobox', { name: '老人' }).waitFor();
    await type({ page }, 'wxy');
    await page.getByRole('option', { name: /王\*英/ }).click();
    await page.getByRole('heading', { level: 1, name: '能力评估表' }).waitFor();
    const id = Number(new URL(page.url()).searchParams.get('id'));

    await page.getByRole('group', { name: '进食' }).getByText('2 分').click();
    await page.getByText('✓ 已保存').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'assessment');
    // What a finger must hit is large, and nothing is wider than the tablet.
    const small = await page.evaluate(() => {
      const targets = [
        ...document.querySelectorAll<HTMLElement>('.assessment-scores label, .assessment-parts button'),
      ];
      return targets.filter((each) => each.getBoundingClientRect().height < 44).length;
    });
    expect(small).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

    // The rest as another device would save it: the form goes on from there and keeps both.
    const before = await first.call(readAssessment, { params: { id } });
    expect(before.items).toEqual({ eating: 2 });
    const items = Object.fromEntries(ITEM_MAXIMA);
    await first.call(saveAssessment, {
      params: { id },
      body: { version: before.version, items: { ...items, eating: 2, grooming: 3 } },
    });
    await page.getByRole('group', { name: '修饰' }).getByText('1 分').click();
    await page.getByText('别人也改了这份评估').waitFor();
    await page.getByText('已评 26/26 项').waitFor();
    const merged = await first.call(readAssessment, { params: { id } });
    expect(merged.items).toMatchObject({ eating: 2, grooming: 1, stairs: 3 });

    await page.getByRole('button', { name: '诊断和风险' }).click();
    await page.getByPlaceholder('如 F00').fill('f00');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '去掉诊断 F00' }).waitFor();
    await page.getByText('✓ 已保存').waitFor();
    await page.getByText('中度失能').waitFor();
    await page.getByRole('button', { name: '签字', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: '签字' }).click();
    await page.getByText('等另一位评估员用自己的账号签字').waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);

    const other = await deskTab(browser, app, second, TABLET);
    await goTo(other, `/assessment/?id=${id}`, '能力评估表');
    await other.page.getByRole('button', { name: '第二位签字' }).click();
    await other.page.getByRole('dialog').getByRole('button', { name: '签字' }).click();
    await other.page.getByText('✓ 已生效').waitFor();
    expect((await first.call(personPage, { params: { id: wang } })).needLevel).toBe('moderate');
    await other.context.addInitScript(() => (window.print = () => undefined));
    await other.page.evaluate(() => (window.print = () => undefined));
    await other.page.getByRole('button', { name: '打印报告' }).click();
    const report = other.page.getByRole('article', { name: '评估报告' });
    await report.getByText('王秀英').waitFor();
    await picture(other, 'report');
    expect(await other.violations()).toEqual([]);
    expect(other.complaints).toEqual([]);
  });

  it('is appealed with a reason', async () => {
    const tab = await deskTab(browser, app, first);
    const { page } = tab;
    await goTo(tab, '/assessments/', '能力评估');
    await page.locator('[data-index="0"]').click();
    await page.getByRole('heading', { level: 1, name: '能力评估表' }).waitFor();
    await page.getByRole('button', { name: '申请复评' }).click();
    await page.getByLabel(/^原因/).fill('家属认为行走能力评低了');
    await page.getByRole('dialog').getByRole('button', { name: '申请复评' }).click();
    await page.getByText(/复评，原评估/).waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
