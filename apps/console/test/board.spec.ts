import { assignRoute, candidatesRoute, unassignRoute } from '@heling/dispatch/contract/assign';
import { boardRoute } from '@heling/dispatch/contract/board';
import { atLocal } from '@heling/platform/domain/calendar';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { addCarer, orderVisit } from './crew';
import { COUNTY, deskTab, enter, goTo, picture, startDesk, TOMORROW } from './desk';

let app: TestApp;
let browser: TestBrowser;
let operator: TestClient;
let persons: number[];
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  operator = await app.as('dispatcher', { divisions: [COUNTY] });
  for (const [id, name] of [
    [1, '赵一'],
    [2, '钱二'],
    [3, '孙三'],
    [4, '周四'],
  ] as const) {
    await addCarer(app, id, name);
  }
  persons = [];
  for (const name of ['王秀英', '李桂兰', '张玉珍', '刘凤英', '陈淑华', '杨秀珍', '黄桂英']) {
    persons.push(await enter(operator, { name }));
  }
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function visitNow(id: number) {
  const { visits } = await operator.call(boardRoute, { body: { day: TOMORROW, withCarers: false } });
  return visits.find((visit) => visit.id === id)!;
}
const at = (time: string) => atLocal(TOMORROW, time).toISOString();
const crewOf = async (id: number) => (await visitNow(id)).carers.map((carer) => carer.name);
const assign = async (id: number, carers: number[], startsAt: string) =>
  operator.call(assignRoute, {
    params: { id },
    body: { version: (await visitNow(id)).version, carers, startsAt, overrideReason: '另一位调度员' },
  });

async function board(view = 'timeline'): Promise<Tab> {
  const tab = await deskTab(browser, app, operator);
  await goTo(tab, `/board/?day=${TOMORROW}&view=${view}`, /^派单/);
  return tab;
}
/** Drags with the real mouse; lets go in the row of a carer, at a time of the day or on the name. */
async function drag(tab: Tab, from: string, carer: number, hour: number | null): Promise<void> {
  const { page } = tab;
  const start = (await page.locator(from).boundingBox())!;
  const row = page.locator(`[data-carer="${carer}"]`);
  const name = (await row.locator(':scope > div').first().boundingBox())!;
  const track = (await row.locator(':scope > div').nth(1).boundingBox())!;
  const y = name.y + name.height / 2;
  const x = hour === null ? name.x + 30 : track.x + (hour - 6) * 92;
  await page.mouse.move(start.x + 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + 30, { steps: 3 });
  await page.mouse.move(x, y, { steps: 8 });
  await page.mouse.up();
}

describe('the day board', () => {
  it('prints the work lists with addresses, one list a carer', async () => {
    const { visitId } = await orderVisit(operator, persons[6]!, 'housekeeping');
    await assign(visitId, [4], at('15:00'));
    const tab = await board();
    const { page } = tab;
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', document.body.innerHTML);
    });
    await page.getByRole('button', { name: '打印上门单' }).click();
    await page.locator('body[data-printed*="上门单 "]').waitFor();
    const paper = (await page.locator('body').getAttribute('data-printed'))!;
    expect(paper).toMatch(/周四.*黄桂英/s);
    expect(paper).toContain('内部资料');
    await operator.call(unassignRoute, {
      params: { id: visitId },
      body: { version: (await visitNow(visitId)).version, reason: '打印以后' },
    });
  });

  it('a visit is dragged to a carer: first what it would mean, then the confirmation, and it can be undone', async () => {
    const { visitId } = await orderVisit(operator, persons[0]!, 'housekeeping');
    const tab = await board();
    const { page } = tab;
    await page.locator(`[data-visit="${visitId}"]`).waitFor();
    expect(await tab.violations()).toEqual([]);
    await drag(tab, `[data-visit="${visitId}"]`, 2, 10.5);
    const panel = page.getByRole('complementary', { name: '上门详情' });
    await panel.getByRole('heading', { name: '这样派会怎样' }).waitFor();
    await panel.getByRole('rowheader', { name: '钱二' }).waitFor();
    expect(await panel.getByLabel('开始时间').inputValue()).toBe('10:30');
    expect(await crewOf(visitId)).toEqual([]);
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'board-consequences');
    await panel.getByRole('button', { name: '确认派单' }).click();
    await page.locator(`[data-bar="2"][data-visit="${visitId}"]`).waitFor();
    expect(await crewOf(visitId)).toEqual(['钱二']);
    await page.getByRole('button', { name: /撤销/ }).click();
    await page.locator(`[role="option"][data-visit="${visitId}"]`).waitFor();
    expect(await crewOf(visitId)).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  it('a bar dragged to another row gives the visit to that carer at the same time', async () => {
    const { visitId } = await orderVisit(operator, persons[1]!, 'housekeeping');
    await assign(visitId, [1], at('10:00'));
    const tab = await board();
    const { page } = tab;
    const bar = `[data-bar="1"][data-visit="${visitId}"]`;
    await page.locator(bar).waitFor();
    await drag(tab, bar, 3, 10.02);
    await page.getByRole('button', { name: '确认改派' }).waitFor();
    await page.getByText('不再来').waitFor();
    await page.getByRole('button', { name: '确认改派' }).click();
    await page.locator(`[data-bar="3"][data-visit="${visitId}"]`).waitFor();
    const now = await visitNow(visitId);
    expect(now.carers.map((carer) => carer.name)).toEqual(['孙三']);
    expect(new Date(now.startsAt!)).toEqual(atLocal(TOMORROW, '10:00'));
    expect(tab.complaints).toEqual([]);
  });

  it('works without the mouse: to the first visit, the candidates with reasons, the consequences, Enter', async () => {
    const { visitId } = await orderVisit(operator, persons[2]!, 'housekeeping', ['14:00', '16:00']);
    const tab = await board();
    const { page } = tab;
    await page.locator(`[data-visit="${visitId}"]`).waitFor();
    await page.keyboard.press('u');
    await page.waitForURL(/visit=\d+/);
    const first = Number(new URL(page.url()).searchParams.get('visit'));
    const candidates = page.getByRole('listbox', { name: '可派的护理员' });
    await candidates.getByRole('option').nth(3).waitFor();
    await page.getByText('首选').waitFor();
    await page.getByRole('listbox', { name: '待派单的上门' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-candidates'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.textContent === '确认派单');
    await page.keyboard.press('Enter');
    await page.getByText(/已派给/).waitFor();
    expect(await crewOf(first)).toHaveLength(1);
    expect(tab.complaints).toEqual([]);
  });

  it('a bath is given to two carers in one step; who cannot come is named with the constraint', async () => {
    await addCarer(app, 5, '吴五', { qualifications: ['housekeeping'] });
    const { visitId } = await orderVisit(operator, persons[3]!, 'bath', ['14:00', '16:00']);
    const tab = await board();
    const { page } = tab;
    await page.locator(`[data-visit="${visitId}"]`).click();
    await page.getByText('需要 2 名同时到场').waitFor();
    await page.getByText(/不能派的 \d+ 人/).click();
    await page.getByRole('listitem').filter({ hasText: '吴五' }).getByText(/资格/).waitFor();
    await page.getByRole('listbox', { name: '可派的护理员' }).getByRole('option').first().click();
    await page.getByRole('button', { name: '确认派单' }).click();
    await page.getByText(/已派给/).waitFor();
    expect(await crewOf(visitId)).toHaveLength(2);
    expect(tab.complaints).toEqual([]);
  });

  it('nothing moves under the pointer: what changed elsewhere waits behind a bar', async () => {
    const { visitId } = await orderVisit(operator, persons[4]!, 'housekeeping', ['16:00', '18:00']);
    const tab = await board();
    const { page } = tab;
    const row = page.locator(`[role="option"][data-visit="${visitId}"]`);
    await row.hover();
    await assign(visitId, [4], at('16:00'));
    const news = page.getByRole('button', { name: /处新变化/ });
    await news.waitFor();
    expect(await row.isVisible()).toBe(true);
    await news.click();
    await page.locator(`[data-bar="4"][data-visit="${visitId}"]`).waitFor();
    expect(await row.count()).toBe(0);
  });

  it('two operators on one visit: the second is told, keeps the choice, and sees what is now', async () => {
    const { visitId } = await orderVisit(operator, persons[5]!, 'housekeeping', ['16:00', '18:00']);
    const tab = await board();
    const { page } = tab;
    await page.locator(`[data-visit="${visitId}"]`).click();
    await page.getByRole('listbox', { name: '可派的护理员' }).getByRole('option').first().click();
    const confirm = page.getByRole('button', { name: /确认(派单|改派)/ });
    await confirm.waitFor();
    await page.waitForFunction(() => /^确认/.test(document.activeElement?.textContent ?? ''));
    const chosen = await page.getByRole('combobox', { name: '护理员' }).inputValue();
    const { feasible } = await operator.call(candidatesRoute, { params: { id: visitId }, query: {} });
    const other = feasible.find((each) => each.carerId !== Number(chosen))!;
    await assign(visitId, [other.carerId], other.startsAt);
    await confirm.click();
    await page.getByText('已为您取来最新情况').waitFor();
    expect(await page.getByRole('combobox', { name: '护理员' }).inputValue()).toBe(chosen);
    expect((await visitNow(visitId)).carers.map((carer) => carer.id)).not.toEqual([Number(chosen)]);
  });

  it('many at once, row by row; then a carer falls ill and the day is given to others', async () => {
    const made = await orderVisit(operator, persons[6]!, 'housekeeping', ['14:00', '16:00']);
    const tab = await board();
    const { page } = tab;
    await page.locator(`[data-visit="${made.visitId}"]`).waitFor();
    await page.getByRole('button', { name: '批量自动派单' }).click();
    await page.getByRole('button', { name: /^派 \d+ 次上门$/ }).click();
    await page.getByRole('cell', { name: '✓ 派出' }).first().waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('button', { name: '完成' }).click();
    const [carer] = (await visitNow(made.visitId)).carers;
    await page.getByRole('button', { name: `${carer!.name} 请病假` }).click();
    await page.getByRole('button', { name: '记病假并改派' }).click();
    await page.getByText(/^派出/).waitFor();
    await page.getByRole('button', { name: '完成' }).click();
    expect((await visitNow(made.visitId)).carers.map((each) => each.id)).not.toContain(carer!.id);
    await picture(tab, 'board');
    expect(tab.complaints).toEqual([]);
  });

  it.each(['list', 'map'])('is accessible as %s', async (view) => {
    const tab = await board(view);
    await tab.page.getByRole('region', { name: view === 'list' ? '列表' : '地图' }).waitFor();
    if (view === 'map') {
      await tab.page.locator('[data-point]').last().click();
      await tab.page.getByRole('complementary', { name: '上门详情' }).waitFor();
    }
    expect(await tab.violations()).toEqual([]);
    await picture(tab, `board-${view}`);
    expect(tab.complaints).toEqual([]);
  });
});
