import { Inject, Injectable } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { alarmFiguresRoute } from '../contract/alarms';
import { problems } from './problems';

const LONGEST_MS = 93 * 86_400_000;
const WORST = 20;
/** Answered only after so many seconds, or not yet after them; who still has time is neither in time nor late. */
const slower = (seconds: number) => `coalesce(answered_at, $4) > opened_at + interval '${seconds} s'`;

interface Row {
  facility_id: number;
  facility: string;
  shift: 'day' | 'evening' | 'night';
  p0: number;
  within60: number;
  within180: number;
  slower60: number;
  slower180: number;
  alarms: number;
  false_alarms: number;
}
interface WorstRow {
  device_id: number;
  code: string;
  facility_id: number;
  kind: Output<typeof alarmFiguresRoute>['worst'][number]['kind'];
  alarms: number;
  raises: number;
  false_alarms: number;
}

/** How fast alarms are answered (TSA: 97.5 % of P0 within 60 s, 99 % within 180 s), and which sources are the noisiest. */
@Injectable()
export class FiguresService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** By institution and shift (白班 8–16, 晚班 16–24, 夜班 0–8, Shanghai) of the opening; both limits include their second. */
  async figures(
    ctx: RequestContext,
    { from, to, facilityId }: Input<typeof alarmFiguresRoute>['query'],
  ): Promise<Output<typeof alarmFiguresRoute>> {
    const [first, last] = [new Date(from), new Date(to)];
    if (last <= first || last.getTime() - first.getTime() > LONGEST_MS) throw problems.period();
    const span = [first, last, facilityId ?? null];
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<Row>(
        `SELECT a.facility_id, f.name AS facility,
           CASE WHEN h.hour >= 16 THEN 'evening' WHEN h.hour >= 8 THEN 'day' ELSE 'night' END AS shift,
           count(*) FILTER (WHERE priority = 'P0') AS p0,
           count(*) FILTER (WHERE priority = 'P0' AND answered_at <= opened_at + interval '60 s') AS within60,
           count(*) FILTER (WHERE priority = 'P0' AND answered_at <= opened_at + interval '180 s') AS within180,
           count(*) FILTER (WHERE priority = 'P0' AND ${slower(60)}) AS slower60,
           count(*) FILTER (WHERE priority = 'P0' AND ${slower(180)}) AS slower180,
           count(*) AS alarms, count(*) FILTER (WHERE outcome = 'false') AS false_alarms
         FROM alarms a JOIN facilities f ON f.id = a.facility_id
           CROSS JOIN LATERAL (SELECT extract(hour FROM a.opened_at AT TIME ZONE 'Asia/Shanghai') AS hour) h
         WHERE a.opened_at >= $1 AND a.opened_at < $2 AND ($3::bigint IS NULL OR a.facility_id = $3)
         GROUP BY 1, 2, 3 ORDER BY 1, 3`,
        [...span, this.clock.now()],
      );
      const worst = await tx.sql<WorstRow>(
        `SELECT a.device_id, d.code, a.facility_id, a.kind, count(*) AS alarms, sum(a.occurrences)::bigint AS raises,
           count(*) FILTER (WHERE a.outcome = 'false') AS false_alarms
         FROM alarms a JOIN devices d ON d.id = a.device_id
         WHERE a.opened_at >= $1 AND a.opened_at < $2 AND ($3::bigint IS NULL OR a.facility_id = $3)
         GROUP BY a.device_id, d.code, a.facility_id, a.kind ORDER BY raises DESC, a.device_id LIMIT ${WORST}`,
        span,
      );
      const totals = {
        p0: 0,
        within60: 0,
        within180: 0,
        slower60: 0,
        slower180: 0,
        alarms: 0,
        falseAlarms: 0,
      };
      const items = rows.map(({ facility_id, false_alarms, ...row }) => {
        const item = { ...row, facilityId: facility_id, falseAlarms: false_alarms };
        for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += item[key];
        return item;
      });
      return {
        items,
        totals,
        worst: worst.map(({ device_id, facility_id, false_alarms, ...row }) => ({
          ...row,
          deviceId: device_id,
          facilityId: facility_id,
          falseAlarms: false_alarms,
        })),
        asOf: this.clock.now().toISOString(),
      };
    });
  }
}
