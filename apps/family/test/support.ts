import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import type { TestApp } from '@heling/platform/testing/app';
import type { Tab, TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';

/** A Tuesday morning: lunch of the day can still be ordered. */
export const NOW = '2026-11-24T07:40:00+08:00';
export const TODAY = businessDay(new Date(NOW));
export const TOMORROW = addDays(TODAY, 1);
export const PHONE = { width: 360, height: 780 };
const DIVISION = '410602001001';
const HOME = { lng: 114.17, lat: 35.94 };

/** The person whom most tests are about: allergic to peanuts, eats soft food, 240 yuan of subsidy a month. */
export const WANG = 900_001;
/** A second parent, who had a heart attack. */
export const LI = 900_002;
export const CARER_CHEN = 801;
export const CARER_ZHAO = 802;
export const COURIER_SUN = 803;

/** The menu, two parents, two bath carers and a courier, the same for every test. */
export async function arrange(app: TestApp): Promise<void> {
  const { db, vault } = app;
  await db.query(`
    INSERT INTO orgs (id, kind, name, division, lng, lat, phone) VALUES
      (1, 'kitchen', '中山路助餐点', '410602', 114.17, 35.94, '0392-0000001'),
      (2, 'provider', '安康居家服务', '410602', 114.17, 35.94, '0392-0000002');
    INSERT INTO services (code, category, form, name, unit, minutes, carers, qualification, gate, contraindications, sort)
    VALUES
      ('lunch', 'living', 'meal', '午餐助餐', '份', 10, 1, 'mealDelivery', false, '{}', 1),
      ('dinner', 'living', 'meal', '晚餐助餐', '份', 10, 1, 'mealDelivery', false, '{}', 2),
      ('bath', 'living', 'visit', '上门助浴', '次', 60, 2, 'bathing', true, '{recentHeartAttack}', 3),
      ('housekeeping', 'living', 'visit', '家政保洁', '次', 120, 1, 'housekeeping', false, '{}', 4);
    INSERT INTO service_prices (org, service, price, valid) VALUES
      (2, 'bath', 12000, '[2024-01-01,)'), (2, 'housekeeping', 8000, '[2024-01-01,)');
    INSERT INTO service_areas (org, service, division) VALUES
      (1, 'lunch', '410602'), (1, 'dinner', '410602'), (2, 'bath', '410602'), (2, 'housekeeping', '410602');
    INSERT INTO dishes (id, org, name, price, textures, allergens, kcal, protein, salt_mg) VALUES
      (1, 1, '红烧豆腐套餐', 1200, '{normal,soft}', '{soy}', 600, 20, 900),
      (2, 1, '花生炖鸡套餐', 1500, '{normal,soft}', '{peanut}', 700, 30, 800),
      (3, 1, '清蒸鲈鱼套餐', 1600, '{normal}', '{fish}', 620, 32, 700);
  `);
  for (const day of [TODAY, TOMORROW]) {
    for (const [meal, cutoff, start, end] of [
      ['lunch', '09:30', '11:00', '12:30'],
      ['dinner', '15:30', '17:00', '18:30'],
    ] as const) {
      await db.query(
        `WITH k AS (INSERT INTO kitchen_days (org, day, meal, capacity, cutoff_at, window_start, window_end)
           VALUES (1, $1, $2, 200, $3, $4, $5) RETURNING id)
         INSERT INTO kitchen_day_dishes SELECT k.id, d.id FROM k, dishes d`,
        [day, meal, atLocal(day, cutoff), atLocal(day, start), atLocal(day, end)],
      );
    }
  }
  for (const [id, name, sex, needLevel, texture] of [
    [WANG, '王秀英', 'female', 'moderate', 'soft'],
    [LI, '李建国', 'male', 'mild', 'normal'],
  ] as const) {
    const salt = randomBytes(16);
    const pii = { name, phone: '10600000001', address: '鹤山区中山路演示小区 3 号楼 2 单元 101' };
    await db.query(
      `INSERT INTO persons (id, division, pii, key_salt, no_id_reason, sex, birth, living, need_level, texture, lng, lat)
       VALUES ($1, $2, $3, $4, 'test', $5, '1948-03-05', 'alone', $6, $7, $8, $9)`,
      [id, DIVISION, vault.sealPerson(id, salt, pii), salt, sex, needLevel, texture, HOME.lng, HOME.lat],
    );
  }
  await db.query('INSERT INTO allergies VALUES ($1, $2, $3)', [WANG, DIVISION, 'peanut']);
  await db.query(`INSERT INTO conditions (person_id, division, code, since) VALUES ($1, $2, $3, $4)`, [
    LI,
    DIVISION,
    'recentHeartAttack',
    '2026-10-01',
  ]);
  for (const [id, org, name, codes] of [
    [CARER_CHEN, 2, '陈芳', ['bathing', 'housekeeping']],
    [CARER_ZHAO, 2, '赵敏', ['bathing', 'housekeeping']],
    [COURIER_SUN, 1, '孙强', ['mealDelivery']],
  ] as const) {
    await db.query(
      `INSERT INTO carers (id, org, division, pii, sex, birth_year, lng, lat, transport, max_minutes)
       VALUES ($1, $2, '410602', $3, 'female', 1980, $4, $5, 'ebike', 480)`,
      [id, org, vault.seal({ name, phone: `106000008${String(id).slice(-2)}` }), HOME.lng, HOME.lat],
    );
    for (const code of codes) {
      await db.query(
        `INSERT INTO carer_qualifications (carer_id, org, division, code, certificate, valid_until)
         VALUES ($1, $2, '410602', $3, 'T-1', '2030-01-01')`,
        [id, org, code],
      );
    }
    for (const day of [TODAY, TOMORROW]) {
      await db.query(
        `INSERT INTO shifts (carer_id, org, division, day, starts_at, ends_at) VALUES ($1, $2, '410602', $3, $4, $5)`,
        [id, org, day, atLocal(day, '07:30'), atLocal(day, '18:30')],
      );
    }
  }
}

/** The daughter in another city, with consent to everything of both parents unless told. */
export const daughter = (app: TestApp, persons = [WANG, LI]): Promise<TestClient> =>
  app.as('family', { persons });

/** A carer signed in on the phone. */
export const carer = (app: TestApp, carerId: number, org: number): Promise<TestClient> =>
  app.as('carer', { carerId, org });

/** A tab of a phone whose clock is the applications'. */
export async function phoneTab(browser: TestBrowser, app: TestApp, client?: TestClient): Promise<Tab> {
  const tab = await browser.open(app, client, PHONE);
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

/** A family account with a telephone; `personId`: the senior's own. Sign-in goes the user's way. */
export async function addFamily(
  app: TestApp,
  phone: string,
  personId: number | null = null,
): Promise<number> {
  const { rows } = await app.db.query<{ id: string }>(
    `INSERT INTO accounts (kind, pii, phone_index, division, person_id) VALUES ('family', $1, $2, $3, $4) RETURNING id`,
    [app.vault.seal({ name: '王秀英', phone }), app.vault.blindIndex('phone', phone), DIVISION, personId],
  );
  const id = Number(rows[0]!.id);
  await app.db.query(`INSERT INTO account_roles VALUES ($1, 'family')`, [id]);
  return id;
}

/** Signs in on the page as the user does, reading the code from the demonstration phone. */
export async function signIn(tab: Tab, phone: string): Promise<void> {
  await tab.go('/family/');
  await tab.page.getByLabel('手机号').fill(phone);
  await tab.page.getByRole('button', { name: '发验证码' }).click();
  await tab.page.getByLabel('验证码').waitFor();
  const other = await tab.context.newPage();
  await other.goto('/family/phone/');
  await other.getByLabel('手机号').fill(phone);
  const message = await other.getByText(/验证码 \d{6}/).innerText();
  await other.close();
  await tab.page.getByLabel('验证码').fill(/\d{6}/.exec(message)![0]);
  await tab.page.getByRole('button', { name: '登录', exact: true }).click();
  await tab.page.getByRole('navigation').waitFor();
}

/** What is wrong with the page on this screen: wider than it, letters too small, targets too small. */
export async function misfits(tab: Tab, least: { letters: number; target: number }): Promise<string[]> {
  return tab.page.evaluate(({ letters, target }) => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('wider than the screen');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (!text || !parent || !parent.checkVisibility() || parent.closest('script, style, option')) continue;
      const { fontSize, lineHeight } = getComputedStyle(parent);
      if (parseFloat(fontSize) < letters) found.push(`${fontSize}: ${text.slice(0, 20)}`);
      if (parseFloat(lineHeight) < parseFloat(fontSize) * 1.3 - 0.01 && text.length > 1) {
        found.push(`line height ${lineHeight} for ${fontSize}: ${text.slice(0, 20)}`);
      }
    }
    for (const each of document.querySelectorAll<HTMLElement>('a, button, input, select, textarea')) {
      if (!each.checkVisibility() || each.matches('.visually-hidden')) continue;
      // A tick inside a label is pressed anywhere on the label.
      const pressed = each.closest('label') ?? each;
      const { width, height } = pressed.getBoundingClientRect();
      if (width < target || height < target) {
        found.push(`${Math.round(width)}×${Math.round(height)}: ${pressed.textContent?.trim().slice(0, 20)}`);
      }
    }
    return found;
  }, least);
}

/** For a look with one's own eyes: `HELING_PICTURES=folder` keeps a picture of the page. */
export async function picture(tab: Tab, name: string): Promise<void> {
  const folder = process.env.HELING_PICTURES;
  if (!folder) return;
  await tab.page.evaluate(() => window.scrollTo(0, 0));
  await tab.page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
