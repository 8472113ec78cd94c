import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { hashPassword } from '@heling/access/server/passwords';
import { FILL_ALL } from '@heling/insight/server/recount';
import { FULL, SMALL } from './city';
import { forget, putBack, takeDown } from './schema';
import { TABLES } from './tables';
import type { Made, Part } from './worker';

/** One password for all accounts of the demonstration; printed at every start. */
const PASSWORD = 'Heling-demo-2026';
const SESSIONS = 3;
const FIGURES = ['daily_figures', 'monthly_figures', 'served'];

function option(name: string): string | undefined {
  const i = process.argv.indexOf(name);
  return i < 0 ? undefined : process.argv[i + 1];
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function positive(name: string, otherwise: number): number {
  const text = option(name);
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 1) fail(`${name} needs a positive whole number`);
  return value;
}

const url = process.env.DATABASE_OWNER_URL ?? fail('DATABASE_OWNER_URL is not set');
const seed = positive('--seed', 4106);
const people = positive('--people', process.argv.includes('--small') ? SMALL : FULL);
const now = option('--now') ?? new Date().toISOString();
if (Number.isNaN(Date.parse(now))) fail('--now needs an instant such as 2026-03-10T09:30:00+08:00');

// Whoever started this by IPC and died takes it along: two cities must not be made at once.
process.on('disconnect', () => process.exit(1));

const began = Date.now();
const say = (text: string) =>
  process.stdout.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);

const client = new pg.Client(url);
await client.connect();
await client.query('SET client_min_messages = error');
await client.query('SELECT pg_advisory_lock(4106)');
const migrated = await client.query<{ there: boolean }>(
  `SELECT to_regclass('platform_meta') IS NOT NULL AS there`,
);
if (!migrated.rows[0]!.there) fail('the database has no schema yet: run the migrations first');
const before = await client.query<{ value: { people: number } }>(
  `SELECT value FROM platform_meta WHERE key = 'city'`,
);
if (before.rows[0]) fail(`this database holds a city of ${before.rows[0].value.people} people already`);

const parts = await takeDown(client);
await client.query(`TRUNCATE ${[...Object.keys(TABLES), ...FIGURES].join(', ')} CASCADE`);
const passwordHash = await hashPassword(PASSWORD);
say('tables emptied, indexes and constraints taken down');
const halves = await Promise.all(
  (['people', 'orders'] as const).map(async (part) => {
    const made = await inThread({ part, url, seed, people, now, password: PASSWORD, passwordHash });
    say(`${part}: ${made.rows} rows`);
    return made;
  }),
);
await putBack(url, parts, SESSIONS, FILL_ALL);
for (const table of FIGURES) await client.query(`ANALYZE ${table}`);
await forget(client);
say('indexes, constraints, statistics and figures made');
const total = halves.reduce((sum, { rows }) => sum + rows, 0);
const { accounts } = halves[0]!;
const { rows: last } = await client.query<{ id: string | null }>('SELECT max(id) AS id FROM orders');
const lastOrder = Number(last[0]!.id);
const city = { seed, people, now, lastOrder, rows: total, seconds: (Date.now() - began) / 1000, accounts };
// Written last: without it the city is half made.
await client.query(`INSERT INTO platform_meta (key, value) VALUES ('city', $1)`, [JSON.stringify(city)]);
await client.end();
say(`city of ${people} people with ${total} rows made`);
// The channel to the start would keep this process alive.
process.exit(0);

function inThread(workerData: Part): Promise<Made> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread ended with ${code}`)));
  });
}
