import { Inject, Injectable } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import type { alarmLoadRoute } from '../contract/load';
import { KINDS, type AlarmKind } from '../domain/kinds';
import { CHATTER_RAISES, FLOOD_ALARMS, loadLevel, STALE_HOURS } from '../domain/load';
import { problems } from './problems';

const LONGEST_MS = 93 * 86_400_000;
const TEN_MINUTES_MS = 600_000;
const SHOWN = 20;

interface SeatRow {
  facility_id: number;
  facility: string;
  alarms: number;
  busiest: number;
  busiest_at: Date;
  floods: number;
}
interface SourceRow {
  device_id: number;
  code: string;
  facility_id: number;
  facility: string;
  kind: AlarmKind;
}
type Counted = SourceRow & { n: number; of_all: number };

const SOURCE = 'a.device_id, d.code, a.facility_id, f.name AS facility, a.kind';
const TABLES = 'alarms a JOIN devices d ON d.id = a.device_id JOIN facilities f ON f.id = a.facility_id';
const PERIOD = 'a.opened_at >= $1 AND a.opened_at < $2 AND ($3::bigint IS NULL OR a.facility_id = $3)';

/** How many alarms a seat has to bear (报警负荷), and which sources make them: what ISA-18.2 and EEMUA 191 would have one look at. */
@Injectable()
export class LoadService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async load(
    ctx: RequestContext,
    { from, to, facilityId }: Input<typeof alarmLoadRoute>['query'],
  ): Promise<Output<typeof alarmLoadRoute>> {
    const [first, last, now] = [new Date(from), new Date(to), this.clock.now()];
    if (last <= first || last.getTime() - first.getTime() > LONGEST_MS) throw problems.period();
    // What is still to come is no quiet time.
    const length = Math.max(TEN_MINUTES_MS, Math.min(last.getTime(), now.getTime()) - first.getTime());
    const span = [first, last, facilityId ?? null];
    return this.db.run(ctx, async (tx) => ({
      seats: (await this.seats(tx, span)).map((row) => {
        const perTenMinutes = (row.alarms * TEN_MINUTES_MS) / length;
        return {
          facilityId: row.facility_id,
          facility: row.facility,
          alarms: row.alarms,
          perTenMinutes,
          level: loadLevel(perTenMinutes),
          busiest: row.busiest,
          busiestAt: row.busiest_at.toISOString(),
          floods: row.floods,
        };
      }),
      chattering: (await this.chattering(tx, span)).map((row) => ({
        ...sourceOf(row),
        times: row.n,
        raises: row.of_all,
      })),
      stale: (await this.stale(tx, facilityId ?? null, now)).map((row) => ({
        ...sourceOf(row),
        alarmId: row.id,
        openedAt: row.opened_at.toISOString(),
      })),
      frequent: (await this.frequent(tx, span)).map((row) => ({
        ...sourceOf(row),
        alarms: row.n,
        share: row.n / row.of_all,
      })),
      falseAlarms: (await this.falseAlarms(tx, span)).map((row) => ({
        ...sourceOf(row),
        falseAlarms: row.n,
        ended: row.of_all,
      })),
      asOf: now.toISOString(),
    }));
  }

  private seats(tx: Tx, span: unknown[]): Promise<SeatRow[]> {
    return tx.sql<SeatRow>(
      `WITH ten AS (
         SELECT a.facility_id, date_bin('10 minutes', a.opened_at, $1) AS at, count(*) AS n FROM alarms a
         WHERE ${PERIOD} GROUP BY 1, 2
       )
       SELECT t.facility_id, f.name AS facility, sum(n)::bigint AS alarms, max(n) AS busiest,
         (array_agg(at ORDER BY n DESC, at))[1] AS busiest_at, count(*) FILTER (WHERE n > ${FLOOD_ALARMS}) AS floods
       FROM ten t JOIN facilities f ON f.id = t.facility_id GROUP BY 1, 2 ORDER BY alarms DESC, 1`,
      span,
    );
  }

  private chattering(tx: Tx, span: unknown[]): Promise<Counted[]> {
    return tx.sql<Counted>(
      `WITH raises AS (
         SELECT ${SOURCE}, t.at - lag(t.at, ${CHATTER_RAISES - 1}) OVER (PARTITION BY a.device_id, a.kind ORDER BY t.at, t.id)
           <= interval '60 s' AS again
         FROM ${TABLES} JOIN alarm_transitions t ON t.alarm_id = a.id AND t.change IN ('raised', 'repeated') WHERE ${PERIOD}
       )
       SELECT device_id, code, facility_id, facility, kind, count(*) FILTER (WHERE again) AS n, count(*) AS of_all
       FROM raises GROUP BY 1, 2, 3, 4, 5 HAVING bool_or(again) ORDER BY n DESC, device_id LIMIT ${SHOWN}`,
      span,
    );
  }

  private stale(
    tx: Tx,
    facilityId: number | null,
    now: Date,
  ): Promise<(SourceRow & { id: number; opened_at: Date })[]> {
    return tx.sql<SourceRow & { id: number; opened_at: Date }>(
      `SELECT a.id, a.opened_at, ${SOURCE} FROM ${TABLES} WHERE a.state <> 'closed'
         AND a.opened_at < $2::timestamptz - interval '${STALE_HOURS} hours' AND ($1::bigint IS NULL OR a.facility_id = $1)
       ORDER BY a.opened_at, a.id LIMIT ${SHOWN}`,
      [facilityId, now],
    );
  }

  private frequent(tx: Tx, span: unknown[]): Promise<Counted[]> {
    return tx.sql<Counted>(
      `SELECT ${SOURCE}, count(*) AS n, sum(count(*)) OVER ()::bigint AS of_all FROM ${TABLES} WHERE ${PERIOD}
       GROUP BY 1, 2, 3, 4, 5 ORDER BY n DESC, 1 LIMIT ${SHOWN}`,
      span,
    );
  }

  private falseAlarms(tx: Tx, span: unknown[]): Promise<Counted[]> {
    return tx.sql<Counted>(
      `SELECT ${SOURCE}, count(*) FILTER (WHERE a.outcome = 'false') AS n, count(*) AS of_all FROM ${TABLES}
       WHERE ${PERIOD} AND a.state = 'closed' GROUP BY 1, 2, 3, 4, 5
       HAVING bool_or(a.outcome = 'false') ORDER BY n DESC, 1 LIMIT ${SHOWN}`,
      span,
    );
  }
}

function sourceOf({ device_id, code, facility_id, facility, kind }: SourceRow) {
  return {
    deviceId: device_id,
    code,
    facilityId: facility_id,
    facility,
    kind,
    kindName: KINDS[kind].name,
  };
}
