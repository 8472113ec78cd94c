import type { ENTITLEMENT_STATES, PAYMENT_STATES, RUN_STATES } from '@heling/benefits/domain/states';
import type { ToneName } from '@heling/ui/tokens';

export const ENTITLEMENT_TONES: Record<keyof typeof ENTITLEMENT_STATES, ToneName> = {
  applied: 'p2',
  sentBack: 'p2',
  reviewed: 'p2',
  notice: 'p3',
  granted: 'ok',
  refused: 'unknown',
  objected: 'p1',
};
export const RUN_TONES: Record<keyof typeof RUN_STATES, ToneName> = {
  calculating: 'p3',
  calculated: 'p2',
  firstSigned: 'p2',
  signed: 'p2',
  sent: 'p3',
  closed: 'ok',
};
export const PAYMENT_TONES: Record<keyof typeof PAYMENT_STATES, ToneName> = {
  ready: 'p3',
  nothing: 'unknown',
  held: 'p1',
  dropped: 'unknown',
  sent: 'p3',
  paid: 'ok',
  rejected: 'p1',
  unknown: 'p2',
};

/** `2026-03` as 2026年3月. */
export const monthName = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
/** A stretch of months, one or more. */
export const monthsName = (from: string, to: string): string =>
  from === to ? monthName(from) : `${monthName(from)} 至 ${monthName(to)}`;

/** Every month of a stretch, both ends included. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (const at = new Date(`${from}-01T00:00:00Z`); ; at.setUTCMonth(at.getUTCMonth() + 1)) {
    const month = at.toISOString().slice(0, 7);
    if (month > to) return months;
    months.push(month);
  }
}
