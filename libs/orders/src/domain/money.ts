/** What a price splits into, in fen: `price = subsidy + selfPay`. */
export interface Split {
  price: number;
  subsidy: number;
  selfPay: number;
}

/** How much of a service the subsidy pays: `percent` of the price, at most `cap` fen an order. */
export interface SubsidyRule {
  percent: number;
  cap: number;
}

/**
 * Splits a price (fen) between the monthly quota and the person. The subsidy never exceeds what remains of the quota;
 * fractions of a fen go to the person. Without a rule or a quota the person pays all.
 */
export function splitPrice(price: number, remaining: number, rule: SubsidyRule | undefined): Split {
  const granted = rule ? Math.min(Math.floor((price * rule.percent) / 100), rule.cap) : 0;
  const subsidy = Math.max(0, Math.min(granted, remaining, price));
  return { price, subsidy, selfPay: price - subsidy };
}

/** From `hours` before the start and earlier, `percent` of what the person paid goes back. */
export interface CancelTier {
  hours: number;
  percent: number;
}

/**
 * What is given back of `selfPay` (fen) when an order is cancelled `leadMs` milliseconds before its window begins:
 * the tier with the longest lead that is still kept; nothing when none is. Fractions of a fen go to the person.
 */
export function refundFor(selfPay: number, leadMs: number, tiers: readonly CancelTier[]): number {
  const kept = [...tiers].sort((a, b) => b.hours - a.hours).find((tier) => leadMs >= tier.hours * 3_600_000);
  return kept ? Math.ceil((selfPay * kept.percent) / 100) : 0;
}

/** Why a visit did not come about. */
export type Failure = 'notAtHome' | 'refusedForSafety' | 'interrupted';

/** Percent of the price that is charged for a visit that failed (policy data). */
export type FailureShares = Record<Failure, number>;

/** The part of a split that is charged when a visit failed: the same percent of subsidy and own part, rounded down. */
export function failedSplit(split: Split, failure: Failure, shares: FailureShares): Split {
  const subsidy = Math.floor((split.subsidy * shares[failure]) / 100);
  const selfPay = Math.floor((split.selfPay * shares[failure]) / 100);
  return { price: subsidy + selfPay, subsidy, selfPay };
}
