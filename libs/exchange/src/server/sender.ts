import { createHmac } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { LOGGER } from '@heling/platform/server/logger';
import type { Sweep } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { retryAt } from '../domain/webhooks';
import { post } from './outward';

/** How long an attempt may take before another worker takes over. */
const LEASE_MS = 30_000;
/** Failures in a row after which a webhook is left alone until its next time. */
const STRIKES = 3;
const AT_ONCE = 20;

interface Claimed {
  outbox_id: number;
  attempts: number;
  noted_at: Date;
  url: string;
  secret: Buffer;
  topic: string | null;
  key: string;
  payload: object;
  created_at: Date;
}

/**
 * Posts what is due, each webhook by itself, so that one that hangs holds up no other. An attempt is claimed in the
 * database before it is made, so any number of workers may send; a killed one's claim runs out and it is posted again.
 */
@Injectable()
export class WebhookSender implements Sweep, OnModuleDestroy {
  readonly name = 'exchange.send';
  readonly everySeconds = 1;
  private readonly busy = new Map<number, Promise<void>>();
  private stopped = false;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(): Promise<void> {
    const due = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number }>(
        `SELECT w.id FROM webhooks w WHERE w.state = 'active' AND EXISTS (SELECT FROM webhook_deliveries d
           WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= $1)`,
        [this.clock.now()],
      ),
    );
    for (const { id } of due) {
      if (this.stopped || this.busy.has(id) || this.busy.size >= AT_ONCE) continue;
      const work = this.sendAll(id)
        .catch((error: unknown) =>
          this.logger.warn({ webhookId: id, name: (error as Error).name }, 'webhook waits'),
        )
        .finally(() => this.busy.delete(id));
      this.busy.set(id, work);
    }
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await Promise.allSettled(this.busy.values());
  }

  private async sendAll(webhookId: number): Promise<void> {
    let strikes = 0;
    while (!this.stopped && strikes < STRIKES) {
      const delivery = await this.claim(webhookId);
      if (!delivery) return;
      strikes = (await this.send(webhookId, delivery)) ? 0 : strikes + 1;
    }
  }

  private claim(webhookId: number): Promise<Claimed | undefined> {
    const now = this.clock.now();
    return this.db.run(systemContext(), (tx) =>
      tx.one<Claimed>(
        `WITH next AS (SELECT d.webhook_id, d.outbox_id FROM webhook_deliveries d
             WHERE d.webhook_id = $1 AND d.state = 'waiting' AND d.next_at <= $2
             ORDER BY d.next_at, d.outbox_id LIMIT 1 FOR UPDATE SKIP LOCKED),
           claimed AS (UPDATE webhook_deliveries d SET next_at = $3, attempts = d.attempts + 1 FROM next n
             WHERE d.webhook_id = n.webhook_id AND d.outbox_id = n.outbox_id RETURNING d.*)
         SELECT c.outbox_id, c.attempts, c.noted_at, w.url, w.secret, o.topic, o.key, o.payload, o.created_at
         FROM claimed c JOIN webhooks w ON w.id = c.webhook_id AND w.state = 'active'
           LEFT JOIN outbox o ON o.id = c.outbox_id`,
        [webhookId, now, new Date(now.getTime() + LEASE_MS)],
      ),
    );
  }

  /** Answers whether it was taken. */
  private async send(webhookId: number, delivery: Claimed): Promise<boolean> {
    let status: number | null = null;
    if (delivery.topic !== null) {
      const { topic, key, payload } = delivery;
      const id = delivery.outbox_id;
      const body = JSON.stringify({ id, topic, key, at: delivery.created_at.toISOString(), payload });
      const timestamp = String(Math.floor(this.clock.now().getTime() / 1000));
      status = await post(delivery.url, body, {
        'content-type': 'application/json',
        'user-agent': 'heling-webhook',
        'heling-delivery': `${webhookId}-${id}`,
        'heling-timestamp': timestamp,
        'heling-signature': signatureOf(this.vault.open<string>(delivery.secret), timestamp, body),
      }).catch(() => null);
    }
    const taken = status !== null && status >= 200 && status < 300;
    // An event that the outbox no longer holds cannot be posted any more.
    const next =
      taken || delivery.topic === null
        ? null
        : retryAt(delivery.attempts, delivery.noted_at, this.clock.now());
    const state = taken ? 'delivered' : next ? 'waiting' : 'given_up';
    await this.db.run(systemContext(), (tx) =>
      tx.sql(
        `UPDATE webhook_deliveries SET state = $3, next_at = coalesce($4, next_at), last_status = $5
         WHERE webhook_id = $1 AND outbox_id = $2 AND state = 'waiting'`,
        [webhookId, delivery.outbox_id, state, next, status],
      ),
    );
    if (!taken) {
      this.logger.info({ webhookId, outboxId: delivery.outbox_id, status, state }, 'webhook not delivered');
    }
    return taken;
  }
}

/** `v1=` and the hex HMAC-SHA-256, under the webhook's secret, of timestamp, a dot, and the body as posted. */
function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
