import type { Booking, DaySnapshot, PlanCarer, PlanVisit } from './snapshot';
import { kilometres, travelMinutes, type Place } from './travel';

export const MINUTE = 60_000;
/** Starts are proposed on full five minutes. */
const STEP = 5 * MINUTE;

export const BLOCK_NAMES = {
  nobody: '承接订单的机构没有可派的护理员',
  org: '不属于承接这笔订单的服务机构',
  qualification: '没有此项服务的有效资格',
  off: '当天请假',
  noShift: '当天没有班次',
  shift: '班次没有覆盖可上门的时间',
  sex: '老人要求由另一性别的护理员助浴',
  busy: '可上门的时间已有其他安排',
  travel: '前后安排之间来不及赶路',
  load: '当天工作时间已满',
  alone: '找不到同一时间有空的第二名护理员',
  limit: '超出自动派单的范围',
  passed: '可上门的时间已经过去',
} as const;
export type BlockCode = keyof typeof BLOCK_NAMES;

/** An interval of starts that fit a carer, with the way there. */
export interface Slot {
  from: number;
  to: number;
  /** From where the carer is before. */
  kilometres: number;
  travelMinutes: number;
  /** Minutes of travel that the visit adds to the carer's day. */
  addedMinutes: number;
}

type Problem = Pick<DaySnapshot, 'now' | 'speeds'>;

/** Minutes promised already. */
export function loadOf(carer: Pick<PlanCarer, 'bookings'>): number {
  return Math.round(carer.bookings.reduce((sum, each) => sum + each.end - each.start, 0) / MINUTE);
}

/** May this carer be asked at all: those of the provider that took the order; a meal is brought by any courier. */
export function belongs(visit: PlanVisit, carer: PlanCarer): boolean {
  if (carer.org === visit.org) return true;
  const courier = visit.qualification !== null && carer.qualifications.includes(visit.qualification);
  return visit.meal && carer.lent && courier;
}

/** What speaks against a carer whatever the time; empty when nothing does. */
export function standingBlocks(visit: PlanVisit, carer: PlanCarer): BlockCode[] {
  const blocks: BlockCode[] = [];
  if (visit.qualification !== null && !carer.qualifications.includes(visit.qualification)) {
    blocks.push('qualification');
  }
  if (carer.off) blocks.push('off');
  else if (carer.shifts.length === 0) blocks.push('noShift');
  if (visit.carerSex !== null && visit.carerSex !== carer.sex) blocks.push('sex');
  if (loadOf(carer) + visit.minutes > carer.maxMinutes) blocks.push('load');
  return blocks;
}

/** Every interval in which the carer could begin the visit, or the one constraint of time that leaves none. */
export function slotsOf(
  visit: PlanVisit,
  carer: PlanCarer,
  problem: Problem,
): { slots: Slot[]; block: BlockCode | null } {
  if (visit.window[1] < problem.now) return { slots: [], block: 'passed' };
  const slots = intervals(visit, carer, problem, true);
  if (slots.length > 0) return { slots, block: null };
  if (intervals(visit, carer, problem, false).length > 0) return { slots, block: 'travel' };
  const free = intervals(visit, { ...carer, bookings: [] }, problem, false);
  return { slots, block: free.length > 0 ? 'busy' : 'shift' };
}

/** The first start on full five minutes in an interval; its very beginning when no such start is in it. */
export function firstStart(slot: Pick<Slot, 'from' | 'to'>): number {
  const rounded = Math.ceil(slot.from / STEP) * STEP;
  return rounded <= slot.to ? rounded : slot.from;
}

function intervals(visit: PlanVisit, carer: PlanCarer, problem: Problem, withTravel: boolean): Slot[] {
  const minutes = (from: Place, to: Place) => travelMinutes(from, to, carer.transport, problem.speeds);
  const length = visit.minutes * MINUTE;
  const slots: Slot[] = [];
  for (const shift of carer.shifts) {
    // The way from home to the first visit is the carer's own time.
    for (let i = 0; i <= carer.bookings.length; i += 1) {
      const before: Booking | undefined = carer.bookings[i - 1];
      const after: Booking | undefined = carer.bookings[i];
      const here: Place = before ?? carer;
      const there = minutes(here, visit);
      const way = withTravel ? there * MINUTE : 0;
      const onward = after ? minutes(visit, after) : 0;
      const from = Math.max(
        visit.window[0],
        shift[0],
        problem.now + way,
        before ? before.end + way : -Infinity,
      );
      const to = Math.min(
        visit.window[1],
        shift[1] - length,
        after ? after.start - length - (withTravel ? onward * MINUTE : 0) : Infinity,
      );
      if (from > to) continue;
      slots.push({
        from,
        to,
        kilometres: kilometres(here, visit),
        travelMinutes: there,
        addedMinutes: there + onward - (after ? minutes(here, after) : 0),
      });
    }
  }
  return slots.sort((a, b) => a.from - b.from);
}
