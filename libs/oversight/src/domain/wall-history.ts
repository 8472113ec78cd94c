import type { AlarmState, Priority } from './model';

/** An alarm with the states it took, in the order of time; times in milliseconds since 1970. */
export interface PastAlarm {
  facilityId: number;
  priority: Priority;
  course: readonly { at: number; state: AlarmState }[];
}

export interface OpenCounts {
  p0: number;
  p1: number;
  p2: number;
  p3: number;
  /** Of these, nobody had acknowledged yet. */
  unacked: number;
}

/** The state of an alarm at an instant; null before it opened. */
export function stateAt({ course }: Pick<PastAlarm, 'course'>, at: number): AlarmState | null {
  let state: AlarmState | null = null;
  for (const step of course) {
    if (step.at > at) break;
    state = step.state;
  }
  return state;
}

/** Does an alarm in this state ask for somebody: not closed, shelved, or suppressed? */
export const isPressing = (state: AlarmState | null): boolean =>
  state === 'active-unacked' || state === 'active-acked' || state === 'cleared-unacked';

/** Has nobody acknowledged it yet? */
export const isUnacked = (state: AlarmState | null): boolean =>
  state === 'active-unacked' || state === 'cleared-unacked';

/** What the wall counted at an instant, by institution. */
export function countsAt(alarms: readonly PastAlarm[], at: number): Map<number, OpenCounts> {
  const counts = new Map<number, OpenCounts>();
  for (const alarm of alarms) {
    const state = stateAt(alarm, at);
    if (!isPressing(state)) continue;
    const of = counts.get(alarm.facilityId) ?? { p0: 0, p1: 0, p2: 0, p3: 0, unacked: 0 };
    of[alarm.priority.toLowerCase() as Lowercase<Priority>] += 1;
    if (isUnacked(state)) of.unacked += 1;
    counts.set(alarm.facilityId, of);
  }
  return counts;
}
