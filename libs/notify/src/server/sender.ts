import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { LOGGER } from '@heling/platform/server/logger';
import type { Sweep } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { retryAt } from '../domain/retry';
import { SmsAdapter, SmsRefused } from './sms';

const BATCH = 200;
const AT_ONCE = 8;

interface Due {
  id: number;
  content: Buffer;
  template: string;
  attempts: number;
  over: boolean;
}

/** Hands waiting messages to the provider: again with growing pauses, given up in the end or once of no more use. */
@Injectable()
export class SenderSweep implements Sweep {
  readonly name = 'notify.send';
  readonly everySeconds = 1;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SmsAdapter) private readonly adapter: SmsAdapter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(): Promise<void> {
    const due = await this.db.run(systemContext(), (tx) =>
      tx.sql<Due>(
        `SELECT id, content, template, attempts, coalesce(useful_until <= $1, false) AS over FROM messages
         WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at LIMIT ${BATCH}`,
        [this.clock.now()],
      ),
    );
    for (let at = 0; at < due.length; at += AT_ONCE) {
      await Promise.all(due.slice(at, at + AT_ONCE).map((message) => this.send(message)));
    }
  }

  private async send({ id, content, template, attempts, over }: Due): Promise<void> {
    if (over) return this.record(id, 'failed', null);
    try {
      const { phone, text } = this.vault.open<{ phone: string; text: string }>(content);
      await this.adapter.send({ reference: `heling-${id}`, phone, text, template });
      await this.record(id, 'sent', null);
    } catch (error) {
      const next = error instanceof SmsRefused ? null : retryAt(attempts + 1, this.clock.now());
      this.logger.warn({ messageId: id, template, givenUp: next === null }, 'message not sent');
      await this.record(id, next ? 'waiting' : 'failed', next);
    }
  }

  private async record(id: number, state: 'waiting' | 'sent' | 'failed', next: Date | null): Promise<void> {
    const now = this.clock.now();
    await this.db.run(systemContext(), (tx) =>
      tx.sql(
        `UPDATE messages SET state = $2, attempts = attempts + 1, next_at = coalesce($3, next_at),
           sent_at = CASE WHEN $2 = 'sent' THEN $4::timestamptz END WHERE id = $1`,
        [id, state, next, now],
      ),
    );
  }
}
