import type { Qualification } from '@heling/people/domain/carers';
import type { Sex } from '@heling/people/domain/person';
import { SERVICES } from '@heling/orders/domain/menu';
import { fullName, phone } from './names';
import { Random } from './random';
import type { Seals } from './seals';
import type { Sink } from './tables';
import { addDays, atLocal, weekday } from './days';
import type { Carer, City, CityMap, Network } from './model';

const FULL_CITY = 241_000;
const FULL_CARERS = 2500;
const SERVICE_QUALIFICATION = new Map(
  SERVICES.map((service) => [service.code, service.qualification as Qualification]),
);
/** The past and the days ahead for which shifts are planned. */
export const SHIFT_DAYS = { back: 7, ahead: 14 } as const;

/** Carers of the 60 providers and kitchens: 2,500 in the whole city, and never fewer than five for one of them. */
export function makeCarers(
  seed: number,
  map: CityMap,
  network: Network,
  people: number,
  today: string,
): Carer[] {
  const employers = [...network.kitchens, ...network.providers];
  const total = Math.max(employers.length * 5, Math.round((FULL_CARERS * people) / FULL_CITY));
  const carers: Carer[] = [];
  const inCounty = new Map(
    employers.map(({ county }) => [county, map.communities.filter((each) => each.county === county)]),
  );
  for (let i = 0; i < total; i += 1) {
    const id = i + 1;
    const random = new Random(seed, 'carer', id);
    const org = employers[i % employers.length]!;
    const home = random.pick(inCounty.get(org.county)!);
    const [lng, lat] = random.pick(home.homes);
    const sex: Sex = random.chance(org.kind === 'kitchen' ? 0.5 : 0.78) ? 'female' : 'male';
    const offered = [...new Set(org.services.map((service) => SERVICE_QUALIFICATION.get(service)!))];
    // The first of every organisation can do all that it offers.
    const qualifications =
      i < employers.length * 4
        ? offered
        : random.shuffled(offered).slice(0, random.between(1, Math.min(3, offered.length)));
    const dayOff = random.between(1, 7);
    carers.push({
      id,
      org,
      division: org.street.code,
      name: fullName(random, sex, false),
      phone: phone(2, id),
      sex,
      birthYear: Number(today.slice(0, 4)) - random.between(24, 58),
      lng,
      lat,
      // The first few of an organisation serve its whole county.
      transport: random.pick(
        i < employers.length * 5
          ? (['ebike', 'ebike', 'car'] as const)
          : (['ebike', 'ebike', 'ebike', 'ebike', 'ebike', 'walk', 'car'] as const),
      ),
      maxMinutes: random.pick([360, 420, 480, 480, 480]),
      qualifications,
      off: [dayOff, random.chance(0.5) ? (dayOff % 7) + 1 : dayOff],
      partTime: i >= employers.length * 4 && random.chance(0.18),
    });
  }
  return carers;
}

export function worksOn(carer: Carer, day: string): boolean {
  return !carer.off.includes(weekday(day));
}

/** Is somebody ill or on leave that day? Only known for the days that have shifts. */
export function absence(seed: number, carer: Carer, day: string): 'sick' | 'leave' | null {
  const random = new Random(seed, `absence${day}`, carer.id);
  const draw = random.next();
  return draw < 0.008 ? 'sick' : draw < 0.022 ? 'leave' : null;
}

export function shiftHours(carer: Carer): [string, string] {
  if (carer.org.kind === 'kitchen') return carer.partTime ? ['10:00', '14:00'] : ['10:00', '19:30'];
  return carer.partTime ? ['08:00', '12:30'] : ['07:30', '18:30'];
}

export async function writeCarers(city: City, seals: Seals, sink: Sink): Promise<void> {
  const { today, seed } = city;
  for (const carer of city.carers) {
    const { id, org, division } = carer;
    const random = new Random(seed, 'certificates', id);
    sink.row('carers', [
      id,
      org.id,
      division,
      seals.data({ name: carer.name, phone: carer.phone }),
      carer.sex,
      carer.birthYear,
      carer.lng,
      carer.lat,
      carer.transport,
      carer.maxMinutes,
    ]);
    for (const code of carer.qualifications) {
      const until = addDays(today, random.chance(0.03) ? random.between(15, 55) : random.between(60, 1000));
      sink.row('carer_qualifications', [
        id,
        org.id,
        division,
        code,
        `HN${random.between(2018, 2026)}${String(random.int(1e6)).padStart(6, '0')}`,
        until,
      ]);
    }
    const [starts, ends] = shiftHours(carer);
    for (let n = -SHIFT_DAYS.back; n <= SHIFT_DAYS.ahead; n += 1) {
      const day = addDays(today, n);
      if (!worksOn(carer, day)) continue;
      const state = absence(seed, carer, day) ?? 'planned';
      sink.row('shifts', [id, org.id, division, day, atLocal(day, starts), atLocal(day, ends), state]);
    }
    if (id % 100 === 0) await sink.ready();
  }
}
