import type { VisitState } from '@heling/orders/domain/visit-machine';

export const RISK_NAMES = {
  missedCheckIn: '到点没有签到',
  late: '已过计划开始时间',
  unassigned: '快到时间还没有护理员',
  declined: '护理员拒接，待重新安排',
  notDeparted: '该出发了还没有出发',
  tightTravel: '两次上门之间来不及赶路',
  overrun: '超过预计结束时间',
  flaggedCheckIn: '签到没有位置或门内码，待核对',
} as const;
export type RiskCode = keyof typeof RISK_NAMES;

export interface Risk {
  code: RiskCode;
  name: string;
  /** When it goes (or went) wrong, milliseconds of the epoch. */
  at: number;
}

/** What the day board knows of a visit; times are milliseconds of the epoch. */
export interface Watched {
  state: VisitState;
  meal: boolean;
  window: [number, number];
  startsAt: number | null;
  minutes: number;
  arrivedAt: number | null;
  /** Way from the visit before, or from home. */
  travelMinutes: number | null;
  /** End of the visit before of the same carer. */
  previousEnd: number | null;
  /** A check-in without position or code. */
  flagged: boolean;
}
export interface RiskTimes {
  riskMinutes: number;
  missedCheckInMinutes: number;
}

const MINUTE = 60_000;
/** Staying longer than planned is noticed after a quarter of an hour. */
const OVERRUN_MINUTES = 15;
const WAITING: readonly VisitState[] = ['assigned', 'accepted', 'enRoute'];
const AT_HOME: readonly VisitState[] = ['arrived', 'gated', 'inService'];

/** By when somebody must have checked in: the planned start, of a meal the end of its window. */
export function checkInBy(visit: Pick<Watched, 'meal' | 'window' | 'startsAt'>): number {
  return visit.meal ? visit.window[1] : (visit.startsAt ?? visit.window[0]);
}

/** What goes wrong within the hour (or has): the gravest first. Ended visits have none. */
export function risksOf(visit: Watched, now: number, times: RiskTimes): Risk[] {
  const risks: Risk[] = [];
  const add = (code: RiskCode, at: number) => risks.push({ code, name: RISK_NAMES[code], at });
  const ahead = times.riskMinutes * MINUTE;
  if (visit.state === 'planned' && visit.window[0] - now <= ahead) add('unassigned', visit.window[0]);
  if (visit.state === 'declined') add('declined', visit.window[0]);
  if (WAITING.includes(visit.state)) {
    const due = checkInBy(visit);
    const way = (visit.travelMinutes ?? 0) * MINUTE;
    if (now > due + times.missedCheckInMinutes * MINUTE) add('missedCheckIn', due);
    else if (now > due) add('late', due);
    else if (!visit.meal && visit.state !== 'enRoute' && now > due - way) add('notDeparted', due - way);
    const reached = visit.previousEnd === null ? null : visit.previousEnd + way;
    if (!visit.meal && visit.startsAt !== null && reached !== null && reached > visit.startsAt) {
      add('tightTravel', visit.startsAt);
    }
  }
  if (AT_HOME.includes(visit.state)) {
    const end = (visit.arrivedAt ?? visit.startsAt ?? visit.window[0]) + visit.minutes * MINUTE;
    if (now > end + OVERRUN_MINUTES * MINUTE) add('overrun', end);
    if (visit.flagged) add('flaggedCheckIn', visit.arrivedAt ?? now);
  }
  return risks;
}
