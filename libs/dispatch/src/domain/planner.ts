import { bestChoice, named, rankCarers, type Reason } from './candidates';
import type { Booking, DaySnapshot, PlanCarer, PlanVisit } from './snapshot';
import { belongs, loadOf, MINUTE, standingBlocks } from './slots';

export interface Proposal {
  visitId: number;
  carers: number[];
  startsAt: number;
  cost: number;
}
export interface Plan {
  proposals: Proposal[];
  /** What could not be planned, with the constraint that blocks most of the carers. */
  unplanned: { visitId: number; blocks: Reason[] }[];
}

/**
 * The seam where planners plug in: a pure snapshot in, a plan out. What comes out is only a proposal; each of its
 * rows is checked again against the database when it is applied.
 */
export interface Planner {
  readonly name: string;
  plan(snapshot: DaySnapshot): Promise<Plan>;
}

/**
 * The first planner: visits one after another, the hardest to place first (fewest carers qualified, two before one,
 * earliest closing), each to its best carers, whose day then counts for the next. The same snapshot gives the same plan.
 * It stops after each visit, so that whoever drives it can let others have their turn.
 */
export function* planGreedily(snapshot: DaySnapshot): Generator<undefined, Plan, undefined> {
  const team = new Team(snapshot.carers);
  const plan: Plan = { proposals: [], unplanned: [] };
  for (const visit of hardestFirst(snapshot.visits, team)) {
    yield;
    const ranking = rankCarers(visit, { ...snapshot, carers: team.askable(visit) });
    const choice = bestChoice(visit, ranking);
    if (!choice) {
      plan.unplanned.push({ visitId: visit.id, blocks: commonest(ranking.infeasible) });
      continue;
    }
    plan.proposals.push({ visitId: visit.id, ...choice });
    for (const id of choice.carers) team.book(id, visit, choice.startsAt);
  }
  return plan;
}

/** The carers with their day so far, found by organisation: a city has thousands of them. */
class Team {
  private readonly carers: Map<number, PlanCarer>;
  private readonly byOrg = new Map<number, number[]>();
  private readonly lent: number[];

  constructor(carers: readonly PlanCarer[]) {
    const sorted = [...carers].sort((a, b) => a.id - b.id);
    this.carers = new Map(sorted.map((carer) => [carer.id, carer]));
    for (const { id, org } of sorted) this.byOrg.set(org, [...(this.byOrg.get(org) ?? []), id]);
    this.lent = sorted.filter((carer) => carer.lent).map((carer) => carer.id);
  }

  askable(visit: PlanVisit): PlanCarer[] {
    const own = this.byOrg.get(visit.org) ?? [];
    const ids = visit.meal ? [...new Set([...own, ...this.lent])] : own;
    return ids.map((id) => this.carers.get(id)!).filter((carer) => belongs(visit, carer));
  }

  book(id: number, visit: PlanVisit, start: number): void {
    this.carers.set(id, withBooking(this.carers.get(id)!, visit, start));
  }
}

/**
 * Who can take over a whole delivery round (送餐路线): at work and free from its first to its last stop. Those of the
 * kitchen come first, then who has least to do; undefined when nobody can.
 */
export function roundTaker(
  stops: readonly PlanVisit[],
  [from, to]: readonly [number, number],
  carers: readonly PlanCarer[],
): PlanCarer | undefined {
  const [first] = stops;
  if (!first) return undefined;
  return carers
    .filter(
      (carer) =>
        belongs(first, carer) &&
        standingBlocks(first, carer).length === 0 &&
        carer.shifts.some(([begin, end]) => begin <= from && end >= to) &&
        carer.bookings.every((each) => each.end <= from || each.start >= to),
    )
    .sort(
      (a, b) =>
        Number(b.org === first.org) - Number(a.org === first.org) || loadOf(a) - loadOf(b) || a.id - b.id,
    )[0];
}

/** A carer's day with one more visit. */
export function withBooking(carer: PlanCarer, visit: PlanVisit, start: number): PlanCarer {
  const { id: visitId, lng, lat } = visit;
  const booking: Booking = { visitId, lng, lat, start, end: start + visit.minutes * MINUTE };
  return { ...carer, bookings: [...carer.bookings, booking].sort((a, b) => a.start - b.start) };
}

function hardestFirst(visits: readonly PlanVisit[], team: Team): PlanVisit[] {
  const able = new Map(
    visits.map((visit) => [
      visit.id,
      team.askable(visit).filter((carer) => standingBlocks(visit, carer).length === 0).length,
    ]),
  );
  return [...visits].sort(
    (a, b) =>
      b.carersNeeded - a.carersNeeded ||
      able.get(a.id)! - able.get(b.id)! ||
      a.window[1] - b.window[1] ||
      a.id - b.id,
  );
}

/** Why nobody fits: the blocks that stand alone before a carer first, at most three. */
function commonest(infeasible: readonly { blocks: Reason[] }[]): Reason[] {
  const counts = new Map<string, { reason: Reason; count: number }>();
  for (const { blocks } of infeasible) {
    for (const reason of blocks) {
      const seen = counts.get(reason.code) ?? { reason, count: 0 };
      counts.set(reason.code, { reason, count: seen.count + 1 / blocks.length });
    }
  }
  const sorted = [...counts.values()].sort(
    (a, b) => b.count - a.count || a.reason.code.localeCompare(b.reason.code),
  );
  return sorted.length > 0 ? sorted.slice(0, 3).map((each) => each.reason) : [named('nobody')];
}
