import { readFileSync } from 'node:fs';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import { checkDigit } from '@heling/people/domain/identity';
import { add } from '@heling/people/contract/registry';
import { startTestApp, type TestApp, type TestAppOptions } from '@heling/platform/testing/app';
import type { Tab, TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';

/** A Tuesday morning: lunch of the day can still be ordered. */
export const NOW = '2026-11-24T08:00:00+08:00';
export const TODAY = businessDay(new Date(NOW));
export const TOMORROW = addDays(TODAY, 1);
export const COUNTY = '410602';
export const STREET = '410602001';
export const DAHU = '410602001001';
export const XIDING = '410602001002';
export const DESK = { width: 1920, height: 1080 };
export const TABLET = { width: 1024, height: 768 };

const DIVISIONS = [
  ['410600', '鹤壁市', 'city', null],
  ['410602', '鹤山区', 'county', '410600'],
  ['410602001', '中山北路街道', 'street', '410602'],
  [DAHU, '大湖社区居民委员会', 'community', '410602001'],
  [XIDING, '西顶村民委员会', 'community', '410602001'],
] as const;

/** The applications with a few divisions and a menu: lunch for today and tomorrow, baths, housekeeping. */
export async function startDesk(options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp({ worker: true, now: NOW, ...options });
  for (const [code, name, level, parent] of DIVISIONS) {
    await app.db.query(
      'INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES ($1, $2, $3, $4, 114.17, 35.94)',
      [code, name, level, parent],
    );
  }
  await app.db.query(`
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'kitchen', '中山路助餐点', '410602', 114.17, 35.94, '0392-0000001'),
      (2, 'provider', '安康居家服务', '410602', 114.17, 35.94, '0392-0000002');
    INSERT INTO services (code, category, form, name, unit, minutes, carers, qualification, gate, contraindications, sort)
    VALUES
      ('lunch', 'living', 'meal', '午餐助餐', '份', 10, 1, 'mealDelivery', false, '{}', 1),
      ('bath', 'living', 'visit', '上门助浴', '次', 60, 2, 'bathing', true, '{recentHeartAttack}', 2),
      ('housekeeping', 'living', 'visit', '家政保洁', '次', 120, 1, 'housekeeping', false, '{}', 3);
    INSERT INTO service_prices (org, service, price, valid) VALUES
      (2, 'bath', 12000, '[2024-01-01,)'), (2, 'housekeeping', 8000, '[2024-01-01,)');
    INSERT INTO service_areas (org, service, division) VALUES
      (1, 'lunch', '410602'), (2, 'bath', '410602'), (2, 'housekeeping', '410602');
    INSERT INTO dishes (id, org, name, price, textures, allergens, kcal, protein, salt_mg) VALUES
      (1, 1, '红烧豆腐套餐', 1200, '{normal,soft}', '{soy}', 600, 20, 900),
      (2, 1, '花生炖鸡套餐', 1500, '{normal,soft}', '{peanut}', 700, 30, 800);
  `);
  for (const day of [TODAY, TOMORROW]) {
    await app.db.query(
      `WITH k AS (INSERT INTO kitchen_days (org, day, meal, capacity, cutoff_at, window_start, window_end)
         VALUES (1, $1, 'lunch', 200, $2, $3, $4) RETURNING id)
       INSERT INTO kitchen_day_dishes SELECT k.id, d.id FROM k, dishes d`,
      [day, atLocal(day, '09:30'), atLocal(day, '11:00'), atLocal(day, '12:30')],
    );
  }
  return app;
}

/** A valid ID number on an area code that does not exist. */
export function idNumberOf(birth: string, sex: 'male' | 'female', serial = 1): string {
  const last = serial * 2 + (sex === 'male' ? 1 : 0);
  const body = `410699${birth.replaceAll('-', '')}${String(last).padStart(3, '0')}`;
  return body + checkDigit(body);
}

let serial = 0;

/** Enters a person through the api; answers the id. */
export async function enter(client: TestClient, extra: Record<string, unknown> = {}): Promise<number> {
  serial += 1;
  const body = {
    name: '王秀英',
    idNumber: idNumberOf('1940-05-06', 'female', serial),
    sex: 'female' as const,
    birth: '1940-05-06',
    phone: `154${String(10_000_000 + serial)}`,
    division: DAHU,
    address: '长风中路12号院3号楼2单元501',
    living: 'alone' as const,
    notDuplicate: true,
    ...extra,
  };
  const { id } = await client.call(add, { body });
  return id;
}

/** A tab of the desk whose clock is the applications'. */
export async function deskTab(
  browser: TestBrowser,
  app: TestApp,
  client?: TestClient,
  size = DESK,
): Promise<Tab> {
  const tab = await browser.open(app, client, size);
  const offset = Number(readFileSync(app.env.HELING_CLOCK_FILE!, 'utf8'));
  await tab.context.addInitScript((ms) => {
    const RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...given: [] | [string | number | Date]) {
        if (given.length === 0) super(RealDate.now() + ms);
        else super(...given);
      }
      static override now() {
        return RealDate.now() + ms;
      }
    } as DateConstructor;
  }, offset);
  return tab;
}

/** Goes to a page of the console and waits for its title. */
export async function goTo(tab: Tab, path: string, title: string | RegExp): Promise<void> {
  await tab.go(`/console${path}`);
  await tab.page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Types where the page has put the cursor, once it has: before, the keys go nowhere. */
export async function type({ page }: Pick<Tab, 'page'>, text: string): Promise<void> {
  await page.waitForFunction(() => {
    const { activeElement } = (
      globalThis as unknown as { document: { activeElement: { tagName: string } | null } }
    ).document;
    return activeElement !== null && /^(INPUT|TEXTAREA)$/.test(activeElement.tagName);
  });
  await page.keyboard.type(text);
}

/** For a look with one's own eyes: `HELING_PICTURES=folder` keeps a picture of the page. */
export async function picture(tab: Tab, name: string): Promise<void> {
  const folder = process.env.HELING_PICTURES;
  if (folder) await tab.page.screenshot({ path: `${folder}/${name}.png` });
}
