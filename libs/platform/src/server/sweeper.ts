import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { systemContext } from './context';
import { Database } from './database';
import { LOGGER } from './logger';
import type { Sweep } from './outbox';

/** Runs the sweeps of this process, each at its pace; of several workers one at a time does a sweep. */
@Injectable()
export class Sweeper {
  private timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(sweeps: readonly Sweep[]): void {
    for (const sweep of sweeps) {
      let busy = false;
      const go = () => {
        if (busy) return;
        busy = true;
        const work = this.once(sweep)
          .catch((error: unknown) => {
            const { name, code, message } = error as { name?: string; code?: string; message?: string };
            // A database error's message may hold a row's values.
            this.logger.warn(
              { sweep: sweep.name, name, code, message: code ? undefined : message },
              'sweep failed',
            );
          })
          .finally(() => {
            busy = false;
            this.running.delete(work);
          });
        this.running.add(work);
      };
      this.timers.push(setInterval(go, sweep.everySeconds * 1000));
      go();
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.allSettled(this.running);
  }

  /** The lock is held by a transaction of its own, so a killed worker frees it. */
  private async once(sweep: Sweep): Promise<void> {
    await this.db.run(systemContext(), async (tx) => {
      const lock = await tx.one<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtextextended('sweep:' || $1, 0)) AS mine`,
        [sweep.name],
      );
      if (lock?.mine) await sweep.run();
    });
  }
}
