const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 4 * 3600;
const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

/**
 * When an event is posted again after its n-th failure (n from 1): 5 s, 15 s, 45 s … at most 4 hours. Null when that
 * would be later than a day after it was noted: then it is given up.
 */
export function retryAt(failures: number, notedAt: Date, now: Date): Date | null {
  const seconds = Math.min(FIRST_SECONDS * 3 ** (failures - 1), LONGEST_SECONDS);
  const next = now.getTime() + seconds * 1000;
  return next > notedAt.getTime() + GIVEN_UP_AFTER_MS ? null : new Date(next);
}
