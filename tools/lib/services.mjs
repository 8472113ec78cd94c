// The embedded PostgreSQL and Redis of one state folder (.heling, .heling-test, .heling-dev), with their secrets.
// For development: `node tools/lib/services.mjs dev [database]` starts them and prints the environment; `stop` ends them.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { root } from './ensure.mjs';
import { withLock } from './lock.mjs';
import { runningPort, startPostgres } from './postgres.mjs';
import { pings, redisUrl, startRedis } from './redis.mjs';

const KEYS = ['DATA', 'INDEX', 'TOKEN', 'AUDIT', 'SESSION'].map((name) => `HELING_${name}_KEY`);
const PASSWORDS = ['postgres', 'owner', 'app', 'redis'];
const NEEDED_MB = 1500;

/** Secrets of a state folder, generated on first use, readable by the owner only. */
export function secretsOf(stateDir) {
  const file = path.join(stateDir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const secrets = { passwords: {}, keys: {} };
  for (const name of PASSWORDS) secrets.passwords[name] = randomBytes(18).toString('base64url');
  for (const name of KEYS) secrets.keys[name] = randomBytes(32).toString('base64');
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

/** A port that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function isFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Starts what does not yet run in `stateDir`. Answers `{superUrl, ownerUrl(db), appUrl(db), redisUrl, keys, stop()}`.
 * Throws a sentence that says what to do when the disk is full or a server does not start.
 */
export async function startServices(stateDir) {
  mkdirSync(stateDir, { recursive: true });
  const disk = statfsSync(stateDir);
  const freeMb = Math.floor((disk.bavail * disk.bsize) / 1e6);
  if (freeMb < NEEDED_MB) {
    throw new Error(
      `only ${freeMb} MB are free on this disk; at least ${NEEDED_MB} MB are needed: make room and start again`,
    );
  }
  return withLock(path.join(stateDir, 'services.lock'), async () => {
    const { passwords, keys } = secretsOf(stateDir);
    const ports = await portsOf(stateDir, passwords.redis);
    const [postgres, redis] = await Promise.all([
      startPostgres(stateDir, ports.postgres, passwords.postgres),
      startRedis(stateDir, ports.redis, passwords.redis),
    ]);
    const url = (user, database) =>
      `postgresql://${user === 'postgres' ? user : `heling_${user}`}:${passwords[user]}@127.0.0.1:${postgres.port}/${database}`;
    await makeRoles(url('postgres', 'postgres'), passwords);
    return {
      superUrl: (database = 'postgres') => url('postgres', database),
      ownerUrl: (database) => url('owner', database),
      appUrl: (database) => url('app', database),
      redisUrl: redis.url,
      keys,
      stop: async () => {
        await Promise.all([postgres.stop(), redis.stop()]);
      },
    };
  });
}

/** The ports of last time where they are ours or free, else new ones. */
async function portsOf(stateDir, redisPassword) {
  const file = path.join(stateDir, 'ports.json');
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const postgres = runningPort(stateDir) ?? (await keepOrPick(before.postgres));
  const ours = before.redis && (await pings(redisUrl(before.redis, redisPassword)));
  const ports = { postgres, redis: ours ? before.redis : await keepOrPick(before.redis) };
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

async function keepOrPick(port) {
  return port && (await isFree(port)) ? port : freePort();
}

async function makeRoles(superUrl, passwords) {
  const client = new pg.Client(superUrl);
  await client.connect();
  try {
    for (const role of ['owner', 'app']) {
      const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [`heling_${role}`]);
      if (found.rowCount === 0) {
        // The application's role is neither owner nor superuser nor BYPASSRLS.
        await client.query(`CREATE ROLE heling_${role} LOGIN PASSWORD ${pg.escapeLiteral(passwords[role])}`);
      }
    }
  } finally {
    await client.end();
  }
}

/** Makes the database if it is not there, with its extensions; `template` copies another. */
export async function createDatabase(services, name, template = 'template1') {
  const admin = new pg.Client(services.superUrl());
  await admin.connect();
  try {
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount > 0) return false;
    await admin.query(
      `CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER heling_owner TEMPLATE ${pg.escapeIdentifier(template)}`,
    );
  } finally {
    await admin.end();
  }
  if (template !== 'template1') return true;
  const client = new pg.Client(services.superUrl(name));
  await client.connect();
  try {
    await client.query(
      'CREATE EXTENSION btree_gist; CREATE EXTENSION pgcrypto; ALTER SCHEMA public OWNER TO heling_owner;' +
        'REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO heling_app',
    );
  } finally {
    await client.end();
  }
  return true;
}

/** The environment that the api, the worker and the tools read. */
export function environmentOf(services, database, stateDir) {
  return {
    DATABASE_URL: services.appUrl(database),
    DATABASE_OWNER_URL: services.ownerUrl(database),
    REDIS_URL: services.redisUrl,
    HELING_STATE_DIR: stateDir,
    ...services.keys,
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [command, database = 'heling_dev'] = process.argv.slice(2);
  const stateDir = path.join(root, '.heling-dev');
  const services = await startServices(stateDir);
  if (command === 'stop') await services.stop();
  else {
    await createDatabase(services, database);
    for (const [name, value] of Object.entries(environmentOf(services, database, stateDir))) {
      console.log(`export ${name}='${value}'`);
    }
    console.log(`export DATABASE_SUPER_URL='${services.superUrl()}'`);
  }
}
