import type { Month } from './calendar';
import type { Certification } from './pack';

/** How long a life certification (生存认证) still lasts. */
export interface CertificationLasts {
  /** Last month that it covers without, and with, the grace. */
  until: Month;
  graceUntil: Month;
  state: 'valid' | 'soon' | 'grace' | 'overdue';
}

/** What a certification of the month `last` is worth in the month `now`; `soon`: it ends this month or the next. */
export function certificationLasts(rule: Certification, last: Month, now: Month): CertificationLasts {
  const until = last + rule.everyMonths;
  const graceUntil = until + rule.graceMonths;
  const state = now > graceUntil ? 'overdue' : now > until ? 'grace' : now >= until - 1 ? 'soon' : 'valid';
  return { until, graceUntil, state };
}
