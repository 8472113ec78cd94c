// The programs of a start, bundled once for each state of their sources into dist/run/<hash>.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root } from '../lib/ensure.mjs';
import { withLock } from '../lib/lock.mjs';

const SOURCES = ['libs', 'apps/api/src', 'apps/worker/src', 'tools/seed', 'tools/build', 'package-lock.json'];
const KEPT = 3;
const runs = path.join(root, 'dist/run');

/** The folder of the bundled programs: api/, worker/, seed/. */
export async function programs() {
  const hash = hashOf(SOURCES, /\.(ts|mjs|json|csv|geojson)$/);
  const folder = path.join(runs, hash.slice(0, 16));
  if (existsSync(path.join(folder, 'complete'))) return folder;
  await withLock(path.join(root, 'dist/build.lock'), async () => {
    if (existsSync(path.join(folder, 'complete'))) return;
    const { bundleApp, bundleFiles } = await import('../build/bundle.mjs');
    const half = `${folder}.${process.pid}`;
    mkdirSync(half, { recursive: true });
    await Promise.all([
      bundleApp('api', half),
      bundleApp('worker', half),
      bundleFiles(
        ['main.ts', 'worker.ts'].map((file) => path.join(root, 'tools/seed', file)),
        path.join(half, 'seed'),
      ),
    ]);
    writeFileSync(path.join(half, 'complete'), '');
    rmSync(folder, { recursive: true, force: true });
    renameSync(half, folder);
    forgetOld();
  });
  return folder;
}

function forgetOld() {
  const folders = readdirSync(runs).map((name) => path.join(runs, name));
  folders.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const folder of folders.slice(KEPT)) rmSync(folder, { recursive: true, force: true });
}

function hashOf(places, wanted) {
  const hash = createHash('sha256');
  for (const place of places) {
    const at = path.join(root, place);
    const files = statSync(at).isDirectory() ? readdirSync(at, { recursive: true }).map(String).sort() : [''];
    for (const file of files) {
      const name = path.join(at, file);
      if (wanted.test(name) && !/[/\\](test|testing|node_modules)[/\\]/.test(file)) {
        hash.update(file).update(readFileSync(name));
      }
    }
  }
  return hash.digest('hex');
}

/** Hashes of the migrations' files by name. */
export function migrationHashes() {
  const hashes = {};
  for (const file of readdirSync(path.join(root, 'libs'), { recursive: true }).map(String)) {
    if (!/src[/\\]server[/\\]migrations[/\\].*\.ts$/.test(file)) continue;
    const content = readFileSync(path.join(root, 'libs', file));
    hashes[file.split(path.sep).join('/')] = createHash('sha256').update(content).digest('hex').slice(0, 16);
  }
  return hashes;
}
