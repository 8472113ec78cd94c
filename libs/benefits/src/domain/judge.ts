import { firstDay, isLeap, monthOf, monthText, type Day, type Month } from './calendar';
import type { History } from './facts';
import { BenefitsInputError, type Spell } from './input';
import { bandName, type Amount, type Band, type Pack } from './pack';

/** Why a month is what it is; the sentence is made when somebody reads it. */
export type Reason =
  | 'due'
  | 'restored'
  | 'uncertified'
  | 'before-pack'
  | 'no-amount'
  | 'died'
  | 'month-of-death'
  | 'not-registered'
  | 'too-young'
  | 'paid-elsewhere'
  | 'not-disabled'
  | 'no-minimum-living'
  | 'no-care-need'
  | 'special-hardship'
  | 'work-injury'
  | 'before-back-pay';

/** The verdict on one month. */
export interface Verdict {
  month: Month;
  status: 'due' | 'suspended' | 'not-entitled';
  /** 0 unless due. */
  fen: number;
  paidFen: number;
  reason: Reason;
  /** The band that applied (old-age allowance); null where none was asked for. */
  band: Band | null;
  /** Month of the certification that the reason speaks of. */
  certified: Month | null;
}

/** What of a pack and a person stays the same over all months. */
interface Frame {
  pack: Pack;
  history: History;
  /** The lowest band's starting month for this birthday, or the first month of the amounts; null when there is none. */
  start: Month | null;
  /** The earliest month of the pack. */
  packFrom: Month | null;
  lowestAge: number;
  /** No month before this one is paid back; null: no limit. */
  backTo: Month | null;
}

/**
 * Judges every month from the first possible or the first paid one to `asOf` (benefits: rules of the pack). Pure.
 * Throws `BenefitsInputError` when two bands, or none, are valid for the age in a month where all else holds.
 */
export function judge(pack: Pack, history: History): Verdict[] {
  const frame = frameOf(pack, history);
  let first = frame.start;
  for (const month of history.paid.keys()) if (first === null || month < first) first = month;
  const verdicts: Verdict[] = [];
  if (first === null) return verdicts;
  for (let month = first; month <= history.asOf; month += 1) verdicts.push(judgeMonth(frame, month));
  return verdicts;
}

function frameOf(pack: Pack, history: History): Frame {
  const periods: readonly Amount[] = pack.scheme === 'old-age-allowance' ? pack.bands : pack.amounts;
  const packFrom = periods.reduce<Month | null>(
    (least, period) => (least === null || period.from < least ? period.from : least),
    null,
  );
  const lowestAge = pack.bands.reduce((least, band) => Math.min(least, band.minAge), Infinity);
  let start = packFrom;
  if (pack.scheme === 'old-age-allowance' && start !== null) {
    start = startMonth(pack, history.born);
  }
  const { rule, maxMonths } = pack.backPay;
  let backTo: Month | null = null;
  if (rule === 'from-application-month') backTo = history.applied;
  else if (maxMonths !== null) backTo = history.applied - maxMonths;
  return { pack, history, start, packFrom, lowestAge, backTo };
}

/** The first month of the old-age allowance for this birthday, whatever else stands against it. */
export function startMonth(pack: Pack, born: Day): Month {
  const lowestAge = pack.bands.reduce((least, band) => Math.min(least, band.minAge), Infinity);
  return birthdayMonth(pack, born, lowestAge) + (pack.startsMonthAfterBirthday ? 1 : 0);
}

/** The month of the birthday at which somebody turns `age`. */
function birthdayMonth(pack: Pack, born: Day, age: number): Month {
  const month = monthOf(born);
  const leapDay = month % 12 === 1 && born % 31 === 28;
  const year = Math.floor(month / 12) + age;
  const moved = leapDay && pack.leapDayBirthday === 'mar-01' && !isLeap(year);
  return month + age * 12 + (moved ? 1 : 0);
}

/** Age in full years that decides the band in a month. */
export function bandAge(pack: Pack, born: Day, month: Month): number {
  const last = pack.bandChangesMonthAfterBirthday ? month - 1 : month;
  const years = Math.floor((last - monthOf(born)) / 12);
  return birthdayMonth(pack, born, years) <= last ? years : years - 1;
}

function judgeMonth(frame: Frame, month: Month): Verdict {
  const { pack, history } = frame;
  const verdict: Verdict = {
    month,
    status: 'not-entitled',
    fen: 0,
    paidFen: history.paid.get(month) ?? 0,
    reason: 'due',
    band: null,
    certified: null,
  };
  const against = hindrance(frame, month);
  if (against) {
    verdict.reason = against;
    return verdict;
  }
  const amount = amountIn(frame, month);
  if (!amount) {
    verdict.reason = 'no-amount';
    return verdict;
  }
  if ('minAge' in amount) verdict.band = amount;
  certify(pack, history, verdict);
  if (verdict.reason === 'uncertified') verdict.status = 'suspended';
  else {
    verdict.status = 'due';
    verdict.fen = amount.fen;
  }
  return verdict;
}

/** The first thing, in the order in which an official would ask, that stands against a month; undefined: nothing. */
function hindrance(frame: Frame, month: Month): Reason | undefined {
  const { pack, history, packFrom, start } = frame;
  const day = firstDay(month);
  if (packFrom === null || month < packFrom) return 'before-pack';
  if (history.died !== null && month >= monthOf(history.died)) {
    if (month > monthOf(history.died)) return 'died';
    if (!pack.paidInMonthOfDeath) return 'month-of-death';
  }
  if (start === null || month < start) return 'too-young';
  if (pack.scheme !== 'old-age-allowance') {
    const other = disabilityHindrance(pack, history, day);
    if (other) return other;
  }
  if (!history.residence.some((spell) => covers(spell, day) && spell.division.startsWith(pack.jurisdiction)))
    return 'not-registered';
  if (history.paidElsewhere.some(({ from, to }) => from <= month && (to === null || month <= to)))
    return 'paid-elsewhere';
  if (frame.backTo !== null && month < frame.backTo) return 'before-back-pay';
  return undefined;
}

/** Both subsidies: disabled, not in special-hardship support (特困). Living: 低保. Care: severe, in need, no 工伤护理费. */
function disabilityHindrance(pack: Pack, history: History, day: Day): Reason | undefined {
  const care = pack.scheme === 'disability-care';
  const counts = history.disability.some((spell) => {
    if (!covers(spell, day)) return false;
    if (!care || spell.grade <= 2) return true;
    return pack.extendToGrades34 && (spell.kind === 'intellectual' || spell.kind === 'mental');
  });
  if (!counts) return 'not-disabled';
  const holds = (spells: readonly Spell[]) => spells.some((spell) => covers(spell, day));
  if (!care && !holds(history.minimumLiving)) return 'no-minimum-living';
  if (care && !holds(history.careNeed)) return 'no-care-need';
  if (holds(history.specialHardship)) return 'special-hardship';
  if (care && holds(history.workInjuryCare)) return 'work-injury';
  return undefined;
}

function covers(spell: Spell, day: Day): boolean {
  return spell.from <= day && (spell.to === null || day < spell.to);
}

/** The one amount that is valid; undefined where a disability subsidy has none. Throws when it is not clear. */
function amountIn(frame: Frame, month: Month): Band | Amount | undefined {
  const { pack, history, start, lowestAge } = frame;
  const valid = (period: Amount) => period.from <= month && (period.to === null || month <= period.to);
  if (pack.scheme !== 'old-age-allowance') {
    const amounts = pack.amounts.filter(valid);
    if (amounts.length > 1) throw unclear('pack.fenByMonth', month, pack.amounts, amounts);
    return amounts[0];
  }
  // In the starting month the lowest band applies, even where the band's age counts from the month after.
  const age = month === start ? lowestAge : bandAge(pack, history.born, month);
  const bands = pack.bands.filter(
    (band) => valid(band) && band.minAge <= age && (band.maxAge === null || age <= band.maxAge),
  );
  if (bands.length === 1) return bands[0];
  throw unclear(`pack.bands`, month, pack.bands, bands, age);
}

function unclear(
  field: string,
  month: Month,
  all: readonly Amount[],
  found: readonly Amount[],
  age?: number,
): BenefitsInputError {
  const at = `${age === undefined ? '' : `age ${age} in `}${monthText(month)}`;
  if (found.length === 0) return new BenefitsInputError(field, `no band is valid for ${at}`);
  const names = found.map((each) => {
    const index = `[${all.indexOf(each)}]`;
    return 'minAge' in each ? `${index} ${bandName(each as Band)}` : index;
  });
  return new BenefitsInputError(field, `${names.join(' and ')} are both valid for ${at}`);
}

/** Is the person known to be alive in this month? The latest certification in or before it decides. */
function certify(pack: Pack, history: History, verdict: Verdict): void {
  const rule = pack.certification;
  if (!rule) return;
  let latest: Month | null = null;
  let next: Month | null = null;
  for (const month of history.certified) {
    if (month <= verdict.month) latest = month;
    else {
      next = month;
      break;
    }
  }
  verdict.certified = latest;
  if (latest === null || verdict.month - latest <= rule.everyMonths + rule.graceMonths) return;
  if (next !== null && rule.restoreArrears) {
    verdict.reason = 'restored';
    verdict.certified = next;
  } else verdict.reason = 'uncertified';
}
