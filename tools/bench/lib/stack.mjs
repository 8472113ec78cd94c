// The city and the programs that benches run on: services and one made city in .heling-bench, kept between benches.
import { spawn, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { root } from '../../lib/ensure.mjs';
import { createDatabase, environmentOf, startServices } from '../../lib/services.mjs';
import { programs } from '../../start/build.mjs';

const stateDir = path.join(root, '.heling-bench');

/**
 * The whole city in a database; with `copy` in a copy that the bench may change. Answers `{env, services, folder, owner}`:
 * environment for the programs, the services, the folder of the bundled programs, a pool of the owner.
 */
export async function openCity({ copy = false } = {}) {
  const services = await startServices(stateDir);
  const folder = await programs();
  const city = `heling_city_${path.basename(folder)}`;
  const admin = new pg.Client(services.superUrl());
  await admin.connect();
  const databases = async (like) =>
    (await admin.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [like])).rows.map(
      (row) => row.datname,
    );
  if (!(await databases(city)).length) {
    // Cities of other versions go first: one takes gigabytes.
    for (const old of await databases('heling_%')) {
      await admin.query(`DROP DATABASE ${pg.escapeIdentifier(old)} WITH (FORCE)`);
    }
    const half = 'heling_half_made';
    await createDatabase(services, half);
    const env = { ...process.env, ...environmentOf(services, half, stateDir) };
    const run = (file) => {
      const { status } = spawnSync(process.execPath, [path.join(folder, file)], { env, stdio: 'inherit' });
      if (status !== 0) throw new Error(`${file} ended with ${status}`);
    };
    console.log('  making the city for the benches');
    run('api/migrate.mjs');
    run('seed/main.mjs');
    await admin.query(`ALTER DATABASE ${half} RENAME TO ${city}`);
  }
  let database = city;
  if (copy) {
    database = `heling_work_${process.pid}`;
    for (const old of await databases('heling_work_%')) {
      await admin.query(`DROP DATABASE ${pg.escapeIdentifier(old)} WITH (FORCE)`);
    }
    console.log('  copying the city');
    await admin.query(`CREATE DATABASE ${database} OWNER heling_owner TEMPLATE ${city} STRATEGY FILE_COPY`);
  }
  await admin.end();
  const env = {
    ...process.env,
    ...environmentOf(services, database, stateDir),
    HELING_DEMO: '1',
    HELING_LOG_LEVEL: 'warn',
    HELING_PORT: '0',
  };
  const owner = new pg.Pool({ connectionString: env.DATABASE_OWNER_URL, max: 4 });
  const close = async () => {
    await owner.end();
    if (copy) {
      const last = new pg.Client(services.superUrl());
      await last.connect();
      await last.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await last.end();
    }
    await services.stop();
  };
  return { env, services, folder, owner, close };
}

/** A migrated database without a city: `{env, services, folder, owner, close()}` as of `openCity`. */
export async function openEmpty() {
  const services = await startServices(stateDir);
  const folder = await programs();
  const database = `heling_empty_${process.pid}`;
  await createDatabase(services, database);
  const env = {
    ...process.env,
    ...environmentOf(services, database, stateDir),
    HELING_DEMO: '1',
    HELING_LOG_LEVEL: 'warn',
    HELING_PORT: '0',
  };
  const { status } = spawnSync(process.execPath, [path.join(folder, 'api/migrate.mjs')], {
    env,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`the migrations ended with ${status}`);
  const owner = new pg.Pool({ connectionString: env.DATABASE_OWNER_URL, max: 4 });
  const close = async () => {
    await owner.end();
    const last = new pg.Client(services.superUrl());
    await last.connect();
    await last.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await last.end();
    await services.stop();
  };
  return { env, services, folder, owner, close };
}

/** Starts a program; answers `{child, port?, url?, stop()}` once it has printed a line with `mark`. */
export function startProgram(file, env, mark, args = []) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let seen = '';
    child.stdout.on('data', (chunk) => {
      seen = `${seen}${chunk}`.slice(-20_000);
      const line = seen.split('\n').find((text) => text.includes(mark));
      if (!line) return;
      const { port } = JSON.parse(line);
      resolve({ child, port, url: `http://127.0.0.1:${port}`, stop: () => ended(child) });
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

function ended(child) {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

/** Signed-in accounts with a role, as cookies: several, because one may call only so often. */
export async function cookies({ owner, env }, role, divisions, count) {
  const made = [];
  const key = Buffer.from(env.HELING_SESSION_KEY, 'base64');
  const pii = (await owner.query('SELECT pii FROM accounts LIMIT 1')).rows[0].pii;
  for (let i = 0; i < count; i += 1) {
    const token = randomBytes(32).toString('base64url');
    const login = `bench-${randomBytes(6).toString('hex')}`;
    const { rows } = await owner.query(
      `WITH a AS (INSERT INTO accounts (kind, login, pii, division) VALUES ('staff', $1, $2, $3) RETURNING id),
         r AS (INSERT INTO account_roles SELECT id, $4 FROM a),
         s AS (INSERT INTO account_scopes (account_id, division) SELECT id, d FROM a, unnest($5::text[]) d)
       INSERT INTO sessions (token_hash, account_id, device, address, created_at, seen_at, expires_at)
       SELECT $6, id, 'bench', '127.0.0.1', now(), now(), now() + interval '1 day' FROM a RETURNING account_id`,
      [login, pii, divisions[0], role, divisions, createHmac('sha256', key).update(token).digest()],
    );
    made.push({ cookie: `heling_session=${token}`, accountId: Number(rows[0].account_id) });
  }
  return made;
}

/** Proportional set size of a process in MB. */
export function pss(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)[1]) / 1024;
}
