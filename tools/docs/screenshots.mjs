// Takes the pictures of README and handbook from a running product: `npm start` in one terminal, then
// `node tools/docs/screenshots.mjs [name …]` in another. Pictures go to docs/pictures.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as launcher } from 'playwright-core';
import { root } from '../lib/ensure.mjs';

const stateDir = path.resolve(root, process.env.HELING_STATE_DIR ?? '.heling');
const ready = JSON.parse(readFileSync(path.join(stateDir, 'ready.json'), 'utf8'));
const out = path.join(root, 'docs/pictures');
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 780 };
const WALL = { width: 1920, height: 1080 };

/** What is photographed: by whom, on which screen, where; `then` does what a user would do first. */
const PICTURES = [
  { name: 'console-today', role: 'dispatcher', size: DESK, at: '/console/' },
  { name: 'console-board', role: 'dispatcher', size: DESK, at: '/console/board/' },
  { name: 'console-people', role: 'dispatcher', size: DESK, at: '/console/people/', then: search },
  { name: 'console-orders', role: 'dispatcher', size: DESK, at: '/console/orders/' },
  { name: 'console-kitchen', role: 'dispatcher', size: DESK, at: '/console/kitchen/' },
  { name: 'console-facilities', role: 'city', size: DESK, at: '/console/facilities/' },
  { name: 'console-statements', role: 'city', size: DESK, at: '/console/statements/' },
  { name: 'console-figures', role: 'city', size: DESK, at: '/console/figures/' },
  { name: 'console-audit', role: 'auditor', size: DESK, at: '/console/audit/' },
  { name: 'console-runs', role: 'allowancePayer', size: DESK, at: '/console/runs/' },
  { name: 'console-applications', role: 'allowanceReviewer', size: DESK, at: '/console/applications/' },
  { name: 'console-packs', role: 'allowanceReviewer', size: DESK, at: '/console/packs/' },
  { name: 'console-duty', role: 'institutionDuty', size: DESK, at: '/console/duty/' },
  { name: 'console-devices', role: 'institutionManager', size: DESK, at: '/console/devices/' },
  { name: 'family-allowance', role: 'family', size: PHONE, at: '/family/allowance/' },
  { name: 'monitor-wall', role: 'wall', size: WALL, at: '/monitor/' },
  { name: 'family-home', role: 'family', size: PHONE, at: '/family/' },
  { name: 'family-carer', role: 'carer', size: PHONE, at: '/family/carer/' },
];

async function search(page) {
  await page.keyboard.type('zhang');
  await page.waitForTimeout(1500);
}

/** Signs in as the demonstration account of a role, the way its user would over HTTP; answers the cookie's value. */
async function signIn(role) {
  const account = ready.accounts.find((each) => each.role === role);
  if (!account) throw new Error(`ready.json has no account with the role ${role}`);
  const post = (at, body) =>
    fetch(`${ready.api}/api${at}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  let answer;
  if (role === 'family') {
    await post('/session/code', { phone: account.login });
    // The worker hands the message over a moment later.
    let code;
    for (let i = 0; i < 50 && !code; i += 1) {
      await new Promise((done) => setTimeout(done, 200));
      const { items } = await (await post('/phone/messages', { phone: account.login })).json();
      code = /\d{6}/.exec(items[0]?.text ?? '')?.[0];
    }
    answer = await post('/session/by-code', { phone: account.login, code });
  } else answer = await post('/session/password', { login: account.login, password: account.password });
  const cookie = /heling_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '');
  if (!cookie) throw new Error(`${role} cannot sign in: ${answer.status} ${await answer.text()}`);
  return cookie[1];
}

mkdirSync(out, { recursive: true });
const browser = await launcher.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});
const wanted = process.argv.slice(2);
/** One session for each role: a code by telephone is given only so often. */
const sessions = new Map();
async function sessionOf(role) {
  if (!sessions.has(role)) sessions.set(role, await signIn(role));
  return sessions.get(role);
}
for (const { name, role, size, at, then } of PICTURES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name: 'heling_session', value: await sessionOf(role), url: ready.api }]);
  const page = await context.newPage();
  await page.goto(`${ready.api}${at}`);
  await page.waitForTimeout(3500);
  if (then) await then(page);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  await context.close();
  console.log(`docs/pictures/${name}.png`);
}
await browser.close();
