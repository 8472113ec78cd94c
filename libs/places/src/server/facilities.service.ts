import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import type { facilitiesRoute, facilityRoute } from '../contract/facilities';
import { KEEPING, REPORTING } from '../contract/shared';
import { afterPrefix, liesWithin, prefixOf } from '../domain/divisions';
import {
  OCCUPANCY_STALE_HOURS,
  PERMIT_NAMES,
  STANDARDS,
  againstStandard,
  permitOn,
  type FacilityKind,
  type PermitKind,
} from '../domain/facilities';
import { FACILITY_COLUMNS, FACILITY_FROM, PERMIT_UNTIL, toFacility, type FacilityRow } from './facility-row';

/** How many days of occupancy the page shows. */
const DAYS_SHOWN = 30;
const [streetCentre, dayCare] = [STANDARDS.streetCentre!, STANDARDS.dayCare!];
const BELOW_STANDARD = `CASE f.kind WHEN 'streetCentre' THEN f.area < ${streetCentre.area} OR f.beds < ${streetCentre.beds}
  WHEN 'dayCare' THEN f.area < ${dayCare.area} ELSE false END`;
const FRESHNESS = `CASE WHEN y.reported_at IS NULL THEN 'none'
  WHEN y.reported_at < $6::timestamptz - interval '${OCCUPANCY_STALE_HOURS} hours' THEN 'stale' ELSE 'fresh' END`;

interface PageRow extends FacilityRow {
  address: string;
  phone: string;
  opens: string;
  licence: string;
  licence_until: string;
  fire_permit_until: string;
  food_permit_until: string | null;
  led_by: { id: number; kind: FacilityKind; name: string } | null;
  leads: { id: number; kind: FacilityKind; name: string }[];
  partners: string[];
  services: string[];
}
interface DayRow {
  day: string;
  beds_taken: number;
  places_taken: number;
}

/** Reads facilities (机构) within the caller's scope. */
@Injectable()
export class FacilityService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(
    ctx: RequestContext,
    body: z.output<(typeof facilitiesRoute)['body']>,
  ): Promise<Output<typeof facilitiesRoute>> {
    const after = fromCursor(body.cursor, 1);
    const now = this.clock.now();
    const today = businessDay(now);
    const prefix = prefixOf(body.division ?? '4106');
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<FacilityRow & { total: number }>(
        `SELECT * FROM (
           SELECT ${FACILITY_COLUMNS}, count(*) OVER () AS total ${FACILITY_FROM}
           WHERE f.division >= $1 AND f.division < $2 AND ($3::text[] IS NULL OR f.kind = ANY ($3))
             AND ($4::text IS NULL OR strpos(f.name, $4) > 0) AND ($5::bigint IS NULL OR f.org = $5)
             AND ($7::text IS NULL OR ${FRESHNESS} = $7)
             AND ($8::date IS NULL OR ${PERMIT_UNTIL} <= $8) AND ($9::boolean IS NULL OR (${BELOW_STANDARD}) = $9)
         ) found WHERE id > $10 ORDER BY id LIMIT $11`,
        [
          prefix,
          afterPrefix(prefix),
          body.kinds ?? null,
          body.q || null,
          body.org ?? null,
          now,
          body.freshness ?? null,
          body.permitWithinDays === undefined ? null : addDays(today, body.permitWithinDays),
          body.belowStandard ?? null,
          after?.[0] ?? 0,
          body.limit + 1,
        ],
      ),
    );
    const page = pageFrom(
      rows,
      body.limit,
      now,
      (row) => [row.id],
      (row) => toFacility(row, now, today),
    );
    return { ...page, total: rows[0]?.total ?? 0 };
  }

  /** The page of a facility; 404 outside the caller's scope. */
  async page(ctx: RequestContext, id: number): Promise<Output<typeof facilityRoute>> {
    const now = this.clock.now();
    const today = businessDay(now);
    const { row, days } = await this.db.run(ctx, async (tx) => {
      const found = await tx.one<PageRow>(
        `SELECT ${FACILITY_COLUMNS}, f.address, f.phone, f.opens, f.licence, f.licence_until, f.fire_permit_until,
           f.food_permit_until, f.partners, f.services,
           (SELECT jsonb_build_object('id', l.id, 'kind', l.kind, 'name', l.name) FROM facilities l
             WHERE l.id = f.led_by) AS led_by,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'name', l.name) ORDER BY l.id)
             FROM facilities l WHERE l.led_by = f.id), '[]') AS leads
         ${FACILITY_FROM} WHERE f.id = $1`,
        [id],
      );
      if (!found) throw notFound('没有找到这家机构，或您无权查看。');
      return { row: found, days: await this.days(tx, id, today) };
    });
    const permit = (kind: PermitKind, until: string | null) => ({
      kind,
      name: PERMIT_NAMES[kind],
      until,
      ...(until === null ? { daysLeft: null, state: 'none' as const } : permitOn(until, today)),
    });
    return {
      ...toFacility(row, now, today),
      address: row.address,
      phone: row.phone,
      opens: row.opens,
      licence: row.licence,
      licenceUntil: row.licence_until,
      firePermitUntil: row.fire_permit_until,
      foodPermitUntil: row.food_permit_until,
      permits: [
        permit('licence', row.licence_until),
        permit('fire', row.fire_permit_until),
        permit('food', row.food_permit_until),
      ],
      shortfalls: againstStandard(row).shortfalls,
      days,
      ledBy: row.led_by,
      leads: row.leads,
      partners: row.partners,
      services: row.services,
      canSave: holds(ctx, KEEPING) && liesWithin(row.division, ctx.scope.d),
      canReport: holds(ctx, REPORTING),
      asOf: now.toISOString(),
    };
  }

  /** The last 30 days, each with what was reported or null. */
  private async days(tx: Tx, id: number, today: string): Promise<Output<typeof facilityRoute>['days']> {
    const first = addDays(today, 1 - DAYS_SHOWN);
    const rows = await tx.sql<DayRow>(
      `SELECT day, beds_taken, places_taken FROM facility_occupancy WHERE facility_id = $1 AND day BETWEEN $2 AND $3`,
      [id, first, today],
    );
    const known = new Map(rows.map((row) => [row.day, row]));
    return Array.from({ length: DAYS_SHOWN }, (_, i) => {
      const day = addDays(first, i);
      const row = known.get(day);
      return { day, bedsTaken: row?.beds_taken ?? null, placesTaken: row?.places_taken ?? null };
    });
  }
}

function holds(ctx: RequestContext, roles: readonly string[]): boolean {
  return ctx.roles.some((role) => roles.includes(role));
}
