const KEY = 'heling:clock';

/** Learns from an answer how far the phone's clock is off: `asOf` is the server's time when it answered. */
export function learnTime(asOf: string, receivedAt: number): void {
  localStorage.setItem(KEY, String(Date.parse(asOf) - receivedAt));
}

/** The server's time as far as the phone knows: steps recorded offline must not carry a wrong clock's time. */
export function serverNow(): Date {
  return new Date(Date.now() + (Number(localStorage.getItem(KEY)) || 0));
}
