import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { ORDER_STATES, type OrderState } from '@heling/orders/domain/order-machine';
import { afterPrefix, prefixOf } from '@heling/places/domain/divisions';
import {
  FACILITY_KINDS,
  STANDARDS,
  againstStandard,
  freshness,
  permitOn,
  type FacilityKind,
} from '@heling/places/domain/facilities';
import { FACILITY_FROM, PERMIT_UNTIL } from '@heling/places/server/facility-row';
import type { overviewRoute } from '../contract/overview';
import { CoverageService } from './coverage.service';
import { pathOf } from './path';
import { PersonCounts } from './person-counts';

type Answer = Output<typeof overviewRoute>;

interface FacilityRow {
  kind: FacilityKind;
  area: number;
  beds: number;
  permit_until: string;
  beds_taken: number | null;
  reported_at: Date | null;
}

/** The dashboard (总览) of a division. */
@Injectable()
export class OverviewService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PersonCounts) private readonly persons: PersonCounts,
    @Inject(CoverageService) private readonly coverage: CoverageService,
  ) {}

  async overview(ctx: RequestContext, division: string, kmh: number): Promise<Answer> {
    const prefix = prefixOf(division);
    const now = this.clock.now();
    const today = businessDay(now);
    const range = [prefix, afterPrefix(prefix)] as const;
    const [persons, coverage, rest] = await Promise.all([
      this.persons.count(ctx, prefix, now),
      this.coverage.circle(ctx, prefix, kmh, now),
      this.db.run(ctx, async (tx) => ({
        path: await pathOf(tx, prefix),
        facilities: this.facilities(await facilitiesIn(tx, range), now, today),
        orders: await ordersOn(tx, today, range),
      })),
    ]);
    return { ...rest, persons, coverage, asOf: now.toISOString() };
  }

  private facilities(rows: readonly FacilityRow[], now: Date, today: string): Answer['facilities'] {
    const kinds = (Object.keys(FACILITY_KINDS) as FacilityKind[]).map((kind) => {
      const these = rows.filter((row) => row.kind === kind);
      return {
        kind,
        label: FACILITY_KINDS[kind],
        count: these.length,
        meeting: STANDARDS[kind] ? these.filter((row) => againstStandard(row).met).length : null,
        beds: sum(these, (row) => row.beds),
      };
    });
    const fresh = rows.filter((row) => freshness(row.reported_at, now) === 'fresh');
    const none = rows.filter((row) => row.reported_at === null).length;
    const permits = rows.map((row) => permitOn(row.permit_until, today).state);
    return {
      byKind: kinds,
      beds: sum(rows, (row) => row.beds),
      freshBeds: sum(fresh, (row) => row.beds),
      freshBedsTaken: sum(fresh, (row) => row.beds_taken ?? 0),
      stale: rows.length - fresh.length - none,
      none,
      permitsOver: permits.filter((state) => state === 'over').length,
      permitsSoon: permits.filter((state) => state === 'soon').length,
    };
  }
}

function facilitiesIn(tx: Tx, range: readonly [string, string]): Promise<FacilityRow[]> {
  return tx.sql<FacilityRow>(
    `SELECT f.kind, f.area, f.beds, ${PERMIT_UNTIL} AS permit_until, y.beds_taken, y.reported_at ${FACILITY_FROM}
     WHERE f.division >= $1 AND f.division < $2`,
    range,
  );
}

async function ordersOn(tx: Tx, day: string, range: readonly [string, string]): Promise<Answer['orders']> {
  const rows = await tx.sql<{ state: OrderState; count: number }>(
    `SELECT o.state, count(*) FROM orders o WHERE o.day = $1 AND o.division >= $2 AND o.division < $3 GROUP BY 1`,
    [day, ...range],
  );
  const known = new Map(rows.map((row) => [row.state, row.count]));
  return (Object.keys(ORDER_STATES) as OrderState[])
    .filter((state) => state !== 'draft')
    .map((state) => ({ key: state, label: ORDER_STATES[state], count: known.get(state) ?? 0 }));
}

function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
