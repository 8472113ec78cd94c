// The baseline of the bench `seed`: the city's rows in ready text files, loaded as psql's \copy does it (COPY FROM STDIN in
// the default text format), each table by its own connection, several at once; indexes and constraints are taken down
// before and put back afterwards, as the seed itself does, which is the fastest way there is.
import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { putBack, takeDown } from '../../seed/schema';
import { columnsOf, TABLES, type TableName } from '../../seed/tables';

const CONNECTIONS = 4;
const SESSIONS = 3;

const [command, folder] = process.argv.slice(2) as [string, string];
const url = process.env.DATABASE_OWNER_URL!;
const tables = Object.keys(TABLES) as TableName[];
const fileOf = (table: string) => path.join(folder, `${table}.txt`);
const list = (table: TableName) =>
  columnsOf(table)
    .map((column) => pg.escapeIdentifier(column))
    .join(', ');

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function dump(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await withClient(async (client) => {
    for (const table of tables) {
      const rows = client.query(to(`COPY ${table} (${list(table)}) TO STDOUT`));
      await pipeline(rows, createWriteStream(fileOf(table)));
    }
  });
}

async function load(): Promise<void> {
  const parts = await withClient(takeDown);
  const queue = [...tables].sort((a, b) => statSync(fileOf(b)).size - statSync(fileOf(a)).size);
  const copy = () =>
    withClient(async (client) => {
      for (let table = queue.shift(); table; table = queue.shift()) {
        await client.query('BEGIN');
        await client.query(`TRUNCATE ${table}`);
        const rows = client.query(from(`COPY ${table} (${list(table)}) FROM STDIN`));
        await pipeline(createReadStream(fileOf(table), { highWaterMark: 1 << 18 }), rows);
        await client.query('COMMIT');
      }
    });
  await Promise.all(Array.from({ length: CONNECTIONS }, copy));
  await putBack(url, parts, SESSIONS, []);
}

await (command === 'dump' ? dump() : load());
