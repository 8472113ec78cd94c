import { ackAlarmRoute, alarmQueueRoute, resolveAlarmRoute } from '@heling/oversight/contract/alarms';
import { enrolDeviceRoute, ingestRoute } from '@heling/oversight/contract/devices';
import { addDutyShiftRoute } from '@heling/oversight/contract/duty';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';

let app: TestApp;
let browser: TestBrowser;
let city: TestClient;
const send = new Map<string, (message: object) => Promise<unknown>>();

/** Registers a device in the house of this number; `send` speaks as it. */
async function device(facilityId: number, code: string, room: string): Promise<void> {
  const { credential } = await city.call(enrolDeviceRoute, {
    body: { facilityId, code, model: '雷达', style: 'heling', room, life: false, heartbeatSeconds: 3600 },
  });
  send.set(code, (message) =>
    app.nobody().call(ingestRoute, {
      body: {
        ...{ institution: facilityId, device: code, credential },
        payload: Buffer.from(JSON.stringify({ boot: 1, ...message })).toString('base64'),
      },
    }),
  );
}
const raise = (code: string, kind: string, seq: number) => send.get(code)!({ type: 'raise', kind, seq });
const open = async (facilityId: number) =>
  (await city.call(alarmQueueRoute, { query: { facilityId } })).items;

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ worker: true }), openBrowser()]);
  await app.db.query(`
    INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES
      ('410600', '鹤壁市', 'city', NULL, 114.2, 35.8), ('410602', '鹤山区', 'county', '410600', 114.2, 35.9),
      ('410602001', '一街道', 'street', '410602', 114.2, 35.9),
      ('410602001001', '一社区', 'community', '410602001', 114.2, 35.9);
    INSERT INTO facilities (id, kind, name, division, lng, lat, address, phone, area, beds, places, opens, licence,
      licence_until, fire_permit_until)
    SELECT n, 'nursingHome', '松鹤' || n || '院', '410602001001', 114.1 + (n * 7 % 24) * 0.014, 35.6 + n * 0.013,
      '一号', '0392-1', 900, 50, 20, '全天', 'L', '2030-01-01', '2030-01-01'
    FROM generate_series(1, 24) n`);
  city = await app.as('city', { division: '410600' });
  for (let n = 1; n <= 20; n += 1) await device(n, `r${n}`, `${100 + n}`);
  const duty = await app.as('institutionDuty');
  const [startsAt, endsAt] = [-1, 8].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  await city.call(addDutyShiftRoute, {
    body: {
      ...{ facilityId: 1, duty: 'seat', accountId: duty.accountId, name: '李敏', phone: '13800001111' },
      ...{ startsAt: startsAt!, endsAt: endsAt! },
    },
  });
  await raise('r2', 'water', 1);
  await raise('r3', 'battery', 1);
  await raise('r4', 'door', 1);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function wall(size = { width: 1920, height: 1080 }, as = city): Promise<Tab> {
  const tab = await browser.open(app, as, size);
  await tab.go('/monitor/');
  await tab.page.locator('[data-link=live]').waitFor();
  return tab;
}
const region = (tab: Tab, name: string) => tab.page.getByRole('region', { name });
async function fits(tab: Tab): Promise<boolean> {
  return tab.page.evaluate(() => {
    const { document, innerHeight, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollHeight: number; scrollWidth: number } };
      innerHeight: number;
      innerWidth: number;
    };
    const { scrollHeight, scrollWidth } = document.documentElement;
    return scrollHeight <= innerHeight && scrollWidth <= innerWidth;
  });
}
async function picture(tab: Tab, name: string): Promise<void> {
  const folder = process.env.HELING_PICTURES;
  if (folder) await tab.page.screenshot({ path: `${folder}/${name}.png` });
}

describe('alarms on the wall', () => {
  it('shows each by shape, word and place, who is called, and sounds a P0 until somebody has it', async () => {
    const tab = await wall();
    const { page } = tab;
    await region(tab, '报警').getByRole('listitem').filter({ hasText: '▲ 重要' }).waitFor();
    await region(tab, '机构').getByText('松鹤4院').waitFor();
    await picture(tab, 'wall-quiet');
    // Chromium may let the first page of a browser sound by itself.
    const off = page.getByRole('button', { name: '点此开启声音' });
    if (await off.isVisible()) await off.click();
    await page.locator('[data-sound=on]').waitFor();
    await raise('r1', 'fall', 1);
    const urgent = page.getByRole('alert', { name: '没有人确认的紧急报警' });
    await urgent.getByText('松鹤1院 101 跌倒').waitFor();
    await urgent.getByText('正在呼叫 值班席 测试institutionDuty').or(urgent.getByText('没有回应')).waitFor();
    await page.locator('[data-ringing=true]').waitFor();
    const tile = region(tab, '机构').getByRole('listitem').first();
    await tile.filter({ hasText: '■ 紧急 1' }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'wall-alarm');
    const [fall] = await open(1);
    await city.call(ackAlarmRoute, { params: { id: fall!.id } });
    await page.locator('[data-ringing=false]').waitFor();
    await region(tab, '报警').getByText('测试city 已确认，正在处理').waitFor();
    expect(await urgent.count()).toBe(0);
    await city.call(resolveAlarmRoute, {
      params: { id: fall!.id },
      body: { outcome: 'real', note: '已扶起' },
    });
    await region(tab, '报警').getByText('已结束：属实').waitFor();
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });

  it('shows them to an account that only watches, and its orders too', async () => {
    const tab = await wall(undefined, await app.as('wall', { division: '410600' }));
    await region(tab, '报警').getByRole('listitem').filter({ hasText: '▲ 重要' }).waitFor();
    await tab.page.keyboard.press('2');
    await tab.page.getByText('今日订单').waitFor();
    await tab.page.getByText('—', { exact: true }).waitFor({ state: 'detached' });
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });

  it.each([
    [1920, 1080],
    [3840, 2160],
    [1024, 768],
  ])('fits %i × %i, with an alarm in each severity', async (width, height) => {
    const tab = await wall({ width, height });
    await region(tab, '报警').getByRole('listitem').filter({ hasText: '● 注意' }).waitFor();
    await tab.page.getByRole('img', { name: '机构报警分布图，共 24 家' }).waitFor();
    await picture(tab, `wall-${width}`);
    if (width > 1100) expect(await fits(tab)).toBe(true);
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });

  it('says that it is cut, then shows what came meanwhile', async () => {
    const tab = await wall();
    await tab.context.setOffline(true);
    await tab.page.locator('[data-link=cut]').waitFor({ timeout: 6000 });
    await tab.page.getByText('画面可能已过时').waitFor();
    await picture(tab, 'wall-cut');
    await raise('r5', 'sos', 1);
    await tab.context.setOffline(false);
    await tab.page
      .getByRole('alert', { name: '没有人确认的紧急报警' })
      .getByText('松鹤5院 105 呼救')
      .waitFor();
    await tab.page.locator('[data-link=live]').waitFor();
    const [sos] = await open(5);
    await city.call(resolveAlarmRoute, { params: { id: sos!.id }, body: { outcome: 'false', note: '误触' } });
    await tab.context.close();
  });

  it('a life in danger brings the alarms back from the service figures', async () => {
    const tab = await wall();
    await tab.page.keyboard.press('2');
    await tab.page.getByRole('img', { name: /^机构分布图/ }).waitFor();
    await tab.page.getByText('空床').waitFor();
    await raise('r6', 'sos', 1);
    await tab.page.getByRole('img', { name: /^机构报警分布图/ }).waitFor();
    const [sos] = await open(6);
    await city.call(resolveAlarmRoute, { params: { id: sos!.id }, body: { outcome: 'drill', note: '演练' } });
    await tab.context.close();
  });

  it('plays the last 24 hours again, and says that it is not now', async () => {
    await raise('r7', 'gas', 1);
    const [gas] = await open(7);
    await city.call(resolveAlarmRoute, {
      params: { id: gas!.id },
      body: { outcome: 'technical', note: '校准' },
    });
    await app.db.query(
      `UPDATE alarms SET opened_at = opened_at - interval '3 hours', closed_at = closed_at - interval '2 hours'
       WHERE id = $1`,
      [gas!.id],
    );
    await app.db.query(
      `UPDATE alarm_transitions SET at = at - CASE change WHEN 'raised' THEN interval '3 hours' ELSE interval '2 hours' END
       WHERE alarm_id = $1`,
      [gas!.id],
    );
    const tab = await wall();
    const { page } = tab;
    await page.keyboard.press('r');
    const slider = page.getByRole('slider', { name: '回放时间' });
    const to = Number(await slider.getAttribute('max'));
    await slider.fill(String(to - 150 * 60_000));
    const alarms = region(tab, '报警');
    await alarms
      .getByRole('listitem')
      .filter({ hasText: '燃气泄漏' })
      .filter({ hasText: '没有人确认' })
      .waitFor();
    await page.getByText('不是现在').waitFor();
    await region(tab, '机构').getByRole('listitem').filter({ hasText: '松鹤7院' }).waitFor();
    expect(await fits(tab)).toBe(true);
    expect(await tab.violations()).toEqual([]);
    await picture(tab, 'wall-replay');
    await slider.fill(String(to - 60 * 60_000));
    await alarms.getByRole('listitem').filter({ hasText: '燃气泄漏' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '回到现在' }).click();
    await page.getByText('不是现在').waitFor({ state: 'detached' });
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });
});
