import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { Sweep } from '@heling/platform/server/outbox';

/** Removes codes after two days, counted failures after a day, and sessions 180 days after their end. */
@Injectable()
export class AccessHousekeeping implements Sweep {
  readonly name = 'access.housekeeping';
  readonly everySeconds = 3600;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = [this.clock.now()];
    await this.db.run(systemContext(), async (tx) => {
      await tx.sql(`DELETE FROM login_codes WHERE created_at < $1::timestamptz - interval '2 days'`, now);
      await tx.sql(`DELETE FROM sign_in_failures WHERE since < $1::timestamptz - interval '1 day'`, now);
      await tx.sql(
        `DELETE FROM sessions WHERE least(ended_at, expires_at) < $1::timestamptz - interval '180 days'`,
        now,
      );
    });
  }
}
