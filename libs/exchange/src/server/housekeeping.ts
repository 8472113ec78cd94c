import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { Sweep } from '@heling/platform/server/outbox';

/** Removes what was noted 30 days ago, as the outbox does; what a pause let grow a day old is given up. */
@Injectable()
export class WebhookHousekeeping implements Sweep {
  readonly name = 'exchange.housekeeping';
  readonly everySeconds = 3600;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    await this.db.run(systemContext(), async (tx) => {
      const now = this.clock.now();
      await tx.sql(
        `UPDATE webhook_deliveries SET state = 'given_up'
         WHERE state = 'waiting' AND noted_at < $1::timestamptz - interval '1 day' AND next_at < $1`,
        [now],
      );
      await tx.sql(`DELETE FROM webhook_deliveries WHERE noted_at < $1::timestamptz - interval '30 days'`, [
        now,
      ]);
    });
  }
}
