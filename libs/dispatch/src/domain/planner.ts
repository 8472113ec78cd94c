import { bestChoice, named, rankCarers, type Reason } from './candidates';
import type { Booking, DaySnapshot, PlanCarer, PlanVisit } from './snapshot';
import { belongs, MINUTE, standingBlocks } from './slots';

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
 */
export const greedyPlanner: Planner = {
  name: 'greedy',
  plan: (snapshot) => Promise.resolve(planGreedily(snapshot)),
};

export function planGreedily(snapshot: DaySnapshot): Plan {
  const carers = new Map(snapshot.carers.map((carer) => [carer.id, carer]));
  const plan: Plan = { proposals: [], unplanned: [] };
  for (const visit of hardestFirst(snapshot)) {
    const now = { ...snapshot, carers: [...carers.values()] };
    const ranking = rankCarers(visit, now);
    const choice = bestChoice(visit, ranking);
    if (!choice) {
      plan.unplanned.push({ visitId: visit.id, blocks: commonest(ranking.infeasible) });
      continue;
    }
    plan.proposals.push({ visitId: visit.id, ...choice });
    for (const id of choice.carers) carers.set(id, withBooking(carers.get(id)!, visit, choice.startsAt));
  }
  return plan;
}

/** A carer's day with one more visit. */
export function withBooking(carer: PlanCarer, visit: PlanVisit, start: number): PlanCarer {
  const { id: visitId, lng, lat } = visit;
  const booking: Booking = { visitId, lng, lat, start, end: start + visit.minutes * MINUTE };
  return { ...carer, bookings: [...carer.bookings, booking].sort((a, b) => a.start - b.start) };
}

function hardestFirst(snapshot: DaySnapshot): PlanVisit[] {
  const able = new Map(
    snapshot.visits.map((visit) => [
      visit.id,
      snapshot.carers.filter((carer) => belongs(visit, carer) && standingBlocks(visit, carer).length === 0)
        .length,
    ]),
  );
  return [...snapshot.visits].sort(
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
