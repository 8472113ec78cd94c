import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { hashPassword } from '@heling/access/server/passwords';
import { assignRoute, unassignRoute } from '@heling/dispatch/contract/assign';
import { doorCodeRoute, pageRoute as visitRoute, stepRoute } from '@heling/dispatch/contract/visits';
import { makeRoundsRoute } from '@heling/orders/contract/kitchen';
import { dishesRoute } from '@heling/orders/contract/menu';
import { pageRoute, placeRoute } from '@heling/orders/contract/orders';
import { atLocal } from '@heling/platform/domain/calendar';
import type { Locator } from 'playwright-core';
import {
  arrange,
  carer,
  CARER_CHEN,
  CARER_ZHAO,
  COURIER_SUN,
  daughter,
  LI,
  NOW,
  phoneTab,
  picture,
  TODAY,
  WANG,
} from './support';

let app: TestApp;
let browser: TestBrowser;
let child: TestClient;
let dispatcher: TestClient;
let chen: TestClient;
let zhao: TestClient;
let tab: Tab;
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ worker: true, now: NOW }), openBrowser()]);
  await arrange(app);
  [child, dispatcher, chen, zhao] = await Promise.all([
    daughter(app),
    app.as('dispatcher'),
    carer(app, CARER_CHEN, 2),
    carer(app, CARER_ZHAO, 2),
  ]);
  tab = await phoneTab(browser, app, chen);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

const button = (name: string | RegExp, on = tab): Locator =>
  on.page.getByRole('button', { name, exact: true });

/** Orders a visit of today and gives it to carers; answers order and visit. */
async function visitAt(service: string, start: string, end: string, carers: number[]) {
  const window = { start: atLocal(TODAY, start).toISOString(), end: atLocal(TODAY, end).toISOString() };
  const placed = await child.call(placeRoute, {
    body: {
      personId: WANG,
      service,
      day: TODAY,
      window,
      channel: 'family',
      overrideReason: '一天两次',
    },
  });
  await dispatcher.call(assignRoute, {
    params: { id: placed.visitId },
    body: { version: 1, carers, startsAt: window.start, overrideReason: '测试' },
  });
  return placed;
}
const stateOf = async (visitId: number): Promise<string> =>
  (await chen.call(visitRoute, { params: { id: visitId } })).state;
const doorCode = async (): Promise<string> =>
  (await dispatcher.call(doorCodeRoute, { params: { id: WANG } })).code;

async function fillVitals(systolic: string): Promise<void> {
  await tab.page.getByLabel(/收缩压/).fill(systolic);
  await tab.page.getByLabel(/舒张压/).fill('80');
  await tab.page.getByLabel(/体温/).fill('36.5');
  await tab.page.getByLabel(/水温/).fill('40');
  for (const tick of ['有签字的助浴同意书', '不是空腹', '皮肤没有破损', '没有不舒服', '家属在场']) {
    await tab.page.getByLabel(tick).check();
  }
}

describe('sign-in of a carer', () => {
  it('asks for login and password, and refuses a family on this page', async () => {
    const { rows } = await app.db.query<{ id: string }>(
      `INSERT INTO accounts (kind, login, pii, password_hash, division, org, carer_id)
       VALUES ('staff', 'zhaomin', $1, $2, '410602', 2, $3) RETURNING id`,
      [app.vault.seal({ name: '赵敏' }), await hashPassword('Hebi-2026-demo'), CARER_ZHAO],
    );
    await app.db.query(`INSERT INTO account_roles VALUES ($1, 'carer')`, [rows[0]!.id]);
    const fresh = await phoneTab(browser, app);
    await fresh.go('/family/carer/');
    await fresh.page.getByLabel('账号').fill('zhaomin');
    await fresh.page.getByLabel('密码').fill('falsch-Falsch-1');
    await button('登录', fresh).click();
    await fresh.page.getByText('没有办成').waitFor();
    await fresh.page.getByLabel('密码').fill('Hebi-2026-demo');
    await button('登录', fresh).click();
    await fresh.page.getByText('今天还没有派给您的上门').waitFor();
    await fresh.context.close();
    const family = await phoneTab(browser, app, child);
    await family.go('/family/carer/');
    await family.page.getByText('这里是护理员和送餐员的页面').waitFor();
    await family.context.close();
  });
});

describe('a bath', () => {
  it('does not begin with a blood pressure of 182: the gate refuses with reasons, and the family sees why', async () => {
    const bath = await visitAt('bath', '10:00', '12:00', [CARER_CHEN, CARER_ZHAO]);
    await tab.go('/family/carer/');
    await tab.page.getByRole('link', { name: /上门助浴/ }).click();
    await tab.page.getByText('花生过敏').waitFor();
    await button('接单').click();
    await button('出发').click();
    await tab.page.getByLabel('门内码（6 位）').fill(await doorCode());
    await button('用门内码签到').click();
    await tab.page.getByText('还没有签到').waitFor();
    // Two on site for the whole bath: without the second carer there is no gate.
    expect(await tab.page.getByText('洗澡前安全检查').count()).toBe(0);
    await zhao.call(stepRoute, {
      params: { id: bath.visitId },
      body: { command: 'arrive', doorCode: await doorCode() },
    });
    await tab.page.getByText('洗澡前安全检查').waitFor();
    await fillVitals('182');
    await tab.page.getByText('收缩压 182 mmHg，应在 90–160 mmHg 之间').waitFor();
    await picture(tab, 'gate-refused');
    expect(await button('提交，检查通过').count()).toBe(0);
    await button('记下，休息后再量').click();
    await tab.page.getByLabel(/收缩压/).waitFor();
    await tab.page.reload();
    expect(await tab.page.getByLabel(/收缩压/).inputValue()).toBe('182');
    await button('今天不洗，结束上门').click();
    await tab.page.getByText('因安全未做，已结束').waitFor();
    const order = await child.call(pageRoute, { params: { id: bath.id } });
    expect(order).toMatchObject({ visitState: 'refusedForSafety', state: 'failed' });
    const family = await phoneTab(browser, app, child);
    await family.go(`/family/order/?id=${bath.id}`);
    await family.page.getByText('身体检查没通过，为了安全没有做').waitFor();
    await family.page.getByRole('link', { name: '另约时间' }).waitFor();
    await picture(family, 'refused-family');
    await family.context.close();
  });

  it('passes the gate, begins, and ends only after the vitals were taken again', async () => {
    const bath = await visitAt('bath', '14:00', '16:00', [CARER_CHEN, CARER_ZHAO]);
    await tab.context.grantPermissions(['geolocation']);
    await tab.context.setGeolocation({ longitude: 114.17, latitude: 35.94, accuracy: 20 });
    await tab.go(`/family/carer/visit/?id=${bath.visitId}`);
    await button('接单').click();
    await button('出发').click();
    await button('用定位签到').click();
    await tab.page.getByText('已到达').waitFor();
    await zhao.call(stepRoute, {
      params: { id: bath.visitId },
      body: { command: 'arrive', doorCode: await doorCode() },
    });
    await tab.page.getByText('洗澡前安全检查').waitFor();
    await fillVitals('138');
    await tab.page.getByText('可以洗').waitFor();
    await button('提交，检查通过').click();
    await button('开始服务').click();
    await tab.page.getByText('洗完再量一次').waitFor();
    expect(await button('完成').count()).toBe(0);
    await picture(tab, 'vitals-after');
    await tab.page.getByLabel(/收缩压/).fill('130');
    await tab.page.getByLabel(/舒张压/).fill('78');
    await tab.page.getByLabel(/体温/).fill('36.6');
    await button('提交测量').click();
    await button('完成').click();
    await tab.page.getByText(/^✓ 已完成/).waitFor();
    expect(await stateOf(bath.visitId)).toBe('done');
    expect(tab.complaints).toEqual([]);
    expect(await tab.violations()).toEqual([]);
  });
});

describe('a whole visit without a network', () => {
  it('is recorded on the phone, survives a reload, and is brought in with its times and the photograph', async () => {
    const visit = await visitAt('housekeeping', '16:00', '18:00', [CARER_CHEN]);
    await tab.go('/family/carer/');
    await tab.page.getByRole('link', { name: /家政保洁/ }).waitFor();
    await tab.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await tab.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await tab.page.waitForFunction(async () => (await caches.match('/family/carer/visit/')) !== undefined);
    await tab.context.setOffline(true);
    await tab.page.getByText('没有网络，可以照常记录').waitFor();
    await tab.page.getByRole('link', { name: /家政保洁/ }).click();
    await button('出发').click();
    await tab.page.getByText('1 项等待上传').waitFor();
    await tab.page.reload();
    await tab.page.getByLabel('门内码（6 位）').fill(await doorCode());
    await button('用门内码签到').click();
    await button('开始服务').click();
    await tab.page.getByText('3 项等待上传').waitFor();
    await tab.page.getByLabel('已当面问过，老人同意拍照').check();
    await tab.page.getByLabel('拍照', { exact: true }).setInputFiles({
      name: 'photo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(await tab.page.screenshot()),
    });
    await tab.page.getByText('1 张等待上传').waitFor();
    await button('完成').click();
    await tab.page.getByText('5 项等待上传').waitFor();
    await picture(tab, 'offline-done');
    expect(await stateOf(visit.visitId)).toBe('assigned');
    await button('返回').click();
    await tab.page.getByRole('heading', { name: '已结束' }).waitFor();
    await tab.page.getByRole('link', { name: /5 项等待上传/ }).click();
    await tab.page.getByText('家政保洁 · 王秀英：出发').waitFor();
    await picture(tab, 'offline-waiting');

    await tab.context.setOffline(false);
    await tab.page.getByText('全部已上传').waitFor();
    const page = await chen.call(visitRoute, { params: { id: visit.visitId } });
    expect(page.state).toBe('done');
    expect(page.evidence).toHaveLength(1);
    const steps = page.steps.map((step) => step.command);
    expect(steps.slice(-4)).toEqual(['depart', 'arrive', 'start', 'finish']);
  });

  it('does not overrule the office: what it changed meanwhile is a conflict that a person sees', async () => {
    const visit = await visitAt('housekeeping', '10:00', '12:00', [CARER_CHEN]);
    await tab.go(`/family/carer/visit/?id=${visit.visitId}`);
    await button('出发').waitFor();
    await tab.context.setOffline(true);
    await button('出发').click();
    await tab.page.getByText('1 项等待上传').waitFor();
    const { version } = await chen.call(visitRoute, { params: { id: visit.visitId } });
    await dispatcher.call(unassignRoute, {
      params: { id: visit.visitId },
      body: { version, reason: '老人改期' },
    });
    await tab.context.setOffline(false);
    await tab.page.getByText('1 项没有被收下').waitFor();
    await tab.page.getByText('1 项没有被收下').click();
    await tab.page.getByText('已交调度员核对').waitFor();
    await picture(tab, 'conflict');
    await button('知道了').click();
    await tab.page.getByText('全部已上传').waitFor();
    const { rows } = await app.db.query(
      `SELECT 1 FROM work_items WHERE kind = 'syncConflict' AND subject_id = $1`,
      [visit.visitId],
    );
    expect(rows).toHaveLength(1);
  });
});

describe('a courier’s round', () => {
  it('goes from door to door: delivered, and nobody at home, which starts a welfare check', async () => {
    let kitchenDay = 0;
    const placed: { id: number; visitId: number }[] = [];
    for (const personId of [WANG, LI]) {
      const { kitchens } = await child.call(dishesRoute, { body: { personId, day: TODAY, meal: 'lunch' } });
      kitchenDay = kitchens[0]!.kitchenDay;
      const lines = [{ dishId: 1, texture: 'soft' as const, quantity: 1 }];
      placed.push(
        await child.call(placeRoute, {
          body: { personId, service: 'lunch', day: TODAY, kitchenDay, lines, channel: 'family' },
        }),
      );
    }
    await dispatcher.call(makeRoundsRoute, { params: { id: kitchenDay }, body: { couriers: [COURIER_SUN] } });
    const sun = await phoneTab(browser, app, await carer(app, COURIER_SUN, 1));
    await sun.go('/family/carer/');
    await sun.page.getByText('送餐路线：2 站未送').click();
    await sun.page.getByText('共 2 站，还有 2 站').waitFor();
    await sun.page.getByText('红烧豆腐套餐 （软食） × 1').first().waitFor();
    await picture(sun, 'round-two');
    await button('已送达', sun).click();
    await sun.page.getByText('共 2 站，还有 1 站').waitFor();
    await button('无人应答', sun).click();
    await button('确认无人应答', sun).click();
    await sun.page.getByText('全部送完了，辛苦了').waitFor();
    await picture(sun, 'round-over');
    const states = await Promise.all(
      placed.map(async ({ id }) => (await child.call(pageRoute, { params: { id } })).visitState),
    );
    expect(states.sort()).toEqual(['done', 'notAtHome']);
    const { rows } = await app.db.query(`SELECT 1 FROM work_items WHERE kind = 'welfareCheck'`);
    expect(rows).toHaveLength(1);
    expect(sun.complaints).toEqual([]);
    expect(await sun.violations()).toEqual([]);
  });
});

describe('SOS', () => {
  it('needs two presses and stands at the top of the dispatchers’ queue', async () => {
    const visit = await visitAt('housekeeping', '10:00', '12:00', [CARER_CHEN]);
    await tab.go(`/family/carer/visit/?id=${visit.visitId}`);
    await button('SOS 紧急求助').click();
    expect(await tab.page.getByRole('link', { name: '打 120' }).getAttribute('href')).toBe('tel:120');
    await button('向调度员求助').click();
    await tab.page.getByText('调度员已收到求助').waitFor();
    const { rows } = await app.db.query(`SELECT 1 FROM work_items WHERE kind = 'sos' AND subject_id = $1`, [
      visit.visitId,
    ]);
    expect(rows).toHaveLength(1);
  });
});
