import { Inject, Injectable } from '@nestjs/common';
import { bornBy, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { Sweep } from '@heling/platform/server/outbox';
import { ImportBatch } from './import-batch';

const BATCH = 200;
const VERY_OLD = 80;
const TURNED_AT_ONCE = 2_000;

/** Works off the imports that run, oldest first. */
@Injectable()
export class ImportSweep implements Sweep {
  readonly name = 'people.imports';
  readonly everySeconds = 2;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(ImportBatch) private readonly batches: ImportBatch,
  ) {}

  async run(): Promise<void> {
    const running = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number }>(`SELECT i.id FROM imports i WHERE i.state = 'running' ORDER BY i.started_at`),
    );
    // One that cannot go on now must not hold up the others; it is tried again at the next look.
    const failures: unknown[] = [];
    for (const { id } of running) await this.toEnd(id).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  private async toEnd(id: number): Promise<void> {
    while (await this.batches.next(id, BATCH));
  }
}

/** Puts those who have turned 80 among the very old (高龄). */
@Injectable()
export class BirthdaySweep implements Sweep {
  readonly name = 'people.birthdays';
  readonly everySeconds = 3600;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now();
    await this.db.run(systemContext(), (tx) =>
      tx.sql(
        `UPDATE persons SET priority = array_append(priority, 'veryOld'), version = version + 1, updated_at = $2
         WHERE id IN (SELECT p.id FROM persons p WHERE p.birth <= $1 AND p.status = 'active'
           AND NOT 'veryOld' = ANY (p.priority) LIMIT ${TURNED_AT_ONCE})`,
        [bornBy(VERY_OLD, businessDay(now)), now],
      ),
    );
  }
}
