import {
  addressGrams,
  nameGrams,
  normalise,
  plainAddress,
  prefixLength,
  typedReadings,
  type Gram,
} from './grams';
import { normaliseId, normalisePhone } from './identity';

/** At most so many words are looked for together. */
const MAX_WORDS = 3;
const MAX_NAME = 12;
const MAX_INITIALS = 4;

/** What was typed in the one box, word by word. */
export type Word =
  | { kind: 'idNumber'; text: string }
  | { kind: 'phone'; text: string }
  | { kind: 'latin'; text: string }
  | { kind: 'text'; text: string };

export type QueryFault = 'tooShort' | 'tooVague' | 'partOfNumber' | 'tooManyWords';

/** Recognises a full ID number, a full telephone number, pinyin or initials, and Chinese text. */
export function recognise(typed: string): Word[] | QueryFault {
  const whole = numberOf(typed);
  if (whole) return [whole];
  const words = typed.split(/[\s,，、;；]+/).filter((word) => word !== '');
  if (words.length > MAX_WORDS) return 'tooManyWords';
  const found: Word[] = [];
  for (const word of words) {
    const number = numberOf(word);
    const latin = /^[a-z'’]+$/i.test(word) ? word.replace(/['’]/g, '').toLowerCase() : '';
    const text = latin ? '' : plainAddress(word);
    if (number) found.push(number);
    else if (/^[\d-]+$/.test(word) && word.length > 4) return 'partOfNumber';
    else if ([...(latin || text)].length < 2) return 'tooShort';
    else found.push(latin ? { kind: 'latin', text: latin } : { kind: 'text', text });
  }
  return found.length > 0 ? found : 'tooShort';
}

function numberOf(typed: string): Word | undefined {
  const idNumber = normaliseId(typed);
  if (/^\d{17}[\dX]$/.test(idNumber)) return { kind: 'idNumber', text: idNumber };
  if (!/^[+\d\s()（）\uff10-\uff19-]+$/.test(typed)) return undefined;
  const phone = normalisePhone(typed);
  return phone === undefined ? undefined : { kind: 'phone', text: phone };
}

/** Ways in which a word can match, each as grams that must all be there. */
export function gramChoices(word: Word): Gram[][] {
  if (word.kind === 'latin') {
    const choices: Gram[][] = [
      [{ kind: 'pinyin', gram: word.text.slice(0, prefixLength(word.text.length)) }],
    ];
    // Initials are few: a longer text is pinyin.
    if (word.text.length <= MAX_INITIALS) choices.push([{ kind: 'initials', gram: word.text }]);
    return choices;
  }
  if (word.kind !== 'text') return [];
  const choices: Gram[][] = [];
  if ([...word.text].length <= MAX_NAME && !/[\da-z]/.test(word.text)) {
    choices.push(nameGrams(word.text).map((gram): Gram => ({ kind: 'name', gram })));
  }
  const address = addressGrams(word.text, true);
  if (address.length > 0) choices.push(address.map((gram): Gram => ({ kind: 'address', gram })));
  return choices;
}

export type TextMatch = 'name' | 'pinyin' | 'initials' | 'address';

/** How a word matches a person's own name and address; empty when it does not. */
export function matchesOf(word: Word, person: { name: string; address: string }): TextMatch[] {
  if (word.kind === 'latin') {
    const readings = typedReadings(person.name);
    const full = readings.some((reading) => reading.pinyin.startsWith(word.text));
    const first = readings.some((reading) => reading.initials.startsWith(word.text));
    return [...(full ? (['pinyin'] as const) : []), ...(first ? (['initials'] as const) : [])];
  }
  if (word.kind !== 'text') return [];
  const name = normalise(person.name).includes(word.text);
  const address = plainAddress(person.address).includes(word.text);
  return [...(name ? (['name'] as const) : []), ...(address ? (['address'] as const) : [])];
}
