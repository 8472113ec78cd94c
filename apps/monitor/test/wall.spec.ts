import { reportOccupancyRoute } from '@heling/places/contract/facilities';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';

let app: TestApp;
let browser: TestBrowser;
let city: TestClient;
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ worker: true }), openBrowser()]);
  await app.db.query(`
    INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES
      ('410600', '鹤壁市', 'city', NULL, 114.2, 35.8), ('410602', '鹤山区', 'county', '410600', 114.2, 35.9),
      ('410602001', '一街道', 'street', '410602', 114.2, 35.9),
      ('410602001001', '一社区', 'community', '410602001', 114.2, 35.9);
    INSERT INTO facilities (id, kind, name, division, lng, lat, address, phone, area, beds, places, opens, licence,
      licence_until, fire_permit_until)
    SELECT n, CASE WHEN n % 3 = 0 THEN 'dayCare' ELSE 'nursingHome' END, '松鹤' || n || '院', '410602001001',
      114.1 + n * 0.002, 35.9, '一号', '0392-1', 900, CASE WHEN n % 3 = 0 THEN 0 ELSE 50 END, 20, '全天', 'L', '2030-01-01', '2030-01-01'
    FROM generate_series(1, 30) n;
    INSERT INTO facility_occupancy (facility_id, day, division, beds_taken, places_taken, reported_at)
    SELECT n, current_date, '410602001001', CASE WHEN n % 3 = 0 THEN 0 ELSE 30 END, 5,
      now() - CASE WHEN n = 4 THEN interval '3 days' ELSE interval '1 hour' END
    FROM generate_series(1, 29) n`);
  city = await app.as('city', { division: '410600' });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

const stateOf = (tab: Tab) => tab.page.getByRole('status').getAttribute('data-link');

/** The second view of the wall: beds, reports, orders. */
async function service(tab: Tab): Promise<void> {
  await tab.go('/monitor/');
  await tab.page.getByRole('button', { name: '运营' }).waitFor();
  await tab.page.keyboard.press('2');
}

describe('the service figures of the wall', () => {
  it('asks nobody in particular to sign in, and shows the wall to whoever did', async () => {
    const tab = await browser.open(app, undefined);
    await tab.go('/monitor/');
    await tab.page.getByLabel('账号').waitFor();
    expect(await tab.violations()).toEqual([]);
    await tab.page.getByLabel('账号').fill('nobody');
    await tab.page.getByLabel('密码').fill('wrong');
    await tab.page.getByRole('button', { name: '登录' }).click();
    await tab.page.getByText('账号或密码不正确').waitFor();
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });

  it.each([
    [1920, 1080],
    [3840, 2160],
  ])(
    'shows map, grid, figures and the age of the picture at %i × %i without scrolling',
    async (width, height) => {
      const tab = await browser.open(app, city, { width, height });
      await service(tab);
      await tab.page.getByText('演示数据').waitFor();
      await tab.page.getByRole('img', { name: '机构分布图，共 30 处' }).waitFor();
      // What is old or was never reported stands first, in words and shape.
      const tiles = tab.page.getByRole('region', { name: '机构' }).getByRole('listitem');
      expect(await tiles.nth(0).innerText()).toMatch(/▨ (过时|未报)/);
      expect(await tiles.nth(1).innerText()).toMatch(/▨ (过时|未报)/);
      expect(await tiles.nth(2).innerText()).toContain('✓ 正常');
      const fits = await tab.page.evaluate(() => {
        const { document, innerHeight, innerWidth } = globalThis as unknown as {
          document: { documentElement: { scrollHeight: number; scrollWidth: number } };
          innerHeight: number;
          innerWidth: number;
        };
        const { scrollHeight, scrollWidth } = document.documentElement;
        return scrollHeight <= innerHeight && scrollWidth <= innerWidth;
      });
      expect(fits).toBe(true);
      expect(await tab.violations()).toEqual([]);
      expect(tab.complaints).toEqual([]);
      await tab.context.close();
    },
  );

  it('turns its pages by the arrow keys and holds one by the space bar', async () => {
    const tab = await browser.open(app, city);
    await service(tab);
    await tab.page.getByText('第 1/2 页').waitFor();
    await tab.page.keyboard.press('ArrowRight');
    await tab.page.getByText('第 2/2 页').waitFor();
    await tab.page.keyboard.press('Space');
    await tab.page.getByText('已停住').waitFor();
    await tab.context.close();
  });

  it('shows a report within a moment, says so when the connection is cut, and catches up', async () => {
    const tab = await browser.open(app, city);
    await service(tab);
    await tab.page.locator('[data-link=live]').waitFor();
    const report = (id: number, bedsTaken: number) =>
      city.call(reportOccupancyRoute, { params: { id }, body: { bedsTaken, placesTaken: 1 } });
    await report(4, 41);
    await tab.page.getByRole('listitem').filter({ hasText: '松鹤4院' }).filter({ hasText: '41' }).waitFor();
    await tab.page.getByText('机构上报入住').waitFor();
    await app.kill('api', 'SIGKILL');
    await tab.page.locator('[data-link=cut]').waitFor({ timeout: 6000 });
    await tab.page.getByText('画面可能已过时').waitFor();
    await app.start('api');
    await report(5, 42);
    await tab.page.getByRole('listitem').filter({ hasText: '松鹤5院' }).filter({ hasText: '42' }).waitFor();
    await tab.page.locator('[data-link=live]').waitFor();
    expect(await stateOf(tab)).toBe('live');
    await tab.context.close();
  });

  it('an unknown page of the wall is a page, not a document of codes', async () => {
    const answer = await app.nobody().raw('/monitor/nothing/');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});
