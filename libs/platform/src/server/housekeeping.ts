import { Inject, Injectable } from '@nestjs/common';
import { systemContext } from './context';
import { Database } from './database';
import type { Sweep } from './outbox';
import { Relay } from './relay';

/** Queues again what no consumer has recorded. */
@Injectable()
export class RelaySweep implements Sweep {
  readonly name = 'platform.relay';
  readonly everySeconds = 5;

  constructor(@Inject(Relay) private readonly relay: Relay) {}

  run(): Promise<void> {
    return this.relay.sweep();
  }
}

/** Removes events after 30 days and idempotency keys after 7: screens and callers have long caught up. */
@Injectable()
export class HousekeepingSweep implements Sweep {
  readonly name = 'platform.housekeeping';
  readonly everySeconds = 3600;

  constructor(@Inject(Database) private readonly db: Database) {}

  async run(): Promise<void> {
    await this.db.run(systemContext(), async (tx) => {
      await tx.sql(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '7 days'`);
      await tx.sql(
        `WITH old AS (DELETE FROM outbox WHERE position IS NOT NULL AND created_at < now() - interval '30 days'
           AND position < (SELECT max(position) FROM outbox) RETURNING id)
         DELETE FROM outbox_deliveries d USING old WHERE d.outbox_id = old.id`,
      );
    });
  }
}
