import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import type { Sweep } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { sealOf, signHead } from '../domain/audit-chain';
import { AUDIT_CONTENT, type ContentRow } from './audit-content';
import { HeadFile } from './head-file';

const BATCH = 1000;
/** Only one sealer links at a time, whatever the sweeps' own lock says. */
const LOCK = 4106_0002;

/**
 * Rows that are not sealed yet. Ids are given before commits, so a row may come late; but a row that was not visible
 * when a run began is of a transaction that was under way then or began later: not older than that run's `horizon`.
 */
const UNSEALED = `FROM audit_log a, audit_seal_state s WHERE a.tx >= s.horizon AND a.id > s.base_id
  AND NOT EXISTS (SELECT FROM audit_seals x WHERE x.audit_id = a.id)`;

/** Chains (封存) the committed audit rows each second under the audit key, and exports what the chain ends with. */
@Injectable()
export class Sealer implements Sweep {
  readonly name = 'access.seal';
  readonly everySeconds = 1;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(HeadFile) private readonly heads: HeadFile,
  ) {}

  async run(): Promise<void> {
    const oldest = await this.begin();
    let after: number | null = 0;
    while (after !== null) after = await this.sealAfter(after);
    await this.settle(oldest);
    await this.exportHead();
  }

  /** How many rows wait, and since when. */
  async waiting(tx: Tx): Promise<{ waiting: number; oldest: Date | null }> {
    const row = await tx.one<{ waiting: number; oldest: Date | null }>(
      `SELECT count(*) AS waiting, min(a.at) AS oldest ${UNSEALED}`,
    );
    return row!;
  }

  /** The oldest transaction under way as the run begins. */
  private begin(): Promise<string> {
    return this.db.run(systemContext(), async (tx) => {
      // Restored into another cluster, whose transactions count from lower on: the horizon says nothing there.
      await tx.sql(
        `UPDATE audit_seal_state SET horizon = '0', base_id = 0
         WHERE horizon > pg_snapshot_xmax(pg_current_snapshot())`,
      );
      const row = await tx.one<{ oldest: string }>(
        'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS oldest',
      );
      return row!.oldest;
    });
  }

  /** Seals the next rows by id; answers the last of them, or null at the end. */
  private sealAfter(after: number): Promise<number | null> {
    return this.db.run(systemContext(), async (tx) => {
      await tx.sql('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const rows = await tx.sql<ContentRow>(
        `SELECT a.id, ${AUDIT_CONTENT} AS content ${UNSEALED} AND a.id > $1 ORDER BY a.id LIMIT ${BATCH}`,
        [after],
      );
      await this.link(tx, rows);
      return rows.length < BATCH ? null : rows.at(-1)!.id;
    });
  }

  /** Moves the horizon where there is something to move over; rows of another cluster's transactions are all settled. */
  private async settle(oldest: string): Promise<void> {
    await this.db.run(systemContext(), (tx) =>
      tx.sql(
        `UPDATE audit_seal_state s SET horizon = $1::xid8, base_id = greatest(s.base_id,
           (SELECT max(a.id) FROM audit_log a WHERE a.tx > pg_snapshot_xmax(pg_current_snapshot())))
         WHERE EXISTS (SELECT FROM audit_log a WHERE a.tx >= s.horizon AND a.tx < $1::xid8)`,
        [oldest],
      ),
    );
  }

  private async link(tx: Tx, rows: readonly ContentRow[]): Promise<void> {
    if (rows.length === 0) return;
    const last = await tx.one<{ seq: number; mac: Buffer }>(
      'SELECT seq, mac FROM audit_seals ORDER BY seq DESC LIMIT 1',
    );
    let before = last?.mac.toString('hex') ?? null;
    let seq = last?.seq ?? 0;
    const links = rows.map(({ id, content }) => {
      seq += 1;
      before = sealOf(this.mac, before, seq, content);
      return { seq, audit_id: id, mac: before };
    });
    await tx.sql(
      `INSERT INTO audit_seals (seq, audit_id, mac, sealed_at)
       SELECT l.seq, l.audit_id, decode(l.mac, 'hex'), $2
       FROM jsonb_to_recordset($1::jsonb) AS l(seq bigint, audit_id bigint, mac text)`,
      [JSON.stringify(links), this.clock.now()],
    );
  }

  private async exportHead(): Promise<void> {
    const last = await this.db.run(systemContext(), (tx) =>
      tx.one<{ seq: number; audit_id: number; mac: Buffer; sealed_at: Date }>(
        'SELECT seq, audit_id, mac, sealed_at FROM audit_seals ORDER BY seq DESC LIMIT 1',
      ),
    );
    if (!last || last.seq === this.heads.lastSeq()) return;
    const { seq, audit_id: auditId, mac, sealed_at } = last;
    this.heads.append(
      signHead(this.mac, { seq, auditId, mac: mac.toString('hex'), at: sealed_at.toISOString() }),
    );
  }

  private readonly mac = (text: string): string => this.vault.mac('audit', text).toString('hex');
}
