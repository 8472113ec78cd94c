import type { Figure } from '../contract/shared';

/** Sums as the statements give them. */
export interface Sums {
  orders: number;
  done: number;
  not_done: number;
  cancelled: number;
  timed: number;
  on_time: number;
  price: number;
  subsidy: number;
  self_pay: number;
  stars: number;
  rated: number;
}

export const NOTHING: Sums = {
  orders: 0,
  done: 0,
  not_done: 0,
  cancelled: 0,
  timed: 0,
  on_time: 0,
  price: 0,
  subsidy: 0,
  self_pay: 0,
  stars: 0,
  rated: 0,
};

/** The sum of two rows of sums. */
export function plus(a: Sums, b: Sums): Sums {
  const sum = { ...a };
  for (const name of Object.keys(NOTHING) as (keyof Sums)[]) sum[name] = a[name] + b[name];
  return sum;
}

/** Sums as figures: shares and averages are null where there is nothing to share or average. */
export function toFigure(sums: Sums, personsServed: number | null): Figure {
  return {
    orders: sums.orders,
    done: sums.done,
    notDone: sums.not_done,
    cancelled: sums.cancelled,
    open: sums.orders - sums.done - sums.not_done - sums.cancelled,
    onTimeShare: sums.timed === 0 ? null : sums.on_time / sums.timed,
    onTime: sums.on_time,
    timed: sums.timed,
    price: sums.price,
    subsidy: sums.subsidy,
    selfPay: sums.self_pay,
    stars: sums.rated === 0 ? null : Math.round((sums.stars / sums.rated) * 10) / 10,
    rated: sums.rated,
    personsServed,
  };
}
