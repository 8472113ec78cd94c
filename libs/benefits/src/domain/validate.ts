import { monthText, type Month } from './calendar';
import { bandName, type Amount, type Band, type Pack } from './pack';

/** What is wrong with a pack: two amounts for one age and month, none, or one of nothing. */
export interface PackProblem {
  kind: 'overlap' | 'gap' | 'missingAmount';
  /** `80-89`, `100+`; null for the disability subsidies, which know no ages. */
  ages: string | null;
  from: string;
  /** Last month; null: for ever. */
  to: string | null;
  /** The bands or amounts that are both valid, or the one without an amount, by their places in the list. */
  places: number[];
}

const OLDEST = 150;

/**
 * Checks a pack over all ages and months before it is published: a gap or an overlap would stop a payment run at the
 * first person it concerns. Neighbouring ages and months of one problem are one line.
 */
export function validatePack(pack: Pack): PackProblem[] {
  const byAge = pack.scheme === 'old-age-allowance';
  const periods: readonly (Amount & Partial<Band>)[] = byAge ? pack.bands : pack.amounts;
  const problems: PackProblem[] = periods.flatMap((period, i) =>
    period.fen > 0
      ? []
      : [
          {
            kind: 'missingAmount' as const,
            ages: byAge ? bandName(period as Band) : null,
            from: monthText(period.from),
            to: period.to === null ? null : monthText(period.to),
            places: [i],
          },
        ],
  );
  if (periods.length === 0) {
    return [{ kind: 'gap', ages: byAge ? '0+' : null, from: '0001-01', to: null, places: [] }];
  }
  const months = cuts(periods.flatMap(({ from, to }) => (to === null ? [from] : [from, to + 1])));
  const ages = byAge
    ? cuts(pack.bands.flatMap(({ minAge, maxAge }) => (maxAge === null ? [minAge] : [minAge, maxAge + 1])))
    : [0];
  const lastMonth = periods.some(({ to }) => to === null) ? null : months.at(-1)!;
  for (const [a, age] of ages.entries()) {
    if (age > OLDEST) continue;
    const ageTo = ages[a + 1] === undefined ? null : ages[a + 1]! - 1;
    for (const [m, month] of months.entries()) {
      // After the last amount of a disability subsidy nobody is entitled; an age must always have its band.
      if (!byAge && month === lastMonth) continue;
      const places = periods.flatMap((period, i) => (holds(period, month, byAge ? age : null) ? [i] : []));
      if (places.length === 1) continue;
      problems.push({
        kind: places.length === 0 ? 'gap' : 'overlap',
        ages: byAge ? bandName({ minAge: age, maxAge: ageTo }) : null,
        from: monthText(month),
        to: months[m + 1] === undefined ? null : monthText(months[m + 1]! - 1),
        places,
      });
    }
  }
  return problems;
}

const cuts = (values: Month[]): number[] => [...new Set(values)].sort((a, b) => a - b);

function holds(period: Amount & Partial<Band>, month: Month, age: number | null): boolean {
  if (period.from > month || (period.to !== null && month > period.to)) return false;
  if (age === null) return true;
  return period.minAge! <= age && (period.maxAge === null || age <= period.maxAge!);
}

/** The problem as a sentence for the policy desk. */
export function problemSentence({ kind, ages, from, to, places }: PackProblem): string {
  const when = to === null ? `${from} 起` : from === to ? from : `${from} 至 ${to}`;
  const whom = ages === null ? '' : `${ages} 岁`;
  const which = places.map((place) => `第 ${place + 1} 条`).join('、');
  switch (kind) {
    case 'overlap':
      return `${when}${whom}同时有 ${which} 标准，请只留一条。`;
    case 'gap':
      return `${when}${whom}没有标准，请补上。`;
    case 'missingAmount':
      return `${which}（${when}${whom}）没有写金额。`;
  }
}
