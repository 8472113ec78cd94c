import { nameReadings } from './pinyin';

/** What a search token is made of; the kinds are those of the vault. */
export interface Gram {
  kind: 'name' | 'pinyin' | 'initials' | 'address';
  gram: string;
}

/** Pieces that nearly every address holds: they would not narrow a search. */
const COMMON = new Set([
  '号楼',
  '单元',
  '号院',
  '号室',
  '街道',
  '社区',
  '小区',
  '家属',
  '属院',
  '胡同',
  '居委',
  '委会',
  '村委',
]);
/** Lengths of the pinyin prefixes that are kept; a longer search uses the longest that fits and checks the rest. */
const PREFIXES = [2, 3, 4, 5, 6, 7, 8, 10, 12, 15];
const MAX_INITIALS = 4;
const WIDE = /[\uff01-\uff5e]/g;
const HAN = /\p{Script=Han}/u;

/** One way of writing: half-width, lower case, without spaces, dots and hyphens between. */
export function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replace(WIDE, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .toLowerCase()
    .replace(/[\s·•．.\-—_,，、;；()（）#'"]/g, '');
}

/** The pieces of two characters of a name. */
export function nameGrams(name: string): string[] {
  const letters = [...normalise(name)];
  return [...new Set(letters.slice(1).map((letter, i) => `${letters[i]}${letter}`))];
}

/** An address in one way of writing, without province and city. */
export function plainAddress(address: string): string {
  return normalise(address)
    .replace(/^河南省?/, '')
    .replace(/^鹤壁市/, '');
}

/**
 * The pieces of an address: two Chinese characters each, and a number with the character before it (路12). `open`: the
 * text is being typed, so a number at its end may go on and is left out.
 */
export function addressGrams(address: string, open = false): string[] {
  const letters = [
    ...normalise(address)
      .replace(/^河南省?/, '')
      .replace(/^鹤壁市/, ''),
  ];
  const grams = new Set<string>();
  for (let i = 1; i < letters.length; i += 1) {
    const [before = '', letter = ''] = [letters[i - 1], letters[i]];
    if (HAN.test(before) && HAN.test(letter)) grams.add(before + letter);
    if (!HAN.test(before) || !/\d/.test(letter)) continue;
    let end = i;
    while (end < letters.length && /\d/.test(letters[end] ?? '')) end += 1;
    if (!open || end < letters.length) grams.add(before + letters.slice(i, end).join(''));
  }
  return [...grams].filter((gram) => !COMMON.has(gram) && !/^[元层室]/.test(gram));
}

/** The longest kept prefix length that fits a typed pinyin. */
export function prefixLength(typed: number): number {
  return PREFIXES.findLast((length) => length <= typed) ?? 0;
}

/** The readings of a name as one can type them: full pinyin and initials. */
export function typedReadings(name: string): { pinyin: string; initials: string }[] {
  return nameReadings(normalise(name)).map((syllables) => ({
    pinyin: syllables.join(''),
    initials: syllables.map((syllable) => syllable.slice(0, 1)).join(''),
  }));
}

/** The grams under which a person is found: few, since 241,000 persons are kept (about 20 each). */
export function gramsOf(name: string, address: string): Gram[] {
  const [full, first] = [new Set<string>(), new Set<string>()];
  for (const reading of typedReadings(name)) {
    for (const length of PREFIXES) {
      if (length <= reading.pinyin.length) full.add(reading.pinyin.slice(0, length));
    }
    for (let length = 2; length <= Math.min(MAX_INITIALS, reading.initials.length); length += 1) {
      first.add(reading.initials.slice(0, length));
    }
  }
  return [
    ...nameGrams(name).map((gram): Gram => ({ kind: 'name', gram })),
    ...[...full].map((gram): Gram => ({ kind: 'pinyin', gram })),
    ...[...first].map((gram): Gram => ({ kind: 'initials', gram })),
    ...addressGrams(address).map((gram): Gram => ({ kind: 'address', gram })),
  ];
}
