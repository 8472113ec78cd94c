import type { Place, Speeds, Transport } from './travel';

/** A visit as a planner sees it. Times are milliseconds of the epoch. */
export interface PlanVisit extends Place {
  id: number;
  personId: number;
  org: number;
  service: string;
  meal: boolean;
  /** Qualification that every carer of it must hold on the day. */
  qualification: string | null;
  carersNeeded: number;
  minutes: number;
  /** The visit begins within [earliest, latest]. */
  window: [number, number];
  /** Sex that the person wants of those who bathe them. */
  carerSex: 'male' | 'female' | null;
  /** Carers of this visit who stay if they can (the partner of somebody who fell ill). */
  keep: number[];
  /** Done visits to this person by carer. */
  continuity: Record<number, number>;
  /** Declined visits to this person by carer. */
  declined: Record<number, number>;
}

/** A promised time of a carer. */
export interface Booking extends Place {
  visitId: number;
  start: number;
  end: number;
}

export interface PlanCarer extends Place {
  id: number;
  org: number;
  sex: 'male' | 'female';
  transport: Transport;
  maxMinutes: number;
  /** Codes valid on the day. */
  qualifications: string[];
  /** Hours at work on the day. */
  shifts: [number, number][];
  /** May bring meals of other kitchens too. */
  lent: boolean;
  /** On sick leave or leave that day. */
  off: boolean;
  /** Sorted by start. */
  bookings: Booking[];
}

/** What counts how much when carers are ranked: all in minutes of travel. */
export interface Weights {
  /** A minute on the way. */
  travel: number;
  /** Each earlier visit to this person (at most 5 count), in favour. */
  continuity: number;
  /** Each hour promised already, against: work is shared evenly. */
  load: number;
  /** Each visit to this person that the carer declined, against. */
  declined: number;
  /** Each hour later than the earliest start of the window, against. */
  later: number;
}
export const FIRST_WEIGHTS: Weights = { travel: 1, continuity: 6, load: 3, declined: 15, later: 1 };

/** The planning problem of a day, pure JSON: what any planner works on, stored or sent to wherever it runs. */
export interface DaySnapshot {
  format: 'heling-dispatch-1';
  day: string;
  /** When it was taken; nothing is planned before. */
  now: number;
  speeds: Speeds;
  weights: Weights;
  /** To be planned. */
  visits: PlanVisit[];
  carers: PlanCarer[];
}
