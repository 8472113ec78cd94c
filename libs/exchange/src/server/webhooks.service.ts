import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { createWebhook, listWebhooks, setWebhookState, webhookDeliveries } from '../contract/webhooks';
import { isOutward } from './outward';
import { problems } from './problems';

type Webhook = Output<typeof listWebhooks>['items'][number];
interface Row {
  id: number;
  division: string;
  url: string;
  topics: string[];
  state: Webhook['state'];
  created_at: Date;
  version: number;
  waiting: number;
  delivered: number;
  given_up: number;
}
const SELECT = `SELECT w.id, w.division, w.url, w.topics, w.state, w.created_at, w.version, n.waiting, n.delivered, n.given_up
  FROM webhooks w CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE d.state = 'waiting') AS waiting,
      count(*) FILTER (WHERE d.state = 'delivered') AS delivered, count(*) FILTER (WHERE d.state = 'given_up') AS given_up
    FROM webhook_deliveries d WHERE d.webhook_id = w.id) n`;

/** Webhooks (事件推送): registered, paused, removed, and how their deliveries went. */
@Injectable()
export class WebhooksService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(ctx: RequestContext): Promise<Output<typeof listWebhooks>> {
    const rows = await this.db.run(ctx, (tx) => tx.sql<Row>(`${SELECT} ORDER BY w.id DESC LIMIT 200`));
    return { items: rows.map(toWebhook) };
  }

  /** The secret that signs is told once and kept sealed. */
  async create(
    ctx: RequestContext,
    body: Input<typeof createWebhook>['body'],
  ): Promise<Output<typeof createWebhook>> {
    const { url } = body;
    // 410600, the city itself, stands for all of 4106.
    const division = body.division === '410600' ? '4106' : body.division;
    if (!ctx.scope.d.some((prefix) => division.startsWith(prefix))) throw problems.beyondScope();
    if (!isOutward(url)) throw problems.address();
    const secret = randomBytes(32).toString('base64url');
    const topics = [...new Set(body.topics)].sort();
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<{ id: number }>(
        `INSERT INTO webhooks (account_id, division, url, secret, topics, created_at, from_position)
         VALUES ($1, $2, $3, $4, $5, $6, coalesce((SELECT max(position) FROM outbox), 0)) RETURNING id`,
        [ctx.accountId, division, url, this.vault.seal(secret), topics, this.clock.now()],
      );
      await this.record(tx, ctx, 'createWebhook', row!.id, division, null, {
        host: new URL(url).host,
        topics,
      });
      return { item: toWebhook(await rowOf(tx, row!.id)), secret };
    });
  }

  /** While paused, events are noted and wait; once removed, nothing is posted any more. */
  async setState(
    ctx: RequestContext,
    id: number,
    body: Input<typeof setWebhookState>['body'],
  ): Promise<Webhook> {
    return this.db.run(ctx, async (tx) => {
      await tx.sql('SELECT 1 FROM webhooks WHERE id = $1 FOR UPDATE', [id]);
      const before = await rowOf(tx, id);
      if (before.version !== body.version) throw stale(toWebhook(before));
      if (before.state === 'removed') throw problems.removed();
      await tx.sql('UPDATE webhooks SET state = $2, version = version + 1 WHERE id = $1', [id, body.state]);
      if (body.state === 'removed') {
        await tx.sql(
          `UPDATE webhook_deliveries SET state = 'given_up' WHERE webhook_id = $1 AND state = 'waiting'`,
          [id],
        );
      }
      await this.record(
        tx,
        ctx,
        'setWebhookState',
        id,
        before.division,
        { state: before.state },
        { state: body.state },
      );
      return toWebhook(await rowOf(tx, id));
    });
  }

  async deliveries(
    ctx: RequestContext,
    id: number,
    query: Input<typeof webhookDeliveries>['query'],
  ): Promise<Output<typeof webhookDeliveries>> {
    const before = fromCursor(query.cursor, 1);
    const rows = await this.db.run(ctx, async (tx) => {
      if (!(await tx.one('SELECT 1 FROM webhooks WHERE id = $1', [id]))) throw notFound();
      return tx.sql<{
        outbox_id: number;
        state: 'waiting' | 'delivered' | 'given_up';
        attempts: number;
        next_at: Date;
        last_status: number | null;
      }>(
        `SELECT outbox_id, state, attempts, next_at, last_status FROM webhook_deliveries
         WHERE webhook_id = $1 AND ($2::bigint IS NULL OR outbox_id < $2) ORDER BY outbox_id DESC LIMIT $3`,
        [id, before?.[0] ?? null, query.limit + 1],
      );
    });
    return pageFrom(
      rows,
      query.limit,
      this.clock.now(),
      (row) => [row.outbox_id],
      (row) => ({
        outboxId: row.outbox_id,
        state: row.state,
        attempts: row.attempts,
        nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
        lastStatus: row.last_status,
      }),
    );
  }

  private record(
    tx: Tx,
    ctx: RequestContext,
    verb: string,
    subjectId: number,
    division: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    return audit(tx, ctx, this.clock, {
      ...{ action: `exchange.${verb}`, subject: 'webhook', subjectId, division, before, after },
    });
  }
}

async function rowOf(tx: Tx, id: number): Promise<Row> {
  const row = await tx.one<Row>(`${SELECT} WHERE w.id = $1`, [id]);
  if (!row) throw notFound();
  return row;
}

function toWebhook(row: Row): Webhook {
  return {
    id: row.id,
    division: row.division,
    url: row.url,
    topics: row.topics,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    waiting: row.waiting,
    delivered: row.delivered,
    givenUp: row.given_up,
    version: row.version,
  };
}
