import { addDays } from '@heling/platform/domain/calendar';

/** Days within which a refusal may be objected to, as for an administrative review (行政复议法第二十条). */
export const OBJECTION_DAYS = 60;

/**
 * The last day on which somebody may object: of a refusal, of a decision in public notice; null: there is nothing to
 * object to. `refusedOn`: day of the refusal.
 */
export function objectUntil(
  state: string,
  refusedOn: string | null,
  noticeUntil: string | null,
): string | null {
  if (state === 'notice') return noticeUntil;
  return state === 'refused' && refusedOn !== null ? addDays(refusedOn, OBJECTION_DAYS) : null;
}
