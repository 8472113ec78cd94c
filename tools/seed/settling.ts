import { failedSplit, refundFor } from '@heling/orders/domain/money';
import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import type { Draft, Fate } from './model';

const HOUR = 3_600_000;
/** Of the orders with an own part so many are paid at once; the others after the visit. */
export const PAID_AT_ONCE = 0.8;

/** Does somebody go there? */
export const goes = (fate: Fate): boolean => fate !== 'cancelled' && fate !== 'rejected';

export type Progress = 'final' | 'underWay' | 'ahead';

export function progressOf(draft: Draft, now: number): Progress {
  if (!goes(draft.fate)) return 'final';
  if (draft.startsAt === null || draft.startsAt > now) return 'ahead';
  return draft.endsAt! <= now ? 'final' : 'underWay';
}

/** What is charged in the end (fen). `over`: nothing more will happen; `charged`: it is not the whole. */
export function settle(
  draft: Draft,
  now: number,
): { over: boolean; charged: boolean; subsidy: number; selfPay: number } {
  const { fate, split } = draft;
  const whole = { subsidy: split.subsidy, selfPay: split.selfPay };
  if (progressOf(draft, now) !== 'final') return { over: false, charged: false, ...whole };
  if (fate === 'done') return { over: true, charged: false, ...whole };
  if (fate === 'rejected') return { over: true, charged: true, subsidy: 0, selfPay: 0 };
  if (fate === 'cancelled') {
    const tiers = FIRST_POLICIES.cancelRules[draft.service.form === 'meal' ? 'meal' : 'visit'];
    const refund = refundFor(split.selfPay, draft.windowStart - draft.cancelledAt!, tiers);
    return { over: true, charged: true, subsidy: 0, selfPay: split.selfPay - refund };
  }
  const { subsidy, selfPay } = failedSplit(split, fate, FIRST_POLICIES.failureShares);
  return { over: true, charged: true, subsidy, selfPay };
}

/** The state of payment, and the payment itself when there was one. */
export interface Paying {
  state: 'none' | 'due' | 'paid' | 'refunded';
  payment: { amount: number; refund: number; at: number } | null;
}

/** `draws`: two numbers from 0 up to 1 that decide when it was paid, and whether at all. */
export function payingOf(draft: Draft, now: number, draws: readonly [number, number]): Paying {
  const { selfPay } = draft.split;
  if (selfPay === 0) return { state: 'none', payment: null };
  const settled = settle(draft, now);
  const atOnce = draws[0] < PAID_AT_ONCE;
  const soon = Math.min(now - 1000, draft.placedAt + 90_000 + Math.floor(draws[1] * 600_000));
  const back = selfPay - settled.selfPay;
  if (!settled.over) {
    return atOnce
      ? { state: 'paid', payment: { amount: selfPay, refund: 0, at: soon } }
      : { state: 'due', payment: null };
  }
  // Who has not paid and owes nothing any more never pays.
  if (!atOnce && settled.selfPay === 0) return { state: 'none', payment: null };
  if (settled.charged) {
    return { state: back > 0 ? 'refunded' : 'paid', payment: { amount: selfPay, refund: back, at: soon } };
  }
  if (atOnce) return { state: 'paid', payment: { amount: selfPay, refund: 0, at: soon } };
  const later = draft.endsAt! + Math.floor(draws[1] * 20 * HOUR);
  // A few of the last weeks have not paid yet.
  if (later > now || (draft.offset > -45 && draws[1] > 0.996)) return { state: 'due', payment: null };
  return { state: 'paid', payment: { amount: selfPay, refund: 0, at: later } };
}
