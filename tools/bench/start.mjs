// `npm start` from a fresh clone to ready, and a second start: seconds of each phase; then the memory (proportional set
// size) of everything that runs. The clone is of the committed state, so uncommitted changes are not measured.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../lib/ensure.mjs';
import { freePort } from '../lib/services.mjs';
import { result } from './lib/measure.mjs';
import { pss } from './lib/stack.mjs';

const PATIENCE_MS = 20 * 60_000;
const STOP_MS = 60_000;
/** The caches must have settled a little before memory is measured. */
const SETTLE_MS = 10_000;

export async function run(args) {
  const small = args.includes('--small');
  const clone = mkdtempSync(path.join(os.tmpdir(), 'heling-clone-'));
  // PostgreSQL may run as another user.
  chmodSync(clone, 0o755);
  try {
    const git = spawnSync('git', ['clone', '--quiet', '--local', root, clone], { encoding: 'utf8' });
    if (git.status !== 0) throw new Error(`git clone failed: ${git.stderr}`);
    const first = await start(clone, small);
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    const memory = memoryOf(first.child.pid, clone);
    await stop(first.child);
    const second = await start(clone, small);
    await stop(second.child);
    const phases = Object.entries(first.phases).map(([name, seconds]) =>
      result(`first: ${name}`, seconds, 's', name === 'city' && !small ? { atMost: 90 } : {}),
    );
    return [
      ...phases,
      result('first: all', first.seconds, 's', { atMost: 480 }),
      ...Object.entries(second.phases).map(([name, seconds]) => result(`second: ${name}`, seconds, 's')),
      result('second: all', second.seconds, 's', { atMost: 20 }),
      result('memory of the api', memory.api, 'MB PSS', { atMost: 350 }),
      result('memory of the worker', memory.worker, 'MB PSS', { atMost: 300 }),
      result('memory of PostgreSQL', memory.postgres, 'MB PSS'),
      result('memory of Redis', memory.redis, 'MB PSS'),
      result('memory of everything', memory.all, 'MB PSS', { atMost: 2500 }),
    ];
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

/** Starts in `folder` as a user would; answers when it is ready. */
async function start(folder, small) {
  const began = Date.now();
  const port = await freePort();
  const args = ['start', ...(small ? ['--', '--small'] : [])];
  const env = { ...process.env, HELING_PORT: String(port), HELING_STATE_DIR: '' };
  delete env.HELING_STATE_DIR;
  const child = spawn('npm', args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const ready = path.join(folder, '.heling/ready.json');
  let code;
  child.once('exit', (status) => (code = status ?? 1));
  while (!existsSync(ready)) {
    if (code !== undefined) throw new Error(`npm start ended with ${code}`);
    if (Date.now() - began > PATIENCE_MS) throw new Error('npm start is not ready');
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    child,
    seconds: (Date.now() - began) / 1000,
    phases: JSON.parse(readFileSync(ready, 'utf8')).phases,
  };
}

/** Ctrl-C to the whole group, as a terminal does. */
function stop(child) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('npm start does not stop')), STOP_MS);
    child.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    process.kill(-child.pid, 'SIGINT');
  });
}

/** Memory of the start's own tree and of the services of its state folder, by kind, in MB. */
function memoryOf(pid, folder) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent, command }];
      } catch {
        return [];
      }
    });
  const { postgres: pgPort, redis: redisPort } = JSON.parse(
    readFileSync(path.join(folder, '.heling/ports.json'), 'utf8'),
  );
  const tree = (roots) => {
    const found = new Set(roots);
    for (let size = -1; size !== found.size;) {
      size = found.size;
      for (const each of processes) if (found.has(each.parent)) found.add(each.pid);
    }
    return processes.filter((each) => found.has(each.pid));
  };
  const where = (fits) => processes.filter(({ command }) => fits(command)).map((each) => each.pid);
  const sum = (list) => list.reduce((total, each) => total + pss(each.pid), 0);
  const own = tree([pid]);
  const postgres = tree(
    where((command) => command.includes(`-p ${pgPort}`) && command.includes('bin/postgres')),
  );
  const redis = tree(
    where((command) => command.includes('redis-server') && command.includes(`:${redisPort}`)),
  );
  const kind = (name) => sum(own.filter(({ command }) => command.includes(`/${name}/main.mjs`)));
  return {
    api: kind('api'),
    worker: kind('worker'),
    postgres: sum(postgres),
    redis: sum(redis),
    all: sum(own) + sum(postgres) + sum(redis),
  };
}
