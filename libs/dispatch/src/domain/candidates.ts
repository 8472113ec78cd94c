import type { DaySnapshot, PlanCarer, PlanVisit } from './snapshot';
import {
  BLOCK_NAMES,
  MINUTE,
  belongs,
  firstStart,
  loadOf,
  slotsOf,
  standingBlocks,
  type BlockCode,
  type Slot,
} from './slots';

export interface Reason {
  code: string;
  detail: string;
}
export interface Figures {
  distanceKm: number;
  travelMinutes: number;
  continuity: number;
  loadMinutes: number;
  maxMinutes: number;
  declined: number;
}
export interface Feasible {
  carerId: number;
  startsAt: number;
  cost: number;
  figures: Figures;
  slots: Slot[];
}
export interface Infeasible {
  carerId: number;
  blocks: Reason[];
}
export interface Pair {
  carers: [number, number];
  startsAt: number;
  cost: number;
}
export interface Ranking {
  /** Best first; for a service of two only who finds a partner. */
  feasible: Feasible[];
  infeasible: Infeasible[];
  /** For a service of two, best first. */
  pairs: Pair[];
}

const PAIRED = 16;
const BY = { walk: '步行', ebike: '骑电动车', car: '开车' } as const;

/** Ranks a day's carers for one visit by their cost, and says for the others which constraint blocks them. */
export function rankCarers(visit: PlanVisit, snapshot: DaySnapshot): Ranking {
  const feasible: Feasible[] = [];
  const infeasible: Infeasible[] = [];
  for (const carer of snapshot.carers.filter((each) => belongs(visit, each))) {
    const blocks = standingBlocks(visit, carer);
    const { slots, block } = slotsOf(visit, carer, snapshot);
    // Without any hours at work the time blocks say nothing new.
    if (block && !blocks.includes('off') && !blocks.includes('noShift')) blocks.push(block);
    if (blocks.length > 0) infeasible.push({ carerId: carer.id, blocks: blocks.map(named) });
    else feasible.push(judge(visit, carer, slots, snapshot));
  }
  feasible.sort(byCost);
  infeasible.sort((a, b) => a.blocks.length - b.blocks.length || a.carerId - b.carerId);
  if (visit.carersNeeded < 2) return { feasible, infeasible, pairs: [] };
  const pairs = pairsOf(visit, feasible, snapshot);
  const paired = new Set(pairs.flatMap((pair) => pair.carers));
  const alone = feasible.slice(0, PAIRED).filter((each) => !paired.has(each.carerId));
  for (const { carerId } of alone) infeasible.unshift({ carerId, blocks: [named('alone')] });
  return { feasible: feasible.filter((each) => !alone.includes(each)), infeasible, pairs };
}

/** The price of a start for a carer: minutes of travel and what the weights make of the rest. Lower is better. */
export function costOf(
  visit: PlanVisit,
  carer: PlanCarer,
  slot: Slot,
  startsAt: number,
  { weights }: Pick<DaySnapshot, 'weights'>,
): number {
  const cost =
    weights.travel * Math.max(0, slot.addedMinutes) -
    weights.continuity * Math.min(5, visit.continuity[carer.id] ?? 0) +
    weights.load * (loadOf(carer) / 60) +
    weights.declined * (visit.declined[carer.id] ?? 0) +
    weights.later * ((startsAt - visit.window[0]) / (60 * MINUTE));
  return Math.round(cost * 10) / 10;
}

/** The first of the pairs (or carers) that fit; null when nobody does. */
export function bestChoice(
  visit: PlanVisit,
  { feasible, pairs }: Ranking,
): { carers: number[]; startsAt: number; cost: number } | null {
  const kept = (carers: readonly number[]) => carers.filter((id) => visit.keep.includes(id)).length;
  if (visit.carersNeeded < 2) {
    const first = feasible[0];
    return first ? { carers: [first.carerId], startsAt: first.startsAt, cost: first.cost } : null;
  }
  // Who is on the visit already stays, whatever it costs.
  return [...pairs].sort((a, b) => kept(b.carers) - kept(a.carers))[0] ?? null;
}

function judge(visit: PlanVisit, carer: PlanCarer, slots: Slot[], snapshot: DaySnapshot): Feasible {
  const best = slots
    .map((slot) => ({ slot, startsAt: firstStart(slot) }))
    .map((each) => ({ ...each, cost: costOf(visit, carer, each.slot, each.startsAt, snapshot) }))
    .sort((a, b) => a.cost - b.cost || a.startsAt - b.startsAt)[0]!;
  const figures: Figures = {
    distanceKm: Math.round(best.slot.kilometres * 10) / 10,
    travelMinutes: best.slot.travelMinutes,
    continuity: visit.continuity[carer.id] ?? 0,
    loadMinutes: loadOf(carer),
    maxMinutes: carer.maxMinutes,
    declined: visit.declined[carer.id] ?? 0,
  };
  const { startsAt, cost } = best;
  return { carerId: carer.id, startsAt, cost, figures, slots };
}

/** Why this carer, in words: for a person who looks; a planner needs none of it. */
export function reasonsOf(visit: PlanVisit, carer: PlanCarer, figures: Figures): Reason[] {
  const reasons: Reason[] = [
    {
      code: 'distance',
      detail: `距离 ${figures.distanceKm} 公里，${BY[carer.transport]}约 ${figures.travelMinutes} 分钟`,
    },
  ];
  if (figures.continuity > 0) {
    reasons.unshift({ code: 'continuity', detail: `为这位老人服务过 ${figures.continuity} 次` });
  }
  if (visit.keep.includes(carer.id)) reasons.unshift({ code: 'keep', detail: '已经安排在这次上门' });
  if (visit.carerSex !== null) reasons.push({ code: 'sex', detail: '符合老人对护理员性别的要求' });
  reasons.push({
    code: 'load',
    detail: `当天已安排 ${figures.loadMinutes} 分钟，上限 ${figures.maxMinutes} 分钟`,
  });
  if (figures.declined > 0) {
    reasons.push({ code: 'declined', detail: `拒接过这位老人的上门 ${figures.declined} 次` });
  }
  return reasons;
}

/** Pairs of the best carers (and of those to keep) that can begin at the same moment. */
function pairsOf(visit: PlanVisit, feasible: readonly Feasible[], snapshot: DaySnapshot): Pair[] {
  const carers = new Map(snapshot.carers.map((carer) => [carer.id, carer]));
  const some = feasible.filter((each, index) => index < PAIRED || visit.keep.includes(each.carerId));
  const pairs: Pair[] = [];
  for (const [index, one] of some.entries()) {
    for (const other of some.slice(index + 1)) {
      let best: Pair | undefined;
      for (const a of one.slots) {
        for (const b of other.slots) {
          const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
          if (both.from > both.to) continue;
          const startsAt = firstStart(both);
          const cost =
            costOf(visit, carers.get(one.carerId)!, a, startsAt, snapshot) +
            costOf(visit, carers.get(other.carerId)!, b, startsAt, snapshot);
          if (!best || cost < best.cost || (cost === best.cost && startsAt < best.startsAt)) {
            best = { carers: [one.carerId, other.carerId], startsAt, cost: Math.round(cost * 10) / 10 };
          }
        }
      }
      if (best) pairs.push(best);
    }
  }
  return pairs.sort((a, b) => a.cost - b.cost || a.carers[0] - b.carers[0] || a.carers[1] - b.carers[1]);
}

function byCost(a: Feasible, b: Feasible): number {
  return a.cost - b.cost || a.carerId - b.carerId;
}

export function named(code: BlockCode): Reason {
  return { code, detail: BLOCK_NAMES[code] };
}
