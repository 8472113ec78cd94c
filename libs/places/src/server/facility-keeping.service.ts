import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { audit } from '@heling/access/server/audit';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import type { addFacilityRoute, reportOccupancyRoute } from '../contract/facilities';
import { liesWithin, prefixOf } from '../domain/divisions';
import { ownDivision } from './keeping';
import { problems } from './problems';

type Fields = z.output<(typeof addFacilityRoute)['body']>;
interface Kept {
  id: number;
  division: string;
  org: number | null;
  version: number;
  before: unknown;
}

const REPORT_BACK_DAYS = 7;
const COLUMNS = [
  'kind',
  'name',
  'division',
  'org',
  'lng',
  'lat',
  'address',
  'phone',
  'area',
  'beds',
  'places',
  'opens',
  'licence',
  'licence_until',
  'fire_permit_until',
  'food_permit_until',
  'led_by',
  'partners',
  'services',
];
const values = (body: Fields) => [
  body.kind,
  body.name,
  body.division,
  body.org,
  body.lng,
  body.lat,
  body.address,
  body.phone,
  body.area,
  body.beds,
  body.places,
  body.opens,
  body.licence,
  body.licenceUntil,
  body.firePermitUntil,
  body.foodPermitUntil,
  body.ledBy,
  body.partners,
  body.services,
];
/** What the audit keeps of a facility, before and after. */
const AUDITED = `jsonb_build_object('name', name, 'kind', kind, 'division', division, 'org', org, 'area', area, 'beds', beds,
  'places', places, 'licence', licence, 'licenceUntil', licence_until, 'firePermitUntil', fire_permit_until,
  'foodPermitUntil', food_permit_until, 'ledBy', led_by, 'version', version)`;

/** Adds and edits facilities and takes reports of their occupancy. */
@Injectable()
export class FacilityKeepingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async add(ctx: RequestContext, body: Fields): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      await this.check(tx, ctx, body);
      const row = await tx.one<{ id: number; version: number; after: unknown }>(
        `INSERT INTO facilities (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})
         RETURNING id, version, ${AUDITED} AS after`,
        values(body),
      );
      await this.changed(tx, ctx, 'places.addFacility', row!.id, body, null, row!.after);
      return { id: row!.id, version: row!.version };
    });
  }

  /** 409 when somebody saved it since `version`; 404 outside the caller's scope. */
  async save(
    ctx: RequestContext,
    id: number,
    body: Fields & { version: number },
  ): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      const now = await tx.one<Kept>(
        `SELECT id, division, org, version, ${AUDITED} AS before FROM facilities WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!now) throw notFound('没有找到这家机构，或您无权查看。');
      if (!liesWithin(now.division, ctx.scope.d)) throw problems.outside();
      if (now.version !== body.version) throw stale(now.before);
      await this.check(tx, ctx, body, now);
      const row = await tx.one<{ version: number; after: unknown }>(
        `UPDATE facilities SET (${COLUMNS.join(', ')}) = (${COLUMNS.map((_, i) => `$${i + 2}`).join(', ')}),
           version = version + 1 WHERE id = $1 RETURNING version, ${AUDITED} AS after`,
        [id, ...values(body)],
      );
      await tx.sql(
        `UPDATE facility_occupancy SET division = $2, org = $3
         WHERE facility_id = $1 AND (division, org) IS DISTINCT FROM ($2, $3)`,
        [id, body.division, body.org],
      );
      await this.changed(tx, ctx, 'places.saveFacility', id, body, now.before, row!.after);
      return { id, version: row!.version };
    });
  }

  /** Takes the number of beds and day-care places taken on a day; the later report of a day stands. */
  async report(
    ctx: RequestContext,
    id: number,
    body: z.output<(typeof reportOccupancyRoute)['body']>,
  ): Promise<{ day: string; reportedAt: string }> {
    const now = this.clock.now();
    const today = businessDay(now);
    const day = body.day ?? today;
    if (day > today || day < addDays(today, -REPORT_BACK_DAYS)) throw problems.day();
    return this.db.run(ctx, async (tx) => {
      const facility = await tx.one<{ division: string; org: number | null; beds: number; places: number }>(
        'SELECT division, org, beds, places FROM facilities WHERE id = $1 FOR SHARE',
        [id],
      );
      if (!facility) throw notFound('没有找到这家机构，或您无权查看。');
      if (body.bedsTaken > facility.beds) throw problems.tooManyBeds(facility.beds);
      if (body.placesTaken > facility.places) throw problems.tooManyPlaces(facility.places);
      // A day filled in afterwards was not seen today: it is as old as the end of that day.
      const reportedAt = day === today ? now : new Date(`${day}T23:59:59+08:00`);
      await tx.sql(
        `INSERT INTO facility_occupancy (facility_id, day, division, org, beds_taken, places_taken, reported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (facility_id, day) DO UPDATE SET beds_taken = excluded.beds_taken,
           places_taken = excluded.places_taken, reported_at = excluded.reported_at`,
        [id, day, facility.division, facility.org, body.bedsTaken, body.placesTaken, reportedAt],
      );
      await audit(tx, ctx, this.clock, {
        action: 'places.reportOccupancy',
        subject: 'facility',
        subjectId: id,
        division: facility.division,
        after: { day, bedsTaken: body.bedsTaken, placesTaken: body.placesTaken },
      });
      await emit(tx, {
        topic: 'facility.occupancy',
        key: `facility:${id}`,
        division: facility.division,
        org: facility.org,
        payload: { facilityId: id, day },
      });
      return { day, reportedAt: reportedAt.toISOString() };
    });
  }

  /** Who runs it must be within the caller's scope too, or registered for the place as a whole, or run it already. */
  private async check(tx: Tx, ctx: RequestContext, body: Fields, kept?: Kept): Promise<void> {
    await ownDivision(tx, ctx, body.division);
    if (body.org !== null) {
      const org = await tx.one<{ division: string }>('SELECT division FROM orgs WHERE id = $1', [body.org]);
      if (!org) throw problems.org();
      const own =
        ctx.scope.o.includes(body.org) ||
        liesWithin(org.division, ctx.scope.d) ||
        body.division.startsWith(prefixOf(org.division));
      if (!own && kept?.org !== body.org) {
        throw problems.orgOutside();
      }
    }
    if (body.ledBy === null) return;
    const leader = await tx.one<{ kind: string }>('SELECT kind FROM facilities WHERE id = $1', [body.ledBy]);
    if (leader?.kind !== 'streetCentre' || body.ledBy === kept?.id) throw problems.leader();
  }

  private async changed(
    tx: Tx,
    ctx: RequestContext,
    action: string,
    id: number,
    { division, org }: Fields,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    await audit(tx, ctx, this.clock, { action, subject: 'facility', subjectId: id, division, before, after });
    await emit(tx, {
      topic: 'facility.changed',
      key: `facility:${id}`,
      division,
      org,
      payload: { facilityId: id },
    });
  }
}
