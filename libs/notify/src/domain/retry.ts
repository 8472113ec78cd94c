const DELAYS_SECONDS = [10, 30, 120, 600, 1800];

/** When a message is tried again after its n-th failure (n from 1); null when it is given up. */
export function retryAt(failures: number, now: Date): Date | null {
  const seconds = DELAYS_SECONDS[failures - 1];
  return seconds === undefined ? null : new Date(now.getTime() + seconds * 1000);
}
