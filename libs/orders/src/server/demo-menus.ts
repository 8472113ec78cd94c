import { Inject, Injectable } from '@nestjs/common';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { demoCity } from '@heling/platform/server/demo-city';
import type { Sweep } from '@heling/platform/server/outbox';

const DAYS_AHEAD = 14;

/**
 * In the demonstration kitchens go on as in the week before (decision 0008): a day and meal without a menu takes that of
 * the last same weekday of the eight weeks before, with its active dishes. What a kitchen has set is never changed.
 */
@Injectable()
export class DemoMenuSweep implements Sweep {
  readonly name = 'orders.demoMenus';
  readonly everySeconds = 1800;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const today = businessDay(this.clock.now());
    await this.db.run(systemContext(), async (tx) => {
      if (!(await demoCity(tx))) return;
      await tx.sql(
        `WITH made AS (
           INSERT INTO kitchen_days (org, day, meal, capacity, cutoff_at, window_start, window_end)
           SELECT k.org, t.day::date, k.meal, k.capacity, k.cutoff_at + (t.day - k.day), k.window_start + (t.day - k.day),
             k.window_end + (t.day - k.day)
           FROM generate_series($1::timestamp, $2::timestamp, interval '1 day') t(day)
           CROSS JOIN LATERAL (SELECT DISTINCT ON (b.org, b.meal) b.* FROM kitchen_days b
             WHERE b.day < t.day AND b.day >= t.day - interval '56 days'
               AND extract(isodow FROM b.day) = extract(isodow FROM t.day) ORDER BY b.org, b.meal, b.day DESC) k
           WHERE t.day > $1::timestamp
           ON CONFLICT (org, day, meal) DO NOTHING RETURNING id, org, day, meal)
         INSERT INTO kitchen_day_dishes (kitchen_day, dish_id)
         SELECT m.id, d.id FROM made m
         CROSS JOIN LATERAL (SELECT b.id FROM kitchen_days b WHERE b.org = m.org AND b.meal = m.meal AND b.day < m.day
             AND b.day >= m.day - 56 AND extract(isodow FROM b.day) = extract(isodow FROM m.day)
           ORDER BY b.day DESC LIMIT 1) k
         JOIN kitchen_day_dishes x ON x.kitchen_day = k.id JOIN dishes d ON d.id = x.dish_id AND d.active`,
        [today, addDays(today, DAYS_AHEAD)],
      );
    });
  }
}
