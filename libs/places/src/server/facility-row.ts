import type { z } from 'zod';
import type { facilityItem } from '../contract/facilities';
import {
  FACILITY_KINDS,
  againstStandard,
  freshness,
  permitOn,
  type FacilityKind,
} from '../domain/facilities';
import { divisionName } from './names';

type Item = z.input<typeof facilityItem>;

export interface FacilityRow {
  id: number;
  kind: FacilityKind;
  name: string;
  division: string;
  division_name: string;
  org: number | null;
  org_name: string | null;
  lng: number;
  lat: number;
  area: number;
  beds: number;
  places: number;
  permit_until: string;
  version: number;
  beds_taken: number | null;
  places_taken: number | null;
  reported_at: Date | null;
}

/** The day on which the first of a facility's permits ends; nulls (no food permit) are passed over. */
export const PERMIT_UNTIL = 'least(f.licence_until, f.fire_permit_until, f.food_permit_until)';
export const FACILITY_COLUMNS = `f.id, f.kind, f.name, f.division, ${divisionName('f.division')} AS division_name, f.org,
  g.name AS org_name, f.lng, f.lat, f.area, f.beds, f.places, ${PERMIT_UNTIL} AS permit_until, f.version,
  y.beds_taken, y.places_taken, y.reported_at`;
/** A facility with the latest report of its occupancy. */
export const FACILITY_FROM = `FROM facilities f LEFT JOIN orgs g ON g.id = f.org
  LEFT JOIN LATERAL (SELECT o.beds_taken, o.places_taken, o.reported_at FROM facility_occupancy o
    WHERE o.facility_id = f.id ORDER BY o.day DESC LIMIT 1) y ON true`;

/** A row as the screens get it: judged against its standard, its permits and the age of its report. */
export function toFacility(row: FacilityRow, now: Date, today: string): Item {
  return {
    id: row.id,
    kind: row.kind,
    kindName: FACILITY_KINDS[row.kind],
    name: row.name,
    division: row.division,
    divisionName: row.division_name,
    org: row.org,
    orgName: row.org_name,
    lng: row.lng,
    lat: row.lat,
    area: row.area,
    beds: row.beds,
    places: row.places,
    occupancy: {
      bedsTaken: row.beds_taken,
      placesTaken: row.places_taken,
      reportedAt: row.reported_at?.toISOString() ?? null,
      freshness: freshness(row.reported_at, now),
    },
    permitUntil: row.permit_until,
    permitDaysLeft: permitOn(row.permit_until, today).daysLeft,
    standardMet: againstStandard(row).met,
    version: row.version,
  };
}
