import type { Alarm } from './alarm';
import type { Timer } from './timers';

/** An open alarm as it is saved. */
export type SavedAlarm = Omit<Alarm, 'waiting'> & { waiting: number[] };

/** What an engine knows, as plain data (JSON); times in milliseconds since 1970. */
export interface EngineState {
  now: number;
  /** Marks given to timers so far. */
  marks: number;
  /** By id. */
  sources: Record<
    string,
    { since: number; silent: boolean; unknown: boolean; skewed: boolean; seen: number[] }
  >;
  subjects: {
    source: string;
    kind: string;
    /** Alarms so far. */
    count: number;
    lastClear: number | null;
    open: SavedAlarm | null;
  }[];
  /** Those of alarms that still hold; silence follows from `since`. */
  timers: Timer[];
}
