import type { BoardCarer, BoardVisit } from '@heling/dispatch/contract/board';
import { atLocal } from '@heling/platform/domain/calendar';
import { SERVICES } from '@heling/orders/domain/menu';
import { ENDED_VISIT_STATES, UNSTARTED_VISIT_STATES } from '@heling/orders/domain/visit-machine';

export type { BoardCarer, BoardVisit };

/** Hours that the timeline shows. */
export const FIRST_HOUR = 6;
export const LAST_HOUR = 21;
/** Pixels of one hour on the timeline. */
export const HOUR_WIDTH = 92;
/** Planned starts are set on whole steps of so many minutes. */
export const STEP_MINUTES = 5;
const MINUTE = 60_000;

/** How a visit is drawn: by shape and word as well as by colour. */
export type Look = 'unassigned' | 'risk' | 'assigned' | 'moving' | 'done' | 'notDone';
export const LOOKS: Record<Look, { word: string; shape: string }> = {
  unassigned: { word: '待派单', shape: '◇' },
  risk: { word: '有风险', shape: '▲' },
  assigned: { word: '已派单', shape: '●' },
  moving: { word: '进行中', shape: '▶' },
  done: { word: '已完成', shape: '✓' },
  notDone: { word: '未完成', shape: '✕' },
};

const ended = (visit: BoardVisit) => ENDED_VISIT_STATES.includes(visit.state);
/** Nobody is to come yet, and somebody should. */
export const isUnassigned = (visit: BoardVisit) => !ended(visit) && visit.carers.length < visit.carersNeeded;
const MEALS = new Set(SERVICES.filter((service) => service.form === 'meal').map((service) => service.code));
/** A portion to bring: given to couriers by rounds rather than one by one. */
export const isMeal = (visit: BoardVisit) => MEALS.has(visit.service);
/** The visit can still be given to other carers. */
export const canMove = (visit: BoardVisit) => UNSTARTED_VISIT_STATES.includes(visit.state);
/** The carers are under way or at the door. */
export const isMoving = (visit: BoardVisit) => !ended(visit) && !canMove(visit);

export function lookOf(visit: BoardVisit): Look {
  if (visit.state === 'done') return 'done';
  if (ended(visit)) return 'notDone';
  if (visit.risks.length > 0) return 'risk';
  if (isUnassigned(visit)) return 'unassigned';
  return canMove(visit) ? 'assigned' : 'moving';
}

/** Planned start, or the earliest when none is planned. */
export const startOf = (visit: BoardVisit) => visit.startsAt ?? visit.window.start;

/** Pixels from the left edge of the timeline of `day`. */
export function xOf(at: string, day: string): number {
  return ((Date.parse(at) - atLocal(day, '00:00').getTime()) / 3_600_000 - FIRST_HOUR) * HOUR_WIDTH;
}

/**
 * The start that a visit gets when its bar is dropped `x` pixels from the left edge: on whole steps, and within the
 * visit's window (its last moment included).
 */
export function startAt(visit: BoardVisit, x: number, day: string): string {
  const raw = atLocal(day, '00:00').getTime() + (x / HOUR_WIDTH + FIRST_HOUR) * 3_600_000;
  const step = STEP_MINUTES * MINUTE;
  return within(visit, Math.round(raw / step) * step);
}

/** The instant, or the nearest one at which the visit may start by its window. */
export function within(visit: BoardVisit, at: number): string {
  const clamped = Math.min(Math.max(at, Date.parse(visit.window.start)), Date.parse(visit.window.end));
  return new Date(clamped).toISOString();
}

/** The crew when `carer` takes the place of `from` (or of nobody); null while a second carer must still be named. */
export function crewWith(visit: BoardVisit, carer: number, from: number | null): number[] | null {
  const others = visit.carers.map((each) => each.id).filter((id) => id !== from && id !== carer);
  const crew = [...others, carer].slice(-visit.carersNeeded);
  return crew.length === visit.carersNeeded ? crew : null;
}

const samePlace = (a: BoardVisit, b: BoardVisit) =>
  startOf(a) === startOf(b) &&
  a.minutes === b.minutes &&
  isUnassigned(a) === isUnassigned(b) &&
  a.carers.map((each) => each.id).join() === b.carers.map((each) => each.id).join();

/**
 * What may be shown while the pointer is over the board: every visit stays where it is, but what it says is new.
 * `waiting`: how many visits have come, gone or moved since, and wait to be brought in.
 */
export function heldBack(shown: readonly BoardVisit[], newest: readonly BoardVisit[]) {
  const fresh = new Map(newest.map((visit) => [visit.id, visit]));
  let waiting = 0;
  const visits = shown.map((old) => {
    const now = fresh.get(old.id);
    fresh.delete(old.id);
    if (now && samePlace(old, now)) return now;
    waiting += 1;
    return old;
  });
  return { visits, waiting: waiting + fresh.size };
}

/** Visits of each carer in the order of their start; a visit of two stands with both. */
export function byCarer(visits: readonly BoardVisit[]): Map<number, BoardVisit[]> {
  const rows = new Map<number, BoardVisit[]>();
  for (const visit of visits) {
    for (const carer of visit.carers) {
      const row = rows.get(carer.id);
      if (row) row.push(visit);
      else rows.set(carer.id, [visit]);
    }
  }
  return rows;
}

/** First who is away and still has visits, then those with visits, those free, those off duty; each by name. */
export function rowsOf(carers: readonly BoardCarer[], visits: ReadonlyMap<number, unknown[]>): BoardCarer[] {
  const rank = (carer: BoardCarer) =>
    carer.shift?.state === 'planned' ? (visits.has(carer.id) ? 1 : 2) : visits.has(carer.id) ? 0 : 3;
  return carers
    .filter((carer) => carer.shift !== null || visits.has(carer.id))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh-CN') || a.id - b.id);
}

/** What was done, and how it was before, so that it can be taken back. */
export interface Done {
  visit: BoardVisit;
  version: number;
  said: string;
}
