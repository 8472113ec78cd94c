import { Inject, Injectable } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import type { alarmQueueRoute, alarmRoute, alarmsRoute, alarmWallRoute } from '../contract/alarms';
import { ALARM_IN_HAND, ALARM_ROWS, alarmOf, type AlarmRow, type HandRow } from './alarm-rows';
import { InHand } from './in-hand';
import { StaffNames } from './names';
import { problems } from './problems';

/** The shift (班次时段) in which an alarm opened. */
const SHIFT_OF = `CASE WHEN extract(hour FROM a.opened_at AT TIME ZONE 'Asia/Shanghai') >= 16 THEN 'evening'
  WHEN extract(hour FROM a.opened_at AT TIME ZONE 'Asia/Shanghai') >= 8 THEN 'day' ELSE 'night' END`;
const QUEUE_LENGTH = 200;
const READINGS_MINUTES = 10;

/** What is shown of alarms: the stream, the seat's queue, one of them whole, the wall. */
@Injectable()
export class AlarmsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(InHand) private readonly inHand: InHand,
    @Inject(StaffNames) private readonly names: StaffNames,
  ) {}

  async list(
    ctx: RequestContext,
    { cursor, limit, ...wanted }: Input<typeof alarmsRoute>['query'],
  ): Promise<Output<typeof alarmsRoute>> {
    const after = fromCursor(cursor, 2);
    const [from, to] = [wanted.from, wanted.to].map((at) => (at === undefined ? null : new Date(at)));
    if (from && to && to <= from) throw problems.period();
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<AlarmRow>(
        `SELECT ${ALARM_ROWS} WHERE ($1::bigint IS NULL OR a.facility_id = $1)
           AND ($2::text IS NULL OR a.priority = $2) AND ($3::boolean IS NULL OR (a.state <> 'closed') = $3)
           AND ($4::timestamptz IS NULL OR (a.opened_at, a.id) < ($4, $5::bigint))
           AND ($7::timestamptz IS NULL OR a.opened_at >= $7) AND ($8::timestamptz IS NULL OR a.opened_at < $8)
           AND ($9::bigint IS NULL OR a.device_id = $9) AND ($10::text IS NULL OR a.kind = $10)
           AND ($11::text IS NULL OR a.outcome = $11)
           AND ($12::text IS NULL OR ${SHIFT_OF} = $12)
           AND ($13::integer IS NULL OR (a.priority = 'P0'
             AND coalesce(a.answered_at, $14) > a.opened_at + make_interval(secs => $13)))
         ORDER BY a.opened_at DESC, a.id DESC LIMIT $6`,
        [
          wanted.facilityId ?? null,
          wanted.priority ?? null,
          wanted.open === undefined ? null : wanted.open === 'true',
          after?.[0] ?? null,
          after?.[1] ?? null,
          limit + 1,
          from ?? null,
          to ?? null,
          wanted.deviceId ?? null,
          wanted.kind ?? null,
          wanted.outcome ?? null,
          wanted.shift ?? null,
          wanted.slowerThan ?? null,
          this.clock.now(),
        ],
      ),
    );
    return pageFrom(
      rows,
      limit,
      this.clock.now(),
      ({ opened_at, id }) => [opened_at.toISOString(), id],
      alarmOf,
    );
  }

  /** Suppressed and shelved ones need nobody now and stand last. */
  async queue(ctx: RequestContext, facilityId: number | undefined): Promise<Output<typeof alarmQueueRoute>> {
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<HandRow>(
        `SELECT ${ALARM_IN_HAND} WHERE a.state <> 'closed' AND ($1::bigint IS NULL OR a.facility_id = $1)
         ORDER BY a.state IN ('shelved', 'suppressed'), a.priority, a.state = 'active-acked', a.opened_at, a.id
         LIMIT ${QUEUE_LENGTH + 1}`,
        [facilityId ?? null],
      ),
    );
    return {
      items: await this.inHand.of(rows.slice(0, QUEUE_LENGTH)),
      more: rows.length > QUEUE_LENGTH,
      asOf: this.clock.now().toISOString(),
    };
  }

  async one(ctx: RequestContext, id: number): Promise<Output<typeof alarmRoute>> {
    const { row, course, calls, readings } = await this.db.run(ctx, async (tx) => {
      const row = await tx.one<HandRow>(`SELECT ${ALARM_IN_HAND} WHERE a.id = $1`, [id]);
      if (!row) throw notFound();
      const course = await tx.sql<{
        at: Date;
        change: string;
        state: string;
        occurrences: number;
        by_account: number | null;
        reason: string | null;
      }>(
        `SELECT at, change, state, occurrences, by_account, reason FROM alarm_transitions WHERE alarm_id = $1
         ORDER BY id DESC LIMIT 200`,
        [id],
      );
      const calls = await tx.sql<{
        step: number;
        duty: string;
        account_id: number | null;
        channel: string | null;
        state: 'sent' | 'received' | 'missed' | 'nobody';
        at: Date;
        received_at: Date | null;
      }>(
        `SELECT step, duty, account_id, channel, state, at, received_at FROM alarm_calls WHERE alarm_id = $1
         ORDER BY id DESC LIMIT 200`,
        [id],
      );
      const readings = await tx.sql<{ received_at: Date; readings: Record<string, number> }>(
        `SELECT received_at, readings FROM device_messages WHERE device_id = $1 AND received_at > $2
           AND readings IS NOT NULL ORDER BY received_at DESC LIMIT 300`,
        [row.device_id, new Date(this.clock.now().getTime() - READINGS_MINUTES * 60_000)],
      );
      return { row, course, calls, readings };
    });
    const names = await this.names.of([
      ...course.map((each) => each.by_account),
      ...calls.map((each) => each.account_id),
    ]);
    const nameOf = (account: number | null) => (account === null ? null : (names.get(account) ?? null));
    const [alarm] = await this.inHand.of([row]);
    return {
      ...alarm!,
      course: course.reverse().map(({ at, change, state, occurrences, by_account, reason }) => ({
        at: at.toISOString(),
        change,
        state,
        occurrences,
        by: by_account,
        byName: nameOf(by_account),
        reason,
      })),
      calls: calls.reverse().map(({ step, duty, account_id, channel, state, at, received_at }) => ({
        step,
        duty,
        accountId: account_id,
        name: nameOf(account_id),
        channel,
        state,
        at: at.toISOString(),
        receivedAt: received_at?.toISOString() ?? null,
      })),
      readings: readings.map((each) => ({ at: each.received_at.toISOString(), values: each.readings })),
    };
  }

  async wall(ctx: RequestContext): Promise<Output<typeof alarmWallRoute>> {
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<
        Record<
          'facility_id' | 'p0' | 'p1' | 'p2' | 'p3' | 'unacked' | 'devices' | 'silent' | 'unknown',
          number
        > & { heard_at: Date | null }
      >(
        `WITH open AS (
           SELECT facility_id, count(*) FILTER (WHERE priority = 'P0') AS p0,
             count(*) FILTER (WHERE priority = 'P1') AS p1, count(*) FILTER (WHERE priority = 'P2') AS p2,
             count(*) FILTER (WHERE priority = 'P3') AS p3,
             count(*) FILTER (WHERE state IN ('active-unacked', 'cleared-unacked')) AS unacked
           FROM alarms WHERE state NOT IN ('closed', 'shelved', 'suppressed') GROUP BY facility_id
         ), kept AS (
           SELECT g.facility_id, count(*) AS devices, count(*) FILTER (WHERE (s.value ->> 'silent')::boolean) AS silent,
             count(*) FILTER (WHERE (s.value ->> 'unknown')::boolean) AS unknown,
             to_timestamp(max((s.value ->> 'since')::numeric) / 1000) AS heard_at
           FROM alarm_groups g CROSS JOIN LATERAL jsonb_each(g.state -> 'sources') s GROUP BY g.facility_id
         )
         SELECT facility_id, coalesce(p0, 0) AS p0, coalesce(p1, 0) AS p1, coalesce(p2, 0) AS p2,
           coalesce(p3, 0) AS p3, coalesce(unacked, 0) AS unacked, coalesce(devices, 0) AS devices,
           coalesce(silent, 0) AS silent, coalesce(unknown, 0) AS unknown, heard_at
         FROM open FULL JOIN kept USING (facility_id) ORDER BY facility_id`,
      ),
    );
    const totals = { p0: 0, p1: 0, p2: 0, p3: 0, unacked: 0 };
    for (const row of rows)
      for (const key of ['p0', 'p1', 'p2', 'p3', 'unacked'] as const) totals[key] += row[key];
    return {
      items: rows.map(({ facility_id, heard_at, ...counts }) => ({
        facilityId: facility_id,
        ...counts,
        heardAt: heard_at?.toISOString() ?? null,
      })),
      totals,
      asOf: this.clock.now().toISOString(),
    };
  }
}
