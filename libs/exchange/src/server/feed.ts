import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { Sweep } from '@heling/platform/server/outbox';

const NAME = 'exchange.webhooks';
const BATCH = 1000;

/**
 * Notes for each webhook the published events that it asked for. It reads the outbox by position, which grows in the
 * order of commits, so nothing is skipped; its mark moves in the same transaction.
 */
@Injectable()
export class WebhookFeed implements Sweep {
  readonly name = NAME;
  readonly everySeconds = 1;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    while ((await this.note()) === BATCH);
  }

  private note(): Promise<number> {
    return this.db.run(systemContext(), async (tx) => {
      const row = await tx.one<{ read: number }>(
        `WITH batch AS (SELECT o.id, o.topic, o.division, o.position, o.created_at FROM outbox o
             WHERE o.position > coalesce((SELECT m.position FROM outbox_watermarks m WHERE m.consumer = $1), 0)
             ORDER BY o.position LIMIT ${BATCH}),
           noted AS (INSERT INTO webhook_deliveries (webhook_id, outbox_id, division, next_at, noted_at)
             SELECT w.id, b.id, b.division, $2, $2 FROM batch b JOIN webhooks w
               ON w.state <> 'removed' AND b.division ^@ w.division
               AND (b.topic = ANY (w.topics) OR split_part(b.topic, '.', 1) || '.*' = ANY (w.topics))
               AND b.position > w.from_position
             ON CONFLICT DO NOTHING),
           moved AS (INSERT INTO outbox_watermarks (consumer, position)
             SELECT $1, max(position) FROM batch HAVING count(*) > 0
             ON CONFLICT (consumer) DO UPDATE SET position = excluded.position)
         SELECT count(*) AS read FROM batch`,
        [NAME, this.clock.now()],
      );
      return row?.read ?? 0;
    });
  }
}
