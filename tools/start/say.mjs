// What `npm start` tells: its phases with their times.
const began = Date.now();
const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

export function say(text) {
  console.log(text);
}

/** Runs one phase, telling its time; `times` collects them (seconds). */
export async function phase(times, name, what, work) {
  const from = Date.now();
  say(`[${seconds(began).padStart(7)}] ${name}: ${what}`);
  const result = await work();
  times[name] = (Date.now() - from) / 1000;
  say(`[${seconds(began).padStart(7)}] ${name}: done in ${seconds(from)}`);
  return result;
}

/** The sentence for somebody who cannot look into the code. */
export function sentenceOf(error) {
  const text = error instanceof Error ? error.message : String(error);
  const line = (pattern) =>
    text
      .split('\n')
      .find((each) => pattern.test(each))
      ?.trim();
  const full = line(/ENOSPC|No space left|could not extend file|53100/i);
  if (full) return `the disk is full: make room and start again (${full})`;
  const denied = line(/EACCES|EPERM|EROFS/);
  if (denied) return `this folder may not be written to (${denied})`;
  return text;
}
