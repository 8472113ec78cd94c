// Making the whole city (generating, sealing, loading, indexes, statistics and figures) in rows a second, against COPY of
// the same rows from ready files into the same schema. There is no psql in the npm package of PostgreSQL: pg-copy-streams
// sends what psql's \copy would send. `--small` or `--people N` for a smaller one.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { bundleFiles } from '../build/bundle.mjs';
import { root } from '../lib/ensure.mjs';
import { createDatabase, environmentOf, startServices } from '../lib/services.mjs';
import { programs } from '../start/build.mjs';
import { result } from './lib/measure.mjs';

export async function run(args) {
  // Services of its own: other benches drop databases that they do not know.
  const stateDir = mkdtempSync(path.join(os.tmpdir(), 'heling-seed-'));
  // PostgreSQL may run as another user.
  chmodSync(stateDir, 0o755);
  const services = await startServices(stateDir);
  const folder = await programs();
  const out = path.join(root, 'dist/bench');
  await bundleFiles([path.join(root, 'tools/bench/lib/bare-seed.ts')], out);
  const files = path.join(stateDir, 'rows');
  const names = ['ours', 'bare'].map((name) => `heling_seed_${name}`);
  const runIn = (database, file, more = []) => {
    const env = { ...process.env, ...environmentOf(services, database, stateDir) };
    const began = process.hrtime.bigint();
    const { status } = spawnSync(process.execPath, [file, ...more], { env, stdio: 'inherit' });
    if (status !== 0) throw new Error(`${path.basename(file)} ended with ${status}`);
    return Number(process.hrtime.bigint() - began) / 1e9;
  };
  try {
    for (const name of names) {
      await createDatabase(services, name);
      runIn(name, path.join(folder, 'api/migrate.mjs'));
    }
    const ours = runIn(names[0], path.join(folder, 'seed/main.mjs'), args);
    const { rows, people } = await cityIn(services, names[0]);
    console.log('  writing the rows into files');
    runIn(names[0], path.join(out, 'bare-seed.mjs'), ['dump', files]);
    console.log('  loading the files');
    const bare = runIn(names[1], path.join(out, 'bare-seed.mjs'), ['load', files]);
    const bytes = readdirSync(files).reduce((sum, file) => sum + statSync(path.join(files, file)).size, 0);
    return [
      result('people', people, 'persons'),
      result('rows', rows, 'rows'),
      result('files of the baseline', bytes / 1e6, 'MB'),
      result('rows a second', rows / ours, '1/s', { baseline: rows / bare, atLeast: 0.4 }),
      result('time of the city', ours, 's', people >= 241_000 ? { atMost: 90 } : {}),
      result('time of the baseline', bare, 's'),
    ];
  } finally {
    await services.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function cityIn(services, database) {
  const client = new pg.Client(services.ownerUrl(database));
  await client.connect();
  const { rows } = await client.query(`SELECT value FROM platform_meta WHERE key = 'city'`);
  await client.end();
  return rows[0].value;
}
