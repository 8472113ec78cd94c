import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { familyNameOnly } from '@heling/platform/domain/mask';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { ENDED_VISIT_STATES, VISIT_STATES } from '@heling/orders/domain/visit-machine';
import { Policies } from '@heling/orders/server/policies';
import type { BoardCarer, boardRoute, BoardVisit } from '../contract/board';
import { risksOf, type RiskTimes } from '../domain/risks';
import { MINUTE } from '../domain/slots';
import { travelMinutes, type Speeds } from '../domain/travel';
import { Snapshots, type BookingRow, type CarerRow } from './snapshots';
import { crewsOf, VISIT, type CrewRow, type Recipient, type VisitRow } from './visit-row';

type Filters = z.output<(typeof boardRoute)['body']>;
type BoardRow = VisitRow & { org_name: string };
/** More visits in a day than the whole city has; what lies beyond is not read. */
const MOST = 6000;
const WAITING = ['planned', 'declined'];

interface Times extends RiskTimes {
  speeds: Speeds;
}
interface Before {
  travelMinutes: number;
  previousEnd: number | null;
}

/** The day board (派单台): a day's visits and carers with what will go wrong. */
@Injectable()
export class BoardService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
  ) {}

  async board(ctx: RequestContext, filters: Filters): Promise<Output<typeof boardRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const rows = await this.rows(tx, filters);
      const crews = await crewsOf(
        tx,
        rows.map((row) => row.id),
      );
      const booked = [...new Set([...crews.values()].flat().map((each) => each.carer_id))];
      const carers = await this.snapshots.carers(tx, filters.day, {
        ids: booked,
        ...(filters.withCarers ? this.shownCarers(filters) : {}),
      });
      const bookings = await this.snapshots.bookings(
        tx,
        filters.day,
        carers.map((carer) => carer.id),
      );
      const { travel, dispatchTimes } = await this.policies.on(tx, filters.day);
      const times = { speeds: travel, ...dispatchTimes };
      const before = waysOf(carers, bookings, times.speeds);
      const all = rows.map((row) => this.toVisit(row, crews.get(row.id) ?? [], before, now.getTime(), times));
      const counts: Record<string, number> = {};
      for (const visit of all) counts[visit.state] = (counts[visit.state] ?? 0) + 1;
      const shown = all.filter(
        (visit) =>
          (filters.state === undefined || visit.state === filters.state) &&
          (!filters.unassignedOnly || WAITING.includes(visit.state)) &&
          (!filters.atRiskOnly || visit.risks.length > 0),
      );
      return {
        visits: shown.slice(0, filters.limit),
        total: shown.length,
        counts,
        atRisk: all.filter((visit) => visit.risks.length > 0).length,
        carers: filters.withCarers ? carers.map((carer) => this.toCarer(carer, bookings)) : [],
        asOf: now.toISOString(),
      };
    });
  }

  private rows(tx: Tx, filters: Filters): Promise<BoardRow[]> {
    return tx.sql<BoardRow>(
      `SELECT x.*, g.name AS org_name FROM (${VISIT} WHERE v.day = $1) x JOIN orgs g ON g.id = x.org
       WHERE ($2::bigint IS NULL OR x.org = $2) AND ($3::text IS NULL OR x.division ^@ $3)
         AND ($4::text IS NULL OR x.service = $4)
       ORDER BY coalesce(x.starts_at, x.window_start), x.id LIMIT ${MOST}`,
      [filters.day, filters.org ?? null, filters.division ?? null, filters.service ?? null],
    );
  }

  private shownCarers(filters: Filters) {
    if (filters.org !== undefined) return { orgs: [filters.org] };
    return { division: filters.division ?? CITY };
  }

  private toVisit(
    row: BoardRow,
    crew: readonly CrewRow[],
    before: Map<string, Before>,
    now: number,
    times: Times,
  ): BoardVisit {
    const ways = crew
      .map((each) => before.get(`${each.carer_id}:${row.id}`))
      .filter((way) => way !== undefined);
    const travel = ways.length > 0 ? Math.max(...ways.map((way) => way.travelMinutes)) : null;
    const ends = ways.map((way) => way.previousEnd).filter((end) => end !== null);
    const who = row.recipient ? this.vault.open<Recipient>(row.recipient) : null;
    const ended = ENDED_VISIT_STATES.includes(row.state);
    const risks = risksOf(
      {
        state: row.state,
        meal: row.form === 'meal',
        window: [row.window_start.getTime(), row.window_end.getTime()],
        startsAt: row.starts_at?.getTime() ?? null,
        minutes: row.minutes,
        arrivedAt: row.arrived_at?.getTime() ?? null,
        travelMinutes: travel,
        previousEnd: ends.length > 0 ? Math.max(...ends) : null,
        flagged: crew.some((each) => each.check_in === 'note'),
      },
      now,
      times,
    );
    return {
      id: row.id,
      orderId: row.order_id,
      version: row.version,
      personId: row.person_id,
      personName: who && (ended ? familyNameOnly(who.name) : who.name),
      division: row.division,
      org: row.org,
      orgName: row.org_name,
      service: row.service,
      serviceName: SERVICE_NAMES[row.service] ?? row.service_name,
      state: row.state,
      stateName: VISIT_STATES[row.state],
      window: { start: row.window_start.toISOString(), end: row.window_end.toISOString() },
      startsAt: row.starts_at?.toISOString() ?? null,
      minutes: row.minutes,
      carersNeeded: row.carers_needed,
      carers: crew.map((each) => ({ id: each.carer_id, name: this.snapshots.nameOf(each.carer) })),
      lng: row.lng,
      lat: row.lat,
      warnings: who?.warnings.length ?? 0,
      risks: risks.map((risk) => ({ ...risk, at: new Date(risk.at).toISOString() })),
      roundId: row.round_id,
      travelMinutes: travel,
    };
  }

  private toCarer(carer: CarerRow, bookings: readonly BookingRow[]): BoardCarer {
    const mine = bookings.filter((row) => row.carer_id === carer.id);
    const minutes =
      mine.reduce((sum, row) => sum + row.ends_at.getTime() - row.starts_at.getTime(), 0) / MINUTE;
    const shift = carer.shifts.find((each) => each.state === 'planned') ?? carer.shifts[0];
    return {
      id: carer.id,
      name: this.snapshots.nameOf(carer.pii),
      org: carer.org,
      sex: carer.sex,
      transport: carer.transport,
      shift: shift
        ? {
            startsAt: new Date(shift.starts).toISOString(),
            endsAt: new Date(shift.ends).toISOString(),
            state: shift.state,
          }
        : null,
      loadMinutes: Math.round(minutes),
      maxMinutes: carer.max_minutes,
      visits: mine.length,
      lng: carer.lng,
      lat: carer.lat,
      qualifications: carer.qualifications,
    };
  }
}

/** The way to each booking from the one before it, or from home; keyed `carer:visit`. */
function waysOf(
  carers: readonly CarerRow[],
  bookings: readonly BookingRow[],
  speeds: Speeds,
): Map<string, Before> {
  const homes = new Map(carers.map((carer) => [carer.id, carer]));
  const last = new Map<number, BookingRow>();
  const ways = new Map<string, Before>();
  for (const row of bookings) {
    const carer = homes.get(row.carer_id);
    if (!carer) continue;
    const previous = last.get(carer.id);
    ways.set(`${carer.id}:${row.visit_id}`, {
      travelMinutes: travelMinutes(previous ?? carer, row, carer.transport, speeds),
      previousEnd: previous?.ends_at.getTime() ?? null,
    });
    last.set(carer.id, row);
  }
  return ways;
}
