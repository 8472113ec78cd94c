// The wall in a real Chromium for 20 minutes while devices send and somebody answers: heap of the page and memory of api and
// worker stay flat (slopes printed), and every alarm reaches the page. `--minutes N`, `--devices N`, `--rate N` a second.
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as launcher } from 'playwright-core';
import { buildWeb } from '../build/web.mjs';
import { root } from '../lib/ensure.mjs';
import { percentile, result } from './lib/measure.mjs';
import { pss } from './lib/stack.mjs';
import { openWatch, optionsOf } from './lib/watch.mjs';

const ALARMS_A_SECOND = 2;
const SAMPLE_MS = 15_000;
const ANSWER_EVERY_MS = 1000;
/** Accounts that answer: one may call only so often. */
const ANSWERING = 10;
const PART_SECONDS = 20;
const SETTLE_MS = 10_000;

export async function run(args) {
  const options = optionsOf(args, { minutes: 20, devices: 1000, rate: 200 });
  // Pages that were built elsewhere are taken as they are.
  if (!process.env.HELING_WEB_DIR) await buildWeb();
  const watch = await openWatch({
    devices: options.devices,
    screens: ANSWERING + 1,
    env: {
      HELING_WEB_DIR: process.env.HELING_WEB_DIR ?? path.join(root, 'apps'),
      HELING_FONTS_DIR: path.join(root, 'dist/fonts'),
    },
  });
  const browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
  try {
    return await measure(watch, browser, options);
  } finally {
    await browser.close();
    await watch.close();
  }
}

async function measure(watch, browser, { minutes, rate }) {
  const wall = await openWall(browser, watch);
  const fleet = await watch.fleet();
  await fleet.ask({ do: 'connect', port: watch.mqtt, devices: watch.devices });
  const samples = [];
  const began = Date.now();
  const sample = async () =>
    samples.push({
      hours: (Date.now() - began) / 3_600_000,
      page: await wall.heap(),
      api: pss(watch.api.child.pid),
      worker: pss(watch.worker.child.pid),
    });
  const answering = answer(watch);
  const raised = [];
  const took = [];
  await sample();
  for (let last = Date.now(); Date.now() - began < minutes * 60_000;) {
    const seconds = Math.min(PART_SECONDS, minutes * 60 - (Date.now() - began) / 1000);
    const part = await fleet.ask({ do: 'run', rate, alarms: ALARMS_A_SECOND, seconds: Math.max(1, seconds) });
    raised.push(...part.raised);
    took.push(...part.took);
    if (Date.now() - last < SAMPLE_MS) continue;
    last = Date.now();
    await sample();
    const { page, api, worker } = samples.at(-1);
    const minute = ((Date.now() - began) / 60_000).toFixed(1);
    console.log(
      `  minute ${minute}: page ${page.toFixed(1)} MB, api ${api.toFixed(0)} MB, worker ${worker.toFixed(0)} MB, ${raised.length} alarms`,
    );
  }
  await new Promise((done) => setTimeout(done, SETTLE_MS));
  await answering.stop();
  const { rows } = await watch.owner.query(
    'SELECT a.id, d.code, a.kind, a.number FROM alarms a JOIN devices d ON d.id = a.device_id',
  );
  const missed = rows.filter(({ id }) => !wall.heard.has(`alarm:${id}`)).length;
  const raisedNames = new Set(raised.map(({ device, kind }) => `${device}/${kind}`));
  const found = new Set(rows.map(({ code, kind }) => `${code}/${kind}`));
  const lost = [...raisedNames].filter((name) => !found.has(name)).length;
  return [
    ...['page', 'api', 'worker'].flatMap((what) => flatness(what, samples)),
    result('alarms raised', rows.length, 'alarms'),
    result('alarms that the wall did not hear of', missed, 'alarms', { atMost: 0 }),
    result('raises lost', lost, 'raises', { atMost: 0 }),
    result('alarms answered meanwhile', answering.answered(), 'alarms'),
    result('reloads of the wall', wall.loads() - 1, 'reloads', { atMost: 0 }),
    result('answer to the device, p99', percentile(took, 0.99), 'ms'),
  ];
}

/** The wall's page: what it hears of over its socket or catching up, its heap after a collection, how often it was loaded. */
async function openWall(browser, watch) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const [name, value] = watch.cookies[0].split('=');
  await context.addCookies([{ name, value, url: watch.api.url }]);
  const page = await context.newPage();
  const heard = new Set();
  const note = (text) => {
    for (const [key] of text.matchAll(/alarm:\d+/g)) heard.add(key);
  };
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => note(String(payload))));
  page.on('response', (response) => {
    if (response.url().includes('/api/events')) void response.text().then(note, () => undefined);
  });
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.goto(`${watch.api.url}/monitor/`);
  await page.getByText('演示数据').first().waitFor();
  const cdp = await context.newCDPSession(page);
  await cdp.send('HeapProfiler.enable');
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
  return { heard, heap, loads: () => loads };
}

/** Somebody at the seats: resolves what is open. */
function answer({ api, cookies }) {
  let [going, turn, answered] = [true, 0, 0];
  const call = async (at, init = {}) => {
    turn += 1;
    const cookie = cookies[1 + (turn % ANSWERING)];
    const headers = {
      cookie,
      'content-type': 'application/json',
      'idempotency-key': `${Date.now()}-${turn}`,
    };
    const response = await fetch(`${api.url}/api/oversight${at}`, { ...init, headers });
    return response.ok ? response.json() : undefined;
  };
  const done = (async () => {
    while (going) {
      const { items } = (await call('/queue')) ?? { items: [] };
      const body = JSON.stringify({ outcome: 'drill', note: 'bench' });
      for (const { id } of items) {
        if (await call(`/alarms/${id}/resolve`, { method: 'POST', body })) answered += 1;
      }
      await new Promise((next) => setTimeout(next, ANSWER_EVERY_MS));
    }
  })();
  return {
    answered: () => answered,
    stop: () => {
      going = false;
      return done;
    },
  };
}

/** Slope by least squares over the last three quarters, and what it makes of the mean over the whole run. */
function flatness(what, samples) {
  const part = samples.slice(Math.floor(samples.length / 4));
  const mean = (of) => part.reduce((sum, each) => sum + of(each), 0) / part.length;
  const [x, y] = [mean(({ hours }) => hours), mean((each) => each[what])];
  const spread = mean(({ hours }) => (hours - x) ** 2);
  const slope = spread === 0 ? 0 : mean((each) => (each.hours - x) * (each[what] - y)) / spread;
  const grown = (slope * samples.at(-1).hours) / y;
  return [
    result(`memory of the ${what}`, y, 'MB'),
    result(`slope of the ${what}`, slope, 'MB an hour'),
    result(`growth of the ${what} over the run`, grown, 'of its mean', { atMost: 0.1 }),
  ];
}
