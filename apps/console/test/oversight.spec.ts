import { ackAlarmRoute, alarmQueueRoute, alarmRoute } from '@heling/oversight/contract/alarms';
import { enrolDeviceRoute, ingestRoute } from '@heling/oversight/contract/devices';
import { addDutyShiftRoute, dutyShiftsRoute, tryPolicyRoute } from '@heling/oversight/contract/duty';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { DAHU, deskTab, enter, goTo, NOW, picture, startDesk, type } from './desk';

const HOUSE = 1;
const ORG = 5;
const after = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();

let app: TestApp;
let browser: TestBrowser;
let city: TestClient;
let manager: TestClient;
let seat: TestClient;
let raise: (kind: string) => Promise<number>;

beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  await app.db.query(`
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone)
      VALUES (${ORG}, 'institution', '松鹤养老公司', '${DAHU}', 114.17, 35.94, '0392-0000005');
    INSERT INTO facilities (id, kind, name, division, org, lng, lat, address, phone, area, beds, places, opens, licence,
      licence_until, fire_permit_until)
    VALUES (${HOUSE}, 'nursingHome', '松鹤养老院', '${DAHU}', ${ORG}, 114.17, 35.94, '一号', '0392-1', 900, 50, 0, '全天', 'L',
      '2030-01-01', '2030-01-01')`);
  const scope = { orgs: [ORG], division: DAHU };
  [city, manager, seat] = await Promise.all([
    app.as('city'),
    app.as('institutionManager', scope),
    app.as('institutionDuty', scope),
  ]);
  const personId = await enter(city, {
    living: 'institution',
    contacts: [{ name: '王小明', phone: '13900000002', relation: 'child', emergency: true }],
  });
  const { credential } = await city.call(enrolDeviceRoute, {
    body: {
      ...{
        facilityId: HOUSE,
        code: 'bed302',
        model: '床垫',
        style: 'heling',
        life: true,
        heartbeatSeconds: 3600,
      },
      ...{ room: '302', bed: '2', personId },
    },
  });
  let boot = 0;
  raise = async (kind) => {
    boot += 1;
    const message = { type: 'raise', kind, boot, seq: 1, readings: { heartRate: 90 + boot, breathing: 18 } };
    const payload = Buffer.from(JSON.stringify(message)).toString('base64');
    await app
      .nobody()
      .call(ingestRoute, { body: { institution: HOUSE, device: 'bed302', credential, payload } });
    const { items } = await seat.call(alarmQueueRoute, { query: {} });
    return items.find((alarm) => alarm.kind === kind)!.id;
  };
}, 60_000);
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('who keeps an institution’s oversight', () => {
  it('registers a device and gets its credential and QR code once', async () => {
    const tab = await deskTab(browser, app, manager);
    const { page } = tab;
    await goTo(tab, '/devices/', '设备');
    await page.getByText('bed302').waitFor();
    await page.getByRole('button', { name: '登记设备' }).click();
    await page.getByLabel('设备编号').fill('door1');
    await page.getByLabel('型号').fill('门磁');
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'enrol');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByRole('img', { name: '设备 door1 的二维码' }).waitFor();
    expect((await page.getByLabel('设备密钥').inputValue()).length).toBeGreaterThan(20);
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'device-label');
    await page.getByRole('button', { name: '关闭' }).last().click();
    await page.getByRole('cell', { name: 'door1' }).waitFor();
    await picture(tab, 'devices');
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });

  it('sees the gaps of the roster, and closes one by a shift', async () => {
    const tab = await deskTab(browser, app, manager);
    const { page } = tab;
    await goTo(tab, '/rosters/', '值守排班');
    await page.getByRole('list', { name: '空档' }).getByText('值班席').first().waitFor();
    await page.getByRole('button', { name: '排班' }).click();
    await page.getByLabel('值守人').fill('机构值班');
    await page.getByTitle(/（机构值班）$/).click();
    await page.getByLabel('手机号').fill('13800001111');
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('button', { name: '排班' }).last().click();
    await page.getByText('正在值守').waitFor();
    await picture(tab, 'rosters');
    const { items } = await manager.call(dutyShiftsRoute, {
      query: { facilityId: HOUSE, from: after(-12), to: after(24) },
    });
    expect(items).toMatchObject([{ duty: 'seat', accountId: seat.accountId, startsAt: after(0) }]);
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });

  it('changes the rules and tries them out; whoever is called hears it on any page', async () => {
    const called = await deskTab(browser, app, seat);
    await goTo(called, '/facilities/', '机构');
    const tab = await deskTab(browser, app, manager);
    const { page } = tab;
    await goTo(tab, '/escalation/', '通知规则');
    await page.getByText('没有自己的规则').waitFor();
    await page.getByRole('button', { name: '改规则' }).click();
    await page.getByLabel('P0 第 2 步，发生后多少秒').fill('90');
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'rules');
    await page.getByRole('button', { name: '保存规则' }).click();
    await page.getByText('规则已保存').waitFor();
    await manager.call(tryPolicyRoute, { params: { id: HOUSE } });
    const bar = called.page.getByRole('alert', { name: '呼叫' });
    await bar.getByText('通知演练：松鹤养老院').waitFor();
    await picture(called, 'call-trial');
    await called.page.keyboard.press('F9');
    await bar.waitFor({ state: 'detached' });
    await page.getByRole('list', { name: '演练结果' }).getByText('已收到').first().waitFor();
    await picture(tab, 'escalation');
    expect(await tab.violations()).toEqual([]);
    expect([...called.complaints, ...tab.complaints]).toEqual([]);
    await Promise.all([called.context.close(), tab.context.close()]);
  });
});

describe('the duty seat', () => {
  it('rings on another page, is answered by one key, and the alarm is dealt with by keys alone', async () => {
    const tab = await deskTab(browser, app, seat);
    const { page } = tab;
    await goTo(tab, '/facilities/', '机构');
    await tab.page.getByText('实时').waitFor();
    const id = await raise('fall');
    await page.getByRole('alert', { name: '呼叫' }).getByText('松鹤养老院 302 跌倒').waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.keyboard.press('F9');
    await page.getByRole('heading', { level: 1, name: '值守台' }).waitFor();
    await page.getByRole('heading', { level: 2, name: /跌倒 · 302 2 床/ }).waitFor();
    await page.keyboard.press('a');
    await page
      .getByRole('group', { name: '处置' })
      .getByRole('button', { name: /确认/ })
      .waitFor({ state: 'detached' });
    await page.keyboard.press('d');
    await page
      .getByRole('group', { name: '处置' })
      .getByRole('button', { name: /已到场/ })
      .waitFor();
    await page.getByRole('checkbox', { name: '测意识、呼吸、脉搏和血压' }).click();
    await page.getByRole('region', { name: '老人' }).getByText('王*英').waitFor();
    await page.keyboard.press('t');
    await page.getByText('13900000002').waitFor();
    await page.getByRole('button', { name: '已接通' }).click();
    await page.getByRole('list', { name: '经过' }).getByText('子女：已接通').waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'duty');
    await page.keyboard.press('w');
    await page.getByRole('dialog').waitFor();
    await type(tab, '已扶起，无外伤');
    expect(await tab.violations()).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByText('已结束这条报警').waitFor();
    const alarm = await seat.call(alarmRoute, { params: { id } });
    expect(alarm).toMatchObject({ state: 'closed', outcome: 'real' });
    expect(alarm.course.map((each) => each.change)).toEqual([
      ...['raised', 'acked', 'onSite', 'step', 'callOut', 'resolved'],
    ]);
    await page.keyboard.press('r');
    await page.getByRole('dialog').getByRole('cell', { name: '处置完毕：已扶起，无外伤' }).waitFor();
    await picture(tab, 'duty-log');
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });

  it('says who has an alarm already, and lets somebody else take it over', async () => {
    const tab = await deskTab(browser, app, seat);
    const { page } = tab;
    const id = await raise('sos');
    await goTo(tab, `/duty/?id=${id}`, '值守台');
    await page.getByRole('group', { name: '处置' }).getByRole('button', { name: /确认/ }).waitFor();
    // What the screen fetches is held back, so that it still shows the alarm as nobody's.
    await page.route(/\/api\/oversight\/(queue|alarms\/\d+$)/, (route) => route.abort());
    await city.call(ackAlarmRoute, { params: { id } });
    await page.keyboard.press('a');
    await page.getByText(/^测试city 已在 \d\d:\d\d:\d\d 确认/).waitFor();
    await page.unroute(/\/api\/oversight\/(queue|alarms\/\d+$)/);
    await page.getByRole('group', { name: '处置' }).getByRole('button', { name: /接手/ }).waitFor();
    await page.keyboard.press('a');
    await page
      .getByRole('group', { name: '处置' })
      .getByRole('button', { name: /接手/ })
      .waitFor({ state: 'detached' });
    expect((await seat.call(alarmRoute, { params: { id } })).ackedById).toBe(seat.accountId);
    await tab.context.close();
  });

  it('ends a shift only after what is open has been handed over by name', async () => {
    const next = await app.as('institutionDuty', { orgs: [ORG], division: DAHU });
    await manager.call(addDutyShiftRoute, {
      body: {
        ...{
          facilityId: HOUSE,
          duty: 'seat',
          accountId: next.accountId,
          name: '赵夜班',
          phone: '13800002222',
        },
        ...{ startsAt: after(7), endsAt: after(15) },
      },
    });
    const tab = await deskTab(browser, app, seat);
    const { page } = tab;
    await goTo(tab, '/duty/', '值守台');
    await page.getByRole('button', { name: '交班' }).click();
    await page.getByRole('radio', { name: /^赵夜班/ }).click();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'hand-over');
    await page.getByRole('dialog').getByRole('button', { name: '交班' }).click();
    await page.getByText('已交班').waitFor();
    await page.getByText('您现在没有排班').waitFor();
    const { items } = await seat.call(alarmQueueRoute, { query: {} });
    expect(items.map((alarm) => alarm.ownerId)).toEqual([next.accountId]);
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });
});

describe('figures', () => {
  it('open the alarms behind them', async () => {
    const tab = await deskTab(browser, app, manager);
    const { page } = tab;
    await goTo(tab, '/answering/', '响应达标');
    await page.getByRole('cell', { name: '松鹤养老院' }).waitFor();
    await picture(tab, 'answering');
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('row').filter({ hasText: '松鹤养老院' }).getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: '报警记录' }).waitFor();
    await page.getByRole('cell', { name: '跌倒' }).click();
    await page.getByRole('dialog').getByText('已扶起，无外伤').waitFor();
    await picture(tab, 'alarms');
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });
});
