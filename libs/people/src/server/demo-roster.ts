import { Inject, Injectable } from '@nestjs/common';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { demoCity } from '@heling/platform/server/demo-city';
import type { Sweep } from '@heling/platform/server/outbox';

const DAYS_AHEAD = 14;

/**
 * In the demonstration providers plan as in the week before (decision 0008): a day for which an organisation has planned
 * nobody takes the shifts of its last same weekday of the eight weeks before. A roster that somebody has begun stays.
 */
@Injectable()
export class DemoRosterSweep implements Sweep {
  readonly name = 'people.demoRoster';
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
        `WITH days AS (
           SELECT o.org, t.day::date AS day, (SELECT max(s.day) FROM shifts s WHERE s.org = o.org AND s.day < t.day
             AND s.day >= t.day - interval '56 days' AND extract(isodow FROM s.day) = extract(isodow FROM t.day)) AS source
           FROM (SELECT DISTINCT org FROM carers WHERE status = 'active') o
           CROSS JOIN generate_series($1::timestamp, $2::timestamp, interval '1 day') t(day)
           WHERE NOT EXISTS (SELECT FROM shifts s WHERE s.org = o.org AND s.day = t.day))
         INSERT INTO shifts (carer_id, org, division, day, starts_at, ends_at)
         SELECT s.carer_id, s.org, s.division, d.day, s.starts_at + (d.day - s.day) * interval '1 day',
           s.ends_at + (d.day - s.day) * interval '1 day'
         FROM days d JOIN shifts s ON s.org = d.org AND s.day = d.source
         JOIN carers c ON c.id = s.carer_id AND c.org = s.org AND c.status = 'active'
         ON CONFLICT DO NOTHING`,
        [today, addDays(today, DAYS_AHEAD)],
      );
    });
  }
}
