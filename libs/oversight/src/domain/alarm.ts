import type { AlarmState, EscalationPolicy, Priority } from './model';

/** An open alarm of one source and kind. */
export interface Alarm {
  /** `source/kind#n`. */
  id: string;
  source: string;
  kind: string;
  priority: Priority;
  state: AlarmState;
  occurrences: number;
  openedAt: number;
  /** The policy in force when it opened; a later change concerns later alarms. */
  policy: EscalationPolicy | null;
  /** The greatest event time of its raises. */
  lastRaise: number;
  /** It was acknowledged or resolved before. */
  answered: boolean;
  /** Steps that still wait for their time. */
  waiting: Set<number>;
  /** The last step taken since the escalation last began from its first step; −1: none. */
  lastStep: number;
  /** Only timers with these marks hold: one for the steps, one for shelf and resolve limit. */
  stepMark: number;
  limitMark: number;
}

export function newAlarm(
  source: string,
  kind: string,
  number: number,
  priority: Priority,
  at: number,
): Alarm {
  return {
    id: `${source}/${kind}#${number}`,
    source,
    kind,
    priority,
    state: 'active-unacked',
    occurrences: 1,
    openedAt: at,
    policy: null,
    lastRaise: at,
    answered: false,
    waiting: new Set(),
    lastStep: -1,
    stepMark: 0,
    limitMark: 0,
  };
}
