import { parsePack, type Pack, type Scheme } from '@heling/benefits/domain/pack';
import { monthText, parseMonth } from '@heling/benefits/domain/calendar';
import { addDays, atLocal } from './days';
import type { Sink } from './tables';
import type { City } from './model';

/** The allowances are on the ledger for so many months before the current one. */
export const LEDGER_MONTHS = 12;
const CITY = '4106';

export interface Packs {
  /** First month of the packs and of the ledger, as a number (`benefits/domain/calendar`). */
  start: number;
  /** The month that was paid last, and the one that is open. */
  last: number;
  open: number;
  of: Record<Scheme, { id: number; pack: Pack; data: object }>;
}

/** The city's three packs: the province's floors for 90 and 100, the default of 50 yuan for 80, 60 yuan for the disabled. */
export function packsOf(city: City): Packs {
  const open = parseMonth(city.today.slice(0, 7))!;
  const start = open - LEDGER_MONTHS;
  const from = monthText(start);
  const common = {
    version: from,
    jurisdiction: CITY,
    paidInMonthOfDeath: true,
    backPay: { rule: 'from-eligibility', maxMonths: null },
  };
  const oldAge = {
    scheme: 'old-age-allowance',
    ...common,
    bands: [
      { minAge: 80, maxAge: 89, fen: 5000, from },
      { minAge: 90, maxAge: 99, fen: 10000, from },
      { minAge: 100, fen: 30000, from },
    ],
    startsMonthAfterBirthday: true,
    bandChangesMonthAfterBirthday: true,
    leapDayBirthday: 'feb-28',
    certification: { everyMonths: 12, graceMonths: 2, restoreArrears: true },
  };
  const subsidy = (scheme: Scheme) => ({
    scheme,
    ...common,
    fenByMonth: [{ fen: 6000, from }],
    certification: null,
    ...(scheme === 'disability-care' && { extendToGrades34: false }),
  });
  const made = (id: number, data: object) => ({ id, data, pack: parsePack(data) });
  return {
    start,
    last: open - 1,
    open,
    of: {
      'old-age-allowance': made(1, oldAge),
      'disability-living': made(2, subsidy('disability-living')),
      'disability-care': made(3, subsidy('disability-care')),
    },
  };
}

/** Published a month before they take effect, signed by the city and the reviewer. */
export function writePacks(packs: Packs, sink: Sink): void {
  const from = `${monthText(packs.start)}-01`;
  const drafted = atLocal(addDays(from, -30), '10:00');
  for (const { id, pack, data } of Object.values(packs.of)) {
    sink.row('benefit_packs', [
      id,
      pack.scheme,
      pack.version,
      pack.jurisdiction,
      from,
      data,
      7,
      7,
      drafted,
      7,
      drafted + 3_600_000,
      1,
      drafted + 28 * 3_600_000,
      3,
    ]);
  }
}
