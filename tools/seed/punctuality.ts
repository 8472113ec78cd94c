import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import { travelMinutes } from '@heling/dispatch/domain/travel';
import { hash } from './random';
import type { Carer, Draft, Senior } from './model';

const MINUTE = 60_000;
const share = (seed: number, stream: string, id: number): number => hash(seed, stream, id) / 4_294_967_296;

/**
 * Of past orders some came after their window (迟到): 3 to 8 % of a provider's, which differs from one to the next.
 * A kitchen is late by days: on such a day about half of its guests wait. Answers the arrival, or null: in time.
 */
export function lateArrival(seed: number, draft: Draft): number | null {
  if (draft.offset >= 0) return null;
  const { org, id } = draft;
  const usual = 0.03 + 0.05 * share(seed, 'late provider', org.id);
  if (draft.service.form === 'meal') {
    const badDay = share(seed, `late ${draft.day} ${draft.service.code}`, org.id) < usual * 2;
    if (!badDay || share(seed, 'late guest', id) >= 0.5) return null;
  } else if (share(seed, 'late visit', id) >= usual) return null;
  return draft.windowEnd + (3 + (hash(seed, 'late by', id) % 33)) * MINUTE;
}

/** From a carer's home to a senior's, minutes. */
export const wayOf = (carer: Carer, senior: Senior): number =>
  travelMinutes(carer, senior, carer.transport, FIRST_POLICIES.travel);
