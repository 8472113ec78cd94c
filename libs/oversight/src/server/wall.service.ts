import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { alarmStreamRoute, wallHistoryRoute } from '../contract/wall';
import { kindName } from '../domain/kinds';
import { ALARM_IN_HAND, type HandRow } from './alarm-rows';
import { InHand } from './in-hand';

const STREAM = 40;
const URGENT = 10;
/** A closed alarm stays in the stream for so long. */
const SHOWN_CLOSED_MINUTES = 10;
const HISTORY_HOURS = 24;
const HISTORY_ALARMS = 4000;

type HistoryItem = Output<typeof wallHistoryRoute>['items'][number];
interface HistoryRow extends Pick<HistoryItem, 'id' | 'facility' | 'device' | 'room' | 'priority'> {
  facility_id: number;
  kind: string;
  opened_at: Date;
  course: { at: string; state: HistoryItem['course'][number]['state'] }[];
}

/** The wall (大屏): the stream of alarms, and the last 24 hours to play again. */
@Injectable()
export class WallService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(InHand) private readonly inHand: InHand,
  ) {}

  async stream(ctx: RequestContext): Promise<Output<typeof alarmStreamRoute>> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - SHOWN_CLOSED_MINUTES * 60_000);
    const [rows, urgent] = await this.db.run(ctx, async (tx) => [
      await tx.sql<HandRow>(
        `SELECT ${ALARM_IN_HAND} WHERE a.state NOT IN ('closed', 'suppressed') OR a.closed_at > $1
         ORDER BY a.opened_at DESC, a.id DESC LIMIT ${STREAM}`,
        [since],
      ),
      await tx.sql<HandRow>(
        `SELECT ${ALARM_IN_HAND} WHERE a.state IN ('active-unacked', 'cleared-unacked') AND a.priority = 'P0'
         ORDER BY a.opened_at, a.id LIMIT ${URGENT}`,
      ),
    ]);
    return {
      items: await this.inHand.of(rows),
      urgent: await this.inHand.of(urgent),
      asOf: now.toISOString(),
    };
  }

  /** Alarms that were open at some time of the last 24 hours, each with the states it took. */
  async history(ctx: RequestContext): Promise<Output<typeof wallHistoryRoute>> {
    const to = this.clock.now();
    const from = new Date(to.getTime() - HISTORY_HOURS * 3_600_000);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<HistoryRow>(
        `SELECT a.id, a.facility_id, f.name AS facility, d.code AS device, d.room, a.kind, a.priority, a.opened_at,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('at', c.at, 'state', c.state) ORDER BY c.id), '[]') FROM (
              SELECT t.id, t.at, t.state, lag(t.state) OVER (ORDER BY t.id) AS before FROM alarm_transitions t
              WHERE t.alarm_id = a.id) c
            WHERE c.state IS DISTINCT FROM c.before) AS course
         FROM alarms a JOIN devices d ON d.id = a.device_id JOIN facilities f ON f.id = a.facility_id
         WHERE a.state <> 'closed' OR a.closed_at >= $1
         ORDER BY a.opened_at DESC, a.id DESC LIMIT ${HISTORY_ALARMS + 1}`,
        [from],
      ),
    );
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      items: rows.slice(0, HISTORY_ALARMS).map((row) => ({
        id: row.id,
        facilityId: row.facility_id,
        facility: row.facility,
        device: row.device,
        room: row.room,
        kind: row.kind as HistoryItem['kind'],
        kindName: kindName(row.kind),
        priority: row.priority,
        openedAt: row.opened_at.toISOString(),
        course: row.course.map(({ at, state }) => ({ at: new Date(at).toISOString(), state })),
      })),
      more: rows.length > HISTORY_ALARMS,
    };
  }
}
