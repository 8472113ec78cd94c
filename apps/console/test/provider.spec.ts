import { addFacilityRoute, facilityRoute } from '@heling/places/contract/facilities';
import { sheetRoute } from '@heling/orders/contract/kitchen';
import { carerRoute } from '@heling/people/contract/carers';
import { placeRoute } from '@heling/orders/contract/orders';
import { pricesRoute } from '@heling/orders/contract/menu';
import { addDays } from '@heling/platform/domain/calendar';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import type { TestClient } from '@heling/platform/testing/client';
import { addCarer } from './crew';
import { DAHU, deskTab, enter, goTo, picture, startDesk, STREET, TODAY, TOMORROW } from './desk';

let app: TestApp;
let browser: TestBrowser;
let city: TestClient;
let facility: number;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  city = await app.as('city');
  await addCarer(app, 1, '赵一');
  await addCarer(app, 2, '钱二', { org: 1, qualifications: ['mealDelivery'] });
  await addCarer(app, 3, '孙三', { org: 1, qualifications: ['mealDelivery'] });
  const made = await city.call(addFacilityRoute, {
    body: {
      kind: 'streetCentre',
      name: '中山北路综合养老服务中心',
      division: STREET,
      org: null,
      lng: 114.17,
      lat: 35.94,
      address: '中山北路1号',
      phone: '0392-0000009',
      area: 1600,
      beds: 40,
      places: 20,
      opens: '全天',
      licence: 'H41-001',
      licenceUntil: addDays(TODAY, 400),
      firePermitUntil: addDays(TODAY, 20),
      foodPermitUntil: addDays(TODAY, -3),
      ledBy: null,
      partners: ['社区医院'],
      services: ['dayCare'],
    },
  });
  facility = made.id;
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('facilities', () => {
  it('the list leads to the page: permits with days left, the standard and what is missing', async () => {
    const tab = await deskTab(browser, app, city);
    await goTo(tab, '/facilities/', '机构');
    await tab.page.getByText('从未上报').first().waitFor();
    expect(await tab.violations()).toEqual([]);
    await tab.page.getByRole('link', { name: '中山北路综合养老服务中心' }).click();
    await tab.page.getByText('还有 20 天').waitFor();
    await tab.page.getByText('过期 3 天').waitFor();
    await tab.page.getByText('床位 40 张，标准不少于 50 张').waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  it('occupancy is reported and stands on the page with its age', async () => {
    const tab = await deskTab(browser, app, city);
    await goTo(tab, `/facility/?id=${facility}`, '中山北路综合养老服务中心');
    await tab.page.getByRole('button', { name: '上报入住' }).click();
    await tab.page.getByLabel('已用床位（共 40 张）').fill('31');
    await tab.page.getByLabel('日托人数（共 20 人）').fill('12');
    await tab.page.getByRole('button', { name: '上报', exact: true }).click();
    await tab.page.getByText('31 / 40 张').waitFor();
    const page = await city.call(facilityRoute, { params: { id: facility } });
    expect(page.occupancy).toMatchObject({ bedsTaken: 31, placesTaken: 12, freshness: 'fresh' });
    await picture(tab, 'facility');
  });

  it('an edit is kept, and a stale one is refused with what was typed still there', async () => {
    const tab = await deskTab(browser, app, city);
    await goTo(tab, `/facility/?id=${facility}`, '中山北路综合养老服务中心');
    await tab.page.getByRole('button', { name: '修改' }).click();
    await tab.page.getByLabel('床位（张）').fill('52');
    expect(await tab.violations()).toEqual([]);
    await app.db.query('UPDATE facilities SET version = version + 1 WHERE id = $1', [facility]);
    await tab.page.getByRole('button', { name: '保存' }).click();
    await tab.page.getByRole('main').getByRole('alert').waitFor();
    expect(await tab.page.getByLabel('床位（张）').inputValue()).toBe('52');
    await tab.page.getByRole('button', { name: '看过了，仍按我填的保存' }).click();
    await tab.page.getByRole('button', { name: '保存', exact: true }).click();
    await tab.page.getByText('符合建设标准').waitFor();
    expect((await city.call(facilityRoute, { params: { id: facility } })).beds).toBe(52);
  });
});

describe('providers and carers', () => {
  it('a provider shows its carers and their roster of a fortnight', async () => {
    const tab = await deskTab(browser, app, city);
    await goTo(tab, '/providers/', '服务商');
    await tab.page.getByRole('link', { name: '安康居家服务' }).click();
    await tab.page.getByRole('link', { name: '赵一' }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await tab.page.getByRole('tab', { name: '两周排班' }).click();
    await tab.page.getByRole('cell', { name: '08:00–18:00' }).first().waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  it('a carer gets a certificate, a shift, and is marked ill', async () => {
    const tab = await deskTab(browser, app, city);
    const { page } = tab;
    await goTo(tab, '/carer/?id=1', '赵一');
    await page.getByRole('button', { name: '登记资质' }).click();
    await page.getByLabel('证书号').fill('Z-100');
    await page.getByLabel('有效到').fill('2028-06-30');
    await page.getByLabel('有效到').press('Enter');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('cell', { name: '2028-06-30' }).waitFor();
    const day = page.getByRole('region', { name: TOMORROW });
    await day.getByRole('button', { name: '病假' }).click();
    await page.getByRole('button', { name: '记病假' }).click();
    await day.getByText('✕ 病假').waitFor();
    expect(await tab.violations()).toEqual([]);
    const carer = await city.call(carerRoute, { params: { id: 1 }, query: { from: TODAY } });
    expect(carer.shifts.find((shift) => shift.day === TOMORROW)?.state).toBe('sick');
    expect(carer.certificates.map((each) => each.certificate)).toContain('Z-100');
    expect(tab.complaints).toEqual([]);
  });
});

describe('menu and kitchen', () => {
  it.each([
    ['services', '价格和服务商'],
    ['prices', '安康居家服务'],
    ['areas', '上门助浴'],
    ['dishes', '红烧豆腐套餐'],
    ['weeks', '份'],
    ['policies', '每月补贴额度'],
    ['dispatch', '派单台的时限'],
  ])('the part %s opens', async (tabName, text) => {
    await app.db.query(
      `INSERT INTO policies (key, from_day, value) VALUES ('subsidyQuota', '2024-01-01', '[{"needLevel":"mild","monthly":12000}]')
       ON CONFLICT DO NOTHING`,
    );
    const tab = await deskTab(browser, app, city);
    const org = tabName === 'dishes' || tabName === 'weeks' ? 1 : 2;
    await goTo(tab, `/menu/?tab=${tabName}&org=${org}&division=${STREET}`, '菜单价格');
    await tab.page.getByRole('tabpanel').getByText(text).first().waitFor();
    expect(await tab.violations()).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  it('a price is changed from a day on', async () => {
    const tab = await deskTab(browser, app, city);
    await goTo(tab, '/menu/?tab=prices&org=2', '菜单价格');
    await tab.page.getByRole('button', { name: '改价' }).click();
    await tab.page.getByLabel('新价格（元）').fill('130');
    await tab.page.getByRole('button', { name: /起改为 130.00 元/ }).click();
    await tab.page.getByText('还没生效').waitFor();
    const { items } = await city.call(pricesRoute, { query: { org: 2, service: 'bath' } });
    expect(items.map((each) => each.price)).toEqual(expect.arrayContaining([12000, 13000]));
  });

  it('the count sheet counts, rounds are made, and the courier is changed', async () => {
    const person = await enter(city, { name: '王秀英' });
    const days = await app.db.query<{ id: string }>('SELECT id FROM kitchen_days WHERE day = $1', [TOMORROW]);
    const kitchenDay = Number(days.rows[0]!.id);
    await city.call(placeRoute, {
      body: {
        personId: person,
        service: 'lunch',
        day: TOMORROW,
        kitchenDay,
        lines: [{ dishId: 1, texture: 'soft', quantity: 2 }],
        channel: 'phone',
        overrideReason: '家属要求',
      },
    });
    const tab = await deskTab(browser, app, city);
    const { page } = tab;
    await goTo(tab, `/kitchen/?from=${TOMORROW}`, '厨房');
    await page.getByText('2 / 200').waitFor();
    expect(await tab.violations()).toEqual([]);
    await goTo(tab, `/kitchen/?id=${kitchenDay}`, /中山路助餐点/);
    await page.getByRole('row', { name: /红烧豆腐套餐/ }).waitFor();
    const sheet = await city.call(sheetRoute, { params: { id: kitchenDay } });
    expect(sheet.portions).toBe(2);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation', { name: '任务' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('tab', { name: '送餐路线' }).click();
    await page.getByLabel('孙三').uncheck();
    await page.getByRole('button', { name: '排成 1 条路线' }).click();
    await page.getByRole('heading', { name: /路线 1.*钱二/ }).waitFor();
    expect(await tab.violations()).toEqual([]);
    await page.getByRole('button', { name: '换送餐员' }).click();
    await page.getByLabel('新的送餐员').selectOption({ label: '孙三' });
    await page.getByRole('button', { name: '换人' }).click();
    await page.getByRole('heading', { name: /路线 1.*孙三/ }).waitFor();
    await picture(tab, 'rounds');
    expect(tab.complaints).toEqual([]);
  });

  it('a facility is entered near its division', async () => {
    const tab = await deskTab(browser, app, city);
    await goTo(tab, '/facility/?new=1', '登记机构');
    await tab.page.getByLabel('名称').fill('大湖社区日间照料中心');
    await tab.page.getByLabel('所在区划').fill('大湖');
    await tab.page
      .getByTitle(/大湖社区/)
      .first()
      .click();
    await tab.page.getByLabel('地址').fill('大湖社区2号');
    await tab.page.getByLabel('电话').fill('0392-0000010');
    await tab.page.getByLabel('面积（平方米）').fill('260');
    await tab.page.getByLabel('执业许可号').fill('H41-002');
    for (const name of ['执业许可到期', '消防验收到期']) {
      await tab.page.getByLabel(name).fill('2029-01-01');
      await tab.page.getByLabel(name).press('Enter');
    }
    await tab.page.getByRole('button', { name: '保存' }).click();
    await tab.page.getByRole('heading', { level: 1, name: '大湖社区日间照料中心' }).waitFor();
    const made = await app.db.query('SELECT division FROM facilities WHERE name = $1', [
      '大湖社区日间照料中心',
    ]);
    expect(made.rows).toEqual([{ division: DAHU }]);
  });
});
