// First-load JavaScript of each app's first page (gzip), and its largest contentful paint under 4× CPU throttle, in
// Chromium on the whole city. Baseline of the sizes: the app's own 404 page, which is the framework alone.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { chromium as launcher } from 'playwright-core';
import { buildWeb } from '../build/web.mjs';
import { root } from '../lib/ensure.mjs';
import { median, result } from './lib/measure.mjs';
import { cookies, openCity, startProgram } from './lib/stack.mjs';

const ROUNDS = 5;
const THROTTLE = 4;
const PAGES = [
  { app: 'family', kB: 170, role: 'family', size: { width: 360, height: 780 } },
  { app: 'monitor', kB: 250, role: 'city', size: { width: 1920, height: 1080 } },
  { app: 'console', kB: 450, role: 'dispatcher', size: { width: 1920, height: 1080 } },
];

export async function run() {
  await buildWeb();
  const results = PAGES.map(({ app, kB }) =>
    result(`${app}: first-load JavaScript`, scripts(app, 'index.html'), 'kB gzip', { atMost: kB }),
  );
  for (const [i, { app }] of PAGES.entries()) results[i].baseline = round(scripts(app, '404.html'));
  const city = await openCity();
  const api = await startProgram(
    path.join(city.folder, 'api/main.mjs'),
    { ...city.env, HELING_WEB_DIR: path.join(root, 'apps'), HELING_FONTS_DIR: path.join(root, 'dist/fonts') },
    '"listening"',
  );
  const browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
  try {
    for (const { app, role, size } of PAGES) {
      const [account] =
        role === 'family' ? [await familyCookie(city)] : await cookies(city, role, ['4106'], 1);
      const paints = [];
      for (let i = 0; i < ROUNDS; i += 1)
        paints.push(await paint(browser, `${api.url}/${app}/`, account, size));
      console.log(`  ${app}`, paints);
      results.push(result(`${app}: largest contentful paint`, median(paints) / 1000, 's', { atMost: 2.5 }));
    }
  } finally {
    await browser.close();
    await api.stop();
    await city.close();
  }
  return results;
}

const round = (value) => Number(value.toFixed(2));

/** Kilobytes of the scripts that a browser with modules fetches for a page before anything is clicked. */
function scripts(app, page) {
  const out = path.join(root, 'apps', app, 'out');
  const html = readFileSync(path.join(out, page), 'utf8');
  const files = [...html.matchAll(/<script\b[^>]*\bsrc="\/[a-z]+\/([^"?]+)[^"]*"[^>]*>/g)]
    .filter(([tag]) => !/nomodule/i.test(tag))
    .map(([, file]) => file);
  return (
    [...new Set(files)].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(out, file))).length, 0) /
    1000
  );
}

/** Milliseconds until the largest content of a fresh visit is painted. */
async function paint(browser, url, { cookie }, size) {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(3000);
  const time = await page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        });
      }),
  );
  await context.close();
  return Math.round(time);
}

/** A session of a family account of the city that looks after somebody. */
async function familyCookie(city) {
  const [made] = await cookies(city, 'family', ['4106'], 1);
  await city.owner.query(`UPDATE accounts SET kind = 'family', login = NULL WHERE id = $1`, [made.accountId]);
  await city.owner.query('DELETE FROM account_scopes WHERE account_id = $1', [made.accountId]);
  await city.owner.query(
    `INSERT INTO consents (person_id, division, account_id, relation, covers, basis, granted_at, expires_at)
     SELECT id, division, $1, '女儿', '{order,follow,pay,health,profile,photo}', 'paper', now(), now() + interval '1 day'
     FROM persons p WHERE status = 'active' ORDER BY id LIMIT 1`,
    [made.accountId],
  );
  return made;
}
