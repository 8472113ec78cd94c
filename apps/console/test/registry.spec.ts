import { correct } from '@heling/people/contract/registry';
import { page as personPage } from '@heling/people/contract/persons';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { COUNTY, deskTab, enter, goTo, idNumberOf, picture, startDesk, STREET, type } from './desk';

let app: TestApp;
let browser: TestBrowser;
let street: TestClient;
let wang: number;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  street = await app.as('street', { divisions: [STREET] });
  wang = await enter(street, {
    name: '王秀英',
    phone: '15410000201',
    allergies: ['peanut'],
    contacts: [{ name: '王小红', phone: '15410000299', relation: 'child', emergency: true }],
  });
  for (const name of ['张桂兰', '张建军', '刘玉梅']) await enter(street, { name });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('the registry', () => {
  it('finds while typing, by keys, and comes back to the same rows', async () => {
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, '/people/', '老人');
    await page.getByRole('row', { name: /王\*英/ }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await type({ page }, 'zhang');
    await page.getByRole('row', { name: /王\*英/ }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /张\*兰/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await picture(tab, 'people');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /张\*/ }).waitFor();
    expect(page.url()).not.toContain('zhang');
    await page.goBack();
    await page.getByRole('row', { name: /张\*兰/ }).waitFor();
    expect(await page.getByRole('textbox', { name: '查找老人' }).inputValue()).toBe('zhang');
    await page.getByRole('button', { name: '列' }).click();
    await page.getByRole('checkbox', { name: '居住' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: '居住' }).waitFor({ state: 'detached' });
    expect(tab.complaints).toEqual([]);
  });

  it('shows everything of a person on one screen, warnings first; whole values for a purpose', async () => {
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, `/person/?id=${wang}`, '王*英');
    await page.getByRole('region', { name: '提醒' }).getByText('过敏：花生').waitFor();
    for (const name of ['基本情况', '联系人', '健康', '家庭', '订单', '经过']) {
      await page.getByRole('region', { name, exact: true }).waitFor();
    }
    await page.getByText('没有长期订单').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'person');
    await page.keyboard.press('u');
    await page.getByRole('dialog', { name: '查看完整信息' }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('radio', { name: '走访探视' }).click();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '王秀英' }).waitFor();
    await page.getByText('15410000299').waitFor();
    await page.getByRole('button', { name: '遮盖' }).click();
    await page.getByRole('heading', { level: 1, name: '王*英' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('enters a person: the ID gives birth and sex, duplicates are shown, a colleague is not entered twice', async () => {
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, '/person-new/', '登记老人');
    const id = idNumberOf('1938-02-03', 'male', 7);
    await page
      .getByLabel('身份证号', { exact: true })
      .fill(`${id.slice(0, 17)}${id.endsWith('1') ? '2' : '1'}`);
    await page.getByText('身份证号校验位不对').waitFor();
    await page.getByLabel('身份证号', { exact: true }).fill(id);
    expect(await page.getByLabel(/^出生日期/).inputValue()).toBe('1938-02-03');
    expect(await page.getByRole('radio', { name: '男' }).isChecked()).toBe(true);
    await page.keyboard.press('Control+Enter');
    await page.getByText('请填写姓名').waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByLabel(/^姓名/).fill('赵德福');
    await page.getByLabel('电话', { exact: true }).fill('15410000201');
    await page.getByText('电话相同').waitFor();
    expect(await page.getByRole('button', { name: /^登记/ }).isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: /不是同一个人/ }).click();
    await page.getByLabel(/^社区（村）/).click();
    await type({ page }, '大湖');
    await page.keyboard.press('Enter');
    await page.getByLabel(/^地址/).fill('中山北路1号院');
    await page.getByLabel(/^居住状况/).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: '赵*福' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('tells what a colleague changed meanwhile, keeps what was typed, and saves on top', async () => {
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, `/person/?id=${wang}`, '王*英');
    await page.keyboard.press('e');
    const drawer = page.getByRole('dialog', { name: '更正档案' });
    await drawer.waitFor();
    await drawer.getByLabel('电话', { exact: true }).fill('15410000888');
    const { version } = await street.call(personPage, { params: { id: wang } });
    await street.call(correct, { params: { id: wang }, body: { version, living: 'emptyNest' } });
    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.getByText('居住状况：独居 → 空巢').waitFor();
    expect(await drawer.getByLabel('电话', { exact: true }).inputValue()).toBe('15410000888');
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'stale');
    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('154****0888').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('moves, marks deceased with the consequences shown, and takes it back', async () => {
    const id = await enter(street, { name: '孙桂芳' });
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, `/person/?id=${id}`, '孙*芳');
    await page.getByRole('button', { name: '迁居' }).click();
    await page.getByLabel(/^社区（村）/).click();
    await type({ page }, '西顶');
    await page.keyboard.press('Enter');
    await page.getByLabel(/^地址/).fill('西顶路5号');
    await page.keyboard.press('Enter');
    // Entered today: it cannot have been left today, so it was wrong from the start.
    await page.getByRole('dialog', { name: '迁居' }).locator('.problem').waitFor();
    await page.getByRole('checkbox', { name: '这是更正，不是搬家' }).click();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('dialog', { name: '迁居' }).waitFor({ state: 'detached' });
    await page
      .getByText(/西顶村民委员会/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '登记去世' }).click();
    await page.getByRole('dialog', { name: '登记去世' }).getByRole('button', { name: '登记去世' }).click();
    await page.getByText('还没开始的订单全部取消').waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('dialog').last().getByRole('button', { name: '登记去世' }).click();
    await page.getByText(/已去世 2026-11-24/).waitFor();
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '撤销去世登记' }).click();
    await page.getByLabel(/^原因/).fill('登记错了人');
    await page.keyboard.press('Enter');
    await page.getByText(/已去世 2026/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '代客下单' }).first().waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('keeps contacts, health, household and consents', async () => {
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, `/person/?id=${wang}`, '王*英');
    await page.getByRole('region', { name: '联系人' }).getByRole('button', { name: '增加' }).click();
    await page.getByLabel(/^姓名/).fill('周大勇');
    await page.getByLabel(/^电话/).fill('15410000777');
    await page.keyboard.press('Enter');
    await page.getByText('154****0777').waitFor();
    await page.getByRole('button', { name: '更新健康' }).click();
    await page.getByLabel('健康状况').click();
    await type({ page }, '糖尿');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('region', { name: '健康', exact: true }).getByText('糖尿病').waitFor();
    await page.getByRole('button', { name: '登记授权' }).click();
    await page.getByLabel(/^家属姓名/).fill('王小红');
    await page.getByLabel(/^手机号/).fill('13900000299');
    await page.getByLabel(/^同意书编号/).fill('同意-2026-001');
    expect(await tab.violations()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('139****0299').waitFor();
    await page.getByRole('button', { name: '加入住户' }).click();
    await type({ page }, 'zgl');
    await page.getByRole('option', { name: /张\*兰/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '张*兰' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('gives a person a copy of their data, and erases it when a second one approves', async () => {
    const id = await enter(street, { name: '钱淑珍' });
    const tab = await deskTab(browser, app, street);
    const { page } = tab;
    await goTo(tab, `/person/?id=${id}`, '钱*珍');
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '导出本人的个人信息' }).click();
    await page.getByLabel(/^申请书编号/).fill('申请-7');
    const waiting = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await waiting).suggestedFilename()).not.toBe('');
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '申请删除个人信息' }).click();
    await page.getByLabel(/^原因/).fill('不再使用本平台');
    await page.getByLabel(/^申请书编号/).fill('申请-8');
    await page.keyboard.press('Enter');
    await page.getByText('已提交申请，由另一人核准').waitFor();
    expect(tab.complaints).toEqual([]);

    const county = await deskTab(browser, app, await app.as('county', { divisions: [COUNTY] }));
    await goTo(county, '/erasures/', '删除申请');
    await county.page.getByRole('row', { name: /不再使用本平台/ }).click();
    await county.page.getByLabel(/^决定的理由/).fill('本人到场确认');
    expect(await county.violations()).toEqual([]);
    await county.page.getByRole('button', { name: '核准删除' }).click();
    await county.page.getByRole('dialog').last().getByRole('button', { name: '核准删除' }).click();
    await county.page.getByText('没有这样的申请').waitFor();
    expect(county.complaints).toEqual([]);
  });
});
