import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Role } from '../contract/roles';
import { Vault } from '../server/vault';
import { Accounts, type TestScope } from './accounts';
import { TestClient } from './client';
import { given, testDatabase } from './database';
import type { OwnServices } from './own-services';

const START_MS = 30_000;
const REDIS_DATABASES = 255;

export interface TestAppOptions {
  /** Also run the worker (relay, consumers, sweeps). */
  worker?: boolean;
  /** The time that the applications see at the start, ISO 8601. */
  now?: string;
  env?: Record<string, string>;
  /** Run on these instead of the shared services. */
  services?: OwnServices;
}

/** The api (and worker) as real processes on a database and a Redis of their own. */
export interface TestApp {
  url: string;
  /** Owner of the schema: sees all rows. For arranging and checking. */
  db: pg.Pool;
  vault: Vault;
  redisUrl: string;
  ownerUrl: string;
  appUrl: string;
  env: Record<string, string>;
  /** A signed-in client of a new account with this role and scope. */
  as(role: Role, scope?: TestScope): Promise<TestClient>;
  /** A client of nobody. */
  nobody(): TestClient;
  /** Sets the time that the applications see; it goes on from there. */
  setTime(iso: string): void;
  /** Ends the process by `signal` and waits. */
  kill(name: 'api' | 'worker', signal?: NodeJS.Signals): Promise<void>;
  /** Starts the process again. */
  start(name: 'api' | 'worker'): Promise<void>;
  /** What the processes have written so far. */
  log(): string;
  close(): Promise<void>;
}

/** Starts the applications; `close()` ends them and drops the database. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = options.services ?? (await testDatabase());
  const redisUrl = options.services?.redisUrl ?? (await ownRedis());
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heling-test-'));
  const clockFile = path.join(folder, 'clock');
  const setTime = (iso?: string) => {
    // Renamed into place: the applications read it at any moment and must not find it empty.
    writeFileSync(`${clockFile}.new`, String(iso ? new Date(iso).getTime() - Date.now() : 0));
    renameSync(`${clockFile}.new`, clockFile);
  };
  setTime(options.now);
  const env: Record<string, string> = {
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    REDIS_URL: redisUrl,
    HELING_STATE_DIR: folder,
    HELING_CLOCK_FILE: clockFile,
    HELING_CHECK_ANSWERS: '1',
    HELING_DEMO: '1',
    HELING_PORT: '0',
    HELING_LOG_LEVEL: 'warn',
    ...options.env,
  };
  const running = new Map<string, ChildProcess>();
  let output = '';
  const app = {
    url: '',
    env,
    db: new pg.Pool({ connectionString: database.ownerUrl, max: 4 }),
    vault: new Vault(),
    redisUrl,
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    setTime,
    log: () => output,
    nobody: () => new TestClient(() => app.url),
    as: async (role: Role, scope?: TestScope) =>
      new TestClient(() => app.url, await accounts.signIn(role, scope)),
    kill: async (name: string, signal: NodeJS.Signals = 'SIGTERM') => {
      const child = running.get(name);
      running.delete(name);
      if (child) await ended(child, signal);
    },
    start: async (name: string) => {
      // A restarted api keeps its address, as clients expect.
      const port = name === 'api' && app.url ? new URL(app.url).port : '0';
      const file = path.join(given('HELING_TEST_BUILD'), name, 'main.mjs');
      const child = spawn(process.execPath, ['--enable-source-maps', file], {
        env: { ...process.env, ...env, HELING_PORT: port },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      running.set(name, child);
      const line = await firstLine(child, name === 'api' ? '"listening"' : '"ready"', (text) => {
        output += text;
      });
      if (name === 'api') app.url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
    },
    close: async () => {
      await Promise.all([...running.values()].map((child) => ended(child, 'SIGTERM')));
      await app.db.end();
      if ('drop' in database) await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // A pool whose server goes away in a fault test must not end the test's process.
  app.db.on('error', () => undefined);
  const accounts = new Accounts(app.db, app.vault, () => new Date(Date.now() + offsetOf(options.now)));
  await Promise.all([app.start('api'), options.worker ? app.start('worker') : undefined]);
  return app;
}

function offsetOf(now: string | undefined): number {
  return now ? new Date(now).getTime() - Date.now() : 0;
}

/** Each test has one of Redis' logical databases to itself. */
async function ownRedis(): Promise<string> {
  const base = given('HELING_TEST_REDIS_URL');
  const redis = new Redis(base);
  try {
    const number = ((await redis.incr('heling:test:databases')) % REDIS_DATABASES) + 1;
    await redis.select(number);
    await redis.flushdb();
    return `${base}/${number}`;
  } finally {
    redis.disconnect();
  }
}

function firstLine(child: ChildProcess, mark: string, hear: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const late = setTimeout(() => reject(new Error(`no start within ${START_MS} ms: ${seen}`)), START_MS);
    const listen = (chunk: Buffer) => {
      const text = chunk.toString();
      hear(text);
      seen += text;
      const line = seen.split('\n').find((entry) => entry.includes(mark));
      if (line) {
        clearTimeout(late);
        resolve(line);
      }
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`ended with ${code} before it was ready: ${seen}`));
    });
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
