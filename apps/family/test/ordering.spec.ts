import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { assignRoute } from '@heling/dispatch/contract/assign';
import { stepRoute } from '@heling/dispatch/contract/visits';
import { complaintAnswerRoute, complaintListRoute } from '@heling/orders/contract/ratings';
import { pageRoute } from '@heling/orders/contract/orders';
import { atLocal } from '@heling/platform/domain/calendar';
import type { Locator } from 'playwright-core';
import {
  addFamily,
  arrange,
  carer,
  CARER_CHEN,
  daughter,
  LI,
  NOW,
  phoneTab,
  picture,
  signIn,
  TODAY,
  TOMORROW,
  WANG,
} from './support';

let app: TestApp;
let browser: TestBrowser;
let child: TestClient;
let tab: Tab;
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ worker: true, now: NOW }), openBrowser()]);
  await arrange(app);
  child = await daughter(app);
  tab = await phoneTab(browser, app, child);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

const button = (name: string | RegExp): Locator => tab.page.getByRole('button', { name, exact: true });
const idOnPage = (): number => Number(new URL(tab.page.url()).searchParams.get('id'));

describe('lunch for today', () => {
  it('is placed with at most four taps from the home page, for the second parent too', async () => {
    let taps = 0;
    const tap = async (place: Locator) => {
      taps += 1;
      await place.tap();
    };
    await tab.go('/family/');
    await tap(tab.page.getByLabel('李建国'));
    await tap(tab.page.getByRole('link', { name: '订今天的午餐' }));
    await tap(
      tab.page.getByRole('article', { name: '红烧豆腐套餐' }).getByRole('button', { name: '选这份' }),
    );
    await tap(button('确认下单'));
    await tab.page.getByText('下单成功').waitFor();
    expect(taps).toBeLessThanOrEqual(4);
    const order = await child.call(pageRoute, { params: { id: idOnPage() } });
    expect(order).toMatchObject({ personId: LI, service: 'lunch', day: TODAY, state: 'placed' });
    await tab.go('/family/');
    await tab.page.getByText('已订好，等待配送').waitFor();
    await tab.page.getByLabel('王秀英').check();
    await tab.page.getByText('今天没有安排人来').waitFor();
  });

  it('stops at an allergen, says why, and keeps what was chosen over a reload and 返回', async () => {
    await tab.go(`/family/lunch/?day=${TOMORROW}`);
    const chicken = tab.page.getByRole('article', { name: '花生炖鸡套餐' });
    await chicken.getByText('含花生，老人对此过敏').waitFor();
    expect(await chicken.getByRole('button').count()).toBe(0);
    await tab.page.getByRole('article', { name: '红烧豆腐套餐' }).getByRole('button').click();
    await button('份数增加').click();
    await tab.page.getByText('24.00 元').waitFor();
    await tab.page.reload();
    await tab.page.getByText('2 份').waitFor();
    await button('返回').click();
    await tab.page.getByText('哪一天？').waitFor();
    await tab.page.goForward();
    await tab.page.getByText('2 份').waitFor();
  });

  it('asks for a reason when the texture is another, and shows the split before', async () => {
    await tab.go(`/family/lunch/?day=${TOMORROW}&meal=dinner`);
    await tab.page.getByRole('article', { name: '清蒸鲈鱼套餐' }).getByRole('button').click();
    await tab.page.getByText('请留意').waitFor();
    expect(await button('确认下单').isDisabled()).toBe(true);
    await tab.page.getByText('− 6.00 元').waitFor();
    await picture(tab, 'warning');
    await tab.page.getByLabel('仍要下单的原因').fill('今天牙好，想吃鱼');
    await button('确认下单').click();
    await tab.page.getByText('下单成功').waitFor();
  });
});

describe('a visit from the order to the answer', () => {
  it('is chosen by day and time, paid after a failed attempt, followed live, rated, complained about', async () => {
    await tab.go('/family/services/');
    await tab.page.getByRole('link', { name: /家政保洁/ }).click();
    await tab.page.getByLabel('今天').check();
    await tab.page.getByLabel('14:00–16:00').check();
    await tab.page.getByText('来的人：').waitFor();
    await button('确认下单').click();
    await tab.page.getByText('下单成功').waitFor();
    const id = idOnPage();

    await button('微信付款').click();
    await button('模拟：付款失败').click();
    await tab.page.getByText('付款没有成功').waitFor();
    await button('回到订单').click();
    await tab.page.getByText('上次付款没有成功').waitFor();
    await button('支付宝付款').click();
    await button('模拟：重复通知').click();
    await tab.page.getByText('付款成功').waitFor();
    await button('回到订单').click();
    await tab.page.getByText('48.00 元 已付款').waitFor();

    const order = await child.call(pageRoute, { params: { id } });
    const dispatcher = await app.as('dispatcher');
    const visit = { params: { id: order.visitId } };
    await dispatcher.call(assignRoute, {
      ...visit,
      body: {
        version: order.visitVersion,
        carers: [CARER_CHEN],
        startsAt: atLocal(TODAY, '14:00').toISOString(),
      },
    });
    // Nobody touches the page: it hears.
    await tab.page.getByText('已安排陈芳').waitFor();
    expect(await tab.page.getByRole('link', { name: '打给陈芳' }).getAttribute('href')).toMatch(
      /^tel:1060000/,
    );
    const chen = await carer(app, CARER_CHEN, 2);
    await chen.call(stepRoute, { ...visit, body: { command: 'depart' } });
    await tab.page.getByText('陈芳在路上了').waitFor();
    await picture(tab, 'follow');
    await chen.call(stepRoute, { ...visit, body: { command: 'arrive', note: '楼下没有信号' } });
    await tab.page.getByText('陈芳到门口了').waitFor();
    await chen.call(stepRoute, { ...visit, body: { command: 'start' } });
    await tab.page.getByText('陈芳正在服务').waitFor();
    await chen.call(stepRoute, { ...visit, body: { command: 'finish' } });
    await tab.page.getByText('已做完').first().waitFor();

    await tab.page.getByLabel('2 星，不满意').check();
    await tab.page.getByLabel('想说的话').fill('窗户没有擦');
    await picture(tab, 'rate');
    await button('提交评价').click();
    await tab.page.getByRole('img', { name: '2 星' }).waitFor();
    await button('不满意？投诉').click();
    await tab.page.getByLabel('哪里不满意？').fill('说好两小时，一小时就走了');
    await button('提交投诉').click();
    await tab.page.getByText('正在处理，24 小时内答复').waitFor();

    const { items } = await dispatcher.call(complaintListRoute, { query: {} });
    await dispatcher.call(complaintAnswerRoute, {
      params: { id: items[0]!.id },
      body: { version: items[0]!.version, answer: '已核实，明天补一小时，向您道歉。' },
    });
    await tab.page.getByText('已核实，明天补一小时').waitFor();
    await picture(tab, 'answered');
    expect(tab.complaints).toEqual([]);
    expect(await tab.violations()).toEqual([]);
  });

  it('names who came last time, when the same is ordered again', async () => {
    await tab.go('/family/book/?service=housekeeping');
    await tab.page.getByLabel('14:00–16:00').check();
    await tab.page.getByText('可能来的人：陈芳（上次来过）').waitFor();
  });

  it('shows the refund before it is cancelled', async () => {
    await button('确认下单').click();
    await button('微信付款').click();
    await button('付 48.00 元').click();
    await button('回到订单').click();
    await tab.page.getByText('48.00 元 已付款').waitFor();
    await button('取消订单').click();
    await tab.page.getByText('退回 48.00 元').waitFor();
    await tab.page.getByLabel('家里有事').check();
    await button('确认取消').click();
    await tab.page.getByText('已取消，不会有人来').waitFor();
    await tab.page
      .getByText(/正在退款|已经退款/)
      .first()
      .waitFor();
  });

  it('refuses a bath after a heart attack, with a number to call', async () => {
    await tab.go('/family/services/');
    await tab.page.getByLabel('李建国').check();
    await tab.page.getByText('老人有近期心肌梗死，不能做上门助浴').waitFor();
    expect(await tab.page.getByRole('link', { name: /上门助浴/ }).count()).toBe(0);
    await tab.page.getByLabel('王秀英').check();
  });
});

describe('a standing order', () => {
  it('is set once and stopped', async () => {
    await tab.go('/family/standing/');
    await button('就这样订').click();
    await tab.page.getByText('午餐助餐 · 周一到周五').waitFor();
    await button('停止').click();
    await button('确认停止').click();
    await tab.page.getByText('为 王秀英 设长期订餐').waitFor();
  });
});

describe('the senior', () => {
  const PHONE_NUMBER = '15400000901';
  let own: Tab;
  beforeAll(async () => {
    await addFamily(app, PHONE_NUMBER, WANG);
    own = await phoneTab(browser, app);
    await signIn(own, PHONE_NUMBER);
  });

  it('vetoes what the daughter has ordered', async () => {
    await own.go('/family/orders/');
    await own.page.getByRole('link', { name: /晚餐助餐/ }).click();
    await own.page.getByRole('button', { name: /否决/ }).click();
    await own.page.getByLabel('没有跟我商量').check();
    await own.page.getByRole('button', { name: '确认否决' }).click();
    await own.page.getByText('已取消，不会有人来').waitFor();
  });

  it('grants consent to a son and withdraws the daughter’s: at once she sees the parent no more', async () => {
    await own.go('/family/consents/');
    await own.page.getByRole('button', { name: '加一位家人' }).click();
    await own.page.getByLabel('家人的姓名').fill('王磊');
    await own.page.getByLabel('家人的手机号').fill('15400000902');
    await own.page.getByLabel('儿子').check();
    await picture(own, 'grant');
    await own.page.getByRole('button', { name: '同意授权' }).click();
    await own.page.getByText('王磊').waitFor();
    const hers = own.page.getByRole('region', { name: '给测试family的授权' });
    await hers.getByRole('button', { name: '收回' }).click();
    await hers.getByRole('button', { name: '确认收回' }).click();
    await hers.getByText('已收回').waitFor();

    await tab.go('/family/orders/');
    await tab.page.getByText('午餐助餐').waitFor();
    expect(await tab.page.getByText('王秀英').count()).toBe(0);
    expect(await tab.page.getByText('家政保洁').count()).toBe(0);
  });

  it('signs out, and the page asks who is there', async () => {
    await own.go('/family/me/');
    await own.page.getByRole('button', { name: '退出登录' }).click();
    await own.page.getByRole('button', { name: '退出', exact: true }).click();
    await own.page.getByLabel('手机号').waitFor();
    expect(own.complaints).toEqual([]);
  });
});
