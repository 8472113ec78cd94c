import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { LOGGER } from '@heling/platform/server/logger';
import type { Sweep } from '@heling/platform/server/outbox';
import { FigureCheck } from './marks';

/** How many days back a check goes: disputes and late ratings of a month, and the orders of the coming week. */
const DAYS_BACK = 35;
const DAYS_AHEAD = 7;

/** Once a business day, from the first hour on: figures against the rows. */
@Injectable()
export class FigureCheckSweep implements Sweep {
  readonly name = 'insight.check';
  readonly everySeconds = 900;

  constructor(
    @Inject(FigureCheck) private readonly check: FigureCheck,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(): Promise<void> {
    const today = businessDay(this.clock.now());
    const last = await this.check.last();
    if (last && businessDay(last) >= today) return;
    const [from, to] = [addDays(today, -DAYS_BACK), addDays(today, DAYS_AHEAD)];
    let differences = 0;
    for (let day = from; day <= to; day = addDays(day, 1)) differences += await this.check.day(day);
    await this.check.record(from, to, differences);
    if (differences > 0) this.logger.warn({ from, to, differences }, 'figures differed from the rows');
  }
}
