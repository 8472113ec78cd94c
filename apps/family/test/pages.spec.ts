import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type Tab, type TestBrowser } from '@heling/platform/testing/browser';
import { placeRoute } from '@heling/orders/contract/orders';
import { startRoute } from '@heling/orders/contract/payments';
import { assignRoute } from '@heling/dispatch/contract/assign';
import { atLocal } from '@heling/platform/domain/calendar';
import {
  arrange,
  carer,
  CARER_CHEN,
  CARER_ZHAO,
  daughter,
  misfits,
  NOW,
  phoneTab,
  picture,
  TODAY,
  WANG,
} from './support';

const ELDER = { letters: 18, target: 60 };
const STANDARD = { letters: 14, target: 44 };

let app: TestApp;
let browser: TestBrowser;
let family: Tab;
let atTheDoor: Tab;
const paths = { order: '', pay: '', visit: '' };
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ worker: true, now: NOW }), openBrowser()]);
  await arrange(app);
  const client = await daughter(app);
  const window = {
    start: atLocal(TODAY, '14:00').toISOString(),
    end: atLocal(TODAY, '16:00').toISOString(),
  };
  const bath = await client.call(placeRoute, {
    body: { personId: WANG, service: 'bath', day: TODAY, window, channel: 'family' },
  });
  const payment = await client.call(startRoute, { params: { id: bath.id }, body: { channel: 'wechat' } });
  const dispatcher = await app.as('dispatcher');
  await dispatcher.call(assignRoute, {
    params: { id: bath.visitId },
    body: { version: 1, carers: [CARER_CHEN, CARER_ZHAO], startsAt: window.start },
  });
  paths.order = `/family/order/?id=${bath.id}`;
  paths.pay = `/family/pay/?ref=${payment.reference}`;
  paths.visit = `/family/carer/visit/?id=${bath.visitId}`;
  family = await phoneTab(browser, app, client);
  atTheDoor = await phoneTab(browser, app, await carer(app, CARER_CHEN, 2));
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** The pages with a word that stands on each once it has what it shows. */
const FAMILY: [string, () => string, string][] = [
  ['home', () => '/family/', '看进度'],
  ['lunch', () => '/family/lunch/', '红烧豆腐套餐'],
  ['services', () => '/family/services/', '家政保洁'],
  ['book', () => '/family/book/?service=bath', '08:00–10:00'],
  ['order', () => paths.order, '进度'],
  ['pay', () => paths.pay, '模拟：付款失败'],
  ['orders', () => '/family/orders/', '上门助浴'],
  ['standing', () => '/family/standing/', '就这样订'],
  ['consents', () => '/family/consents/', '我不再照看'],
  ['me', () => '/family/me/', '这台手机'],
  ['phone', () => '/family/phone/', '手机号'],
];
const CARER: [string, () => string, string][] = [
  ['carer', () => '/family/carer/', '王秀英'],
  ['visit', () => paths.visit, '已到门口，签到'],
  ['round', () => '/family/carer/round/', '今天没有送餐路线'],
  ['unsent', () => '/family/carer/unsent/', '全部已上传'],
];

async function look(tab: Tab, name: string, path: string, word: string, least: typeof ELDER): Promise<void> {
  await tab.go(path);
  await tab.page.getByText(word).first().waitFor();
  await tab.page.getByText('演示数据').first().waitFor();
  expect(await tab.page.getByRole('link', { name: /^打电话/ }).getAttribute('href')).toBe('tel:12349');
  await picture(tab, name);
  expect(await misfits(tab, least)).toEqual([]);
  expect(await tab.violations()).toEqual([]);
  expect(tab.complaints).toEqual([]);
}

describe('every page of the family app, 360 px wide, for elders', () => {
  it.each(FAMILY)('%s', async (name, path, word) => {
    await look(family, name, path(), word, ELDER);
  });

  it('the largest letters are at least 30 px', async () => {
    await family.go('/family/');
    const size = await family.page
      .getByText('在安排')
      .or(family.page.locator('.large'))
      .first()
      .evaluate((each) => parseFloat(getComputedStyle(each).fontSize));
    expect(size).toBeGreaterThanOrEqual(30);
  });

  it.each(CARER)('%s, for carers', async (name, path, word) => {
    await look(atTheDoor, name, path(), word, ELDER);
  });

  it.each([
    ['sign-in', '/family/', '发验证码'],
    ['staff sign-in', '/family/carer/', '密码'],
  ])('%s', async (name, path, word) => {
    const tab = await phoneTab(browser, app);
    await look(tab, name, path, word, ELDER);
    await tab.context.close();
  });
});

describe('read aloud', () => {
  it('speaks what stands on the page, and stops at a second press', async () => {
    await family.go('/family/');
    await family.page.getByText('看进度').waitFor();
    await family.page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      Object.assign(window.speechSynthesis, {
        speak: (speech: SpeechSynthesisUtterance) => said.push(`${speech.lang} ${speech.text}`),
      });
    });
    await family.page.getByRole('button', { name: '朗读' }).click();
    const said = await family.page.evaluate(() => (window as unknown as { said: string[] }).said.join());
    expect(said).toMatch(/^zh-CN .*上门助浴/s);
    await family.page.getByRole('button', { name: '停止' }).click();
    await family.page.getByRole('button', { name: '朗读' }).waitFor();
  });
});

describe('the standard mode', () => {
  it('is chosen in 我的, holds after a reload and fits as well', async () => {
    await family.go('/family/me/');
    await family.page.getByLabel('标准版').check();
    for (const [name, path, word] of FAMILY.slice(0, 5)) {
      await look(family, `standard-${name}`, path(), word, STANDARD);
      expect(await family.page.locator('html').getAttribute('data-theme')).toBe('phone');
    }
    await family.go('/family/me/');
    await family.page.getByLabel('长辈版（大字）').check();
    expect(await family.page.locator('html').getAttribute('data-theme')).toBe('elder');
  });
});

describe('the app on the phone', () => {
  it('loads at most 170 kB of script at first, on every page', () => {
    const out = path.join(process.env.HELING_WEB_DIR ?? 'apps', 'family/out');
    const pages = readdirSync(out, { recursive: true }).map(String);
    const sizes = pages
      .filter((page) => page.endsWith('index.html'))
      .map((page) => {
        const html = readFileSync(path.join(out, page), 'utf8');
        // What carries `nomodule` is for browsers of before 2018 and is not fetched.
        const scripts = [...html.matchAll(/<script[^>]*src="\/family\/([^"]+)"[^>]*>/g)].filter(
          ([tag]) => !/nomodule/i.test(tag),
        );
        const bytes = scripts.map(([, file]) => gzipSync(readFileSync(path.join(out, file!))).length);
        return { page, kB: Math.round(bytes.reduce((sum, each) => sum + each, 0) / 1000) };
      });
    expect(sizes.length).toBeGreaterThan(12);
    expect(sizes.filter(({ kB }) => kB > 170)).toEqual([]);
  });

  it('can be installed: manifest, icons and a service worker of its own', async () => {
    const manifest = (await (await fetch(`${app.url}/family/manifest.webmanifest`)).json()) as {
      start_url: string;
      icons: { src: string }[];
    };
    expect(manifest.start_url).toBe('/family/');
    for (const icon of manifest.icons) expect((await fetch(`${app.url}${icon.src}`)).status).toBe(200);
    await family.go('/family/');
    await family.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  });

  it('opens without a network and says what it cannot know', async () => {
    await family.go('/family/');
    await family.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await family.page.reload();
    await family.page.getByText('看进度').waitFor();
    await family.context.setOffline(true);
    await family.page.reload();
    await family.page.getByText('网络不通').first().waitFor();
    await family.context.setOffline(false);
    await family.page.getByRole('button', { name: '重试' }).click();
    await family.page.getByText('看进度').waitFor();
    // Offline requests are complaints of the browser, not of the page.
    family.complaints.length = 0;
  });
});
