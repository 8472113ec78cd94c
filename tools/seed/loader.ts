import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from, type CopyStreamQuery } from 'pg-copy-streams';
import { CopyWriter } from './copy';
import { columnsOf, type Sink, type TableName, type Value } from './tables';

const PIECE = 1 << 16;

interface Load {
  client: pg.Client;
  stream: CopyStreamQuery;
  done: Promise<void>;
}

/**
 * Loads rows by COPY, one connection a table: it empties the table and fills it in the same transaction, so that the rows
 * are frozen and, at wal_level minimal, need no log beside the table itself. The table must not be referred to any more.
 */
export class Loader implements Sink {
  private readonly writers = new Map<TableName, CopyWriter>();
  private readonly loads = new Map<TableName, Load>();
  private rows = 0;
  private failure: Error | undefined;

  private constructor(
    private readonly url: string,
    private readonly types: Map<string, string>,
  ) {}

  static async open(url: string): Promise<Loader> {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query<{ name: string; type: string }>(
      `SELECT t.relname || '.' || a.attname AS name, format_type(a.atttypid, NULL) AS type
       FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid JOIN pg_namespace n ON n.oid = t.relnamespace
       WHERE n.nspname = 'public' AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
    );
    await client.end();
    return new Loader(url, new Map(rows.map(({ name, type }) => [name, type])));
  }

  row(table: TableName, values: readonly Value[]): void {
    let writer = this.writers.get(table);
    if (!writer) {
      const types = columnsOf(table).map((column) => {
        const type = this.types.get(`${table}.${column}`);
        if (!type) throw new Error(`the schema has no column ${table}.${column}`);
        return type;
      });
      writer = new CopyWriter(types);
      this.writers.set(table, writer);
    }
    try {
      writer.row(values);
    } catch (error) {
      throw new Error(`a row of ${table} cannot be written: ${(error as Error).message}`);
    }
    this.rows += 1;
  }

  async ready(): Promise<void> {
    for (const [table, writer] of this.writers) {
      if (writer.size >= PIECE) await this.send(table, writer.take());
    }
  }

  /** Sends the rest and commits; answers the number of rows. */
  async close(): Promise<number> {
    for (const [table, writer] of this.writers) await this.send(table, writer.take(true));
    for (const { client, stream, done } of this.loads.values()) {
      stream.end();
      await done;
      await client.query('COMMIT');
      await client.end();
    }
    if (this.failure) throw this.failure;
    return this.rows;
  }

  private async send(table: TableName, piece: Buffer): Promise<void> {
    if (this.failure) throw this.failure;
    const load = this.loads.get(table) ?? (await this.start(table));
    if (!load.stream.write(piece)) await Promise.race([once(load.stream, 'drain'), load.done]);
  }

  private async start(table: TableName): Promise<Load> {
    const client = new pg.Client(this.url);
    client.on('error', (error) => (this.failure ??= error));
    await client.connect();
    await client.query('BEGIN');
    await client.query(`TRUNCATE ${table}`);
    const columns = columnsOf(table).map((column) => pg.escapeIdentifier(column));
    const stream = client.query(
      from(`COPY ${table} (${columns.join(', ')}) FROM STDIN (FORMAT binary, FREEZE)`),
    );
    const done = finished(stream, { readable: false }).catch((error: Error) => {
      this.failure ??= new Error(`loading ${table} failed: ${error.message}`);
      throw this.failure;
    });
    done.catch(() => undefined);
    const load = { client, stream, done };
    this.loads.set(table, load);
    return load;
  }
}
