import { Random } from './random';
import { addDays } from './days';
import type { Customer, Senior } from './model';

/** The two years of past orders, and how far ahead standing orders are made. */
export const PAST_DAYS = 730;
export const AHEAD_DAYS = 7;

/** Of all seniors so many (per mille) have a habit; `aMonth`: orders in a month, before weekday, season and growth. */
const HABITS: readonly { service: string; perMille: number; aMonth: number; regular: boolean }[] = [
  { service: 'lunch', perMille: 6, aMonth: 19, regular: true },
  { service: 'lunch', perMille: 24, aMonth: 1.3, regular: false },
  { service: 'dinner', perMille: 1.6, aMonth: 15, regular: true },
  { service: 'bath', perMille: 6.4, aMonth: 3, regular: false },
  { service: 'housekeeping', perMille: 11, aMonth: 2, regular: false },
  { service: 'company', perMille: 3.4, aMonth: 2.6, regular: false },
  { service: 'errands', perMille: 5.6, aMonth: 2.4, regular: false },
  { service: 'rehabilitation', perMille: 1.3, aMonth: 6, regular: false },
];
/** Of the regular guests of a kitchen so many have made it a standing order. */
const STANDING_SHARE = 0.35;
const NEVER_BATHED = ['recentHeartAttack', 'openWound', 'fever', 'severeHypertension', 'acuteStroke'];

/** How much likelier than others somebody orders: those who live alone, the frail, the very old and the poor. */
function weightOf(senior: Senior, service: string): number {
  if (senior.status !== 'active' || senior.living === 'institution') return 0;
  const frail = senior.priority.includes('disabled');
  if (service === 'bath' && senior.conditions.some(({ code }) => NEVER_BATHED.includes(code))) return 0;
  if (service === 'rehabilitation' && senior.conditions.some(({ code }) => code === 'fever')) return 0;
  let weight = senior.community.urban ? 1.5 : 0.7;
  if (frail) weight *= service === 'bath' || service === 'rehabilitation' ? 14 : 3;
  if (senior.needLevel === 'mild') weight *= 3;
  if (senior.living === 'alone') weight *= 3;
  if (senior.living === 'emptyNest') weight *= 1.6;
  if (senior.priority.includes('veryOld')) weight *= 2.5;
  if (senior.priority.includes('hardship')) weight *= 1.8;
  if (senior.account !== null) weight *= 2.5;
  return weight;
}

/** Chooses those who order, and what, when and since when. */
export function chooseCustomers(
  seed: number,
  seniors: readonly Senior[],
  today: string,
): Map<number, Customer> {
  const customers = new Map<number, Customer>();
  const begin = addDays(today, -PAST_DAYS);
  let standings = 0;
  HABITS.forEach((habit, h) => {
    const random = new Random(seed, 'habit', h);
    const weights = seniors.map((senior) => weightOf(senior, habit.service));
    const sum = weights.reduce((a, b) => a + b, 0);
    const wanted = (seniors.length * habit.perMille) / 1000;
    seniors.forEach((senior, i) => {
      const demo =
        senior.demo &&
        ['lunch', 'bath', 'housekeeping'].includes(habit.service) &&
        (habit.regular || habit.service !== 'lunch');
      if (!random.chance((wanted * weights[i]!) / sum) && !demo) return;
      // Nearly half have been with it from the beginning; the others joined over the two years.
      const from = demo || random.chance(0.45) ? begin : addDays(begin, random.int(PAST_DAYS - 5));
      const ends = !demo && random.chance(0.1) ? addDays(from, random.between(40, 500)) : null;
      const to = ends !== null && ends < today ? ends : null;
      const standing =
        habit.regular && to === null && (demo || random.chance(STANDING_SHARE)) ? (standings += 1) : null;
      const weekdays = habit.regular ? drawWeekdays(random) : [];
      const chance = habit.regular ? 0.94 : habit.aMonth / 30.4;
      const own = customers.get(senior.id) ?? { senior, habits: [] };
      own.habits.push({
        service: habit.service,
        chance,
        weekdays,
        from,
        to,
        standing,
        window: random.int(4),
      });
      customers.set(senior.id, own);
    });
  });
  return customers;
}

function drawWeekdays(random: Random): number[] {
  const all = random.chance(0.3) ? [1, 2, 3, 4, 5, 6, 7] : [1, 2, 3, 4, 5];
  return random.chance(0.25) ? all.filter((day) => day % 2 === 1) : all;
}
