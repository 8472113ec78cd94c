import type { Sex } from './person';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** Check digit of the first 17 digits of an ID number (GB 11643-1999). */
export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECK_DIGITS[sum % 11] ?? '';
}

/** What an ID number (公民身份号码) says of its holder. */
export interface IdFacts {
  area: string;
  /** `YYYY-MM-DD`. */
  birth: string;
  sex: Sex;
}

export type IdFault = 'length' | 'birth' | 'checkDigit' | 'birthDiffers' | 'sexDiffers';

export const ID_FAULT_NAMES: Record<IdFault, string> = {
  length: '身份证号应为 18 位（前 17 位数字，末位数字或 X），请核对。',
  birth: '身份证号中的出生日期不存在，请核对。',
  checkDigit: '身份证号校验位不对，可能有一位输错，请逐位核对。',
  birthDiffers: '出生日期与身份证号不一致，请核对其中一项。',
  sexDiffers: '性别与身份证号不一致，请核对其中一项。',
};

/** As typed → as kept: trimmed, without spaces and hyphens, X in upper case, full-width digits made half-width. */
export function normaliseId(typed: string): string {
  return typed
    .replace(/[\uff10-\uff19\uff38\uff58]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\s-]/g, '')
    .toUpperCase();
}

/** The facts in a valid ID number, or what is wrong with it. */
export function readId(idNumber: string): IdFacts | IdFault {
  if (!/^\d{17}[\dX]$/.test(idNumber)) return 'length';
  const birth = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  if (!exists(birth)) return 'birth';
  if (checkDigit(idNumber) !== idNumber[17]) return 'checkDigit';
  return { area: idNumber.slice(0, 6), birth, sex: Number(idNumber[16]) % 2 === 1 ? 'male' : 'female' };
}

/** What keeps an ID number from being this person's; null when all agree. */
export function idFault(idNumber: string, person: { birth: string; sex: Sex }): IdFault | null {
  const facts = readId(idNumber);
  if (typeof facts === 'string') return facts;
  if (facts.birth !== person.birth) return 'birthDiffers';
  return facts.sex === person.sex ? null : 'sexDiffers';
}

/** Is it a day of the calendar, 29 February included in leap years only? */
export function exists(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
  );
}

/** As typed → as kept: digits only, without +86; undefined when it is no telephone number. */
export function normalisePhone(typed: string): string | undefined {
  const digits = typed
    .replace(/[\uff10-\uff19]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\s()（）-]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '');
  return /^(1\d{10}|0\d{9,11}|[2-9]\d{6,7})$/.test(digits) ? digits : undefined;
}
