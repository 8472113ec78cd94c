const EVERY_MS = 100;

/** Waits until `look` gives something (for what the worker does), and gives it; throws with `what` after `seconds`. */
export async function until<T>(
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  what = 'what was waited for',
  seconds = 20,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((again) => setTimeout(again, EVERY_MS));
  }
}
