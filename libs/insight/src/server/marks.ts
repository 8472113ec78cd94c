import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent, Sweep } from '@heling/platform/server/outbox';
import { BY_KEYS, recountCounties, recountDaily, recountMonthly, recountServed } from './recount';

/** Events that change a figure. What else happens to orders and visits (confirmed, en route, closed …) changes none. */
export const FIGURE_TOPICS = [
  'order.placed',
  'order.completed',
  'order.cancelled',
  'order.rejected',
  'order.failed',
  'order.rated',
  'order.moved',
] as const;
export const CONSUMER = 'insight.figures';

const BATCH = 500;
/** Held by whoever writes figures, to the end of the transaction: counts are written in the order they were made. */
const WRITER = 4106_0009;

export async function lockFigures(tx: Tx): Promise<void> {
  await tx.sql('SELECT pg_advisory_xact_lock($1)', [WRITER]);
}

/** A key of the daily figures. */
export interface Key {
  day: string;
  division: string;
  org: number;
  service: string;
}
export const columnsOf = (keys: readonly Key[]) => [
  keys.map((key) => key.day),
  keys.map((key) => key.division),
  keys.map((key) => key.org),
  keys.map((key) => key.service),
];

/** Marks what an event changed; the recount follows within a second, once for many events. */
@Injectable()
export class FigureConsumer implements Consumer {
  readonly name = CONSUMER;
  readonly topics = FIGURE_TOPICS;

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    await tx.sql(
      `INSERT INTO figure_marks (day, division, org, service, person_id, at)
       SELECT o.day, d.division, o.org, o.service, o.person_id, $2
       FROM orders o, LATERAL (SELECT o.division UNION SELECT $3::text) d(division)
       WHERE o.id = $1 AND d.division IS NOT NULL ON CONFLICT DO NOTHING`,
      // An order that moved with its person leaves the figures of the division it came from.
      [event.payload.orderId, event.createdAt, event.topic === 'order.moved' ? event.payload.before : null],
    );
  }
}

/**
 * Recounts what is marked from the rows themselves, so that a lost, doubled or late event does no harm. The marks go in
 * the recount's own transaction, before it counts: a change that commits meanwhile marks its key again.
 */
@Injectable()
export class FigureSweep implements Sweep {
  readonly name = 'insight.figures';
  readonly everySeconds = 1;

  constructor(@Inject(Database) private readonly db: Database) {}

  async run(): Promise<void> {
    while ((await this.batch()) === BATCH);
  }

  private batch(): Promise<number> {
    return this.db.run(systemContext(), async (tx) => {
      if (!(await tx.one('SELECT 1 FROM figure_marks LIMIT 1'))) return 0;
      await lockFigures(tx);
      const marks = await tx.sql<Key & { person_id: number }>(
        `DELETE FROM figure_marks m USING (SELECT day, division, org, service, person_id FROM figure_marks
           ORDER BY at LIMIT ${BATCH}) x
         WHERE (m.day, m.division, m.org, m.service, m.person_id) = (x.day, x.division, x.org, x.service, x.person_id)
         RETURNING m.day, m.division, m.org, m.service, m.person_id`,
      );
      if (marks.length === 0) return 0;
      await tx.sql(recountDaily(BY_KEYS), columnsOf(marks));
      await tx.sql(recountMonthly(), columnsOf(marks));
      await tx.sql(recountCounties(), columnsOf(marks));
      await tx.sql(
        recountServed(
          'SELECT * FROM unnest($1::bigint[], $2::date[], $3::text[], $4::bigint[], $5::text[]) s(person_id, day, division, org, service)',
        ),
        [marks.map((mark) => mark.person_id), ...columnsOf(marks)],
      );
      return marks.length;
    });
  }
}

/** Nightly: recounts the last days whole, and reports what was wrong. */
@Injectable()
export class FigureCheck {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Recounts one day; answers how many of its keys were wrong. */
  async day(day: string): Promise<number> {
    return this.db.run(systemContext(), async (tx) => {
      await lockFigures(tx);
      // Marked keys are not wrong, only not yet counted: they are left to the sweep.
      const marked = await tx.sql<Key>(
        'SELECT DISTINCT day, division, org, service FROM figure_marks WHERE day = $1',
        [day],
      );
      const known = new Set(marked.map(nameOf));
      const changed = await tx.sql<Key>(DAY, [day]);
      if (changed.length > 0) {
        await tx.sql(recountMonthly(), columnsOf(changed));
        await tx.sql(recountCounties(), columnsOf(changed));
      }
      await tx.sql(
        recountServed('SELECT person_id, day, division, org, service FROM orders WHERE day = $1'),
        [day],
      );
      return changed.filter((key) => !known.has(nameOf(key))).length;
    });
  }

  /** Writes down what a check of these days found. */
  async record(from: string, to: string, differences: number): Promise<void> {
    await this.db.run(systemContext(), (tx) =>
      tx.sql(
        `INSERT INTO figure_checks (division, from_day, to_day, keys, differences, at)
         SELECT '4106', $1, $2, count(*), $3, $4 FROM daily_figures WHERE day BETWEEN $1 AND $2`,
        [from, to, differences, this.clock.now()],
      ),
    );
  }

  /** The instant of the last check, if there was one. */
  async last(): Promise<Date | null> {
    const row = await this.db.run(systemContext(), (tx) =>
      tx.one<{ at: Date | null }>('SELECT max(at) AS at FROM figure_checks'),
    );
    return row?.at ?? null;
  }
}

const DAY = recountDaily({
  orders: 'o.day = $1::date',
  daily: 'd.day = $1::date',
});

function nameOf(key: Key): string {
  return `${key.day} ${key.division} ${key.org} ${key.service}`;
}
