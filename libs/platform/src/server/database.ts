import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { RequestContext, Scope } from './context';
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

/** One transaction, inside the caller's scope. */
export interface Tx {
  /** TypeORM in this transaction. */
  readonly manager: EntityManager;
  /** Runs a prepared statement; int8 and dates as number and `YYYY-MM-DD`. */
  sql<R = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<R[]>;
  /** The first row, if any. */
  one<R = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<R | undefined>;
  /** Runs once the transaction has committed; a failure there changes nothing. */
  afterCommit(work: () => void): void;
}

type Caller = { scope: Scope } & Pick<Partial<RequestContext>, 'idempotency' | 'accountId'>;

/** Explicit transactions under row-level security; the only way to the database. */
@Injectable()
export class Database {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

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

  private async once<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as pg.PoolClient;
    const afterwards: (() => void)[] = [];
    const sql = async <R>(text: string, params: readonly unknown[] = []) =>
      (await client.query({ name: nameOf(text), text, values: [...params] })).rows as R[];
    const tx: Tx = {
      manager: runner.manager,
      sql,
      one: async <R>(text: string, params?: readonly unknown[]) => (await sql<R>(text, params))[0],
      afterCommit: (job) => afterwards.push(job),
    };
    try {
      // One round trip; TypeORM is told of the transaction so that it opens none of its own.
      await client.query(
        `BEGIN; SELECT set_config('heling.scope', ${pg.escapeLiteral(JSON.stringify(caller.scope))}, true)`,
      );
      Object.assign(runner, { isTransactionActive: true });
      const answer = await work(tx);
      if (caller.idempotency) {
        const { key, route, bodyHash } = caller.idempotency;
        const stored = await sql(
          `INSERT INTO idempotency_keys (account_id, key, route, body_hash, response) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT DO NOTHING RETURNING 1`,
          [caller.accountId ?? 0, key, route, bodyHash, JSON.stringify(answer ?? null)],
        );
        if (stored.length === 0) throw new KeyTaken();
      }
      await client.query('COMMIT');
      for (const job of afterwards) job();
      return answer;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      Object.assign(runner, { isTransactionActive: false });
      await runner.release();
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

class KeyTaken extends Error {}

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
