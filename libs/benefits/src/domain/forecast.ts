import { firstDay, monthText, type Day, type Month } from './calendar';
import { bandAge, startMonth } from './judge';
import { bandName, type Pack } from './pack';

/** People born in one month who live in the pack's jurisdiction now. */
export interface Cohort {
  born: Month;
  people: number;
}
/** One band (or all of a subsidy) in one month to come. */
export interface ForecastCell {
  band: string;
  people: number;
  fen: number;
}
export interface ForecastMonth {
  month: string;
  cells: ForecastCell[];
  /** Of them those whose first month it is. */
  starting: number;
  fen: number;
}

/**
 * Share of those of an age who die within a year (a rough assumption, not read from a life table: check it before a budget rests on it).
 * Shown with every forecast, for a budget stands or falls by it.
 */
export const YEARLY_DEATHS: readonly { fromAge: number; share: number }[] = [
  { fromAge: 0, share: 0.02 },
  { fromAge: 75, share: 0.035 },
  { fromAge: 80, share: 0.06 },
  { fromAge: 85, share: 0.1 },
  { fromAge: 90, share: 0.16 },
  { fromAge: 95, share: 0.24 },
  { fromAge: 100, share: 0.33 },
];

const deathsAt = (age: number): number =>
  YEARLY_DEATHS.reduce((share, each) => (age >= each.fromAge ? each.share : share), 0);

/** Share of those of `age` now (full years) who live `months` months later, the yearly share spread evenly. */
export function surviving(age: number, months: number): number {
  let share = 1;
  for (let month = 0; month < months; month += 1) {
    share *= (1 - deathsAt(age + Math.floor(month / 12))) ** (1 / 12);
  }
  return share;
}

/**
 * What the old-age allowance costs in each of the `months` months from `from` on, if everybody entitled draws it and
 * nobody moves: people of each cohort still living, by the band of their age and its amount in that month. Pure.
 */
export function forecastByAge(
  pack: Pack,
  cohorts: readonly Cohort[],
  now: Month,
  from: Month,
  months: number,
): ForecastMonth[] {
  return Array.from({ length: months }, (_, i) => {
    const month = from + i;
    const cells = new Map<string, ForecastCell>();
    let starting = 0;
    for (const { born, people } of cohorts) {
      // The first of the month stands for all born in it: bands change by months.
      const day: Day = firstDay(born);
      const start = startMonth(pack, day);
      if (month < start) continue;
      const age =
        month === start ? Math.min(...pack.bands.map(({ minAge }) => minAge)) : bandAge(pack, day, month);
      const band = pack.bands.find(
        (each) =>
          each.from <= month &&
          (each.to === null || month <= each.to) &&
          each.minAge <= age &&
          (each.maxAge === null || age <= each.maxAge),
      );
      if (!band) continue;
      const living = people * surviving(Math.floor((now - born) / 12), month - now);
      const name = bandName(band);
      const cell = cells.get(name) ?? { band: name, people: 0, fen: 0 };
      cell.people += living;
      cell.fen += living * band.fen;
      cells.set(name, cell);
      if (month === start) starting += living;
    }
    const order = [...new Set(pack.bands.map(bandName))];
    const list = order.flatMap((name) => {
      const cell = cells.get(name);
      return cell ? [{ band: name, people: Math.round(cell.people), fen: Math.round(cell.fen) }] : [];
    });
    return {
      month: monthText(month),
      cells: list,
      starting: Math.round(starting),
      fen: list.reduce((sum, cell) => sum + cell.fen, 0),
    };
  });
}

/** What a disability subsidy costs in each month if as many draw it as do now. */
export function forecastLevel(pack: Pack, people: number, from: Month, months: number): ForecastMonth[] {
  return Array.from({ length: months }, (_, i) => {
    const month = from + i;
    const amount = pack.amounts.find((each) => each.from <= month && (each.to === null || month <= each.to));
    const fen = people * (amount?.fen ?? 0);
    return {
      month: monthText(month),
      cells: amount ? [{ band: '全部', people, fen }] : [],
      starting: 0,
      fen,
    };
  });
}
