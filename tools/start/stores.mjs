// PostgreSQL and Redis of a start: the embedded ones, or those of the environment.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createDatabase, environmentOf, secretsOf, startServices } from '../lib/services.mjs';
import { migrationHashes } from './build.mjs';

const DATABASE = 'heling';
const GIVEN = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'REDIS_URL'];
const EXTENSIONS = 'CREATE EXTENSION IF NOT EXISTS btree_gist; CREATE EXTENSION IF NOT EXISTS pgcrypto';

/** Opens the stores. Answers `{ env, stop(), renew() }`; `renew` empties the database. */
export async function openStores(stateDir, say) {
  const given = GIVEN.filter((name) => process.env[name]);
  if (given.length === 0) return embedded(stateDir, say);
  if (given.length < GIVEN.length) {
    const missing = GIVEN.filter((name) => !given.includes(name));
    throw new Error(`${given.join(' and ')} is set, so ${missing.join(' and ')} must be set too`);
  }
  await answers();
  // Keys of the environment win over those of the state folder.
  const { keys } = secretsOf(stateDir);
  const env = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, process.env[name] ?? key]));
  const asOwner = (text) => once(process.env.DATABASE_OWNER_URL, text);
  await asOwner(EXTENSIONS);
  const renew = () =>
    asOwner(
      'DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO heling_app;' +
        EXTENSIONS,
    );
  const urls = Object.fromEntries(GIVEN.map((name) => [name, process.env[name]]));
  return { env: { ...env, ...urls, HELING_STATE_DIR: stateDir }, renew, stop: async () => undefined };
}

async function embedded(stateDir, say) {
  const services = await startServices(stateDir);
  const owner = services.ownerUrl(DATABASE);
  const renew = async () => {
    await once(services.superUrl(), `DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await createDatabase(services, DATABASE);
  };
  if (!(await createDatabase(services, DATABASE))) {
    // A start that was killed may have left the database without its extensions.
    await once(
      services.superUrl(DATABASE),
      `${EXTENSIONS}; ALTER SCHEMA public OWNER TO heling_owner; GRANT USAGE ON SCHEMA public TO heling_app`,
    );
    if (changedMigrations(stateDir)) {
      say('  the tables of this version are other ones: the database is made anew');
      await renew();
    }
  }
  return {
    env: { ...environmentOf(services, DATABASE, stateDir), DATABASE_OWNER_URL: owner },
    renew,
    stop: services.stop,
  };
}

const seenFile = (stateDir) => path.join(stateDir, 'migrations.json');

/** Was a migration that has run here changed in place since? (New ones simply run.) */
function changedMigrations(stateDir) {
  if (!existsSync(seenFile(stateDir))) return false;
  const now = migrationHashes();
  const seen = JSON.parse(readFileSync(seenFile(stateDir), 'utf8'));
  return Object.entries(seen).some(([file, hash]) => now[file] !== hash);
}

export function rememberMigrations(stateDir) {
  writeFileSync(seenFile(stateDir), JSON.stringify(migrationHashes()));
}

export function forgetMigrations(stateDir) {
  rmSync(seenFile(stateDir), { force: true });
}

/** Throws a sentence when PostgreSQL or Redis of the environment does not answer. */
async function answers() {
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL']) {
    await once(process.env[name], 'SELECT 1').catch((error) => {
      throw new Error(`PostgreSQL of ${name} does not answer: ${error.message}`);
    });
  }
  const redis = new Redis(process.env.REDIS_URL, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new Error(`Redis of REDIS_URL does not answer: ${error.message}`);
  } finally {
    redis.disconnect();
  }
}

/** Runs statements in a connection of their own. */
export async function once(url, text, values) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}

/** What the database says of its city: `{ city }`, `{ half: true }` or `{}`. */
export async function cityOf(url) {
  const { rows } = await once(
    url,
    `SELECT key, value FROM platform_meta WHERE key IN ('city', 'city-schema')`,
  );
  const city = rows.find(({ key }) => key === 'city')?.value;
  if (city) return { city };
  const some = await once(url, 'SELECT EXISTS (SELECT FROM divisions) AS some');
  return { half: some.rows[0].some || rows.length > 0 };
}
