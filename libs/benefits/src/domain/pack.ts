import type { Month } from './calendar';
import { countAt, fail, fenAt, flagAt, listAt, monthsAt, objectAt, oneOf, textAt, type Raw } from './input';

export const SCHEMES = ['old-age-allowance', 'disability-living', 'disability-care'] as const;
export type Scheme = (typeof SCHEMES)[number];
export const SCHEME_NAMES: Record<Scheme, string> = {
  'old-age-allowance': '高龄津贴',
  'disability-living': '困难残疾人生活补贴',
  'disability-care': '重度残疾人护理补贴',
};

/** An amount for an age range (old-age allowance), valid in some months, both ends included. */
export interface Band {
  minAge: number;
  /** Null: no upper end. */
  maxAge: number | null;
  fen: number;
  from: Month;
  to: Month | null;
}

/** An amount valid in some months (disability subsidies), both ends included. */
export interface Amount {
  fen: number;
  from: Month;
  to: Month | null;
}

/** Life certification (生存认证): how long one lasts, in months. */
export interface Certification {
  everyMonths: number;
  graceMonths: number;
  restoreArrears: boolean;
}

/** A policy pack (政策包), read and checked: what the engine judges by. */
export interface Pack {
  scheme: Scheme;
  version: string;
  /** Prefix of the divisions whose registered residents are entitled. */
  jurisdiction: string;
  /** Old-age allowance only; else empty. */
  bands: Band[];
  /** Disability subsidies only; else empty. */
  amounts: Amount[];
  startsMonthAfterBirthday: boolean;
  bandChangesMonthAfterBirthday: boolean;
  /** Birthday of those born on 29 February in other years. */
  leapDayBirthday: 'feb-28' | 'mar-01';
  paidInMonthOfDeath: boolean;
  backPay: { rule: 'from-eligibility' | 'from-application-month'; maxMonths: number | null };
  /** Null: never needed. */
  certification: Certification | null;
  /** Care subsidy: grades 3 and 4 of intellectual and mental disability count as well. */
  extendToGrades34: boolean;
}

/** Reads a policy pack. Throws `BenefitsInputError` with the field. */
export function parsePack(value: unknown, field = 'pack'): Pack {
  const raw = objectAt(value, field);
  const scheme = oneOf(raw.scheme, `${field}.scheme`, SCHEMES);
  const byAge = scheme === 'old-age-allowance';
  return {
    scheme,
    version: textAt(raw.version, `${field}.version`),
    jurisdiction: textAt(raw.jurisdiction, `${field}.jurisdiction`),
    bands: byAge ? listAt(raw.bands, `${field}.bands`, bandAt) : [],
    amounts: byAge ? [] : listAt(raw.fenByMonth, `${field}.fenByMonth`, amountAt),
    startsMonthAfterBirthday:
      byAge && flagAt(raw.startsMonthAfterBirthday, `${field}.startsMonthAfterBirthday`),
    bandChangesMonthAfterBirthday:
      byAge && flagAt(raw.bandChangesMonthAfterBirthday, `${field}.bandChangesMonthAfterBirthday`),
    leapDayBirthday: byAge
      ? oneOf(raw.leapDayBirthday, `${field}.leapDayBirthday`, ['feb-28', 'mar-01'] as const)
      : 'feb-28',
    paidInMonthOfDeath: flagAt(raw.paidInMonthOfDeath, `${field}.paidInMonthOfDeath`),
    backPay: backPayAt(raw.backPay, `${field}.backPay`),
    certification: certificationAt(raw.certification, `${field}.certification`),
    extendToGrades34:
      raw.extendToGrades34 === undefined ? false : flagAt(raw.extendToGrades34, `${field}.extendToGrades34`),
  };
}

function bandAt(value: unknown, field: string): Band {
  const raw: Raw = objectAt(value, field);
  const minAge = countAt(raw.minAge, `${field}.minAge`);
  const open = raw.maxAge === undefined || raw.maxAge === null;
  const maxAge = open ? null : countAt(raw.maxAge, `${field}.maxAge`);
  if (maxAge !== null && maxAge < minAge) fail(`${field}.maxAge`, 'must not be below minAge');
  return { minAge, maxAge, ...amountAt(value, field) };
}

function amountAt(value: unknown, field: string): Amount {
  return { fen: fenAt(objectAt(value, field).fen, `${field}.fen`), ...monthsAt(value, field) };
}

function backPayAt(value: unknown, field: string): Pack['backPay'] {
  const raw = objectAt(value, field);
  const rule = oneOf(raw.rule, `${field}.rule`, ['from-eligibility', 'from-application-month'] as const);
  const open = raw.maxMonths === undefined || raw.maxMonths === null;
  return { rule, maxMonths: open ? null : countAt(raw.maxMonths, `${field}.maxMonths`) };
}

function certificationAt(value: unknown, field: string): Certification | null {
  if (value === undefined || value === null) return null;
  const raw = objectAt(value, field);
  return {
    everyMonths: countAt(raw.everyMonths, `${field}.everyMonths`),
    graceMonths: countAt(raw.graceMonths, `${field}.graceMonths`),
    restoreArrears: flagAt(raw.restoreArrears, `${field}.restoreArrears`),
  };
}

/** `80-89`, `100+`. */
export function bandName(band: Pick<Band, 'minAge' | 'maxAge'>): string {
  return band.maxAge === null ? `${band.minAge}+` : `${band.minAge}-${band.maxAge}`;
}
