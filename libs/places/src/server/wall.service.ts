import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { wallRoute } from '../contract/wall';
import { afterPrefix, prefixOf } from '../domain/divisions';
import { freshness, type FacilityKind } from '../domain/facilities';
import { FACILITY_FROM } from './facility-row';

interface Row {
  id: number;
  kind: FacilityKind;
  name: string;
  division: string;
  lng: number;
  lat: number;
  beds: number;
  places: number;
  beds_taken: number | null;
  places_taken: number | null;
  reported_at: Date | null;
}

/** What the wall (大屏) shows of institutions. */
@Injectable()
export class WallService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async wall(
    ctx: RequestContext,
    query: { kind?: FacilityKind; division?: string },
  ): Promise<Output<typeof wallRoute>> {
    const prefix = prefixOf(query.division ?? '4106');
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row>(
        `SELECT f.id, f.kind, f.name, f.division, f.lng, f.lat, f.beds, f.places, y.beds_taken, y.places_taken, y.reported_at
         ${FACILITY_FROM}
         WHERE f.division >= $1 AND f.division < $2 AND ($3::text IS NULL OR f.kind = $3) ORDER BY f.division, f.id`,
        [prefix, afterPrefix(prefix), query.kind ?? null],
      ),
    );
    const now = this.clock.now();
    const totals = { facilities: 0, beds: 0, freshBeds: 0, freshBedsTaken: 0, fresh: 0, stale: 0, none: 0 };
    const items = rows.map(({ beds_taken, places_taken, reported_at, ...facility }) => {
      const age = freshness(reported_at, now);
      totals.facilities += 1;
      totals.beds += facility.beds;
      totals[age] += 1;
      if (age === 'fresh') {
        totals.freshBeds += facility.beds;
        totals.freshBedsTaken += beds_taken ?? 0;
      }
      return {
        ...facility,
        bedsTaken: beds_taken,
        placesTaken: places_taken,
        reportedAt: reported_at?.toISOString() ?? null,
        freshness: age,
      };
    });
    return { items, totals, asOf: now.toISOString() };
  }
}
