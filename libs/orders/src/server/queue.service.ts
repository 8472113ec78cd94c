import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import { WORK_NAMES, type queueListRoute, type WorkKind } from '../contract/queue';
import { auditAt } from '@heling/access/server/audit';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { problems } from './problems';
import type { WorkSubject } from './work-queue';

interface ItemRow {
  id: number;
  kind: WorkKind;
  severity: 'P0' | 'P1' | 'P2' | 'P3';
  division: string;
  org: number | null;
  person_id: number | null;
  subject: WorkSubject;
  subject_id: number;
  facts: Record<string, unknown>;
  due_at: Date;
  opened_at: Date;
  state: 'open' | 'done';
  claimed_by: number | null;
  claimed_at: Date | null;
  version: number;
}

/** The queue as operators work through it. */
@Injectable()
export class QueueService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Open items: the gravest first, within it the one due soonest. */
  async list(
    ctx: RequestContext,
    query: z.output<(typeof queueListRoute)['query']>,
  ): Promise<Output<typeof queueListRoute>> {
    const after = fromCursor(query.cursor, 3);
    const { rows, counts } = await this.db.run(ctx, async (tx) => ({
      rows: await tx.sql<ItemRow>(
        `SELECT * FROM work_items WHERE state = 'open' AND ($1::text IS NULL OR kind = $1)
           AND ($2::bigint IS NULL OR claimed_by = $2)
           AND ($3::integer IS NULL OR (right(severity, 1)::integer, due_at, id) > ($3, $4::timestamptz, $5::bigint))
         ORDER BY right(severity, 1)::integer, due_at, id LIMIT $6`,
        [
          query.kind ?? null,
          query.mine === 'true' ? ctx.accountId : null,
          after?.[0] ?? null,
          after?.[1] ?? null,
          after?.[2] ?? null,
          query.limit + 1,
        ],
      ),
      counts: await tx.sql<{ kind: string; count: number }>(
        `SELECT kind, count(*) AS count FROM work_items WHERE state = 'open' GROUP BY kind`,
      ),
    }));
    return {
      ...pageFrom(
        rows,
        query.limit,
        this.clock.now(),
        (row) => [Number(row.severity.slice(1)), row.due_at.toISOString(), row.id],
        (row) => ({
          id: row.id,
          kind: row.kind,
          kindName: WORK_NAMES[row.kind],
          severity: row.severity,
          division: row.division,
          org: row.org,
          personId: row.person_id,
          subject: row.subject,
          subjectId: row.subject_id,
          facts: row.facts,
          dueAt: row.due_at.toISOString(),
          openedAt: row.opened_at.toISOString(),
          state: row.state,
          claimedBy: row.claimed_by,
          claimedAt: row.claimed_at?.toISOString() ?? null,
          version: row.version,
        }),
      ),
      counts: Object.fromEntries(counts.map((row) => [row.kind, row.count])),
    };
  }

  /** Takes an item, or puts it back; an item that somebody else holds is refused. */
  async claim(ctx: RequestContext, id: number, version: number, release: boolean) {
    return this.change(ctx, id, version, release ? 'release' : 'claim', async (tx, row, now) => {
      if (row.claimed_by !== null && row.claimed_by !== ctx.accountId) {
        throw problems.refused('这件事已经有同事认领。');
      }
      await tx.sql(
        'UPDATE work_items SET claimed_by = $2, claimed_at = $3, version = version + 1 WHERE id = $1',
        [id, release ? null : ctx.accountId, release ? null : now],
      );
    });
  }

  /** Settles an item; a welfare check is closed with its result. */
  async done(ctx: RequestContext, id: number, version: number, result: string) {
    return this.change(ctx, id, version, 'done', async (tx, row, now) => {
      await tx.sql(
        `UPDATE work_items SET state = 'done', done_by = $2, done_at = $3, version = version + 1,
           result = $4 WHERE id = $1`,
        [id, ctx.accountId, now, result],
      );
      if (row.subject === 'welfareCheck') {
        await tx.sql(
          `UPDATE welfare_checks SET state = 'safe', result = $2, closed_by = $3, closed_at = $4, version = version + 1
           WHERE id = $1 AND state = 'open'`,
          [row.subject_id, result, ctx.accountId, now],
        );
      }
    });
  }

  private async change(
    ctx: RequestContext,
    id: number,
    version: number,
    action: string,
    work: (tx: Tx, row: ItemRow, now: Date) => Promise<void>,
  ): Promise<{ id: number; version: number }> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<ItemRow>('SELECT * FROM work_items WHERE id = $1 FOR UPDATE', [id]);
      if (!row) throw notFound('没有找到这件待办，或您无权处理。');
      if (row.version !== version) throw stale({ version: row.version, state: row.state });
      if (row.state === 'done') throw problems.refused('这件事已经处理完毕。');
      await work(tx, row, now);
      await auditAt(tx, ctx, now, {
        action: `queue.${action}`,
        subject: 'workItem',
        subjectId: id,
        personId: row.person_id,
        division: row.division,
        after: { kind: row.kind },
      });
      await emit(tx, {
        topic: 'queue.changed',
        key: `work:${id}`,
        division: row.division,
        org: row.org,
        payload: { workItemId: id, kind: row.kind, state: action },
      });
      return { id, version: version + 1 };
    });
  }
}
