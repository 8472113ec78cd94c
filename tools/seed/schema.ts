import pg from 'pg';
import { TABLES } from './tables';

/** Remembered while the tables stand without indexes, so that a loading that was killed can be finished. */
const KEY = 'city-schema';
const SESSION = `SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 0; SET client_min_messages = error`;

/** Something to make again, on a table. */
interface Part {
  table: string;
  name: string;
  kind: 'constraint' | 'foreign' | 'index';
  definition: string;
}

const PARTS = `
  SELECT c.conrelid::regclass::text AS table, quote_ident(c.conname) AS name,
    CASE c.contype WHEN 'f' THEN 'foreign' ELSE 'constraint' END AS kind, pg_get_constraintdef(c.oid) AS definition
  FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
  WHERE n.nspname = 'public' AND (c.contype IN ('p', 'u', 'x') AND t.relname = ANY ($1)
    OR c.contype = 'f' AND (t.relname = ANY ($1) OR c.confrelid::regclass::text = ANY ($1)))
  UNION ALL
  SELECT i.indrelid::regclass::text, quote_ident(x.relname), 'index', pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
  WHERE n.nspname = 'public' AND t.relname = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))`;

/** Takes indexes and constraints off the city's tables; answers what `putBack` makes again. */
export async function takeDown(client: pg.Client): Promise<Part[]> {
  const found = await client.query<Part>(PARTS, [Object.keys(TABLES)]);
  const saved = await client.query<{ value: Part[] }>('SELECT value FROM platform_meta WHERE key = $1', [
    KEY,
  ]);
  const parts = new Map<string, Part>();
  for (const part of [...(saved.rows[0]?.value ?? []), ...found.rows])
    parts.set(`${part.table} ${part.name}`, part);
  const list = [...parts.values()];
  await client.query('BEGIN');
  await client.query(
    'INSERT INTO platform_meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    [KEY, JSON.stringify(list)],
  );
  for (const kind of ['foreign', 'constraint', 'index'] as const) {
    for (const part of found.rows.filter((each) => each.kind === kind)) {
      await client.query(
        kind === 'index'
          ? `DROP INDEX ${part.name}`
          : `ALTER TABLE ${part.table} DROP CONSTRAINT ${part.name}`,
      );
    }
  }
  await client.query('COMMIT');
  return list;
}

/** Makes indexes and constraints again in `sessions` sessions at once, with the statistics of each table. */
export async function putBack(
  url: string,
  parts: readonly Part[],
  sessions: number,
  extra: readonly string[],
): Promise<void> {
  const sizes = await sizesOf(url);
  const tables = [...new Set(parts.filter(({ kind }) => kind !== 'foreign').map(({ table }) => table))];
  tables.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  await inSessions(
    url,
    sessions,
    tables.map((table) => [
      // Constraints first: a primary key is what the others are clustered by.
      ...parts.filter((part) => part.table === table && part.kind === 'constraint').map(addition),
      ...parts.filter((part) => part.table === table && part.kind === 'index').map(addition),
      `ANALYZE ${table}`,
    ]),
  );
  const foreign = parts.filter(({ kind }) => kind === 'foreign');
  await inSessions(url, 1, [foreign.map((part) => `${addition(part)} NOT VALID`)]);
  const referring = [...new Set(foreign.map(({ table }) => table))];
  referring.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const validate = ({ table, name }: Part) => `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`;
  await inSessions(url, sessions, [
    [...extra],
    ...referring.map((table) => foreign.filter((part) => part.table === table).map(validate)),
    await sequences(url),
  ]);
}

/** Nothing is left to make again. */
export async function forget(client: pg.Client): Promise<void> {
  await client.query('DELETE FROM platform_meta WHERE key = $1', [KEY]);
}

const addition = (part: Part): string =>
  part.kind === 'index'
    ? part.definition
    : `ALTER TABLE ${part.table} ADD CONSTRAINT ${part.name} ${part.definition}`;

/** Runs lists of statements, each list in order in one session; the lists share the sessions. */
async function inSessions(
  url: string,
  sessions: number,
  lists: readonly (readonly string[])[],
): Promise<void> {
  const queue = [...lists];
  const run = async () => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      await client.query(SESSION);
      for (let list = queue.shift(); list; list = queue.shift()) {
        for (const statement of list) await client.query(statement);
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: sessions }, run));
}

async function sizesOf(url: string): Promise<Map<string, number>> {
  return once(url, async (client) => {
    const { rows } = await client.query<{ name: string; size: string }>(
      `SELECT oid::regclass::text AS name, pg_relation_size(oid) AS size FROM pg_class WHERE relkind = 'r' AND relname = ANY ($1)`,
      [Object.keys(TABLES)],
    );
    return new Map(rows.map(({ name, size }) => [name, Number(size)]));
  });
}

/** Statements that set the sequences of identity columns behind the highest id. */
async function sequences(url: string): Promise<string[]> {
  return once(url, async (client) => {
    const { rows } = await client.query<{ table: string; column: string }>(
      `SELECT a.attrelid::regclass::text AS table, quote_ident(a.attname) AS column FROM pg_attribute a
       JOIN pg_class t ON t.oid = a.attrelid WHERE a.attidentity <> '' AND t.relname = ANY ($1)`,
      [Object.keys(TABLES)],
    );
    return rows.map(
      ({ table, column }) =>
        `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), greatest(max(${column}), 1)) FROM ${table}`,
    );
  });
}

async function once<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
