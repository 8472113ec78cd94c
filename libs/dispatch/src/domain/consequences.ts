import { named, type Reason } from './candidates';
import { belongs, loadOf, MINUTE } from './slots';
import type { Booking, DaySnapshot, PlanCarer, PlanVisit } from './snapshot';
import { travelMinutes, type Place, type Speeds } from './travel';

export interface Conflict {
  carerId: number;
  booking: Booking;
  kind: 'overlap' | 'travel';
}
export interface CarerChange {
  id: number;
  change: 'comes' | 'stays' | 'goes';
  loadBefore: number;
  loadAfter: number;
  maxMinutes: number;
  travelBefore: number;
  travelAfter: number;
  continuity: number;
}
export interface Consequences {
  stops: Reason[];
  warnings: Reason[];
  travelMinutes: number;
  latenessMinutes: number;
  brokenContinuity: { id: number; visits: number }[];
  carers: CarerChange[];
  conflicts: Conflict[];
}

/**
 * What giving a visit to these carers at this start would change. In the snapshot the carers' bookings are as they
 * stand, with the visit at its carers of now (`before`).
 */
export function consequencesOf(
  visit: PlanVisit,
  choice: { carers: readonly number[]; startsAt: number },
  before: readonly number[],
  snapshot: DaySnapshot,
): Consequences {
  const end = choice.startsAt + visit.minutes * MINUTE;
  const booking: Booking = { visitId: visit.id, lng: visit.lng, lat: visit.lat, start: choice.startsAt, end };
  const result: Consequences = {
    stops: [],
    warnings: [],
    travelMinutes: 0,
    latenessMinutes: Math.max(0, Math.round((choice.startsAt - visit.window[1]) / MINUTE)),
    brokenContinuity: [],
    carers: [],
    conflicts: [],
  };
  const { stops, warnings } = result;
  if (new Set(choice.carers).size !== visit.carersNeeded) {
    stops.push({ code: 'crew', detail: `此项服务需要 ${visit.carersNeeded} 名不同的护理员` });
  }
  for (const carer of snapshot.carers.filter((each) => choice.carers.includes(each.id))) {
    const others = carer.bookings.filter((each) => each.visitId !== visit.id);
    if (!belongs(visit, carer)) stops.push(named('org'));
    if (visit.qualification !== null && !carer.qualifications.includes(visit.qualification)) {
      stops.push(named('qualification'));
    }
    if (carer.off) stops.push(named('off'));
    else if (!carer.shifts.some(([from, to]) => from <= choice.startsAt && to >= end)) {
      warnings.push(named(carer.shifts.length === 0 ? 'noShift' : 'shift'));
    }
    if (visit.carerSex !== null && visit.carerSex !== carer.sex) warnings.push(named('sex'));
    if (loadOf({ bookings: others }) + visit.minutes > carer.maxMinutes) warnings.push(named('load'));
    result.conflicts.push(...conflictsOf(carer, others, booking, snapshot.speeds));
    result.carers.push(
      changeOf(carer, before.includes(carer.id) ? 'stays' : 'comes', [...others, booking], visit, snapshot),
    );
  }
  for (const carer of snapshot.carers) {
    if (!before.includes(carer.id) || choice.carers.includes(carer.id)) continue;
    const others = carer.bookings.filter((each) => each.visitId !== visit.id);
    result.carers.push(changeOf(carer, 'goes', others, visit, snapshot));
    const visits = visit.continuity[carer.id] ?? 0;
    if (visits > 0) result.brokenContinuity.push({ id: carer.id, visits });
  }
  if (result.conflicts.some((each) => each.kind === 'overlap')) stops.push(named('busy'));
  if (result.conflicts.some((each) => each.kind === 'travel')) warnings.push(named('travel'));
  if (result.latenessMinutes > 0) {
    warnings.push({ code: 'late', detail: `比约定时间段晚 ${result.latenessMinutes} 分钟` });
  } else if (choice.startsAt < visit.window[0]) {
    warnings.push({ code: 'early', detail: '早于约定的时间段' });
  }
  if (end < snapshot.now) warnings.push(named('passed'));
  result.travelMinutes = result.carers.reduce((sum, each) => sum + each.travelAfter - each.travelBefore, 0);
  result.stops = unique(stops);
  result.warnings = unique(warnings);
  return result;
}

/** Minutes on the way of a carer's day, from home through the bookings in their order. */
export function dayTravel(carer: PlanCarer, bookings: readonly Booking[], speeds: Speeds): number {
  let here: Place = carer;
  let sum = 0;
  for (const booking of [...bookings].sort((a, b) => a.start - b.start)) {
    sum += travelMinutes(here, booking, carer.transport, speeds);
    here = booking;
  }
  return sum;
}

function changeOf(
  carer: PlanCarer,
  change: CarerChange['change'],
  after: Booking[],
  visit: PlanVisit,
  { speeds }: DaySnapshot,
): CarerChange {
  return {
    id: carer.id,
    change,
    loadBefore: loadOf(carer),
    loadAfter: loadOf({ bookings: after }),
    maxMinutes: carer.maxMinutes,
    travelBefore: dayTravel(carer, carer.bookings, speeds),
    travelAfter: dayTravel(carer, after, speeds),
    continuity: visit.continuity[carer.id] ?? 0,
  };
}

function conflictsOf(carer: PlanCarer, others: Booking[], booking: Booking, speeds: Speeds): Conflict[] {
  const conflicts: Conflict[] = [];
  const way = (from: Place, to: Place) => travelMinutes(from, to, carer.transport, speeds) * MINUTE;
  for (const other of others) {
    const overlap = other.start < booking.end && other.end > booking.start;
    const tight =
      other.end <= booking.start
        ? other.end + way(other, booking) > booking.start
        : booking.end + way(booking, other) > other.start;
    if (overlap) conflicts.push({ carerId: carer.id, booking: other, kind: 'overlap' });
    else if (tight) conflicts.push({ carerId: carer.id, booking: other, kind: 'travel' });
  }
  return conflicts;
}

function unique(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((each) => [each.code, each])).values()];
}
