// A lock file that a dead process does not hold.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const PATIENCE_MS = 180_000;

/** Takes the lock or answers the pid that holds it. */
export function tryLock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return undefined;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readHolder(file));
    if (holder > 0 && holder !== process.pid && alive(holder)) return holder;
    rmSync(file, { force: true });
  }
}

export function unlock(file) {
  rmSync(file, { force: true });
}

/** Runs `work` while holding the lock, waiting for a living holder. */
export async function withLock(file, work) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const holder = tryLock(file);
    if (holder === undefined) break;
    if (Date.now() > until) throw new Error(`process ${holder} has held ${path.basename(file)} for too long`);
    await new Promise((done) => setTimeout(done, 100));
  }
  try {
    return await work();
  } finally {
    unlock(file);
  }
}

function readHolder(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '0';
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
