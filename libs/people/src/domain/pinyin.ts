import { pinyin, polyphonic } from 'pinyin-pro';

/** A name has at most so many readings here; rare combinations beyond are left out. */
const MAX_READINGS = 4;
/** Of a character's readings, the likeliest come first; the rest are hardly met in names. */
const MAX_OF_CHARACTER = 2;

const surnames = new Map<string, string[]>();
const characters = new Map<string, string[]>();

/** Every common reading of a character without tones: 乐 → le, yue. A letter reads as itself. */
function readingsOf(character: string): string[] {
  let found = characters.get(character);
  if (!found) {
    const text =
      polyphonic(character, { toneType: 'none', type: 'string', nonZh: 'removed', v: true })[0] ?? '';
    const readings = text
      .split(' ')
      .filter((reading) => /^[a-z]+$/.test(reading))
      .slice(0, MAX_OF_CHARACTER);
    found =
      readings.length > 0
        ? [...new Set(readings)]
        : [/^[a-z]$/i.test(character) ? character.toLowerCase() : ''];
    characters.set(character, found);
  }
  return found;
}

/** The readings of a name's first character, the surname's own first: 单 → shan, dan. */
function surnameReadings(character: string): string[] {
  let found = surnames.get(character);
  if (!found) {
    const own = pinyin(character, { toneType: 'none', surname: 'all', v: true });
    found = [...new Set([...(/^[a-z]+$/.test(own) ? [own] : []), ...readingsOf(character)])];
    surnames.set(character, found);
  }
  return found;
}

/** The readings of a name as lists of syllables, the likeliest first; few, also when every character has several. */
export function nameReadings(name: string): string[][] {
  const letters = [...name];
  let readings: string[][] = [[]];
  letters.forEach((letter, i) => {
    const options = i === 0 ? surnameReadings(letter) : readingsOf(letter);
    // The likeliest reading of every character so far comes first, so that cutting keeps it.
    readings = options
      .flatMap((option) => readings.map((reading) => [...reading, option]))
      .slice(0, MAX_READINGS);
  });
  return readings
    .map((reading) => reading.filter((syllable) => syllable !== ''))
    .filter((reading) => reading.length > 0);
}
