// `npm start`: everything that a machine with Node and npm needs to run Heling, in one command.
// -- --small: a city of 5,000 · -- --fresh: begin anew · -- --seed N: another city · HELING_PORT: another port.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies, root } from '../lib/ensure.mjs';
import { tryLock, unlock } from '../lib/lock.mjs';
import { Children, commandOf } from './children.mjs';
import { phase, say, sentenceOf } from './say.mjs';

const HELP = `npm start                 starts Heling with its city of 241,000 seniors
npm start -- --small      a city of 5,000 in the same proportions
npm start -- --fresh      throws the database away and begins anew
npm start -- --seed N     another city of the same kind
HELING_PORT, HELING_MQTT_PORT, HELING_STATE_DIR, DATABASE_URL + DATABASE_OWNER_URL + REDIS_URL: see docs`;
const PORT = 4300;
/** Where devices send their messages. */
const MQTT_PORT = 1883;
const PORTS_TRIED = 50;
const READY_MS = 60_000;
const CITY_MB = { small: 700, whole: 5000 };
// Megabytes of the JavaScript heap: the goals are 350 MB and 300 MB in all.
const HEAP = { api: 192, worker: 160 };

const options = optionsOf(process.argv.slice(2));
const stateDir = path.resolve(root, process.env.HELING_STATE_DIR ?? '.heling');
const lock = path.join(stateDir, 'start.lock');
const readyFile = path.join(stateDir, 'ready.json');
const times = {};
let children;
let stores;
let ending;

// Whoever reads what is told here may go away first.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('uncaughtException', (error) => void end(1, `npm start failed: ${sentenceOf(error)}`));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0, 'stopping …'));

try {
  process.chdir(root);
  mkdirSync(stateDir, { recursive: true, mode: 0o755 });
  takeLock();
  await run();
} catch (error) {
  await end(1, ending ? undefined : `npm start failed: ${sentenceOf(error)}`);
}

async function run() {
  await phase(times, 'dependencies', 'npm packages of the lock file', () => ensureDependencies());
  rmSync(readyFile, { force: true });
  children = new Children(stateDir);
  const left = await children.sweep();
  if (left > 0) say(`  an earlier run was killed: ${left} of its processes were still there and were ended`);
  const { openStores, rememberMigrations, forgetMigrations, cityOf } = await import('./stores.mjs');
  stores = await phase(times, 'services', 'PostgreSQL and Redis', () => openStores(stateDir, say));
  if (ending) return;
  const { programs } = await import('./build.mjs');
  let bundles;
  await phase(times, 'migrate', 'tables', async () => {
    bundles = await programs();
    if (options.fresh) {
      say('  --fresh: the database is made anew');
      forgetMigrations(stateDir);
      await stores.renew();
    }
    await children.run('migrate', [path.join(bundles, 'api/migrate.mjs')], { env: stores.env });
    rememberMigrations(stateDir);
  });
  const city = await phase(times, 'city', 'the synthetic city', () => makeCity(cityOf, bundles));
  await phase(times, 'build', 'web pages', async () => {
    // Pages that were built elsewhere are taken as they are.
    if (process.env.HELING_WEB_DIR) return;
    const build = [path.join(root, 'tools/build/web.mjs')];
    await children.run('build', build, { hear: (line) => say(`  ${line}`) });
  });
  const { base, mqtt } = await phase(times, 'serve', 'api and worker', () => serve(bundles));
  announce(base, mqtt, city);
}

/** Makes the city unless it is there; a half-made one is made anew. */
async function makeCity(cityOf, bundles) {
  const owner = stores.env.DATABASE_OWNER_URL;
  const found = await cityOf(owner);
  if (found.city) {
    const wanted = options.small ? 5000 : 241_000;
    say(`  a city of ${found.city.people} people is there`);
    if (options.small && found.city.people !== wanted) say('  for another size, start with --fresh');
    return found.city;
  }
  enoughRoom();
  if (found.half) say('  an earlier run was ended while it made the city: it is made anew');
  const args = [...(options.small ? ['--small'] : []), ...(options.seed ? ['--seed', options.seed] : [])];
  await children.run('city', [path.join(bundles, 'seed/main.mjs'), ...args], {
    env: stores.env,
    hear: (line) => say(`  ${line.trim()}`),
  });
  return (await cityOf(owner)).city;
}

/** The embedded database must hold the city, its log and what is sorted meanwhile. */
function enoughRoom() {
  if (process.env.DATABASE_URL) return;
  const disk = statfsSync(stateDir);
  const free = Math.floor((disk.bavail * disk.bsize) / 1e6);
  const needed = options.small ? CITY_MB.small : CITY_MB.whole;
  if (free < needed) {
    throw new Error(
      `only ${free} MB are free on this disk; the city needs ${needed} MB: make room and start again`,
    );
  }
}

async function serve(bundles) {
  const port = await choosePort('HELING_PORT', PORT);
  const base = `http://127.0.0.1:${port}`;
  const mqtt = await choosePort('HELING_MQTT_PORT', MQTT_PORT);
  const env = {
    ...stores.env,
    NODE_ENV: 'production',
    HELING_PORT: String(port),
    HELING_WEB_DIR: process.env.HELING_WEB_DIR ?? path.join(root, 'apps'),
    HELING_FONTS_DIR: process.env.HELING_FONTS_DIR ?? path.join(root, 'dist/fonts'),
    HELING_DEMO: '1',
    HELING_MQTT_PORT: String(mqtt),
    HELING_WEBHOOK_LOCAL: '1',
  };
  const ended = (told) => void end(1, told);
  const start = (name, mark) =>
    children.serve(
      name,
      [`--max-old-space-size=${HEAP[name]}`, '--enable-source-maps', path.join(bundles, name, 'main.mjs')],
      { env, mark, ended },
    );
  await Promise.all([start('api', '"listening"'), start('worker', '"ready"')]);
  const until = Date.now() + READY_MS;
  for (;;) {
    const answer = await fetch(`${base}/health/ready`).catch(() => undefined);
    if (answer?.ok) return { base, mqtt };
    if (Date.now() > until)
      throw new Error(`${base}/health/ready does not answer "ok"; see ${path.join(stateDir, 'logs')}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The port that the environment names, or `standard`; the next free one when another program has it. */
async function choosePort(name, standard) {
  const { isFree } = await import('../lib/services.mjs');
  const wanted = Number(process.env[name] ?? standard);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
    throw new Error(`${name} must be a port number`);
  for (let port = wanted; port < Math.min(wanted + PORTS_TRIED, 65_536); port += 1) {
    if (!(await isFree(port))) continue;
    if (port !== wanted) say(`  port ${wanted} is in use by another program: ${port} is taken instead`);
    return port;
  }
  throw new Error(`ports ${wanted} to ${wanted + PORTS_TRIED - 1} are all in use: set ${name} to a free one`);
}

function announce(base, mqtt, city) {
  const pages = {
    api: base,
    console: `${base}/console/`,
    monitor: `${base}/monitor/`,
    family: `${base}/family/`,
    openapi: `${base}/openapi.json`,
  };
  writeFileSync(
    `${readyFile}.new`,
    JSON.stringify({ ...pages, mqtt, accounts: city.accounts, phases: times }, null, 2),
    { mode: 0o600 },
  );
  renameSync(`${readyFile}.new`, readyFile);
  say(`\nHeling is ready (演示数据: every person in it is made up)\n`);
  for (const [name, address] of Object.entries(pages)) say(`  ${name.padEnd(8)} ${address}`);
  say(`  reading  ${base}/openapi   health ${base}/health/ready   messages to phones ${base}/family/phone/`);
  say('  institutions are quiet until npm run simulate plays them\n');
  for (const { roleName, login, password, note } of city.accounts) {
    say(`  ${login.padEnd(24)} ${(password || note).padEnd(20)} ${roleName}`);
  }
  say('\nCtrl-C stops everything.');
}

/** Stops everything and leaves no process; the first call counts. */
function end(code, sentence) {
  ending ??= (async () => {
    if (sentence) say(sentence);
    // A start that was refused must not touch what belongs to the one that runs.
    if (holds()) rmSync(readyFile, { force: true });
    await children?.stop().catch(() => undefined);
    await stores?.stop().catch(() => undefined);
    if (holds()) unlock(lock);
    process.exit(code);
  })();
  return ending;
}

/** One start on one state folder. */
function takeLock() {
  for (;;) {
    const holder = tryLock(lock);
    if (holder === undefined) return;
    if (commandOf(holder).includes('start/main.mjs')) {
      const open = existsSync(readyFile)
        ? `: open ${JSON.parse(readFileSync(readyFile, 'utf8')).console}`
        : ' and is still starting';
      throw new Error(
        `Heling already runs in ${path.relative(root, stateDir) || stateDir} (process ${holder})${open}`,
      );
    }
    // The number of the process that was killed has been given to another program since.
    unlock(lock);
  }
}

function holds() {
  try {
    return Number(readFileSync(lock, 'utf8')) === process.pid;
  } catch {
    return false;
  }
}

function optionsOf(args) {
  const chosen = { small: false, fresh: false, seed: undefined };
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] === '--help') {
      console.log(HELP);
      process.exit(0);
    } else if (args[i] === '--small') chosen.small = true;
    else if (args[i] === '--fresh') chosen.fresh = true;
    else if (args[i] === '--seed' && /^[1-9]\d{0,8}$/.test(args[i + 1] ?? '')) chosen.seed = args[(i += 1)];
    else {
      console.error(`npm start does not know "${args[i]}"\n${HELP}`);
      process.exit(2);
    }
  }
  return chosen;
}
