// What tests run on: the services of .heling-test, a migrated template database, and the applications bundled from
// the sources of this moment. Databases and bundles of a run are its own, so runs may go side by side.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { bundleApp } from '../build/bundle.mjs';
import { buildWeb } from '../build/web.mjs';
import { root } from '../lib/ensure.mjs';
import { withLock } from '../lib/lock.mjs';
import { mosquitto } from './mosquitto.mjs';
import { createDatabase, environmentOf, startServices } from '../lib/services.mjs';

const stateDir = path.join(root, '.heling-test');

/**
 * Makes everything ready, with `screens` the web apps too; answers the environment for the tests and `clean()`, which
 * removes what is only this run's.
 */
export async function prepareServices(screens) {
  const services = await startServices(stateDir);
  if (screens) await buildWeb();
  const build = path.join(root, 'dist/test', String(process.pid));
  await Promise.all(['api', 'worker', 'cli'].map((name) => bundleApp(name, build)));
  const broker = mosquitto();
  const template = await templateDatabase(services, build);
  const env = {
    ...services.keys,
    HELING_TEST_BUILD: build,
    HELING_TEST_TEMPLATE: template,
    HELING_TEST_RUN: String(process.pid),
    HELING_TEST_SUPER_URL: services.superUrl(),
    HELING_TEST_OWNER_URL: services.ownerUrl('postgres'),
    HELING_TEST_APP_URL: services.appUrl('postgres'),
    HELING_TEST_REDIS_URL: services.redisUrl,
    HELING_TEST_STATE_DIR: stateDir,
    HELING_TEST_MOSQUITTO: broker.file,
    HELING_TEST_MOSQUITTO_LIBRARIES: broker.env.LD_LIBRARY_PATH ?? '',
  };
  const clean = async () => {
    rmSync(build, { recursive: true, force: true });
    await dropDatabases(services, `heling_test_${process.pid}_%`);
  };
  return { env, services, clean };
}

/** A database through all migrations, made once for each state of them; tests copy it. */
async function templateDatabase(services, build) {
  const hash = createHash('sha256');
  const files = readdirSync(path.join(root, 'libs'), { recursive: true }).filter((file) =>
    /src\/server\/(migrations\/.*|migrate|scope-policy)\.ts$/.test(file),
  );
  for (const file of files.sort()) hash.update(file).update(readFileSync(path.join(root, 'libs', file)));
  const name = `heling_template_${hash.digest('hex').slice(0, 12)}`;
  await withLock(path.join(stateDir, 'template.lock'), async () => {
    const admin = new pg.Client(services.superUrl());
    await admin.connect();
    try {
      const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (found.rowCount > 0) return;
      await admin.query('DROP DATABASE IF EXISTS heling_half_made WITH (FORCE)');
      await createDatabase(services, 'heling_half_made');
      const run = spawnSync(process.execPath, [path.join(build, 'api/migrate.mjs')], {
        env: { ...process.env, ...environmentOf(services, 'heling_half_made', stateDir) },
        encoding: 'utf8',
      });
      if (run.status !== 0) throw new Error(`the migrations failed: ${run.stderr}`);
      await admin.query(`ALTER DATABASE heling_half_made RENAME TO ${name}`);
    } finally {
      await admin.end();
    }
  });
  return name;
}

/** Drops the databases whose names are like `pattern`. */
export async function dropDatabases(services, pattern) {
  const admin = new pg.Client(services.superUrl());
  await admin.connect();
  try {
    const found = await admin.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [pattern]);
    for (const { datname } of found.rows) {
      await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(datname)} WITH (FORCE)`);
    }
  } finally {
    await admin.end();
  }
}
