import type { CancelTier, FailureShares, SubsidyRule } from './money';

/** Dated values that a clerk can change; table `policies`, the newest `from_day` that is not after the day holds. */
export interface PolicyValues {
  /** Monthly subsidy quota in fen; a person gets the highest that applies to them. */
  subsidyQuota: { needLevel?: string; priority?: string; monthly: number }[];
  /** What the subsidy pays of each service. */
  subsidyRules: Record<string, SubsidyRule>;
  /** What goes back at cancelling, by form of service. */
  cancelRules: Record<'meal' | 'visit', CancelTier[]>;
  /** What is charged for a visit that failed. */
  failureShares: FailureShares;
  /** A visit that is not a meal is ordered at least so many minutes ahead, and at most so many days. */
  bookingRules: { leadMinutes: number; aheadDays: number };
  /** Days after completion until an order is closed and can no longer be disputed. */
  closing: { days: number };
  /** Minutes after which an unpaid attempt is given up; hours after which unpaid orders stand in the queue. */
  paymentTimes: { expireMinutes: number; lateHours: number };
  /** Hours within which each kind of work item must be seen to. */
  queueHours: Record<string, number>;
  /** Windows offered for a visit at home, local times. */
  visitWindows: { start: string; end: string }[];
  /** Limits [least, most] within which a bath may begin: mmHg, °C, beats a minute, % (least), °C of the water. */
  bathGate: {
    systolic: [number, number];
    diastolic: [number, number];
    temperature: [number, number];
    pulse: [number, number];
    spo2: number;
    water: [number, number];
  };
  /** A carer checks in by position within so many metres of the recorded place (itself rounded to about 100 m). */
  checkIn: { radiusMetres: number };
  /**
   * A check-in is missed so many minutes after the planned start; a visit without carers stands in the queue so many
   * hours before its window; the day board warns so many minutes ahead.
   */
  dispatchTimes: { missedCheckInMinutes: number; unassignedHours: number; riskMinutes: number };
  /** New visits of these services are assigned without a person, within these limits of the way and the day's load. */
  autoAssign: { services: string[]; maxKilometres: number; maxLoadMinutes: number };
  /** Speed by transport (km/h, straight line, so slower than on the road) and minutes to set out and find the door. */
  travel: { walk: number; ebike: number; car: number; overheadMinutes: number };
}
export type PolicyKey = keyof PolicyValues;

/** The values that the city begins with; the first `from_day` must lie before the first order. */
export const FIRST_POLICIES: PolicyValues = {
  subsidyQuota: [
    { needLevel: 'mild', monthly: 12_000 },
    { needLevel: 'moderate', monthly: 24_000 },
    { needLevel: 'severe', monthly: 36_000 },
    { needLevel: 'total', monthly: 48_000 },
    { priority: 'hardship', monthly: 30_000 },
    { priority: 'dementia', monthly: 24_000 },
    { priority: 'disabled', monthly: 24_000 },
    { priority: 'veryOld', monthly: 18_000 },
    { priority: 'alone', monthly: 12_000 },
    { priority: 'emptyNest', monthly: 8_000 },
  ],
  subsidyRules: {
    lunch: { percent: 50, cap: 600 },
    dinner: { percent: 50, cap: 600 },
    bath: { percent: 60, cap: 9_000 },
    housekeeping: { percent: 40, cap: 4_000 },
    rehabilitation: { percent: 50, cap: 5_000 },
    company: { percent: 50, cap: 2_000 },
    errands: { percent: 30, cap: 1_000 },
  },
  cancelRules: {
    meal: [
      { hours: 2, percent: 100 },
      { hours: 0, percent: 0 },
    ],
    visit: [
      { hours: 24, percent: 100 },
      { hours: 4, percent: 50 },
      { hours: 0, percent: 0 },
    ],
  },
  failureShares: { notAtHome: 100, refusedForSafety: 30, interrupted: 50 },
  bookingRules: { leadMinutes: 120, aheadDays: 30 },
  closing: { days: 7 },
  paymentTimes: { expireMinutes: 30, lateHours: 24 },
  queueHours: {
    visitUnassigned: 2,
    missedCheckIn: 0.2,
    welfareCheck: 0.5,
    complaint: 24,
    paymentFailed: 24,
    paymentLate: 48,
    carerSick: 1,
    standingSkipped: 24,
    newDate: 24,
    sos: 0,
    syncConflict: 4,
  },
  visitWindows: [
    { start: '08:00', end: '10:00' },
    { start: '10:00', end: '12:00' },
    { start: '14:00', end: '16:00' },
    { start: '16:00', end: '18:00' },
  ],
  bathGate: {
    systolic: [90, 160],
    diastolic: [60, 100],
    temperature: [36, 37.3],
    pulse: [50, 110],
    spo2: 92,
    water: [38, 42],
  },
  checkIn: { radiusMetres: 300 },
  dispatchTimes: { missedCheckInMinutes: 10, unassignedHours: 4, riskMinutes: 60 },
  autoAssign: { services: [], maxKilometres: 5, maxLoadMinutes: 360 },
  travel: { walk: 4, ebike: 14, car: 22, overheadMinutes: 4 },
};

/** Monthly quota (fen) of a person: the highest of the rows that apply, 0 when none does. */
export function monthlyQuota(
  rows: PolicyValues['subsidyQuota'],
  person: { needLevel: string | null; priority: readonly string[] },
): number {
  const applies = rows.filter(
    (row) =>
      (row.needLevel !== undefined && row.needLevel === person.needLevel) ||
      (row.priority !== undefined && person.priority.includes(row.priority)),
  );
  return Math.max(0, ...applies.map((row) => row.monthly));
}
