// What every npm command needs first: the dependencies of the lock file, installed once per lock file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryLock, unlock } from './lock.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

// npm install, not npm ci: npm 11 leaves foreign platforms' optional packages out of the lock file and ci then refuses it.
/** Installs the npm packages if the lock file changed since the last install; throws with a sentence on failure. */
export function ensureDependencies() {
  const major = process.versions.node.split('.').map(Number);
  if (major[0] < 20 || (major[0] === 20 && major[1] < 19)) {
    throw new Error(`Node.js 20.19 or newer is needed; this is ${process.versions.node}`);
  }
  const stamp = path.join(root, 'node_modules', '.heling-lock');
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const done = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;
  if (done()) return;
  // Two npm processes in one node_modules leave it broken.
  const file = path.join(root, '.heling/install.lock');
  while (tryLock(file) !== undefined) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    if (!done()) install(stamp, lock);
  } finally {
    unlock(file);
  }
}

function install(stamp, lock) {
  const result = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
  });
  if (result.status !== 0) throw new Error('npm install failed: see the lines above');
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}
