import { Inject, Injectable } from '@nestjs/common';
import { atLocal } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { Policies } from '@heling/orders/server/policies';
import {
  FIRST_WEIGHTS,
  type Booking,
  type DaySnapshot,
  type PlanCarer,
  type PlanVisit,
} from '../domain/snapshot';
import type { Transport } from '../domain/travel';
import { stands, widen } from './scope';
import type { VisitRow } from './visit-row';

export interface CarerRow {
  id: number;
  org: number;
  division: string;
  sex: 'male' | 'female';
  lng: number;
  lat: number;
  transport: Transport;
  max_minutes: number;
  pii: Buffer;
  qualifications: string[];
  shifts: { starts: string; ends: string; state: 'planned' | 'sick' | 'leave' }[];
}
export interface BookingRow {
  carer_id: number;
  visit_id: number;
  starts_at: Date;
  ends_at: Date;
  lng: number;
  lat: number;
}
/** Whose carers are looked at: organisations, certain carers, and for meals every courier of these counties. */
export interface CarerChoice {
  orgs?: readonly number[];
  ids?: readonly number[];
  courierCounties?: readonly string[];
  /** Every carer whose organisation stands in this division. */
  division?: string;
}

/** The planning problem as read from the database, with what is needed to apply a plan. */
export interface Loaded {
  snapshot: DaySnapshot;
  carers: Map<number, CarerRow>;
  /** The visits' versions when they were read. */
  versions: Map<number, number>;
}

/** Above so many carers the day's bookings are read whole: arrays are compared element by element. */
const FEW = 100;
const DAY_MS = 86_400_000;

const COLUMNS = 'c.id, c.org, c.division, c.sex, c.lng, c.lat, c.transport, c.max_minutes, c.pii';
const SHIFT = `jsonb_agg(jsonb_build_object('starts', h.starts_at, 'ends', h.ends_at, 'state', h.state)
  ORDER BY h.starts_at)`;
/** For many carers, shifts and qualifications of the whole day are read and joined. */
const MANY = `
  SELECT ${COLUMNS}, coalesce(q.codes, '{}') AS qualifications, coalesce(h.shifts, '[]') AS shifts
  FROM carers c
  LEFT JOIN (SELECT carer_id, array_agg(code ORDER BY code) AS codes FROM carer_qualifications WHERE valid_until >= $1
    GROUP BY carer_id) q ON q.carer_id = c.id
  LEFT JOIN (SELECT h.carer_id, ${SHIFT} AS shifts FROM shifts h WHERE h.day = $1 GROUP BY h.carer_id) h
    ON h.carer_id = c.id
  WHERE c.status = 'active'
    AND (c.org = ANY ($2::bigint[]) OR c.id = ANY ($3::bigint[]) OR ($4::text IS NOT NULL AND c.division ^@ $4)
      OR (left(c.division, 6) = ANY ($5::text[]) AND 'mealDelivery' = ANY (q.codes)))
  ORDER BY c.id`;
/** For one or two carers they are probed; a day's shifts lie within the nights around it, which their index knows. */
const SOME = `
  SELECT ${COLUMNS},
    ARRAY(SELECT q.code FROM carer_qualifications q WHERE q.carer_id = c.id AND q.valid_until >= $1 ORDER BY q.code)
      AS qualifications,
    coalesce((SELECT ${SHIFT} FROM shifts h WHERE h.carer_id = c.id AND h.day = $1
      AND tstzrange(h.starts_at, h.ends_at) && tstzrange($3, $4)), '[]') AS shifts
  FROM carers c WHERE c.status = 'active' AND c.id = ANY ($2::bigint[]) ORDER BY c.id`;
const PROBED = 4;

/** Reads the day as a planner sees it. */
@Injectable()
export class Snapshots {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Policies) private readonly policies: Policies,
  ) {}

  /** The problem of these visits (of one day) with the carers chosen; reads in sets, whatever their number. */
  async load(
    tx: Tx,
    ctx: RequestContext,
    day: string,
    visits: readonly VisitRow[],
    choice: CarerChoice,
  ): Promise<Loaded> {
    // Who serves a visit may come from a provider of another county: its carers are looked at for the visit's sake.
    await widen(tx, ctx, { o: [...new Set(visits.map((visit) => visit.org))] });
    const carers = await this.carers(tx, day, choice);
    const ids = carers.map((carer) => carer.id);
    const persons = [...new Set(visits.map((visit) => visit.person_id))];
    // The caller sees these carers and serves these persons: their bookings and preferences are part of it.
    await widen(tx, ctx, { p: persons, c: ids });
    const bookings = await this.bookings(tx, day, ids);
    const sexes = await tx.sql<{ id: number; bath_sex: 'male' | 'female' | null }>(
      'SELECT id, bath_sex FROM persons WHERE id = ANY ($1::bigint[]) AND bath_sex IS NOT NULL',
      [persons],
    );
    const known = await this.counts(
      tx,
      `SELECT c.person_id, c.carer_id, count(*) AS times FROM visit_carers c JOIN visits v ON v.id = c.visit_id
       WHERE c.person_id = ANY ($1::bigint[]) AND c.carer_id = ANY ($2::bigint[]) AND v.state = 'done' GROUP BY 1, 2`,
      [persons, ids],
    );
    const declined = await this.counts(
      tx,
      `SELECT t.person_id, u.carer_id, count(*) AS times FROM transitions t, unnest(t.carers) AS u(carer_id)
       WHERE t.person_id = ANY ($1::bigint[]) AND t.command = 'decline' AND u.carer_id = ANY ($2::bigint[])
       GROUP BY 1, 2`,
      [persons, ids],
    );
    const bathSex = new Map(sexes.map((row) => [row.id, row.bath_sex]));
    const { travel } = await this.policies.on(tx, day);
    return {
      carers: new Map(carers.map((carer) => [carer.id, carer])),
      versions: new Map(visits.map((visit) => [visit.id, visit.version])),
      snapshot: {
        format: 'heling-dispatch-1',
        day,
        now: this.clock.now().getTime(),
        speeds: travel,
        weights: FIRST_WEIGHTS,
        visits: visits.map((visit) => ({
          ...toPlanVisit(visit),
          carerSex: visit.qualification === 'bathing' ? (bathSex.get(visit.person_id) ?? null) : null,
          continuity: known.get(visit.person_id) ?? {},
          declined: declined.get(visit.person_id) ?? {},
        })),
        carers: carers.map((carer) => toPlanCarer(carer, bookings, stands(ctx, carer))),
      },
    };
  }

  async carers(tx: Tx, day: string, choice: CarerChoice): Promise<CarerRow[]> {
    const { orgs = [], ids = [], courierCounties = [], division = null } = choice;
    if (orgs.length === 0 && courierCounties.length === 0 && division === null && ids.length <= PROBED) {
      const noon = atLocal(day, '12:00').getTime();
      return tx.sql<CarerRow>(SOME, [day, ids, new Date(noon - DAY_MS), new Date(noon + DAY_MS)]);
    }
    return tx.sql<CarerRow>(MANY, [day, orgs, ids, division, courierCounties]);
  }

  /** Promised times of a day, done ones included (they tell where a carer is and how much was worked). */
  async bookings(tx: Tx, day: string, carerIds: readonly number[]): Promise<BookingRow[]> {
    return tx.sql<BookingRow>(
      `SELECT c.carer_id, c.visit_id, lower(c.period) AS starts_at, upper(c.period) AS ends_at, v.lng, v.lat
       FROM visits v JOIN visit_carers c ON c.visit_id = v.id
       WHERE v.day = $1 AND CASE WHEN cardinality($2::bigint[]) > ${FEW} THEN v.carers <> '{}' ELSE v.carers && $2 END
         AND c.carer_id = ANY ($2) AND (NOT c.released OR v.state = 'done')
       ORDER BY lower(c.period), c.visit_id`,
      [day, carerIds],
    );
  }

  /** Name of a carer; the row is sealed under the data key. */
  nameOf(pii: Buffer | null | undefined): string {
    return pii ? this.vault.open<{ name: string }>(pii).name : '';
  }

  private async counts(
    tx: Tx,
    text: string,
    params: unknown[],
  ): Promise<Map<number, Record<number, number>>> {
    const rows = await tx.sql<{ person_id: number; carer_id: number; times: number }>(text, params);
    const byPerson = new Map<number, Record<number, number>>();
    for (const row of rows) {
      byPerson.set(row.person_id, { ...byPerson.get(row.person_id), [row.carer_id]: row.times });
    }
    return byPerson;
  }
}

function toPlanVisit(visit: VisitRow): PlanVisit {
  return {
    id: visit.id,
    personId: visit.person_id,
    org: visit.org,
    service: visit.service,
    meal: visit.form === 'meal',
    qualification: visit.qualification,
    carersNeeded: visit.carers_needed,
    minutes: visit.minutes,
    window: [visit.window_start.getTime(), visit.window_end.getTime()],
    lng: visit.lng,
    lat: visit.lat,
    carerSex: null,
    keep: [],
    continuity: {},
    declined: {},
  };
}

/** `lent`: the caller sees the carer by their own scope, not only for the sake of a visit. */
function toPlanCarer(carer: CarerRow, bookings: readonly BookingRow[], lent: boolean): PlanCarer {
  const time = (text: string) => new Date(text).getTime();
  const planned = carer.shifts.filter((shift) => shift.state === 'planned');
  return {
    id: carer.id,
    org: carer.org,
    sex: carer.sex,
    transport: carer.transport,
    maxMinutes: carer.max_minutes,
    lng: carer.lng,
    lat: carer.lat,
    qualifications: carer.qualifications,
    shifts: planned.map((shift) => [time(shift.starts), time(shift.ends)]),
    lent,
    off: planned.length === 0 && carer.shifts.length > 0,
    bookings: bookings
      .filter((row) => row.carer_id === carer.id)
      .map((row): Booking => ({
        visitId: row.visit_id,
        lng: row.lng,
        lat: row.lat,
        start: row.starts_at.getTime(),
        end: row.ends_at.getTime(),
      })),
  };
}
