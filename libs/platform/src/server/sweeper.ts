import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Database, type Session } from './database';
import { LOGGER } from './logger';
import type { Sweep } from './outbox';

/** Runs the sweeps of this process, each at its pace; of several workers one at a time does a sweep. */
@Injectable()
export class Sweeper {
  private timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();
  private session?: Promise<Session>;

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
    const session = await this.session?.catch(() => undefined);
    session?.close();
  }

  /**
   * All locks of this process are held by one connection, so a killed worker frees them. If it breaks in the middle of
   * a sweep another worker may begin the same one: sweeps are idempotent.
   */
  private async once(sweep: Sweep): Promise<void> {
    const session = await this.locks();
    const key = [`sweep:${sweep.name}`];
    const lock = await session.one<{ mine: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine',
      key,
    );
    if (!lock?.mine) return;
    try {
      await sweep.run();
    } finally {
      if (!session.broken) await session.one('SELECT pg_advisory_unlock(hashtextextended($1, 0))', key);
    }
  }

  private async locks(): Promise<Session> {
    const held = this.session;
    const session = await held?.catch(() => undefined);
    if (session && !session.broken) return session;
    // Whoever finds it gone first opens it anew; the others find it replaced.
    if (this.session === held) {
      session?.close();
      this.session = this.db.session();
    }
    return this.session!;
  }
}
