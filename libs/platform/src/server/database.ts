import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { scopeSetting, type RequestContext, type Scope } from './context';
import { Problem, refuse } from './problem';

// Ids and fen stay below 2^53; dates are calendar days, not instants.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const list = (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(','));
// pg's list of type ids leaves arrays out.
const INT8_ARRAY: number = 1016;
const DATE_ARRAY: number = 1182;
pg.types.setTypeParser(INT8_ARRAY as typeof pg.types.builtins.INT8, (text) => list(text).map(Number));
pg.types.setTypeParser(DATE_ARRAY as typeof pg.types.builtins.INT8, list);

const prepared = new Map<string, string>();
function nameOf(text: string): string {
  let name = prepared.get(text);
  if (!name) {
    name = `q${createHash('sha1').update(text).digest('hex').slice(0, 16)}`;
    prepared.set(text, name);
  }
  return name;
}

/** For the pool's connections: statements are sent without waiting for the answers to those before. */
export const connectionOptions = { pipeline: true };

/** What is sent to the server during this turn of the event loop goes out in one write. */
function inOneWrite(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: pg.Connection }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** One transaction, inside the caller's scope. */
export interface Tx {
  /** Runs a prepared statement; int8 and dates as number and `YYYY-MM-DD`. */
  sql<R = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<R[]>;
  /** The first row, if any. */
  one<R = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<R | undefined>;
  /** Adds rows to a journal: what every journal has is written in one statement just before the commit. */
  journal(journal: Journal, rows: readonly object[]): void;
  /** Runs once the transaction has committed; a failure there changes nothing. */
  afterCommit(work: () => void): void;
}

/**
 * A table that commands add rows to beside their own work, and do not read: outbox, audit, idempotency keys. `insert`
 * is an INSERT … SELECT from `rows`, which stands for `jsonb_to_recordset` of the rows added.
 */
export interface Journal {
  name: string;
  insert(rows: string): string;
}

/** The first answer to an idempotency key; a repeat of the key is a unique violation and undoes everything. */
const KEYS: Journal = {
  name: 'keys',
  insert: (rows) =>
    `INSERT INTO idempotency_keys (account_id, key, route, body_hash, response)
     SELECT k.account_id, k.key, k.route, decode(k.body_hash, 'hex'), k.response
     FROM ${rows} AS k(account_id bigint, key text, route text, body_hash text, response jsonb)`,
};

/** See `Database.session`. */
export interface Session {
  /** The connection is gone, and its locks with it. */
  broken: boolean;
  one<R>(text: string, params: readonly unknown[]): Promise<R | undefined>;
  close(): void;
}

type Caller = { scope: Scope } & Pick<Partial<RequestContext>, 'idempotency' | 'accountId'>;

/** Explicit transactions under row-level security; the only way to the database. */
@Injectable()
export class Database {
  /** The pool that TypeORM made and closes. */
  private readonly pool: pg.Pool;

  constructor(@Inject(DataSource) source: DataSource) {
    this.pool = (source.driver as unknown as { master: pg.Pool }).master;
  }

  /**
   * Runs `work` in one transaction inside the caller's scope. Serialization failures and deadlocks are tried again
   * (at most 3 times). For a command with an idempotency key, what `work` answers is stored under the key in the same
   * transaction, and a repeat gets that first answer without effect; so `work` answers plain JSON.
   */
  async run<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(caller, work);
      } catch (error) {
        if (attempt < 4 && isTransient(error)) continue;
        if (caller.idempotency) {
          const first = await this.firstAnswer<T>(caller);
          if (first) return first.answer;
        }
        throw error;
      }
    }
  }

  /** A connection kept for session locks, outside any transaction; its locks end with it. */
  async session(): Promise<Session> {
    const client = await this.pool.connect();
    const session: Session = {
      broken: false,
      one: async <R>(text: string, params: readonly unknown[]) =>
        (await client.query({ name: nameOf(text), text, values: [...params] })).rows[0] as R | undefined,
      close: () => client.release(true),
    };
    client.on('error', () => {
      session.broken = true;
    });
    return session;
  }

  private async once<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = false;
    // A connection that breaks between two statements says so here; the next statement fails.
    const onBreak = () => {
      broken = true;
    };
    client.on('error', onBreak);
    const afterwards: (() => void)[] = [];
    const journals = new Map<Journal, object[]>();
    const sql = async <R>(text: string, params: readonly unknown[] = []) =>
      (await client.query({ name: nameOf(text), text, values: [...params] })).rows as R[];
    const tx: Tx = {
      sql,
      one: async <R>(text: string, params?: readonly unknown[]) => (await sql<R>(text, params))[0],
      journal: (journal, rows) => {
        const held = journals.get(journal);
        if (held) held.push(...rows);
        else journals.set(journal, [...rows]);
      },
      afterCommit: (job) => afterwards.push(job),
    };
    try {
      // Not waited for: it goes along with the first statement.
      inOneWrite(client);
      const begun = client.query(
        `BEGIN; SELECT set_config('heling.scope', ${pg.escapeLiteral(scopeSetting(caller.scope))}, true)`,
      );
      begun.catch(() => undefined);
      const answer = await work(tx);
      if (caller.idempotency) {
        const { key, route, bodyHash } = caller.idempotency;
        const row = { account_id: caller.accountId ?? 0, key, route, body_hash: bodyHash.toString('hex') };
        tx.journal(KEYS, [{ ...row, response: answer ?? null }]);
      }
      await begun;
      inOneWrite(client);
      const written = journals.size > 0 ? write(tx, journals) : Promise.resolve();
      // Sent along too: after a refused journal PostgreSQL answers a COMMIT with ROLLBACK.
      const committed = client.query('COMMIT');
      committed.catch(() => undefined);
      await written;
      if ((await committed).command !== 'COMMIT') throw new Error('the transaction was rolled back');
      for (const job of afterwards) job();
      return answer;
    } catch (error) {
      await client.query('ROLLBACK').catch(onBreak);
      throw error;
    } finally {
      client.removeListener('error', onBreak);
      client.release(broken);
    }
  }

  private async firstAnswer<T>(caller: Caller): Promise<{ answer: T } | undefined> {
    const { key, route, bodyHash } = caller.idempotency!;
    return this.once({ scope: caller.scope }, async (tx) => {
      const row = await tx.one<{ route: string; body_hash: Buffer; response: T }>(
        'SELECT route, body_hash, response FROM idempotency_keys WHERE account_id = $1 AND key = $2',
        [caller.accountId ?? 0, key],
      );
      if (!row) return undefined;
      if (row.route !== route || !row.body_hash.equals(bodyHash)) {
        throw refuse(422, 'platform.key_reused', '同一个提交编号用在了不同的内容上，请刷新页面后重新提交。');
      }
      return { answer: row.response };
    });
  }
}

/** The prepared statement is the same for the same journals, however many rows they have. */
async function write(tx: Tx, journals: ReadonlyMap<Journal, object[]>): Promise<void> {
  const used = [...journals].sort(([a], [b]) => a.name.localeCompare(b.name));
  const parts = used.map(
    ([journal], i) => `${journal.name} AS (${journal.insert(`jsonb_to_recordset($${i + 1}::jsonb)`)})`,
  );
  await tx.sql(
    `WITH ${parts.join(', ')} SELECT`,
    used.map(([, rows]) => JSON.stringify(rows)),
  );
}

function codeOf(error: unknown): string | undefined {
  const direct = (error as { code?: string }).code;
  return direct ?? (error as { driverError?: { code?: string } }).driverError?.code;
}

function isTransient(error: unknown): boolean {
  return !(error instanceof Problem) && ['40001', '40P01'].includes(codeOf(error) ?? '');
}

/** Is it a violation of this constraint (unique, check, exclusion or foreign key)? */
export function violates(error: unknown, constraint: string): boolean {
  const cause = (error as { driverError?: unknown }).driverError ?? error;
  return (cause as { constraint?: string }).constraint === constraint;
}
