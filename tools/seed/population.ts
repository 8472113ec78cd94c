import { ageOn } from '@heling/platform/domain/calendar';
import {
  ASSESSMENT_ITEMS,
  ASSESSMENT_STANDARD,
  ITEM_MAXIMA,
  scoreAssessment,
  type AbilityLevel,
  type AssessmentItem,
} from '@heling/people/domain/assessment';
import type { Allergen, Condition } from '@heling/people/domain/health';
import type { Living, Priority, Sex } from '@heling/people/domain/person';
import { cumulate, Random } from './random';
import { addDays } from './days';
import type { Assessment, CityMap, Community, Senior } from './model';

/** Of 10,000 people of 60 and over: census of 2020 carried on to now; 12.8 % are 80 or older. */
const AGES = [
  { from: 60, to: 64, share: 2660 },
  { from: 65, to: 69, share: 2680 },
  { from: 70, to: 74, share: 2020 },
  { from: 75, to: 79, share: 1190 },
  { from: 80, to: 84, share: 835 },
  { from: 85, to: 89, share: 432 },
  { from: 90, to: 94, share: 160 },
  { from: 95, to: 99, share: 34 },
  { from: 100, to: 106, share: 2 },
] as const;
const ageSums = cumulate(AGES.map((band) => band.share));

/** By decade of age from 60: share of women; how people live (persons, per cent); ability by assessment (per cent). */
const DECADES = [
  {
    women: 0.505,
    alone: 11,
    emptyNest: 36,
    family: 52,
    institution: 1,
    intact: 3,
    mild: 3.5,
    moderate: 0.8,
    severe: 0.4,
    total: 0.25,
  },
  {
    women: 0.52,
    alone: 16,
    emptyNest: 36,
    family: 45,
    institution: 3,
    intact: 10,
    mild: 8,
    moderate: 2,
    severe: 1,
    total: 0.7,
  },
  {
    women: 0.57,
    alone: 22,
    emptyNest: 24,
    family: 46,
    institution: 8,
    intact: 30,
    mild: 20,
    moderate: 6,
    severe: 3,
    total: 2.5,
  },
  {
    women: 0.65,
    alone: 18,
    emptyNest: 8,
    family: 62,
    institution: 12,
    intact: 25,
    mild: 30,
    moderate: 14,
    severe: 8,
    total: 8,
  },
] as const;
const decadeOf = (age: number) => DECADES[Math.min(3, Math.max(0, Math.floor(age / 10) - 6))]!;

/** Share of the city's people by county (census 2020). */
const COUNTIES: Record<string, number> = {
  '410602': 0.075,
  '410603': 0.13,
  '410611': 0.2,
  '410621': 0.385,
  '410622': 0.16,
  '410671': 0.05,
};

/** Per cent of seniors with a condition, at 65 and at 85; in between and beyond on the line. */
const CONDITIONS: readonly [Condition, number, number][] = [
  ['hypertension', 40, 56],
  ['diabetes', 15, 18],
  ['heartDisease', 9, 20],
  ['stroke', 4, 10],
  ['arthritis', 12, 22],
  ['copd', 4, 8],
  ['cataract', 5, 24],
  ['hearingLoss', 4, 25],
  ['fracture', 2, 7],
  ['kidneyDisease', 1.5, 3],
  ['cancer', 1.2, 2],
  ['parkinson', 0.6, 2],
  ['depression', 1.5, 2],
];
/** Passing ones: per cent, and for how many days. */
const PASSING: readonly [Condition, number, number][] = [
  ['recentHeartAttack', 0.15, 90],
  ['openWound', 0.2, 30],
  ['fever', 0.08, 6],
  ['severeHypertension', 0.5, 120],
  ['acuteStroke', 0.06, 60],
];
const ALLERGIES: readonly [Allergen, number][] = [
  ['shellfish', 0.7],
  ['fish', 0.3],
  ['egg', 0.4],
  ['milk', 0.6],
  ['peanut', 0.35],
  ['nuts', 0.2],
  ['soy', 0.1],
  ['wheat', 0.1],
  ['sesame', 0.15],
  ['mango', 0.25],
];
const DEMENTIA = ['F00', 'F01', 'F02', 'F03'];
/** Of 241,000 people 20,000 have an account for themselves or a relative. */
const ACCOUNT_SHARE = 20_000 / 241_000;

/** The city's seniors, household by household: `count` of them, the same for the same seed and day. */
export function makePopulation(seed: number, map: CityMap, count: number, today: string): Senior[] {
  const sums = communityWeights(seed, map);
  const serials = new Map<string, number>();
  const seniors: Senior[] = [];
  let accounts = 0;
  for (let household = 1; seniors.length < count; household += 1) {
    const random = new Random(seed, 'household', household);
    const community = map.communities[random.index(sums)]!;
    const place = random.pick(community.homes);
    const age = drawAge(random);
    const living = drawLiving(random, age);
    const pair = living === 'emptyNest' || (living === 'family' && random.chance(0.3));
    const hardship = random.chance(community.urban ? 0.03 : 0.065);
    const first: Sex = pair ? 'male' : random.chance(decadeOf(age).women) ? 'female' : 'male';
    const members: [Sex, number][] = [[first, age]];
    if (pair) members.push(['female', Math.max(60, age + random.between(-5, 2))]);
    const own: Senior[] = [];
    for (const [sex, years] of members) {
      if (seniors.length + own.length >= count) break;
      const id = seniors.length + own.length + 1;
      own.push(
        senior(seed, id, { household, community, place, sex, years, living, hardship, serials, today }),
      );
    }
    if (
      random.chance(ACCOUNT_SHARE * (own.length > 1 ? 1.6 : 1.49)) &&
      own.every((each) => each.status === 'active')
    ) {
      accounts += 1;
      const self = own.length === 1 && own[0]!.hasPhone && random.chance(0.3);
      if (self || own.some((each) => each.contacts > 0)) {
        for (const each of own)
          Object.assign(each, { account: FAMILY_ACCOUNTS_FROM + accounts, ownAccount: self });
      }
    }
    seniors.push(...own);
  }
  chooseDemo(seniors);
  return seniors;
}

/** A woman of about 78 who lives alone in town, needs some help, and may be bathed: her daughter lives elsewhere. */
function chooseDemo(seniors: readonly Senior[]): void {
  const fits = (each: Senior) =>
    each.living === 'alone' && each.sex === 'female' && each.status === 'active' && each.community.urban;
  const wanted = (each: Senior) =>
    (each.needLevel === 'mild' || each.needLevel === 'moderate') &&
    each.community.county === '410611' &&
    each.allergies.length === 1 &&
    each.texture === 'normal' &&
    each.conditions.every(({ until }) => until === null);
  const chosen = seniors.find((each) => fits(each) && wanted(each)) ?? seniors.find(fits) ?? seniors[0]!;
  Object.assign(chosen, {
    demo: true,
    hasPhone: true,
    contacts: Math.max(1, chosen.contacts),
    account: DEMO_DAUGHTER,
    ownAccount: false,
  });
}

/** Ids of family accounts lie above those of staff. */
export const FAMILY_ACCOUNTS_FROM = 100_000;
export const DEMO_SENIOR = 90_001;
export const DEMO_DAUGHTER = 90_002;

interface Making {
  household: number;
  community: Community;
  place: readonly [number, number];
  sex: Sex;
  years: number;
  living: Living;
  hardship: boolean;
  serials: Map<string, number>;
  today: string;
}

function senior(seed: number, id: number, making: Making): Senior {
  const { sex, years, living, today, community } = making;
  const random = new Random(seed, 'senior', id);
  // Somebody of so many full years was born on this day so many years ago, or in the year before it.
  const birth = addDays(yearsBefore(today, years), -random.int(365));
  const key = `${birth}${sex}`;
  const serial = making.serials.get(key) ?? 0;
  making.serials.set(key, serial + 1);
  const assessment = assess(random, ageOn(birth, today), living, today);
  const needLevel = assessment?.score.level ?? null;
  const frail = needLevel === 'severe' || needLevel === 'total';
  const dementia = assessment?.diagnoses.some((code) => DEMENTIA.includes(code)) ?? false;
  const status = random.chance(0.008) ? 'deceased' : random.chance(0.003) ? 'left' : 'active';
  const priority: Priority[] = [];
  if (needLevel === 'moderate' || frail) priority.push('disabled');
  if (dementia) priority.push('dementia');
  if (years >= 80) priority.push('veryOld');
  if (living === 'emptyNest') priority.push('emptyNest');
  if (living === 'alone') priority.push('alone');
  if (making.hardship) priority.push('hardship');
  return {
    id,
    community,
    household: making.household,
    sex,
    birth,
    serial,
    living,
    needLevel,
    assessment,
    priority,
    conditions: drawConditions(random, years, frail, dementia, today),
    allergies: ALLERGIES.filter(([, percent]) => random.chance(percent / 100)).map(([code]) => code),
    texture: frail
      ? random.pick(['soft', 'minced', 'minced', 'liquid'] as const)
      : random.chance(years >= 80 ? 0.18 : 0.03)
        ? 'soft'
        : 'normal',
    bathSex: sex === 'female' && random.chance(0.5) ? 'female' : random.chance(0.05) ? sex : null,
    status,
    deceasedOn: status === 'deceased' ? addDays(today, -random.between(1, 700)) : null,
    lng: making.place[0],
    lat: making.place[1],
    contacts: random.chance(0.86) ? 1 + Number(random.chance(0.34)) + Number(random.chance(0.06)) : 0,
    hasPhone: random.chance(years >= 85 ? 0.6 : 0.9),
    account: null,
    ownAccount: false,
    demo: false,
  };
}

/** The same day `years` years ago; for 29 February the 28th. */
function yearsBefore(today: string, years: number): string {
  const day = today.slice(4) === '-02-29' ? '-02-28' : today.slice(4);
  return `${Number(today.slice(0, 4)) - years}${day}`;
}

function communityWeights(seed: number, map: CityMap): number[] {
  const random = new Random(seed, 'weights');
  const weights = map.communities.map(
    (community) => (community.urban ? 1.6 : 0.9) * (0.4 + random.next() * 1.2),
  );
  const totals = new Map<string, number>();
  map.communities.forEach(({ county }, i) => totals.set(county, (totals.get(county) ?? 0) + weights[i]!));
  return cumulate(
    map.communities.map(({ county }, i) => (weights[i]! * COUNTIES[county]!) / totals.get(county)!),
  );
}

function drawAge(random: Random): number {
  const band = AGES[random.index(ageSums)]!;
  return random.between(band.from, band.to);
}

/** By household: a couple is one household of two persons, so its share of persons is halved. */
function drawLiving(random: Random, age: number): Living {
  const { alone, emptyNest, family, institution } = decadeOf(age);
  const kinds = ['alone', 'emptyNest', 'family', 'institution'] as const;
  return kinds[random.index(cumulate([alone, emptyNest / 2, family / 1.3, institution]))]!;
}

function drawConditions(random: Random, age: number, frail: boolean, dementia: boolean, today: string) {
  const found: Senior['conditions'] = [];
  for (const [code, at65, at85] of CONDITIONS) {
    const percent = Math.max(0.1, at65 + ((at85 - at65) * (age - 65)) / 20);
    if (random.chance(percent / 100))
      found.push({ code, since: addDays(today, -random.between(60, 6000)), until: null });
  }
  if (dementia)
    found.push({ code: 'dementia', since: addDays(today, -random.between(100, 2500)), until: null });
  if (frail && random.chance(0.12)) {
    found.push({ code: 'pressureSore', since: addDays(today, -random.between(5, 90)), until: null });
  }
  for (const [code, percent, days] of PASSING) {
    if (!random.chance(percent / 100)) continue;
    const since = random.int(days);
    found.push({ code, since: addDays(today, -since), until: addDays(today, days - since) });
  }
  return found;
}

const RANGES: Record<AbilityLevel, [number, number]> = {
  intact: [90, 90],
  mild: [66, 89],
  moderate: [46, 65],
  severe: [30, 45],
  total: [6, 29],
};
/** What is lost first, by how much of it is usually lost. */
const LOSS: Partial<Record<AssessmentItem, number>> = {
  stairs: 3,
  bathing: 3,
  transport: 3,
  walking: 2.5,
  dailyAffairs: 2.5,
  memory: 2,
  hearing: 2,
  vision: 1.5,
  depression: 1.2,
  consciousness: 0.05,
  aggression: 0.4,
  personOrientation: 0.7,
  eating: 0.7,
};
const ITEMS = Object.values(ASSESSMENT_ITEMS).flatMap((group) => Object.keys(group) as AssessmentItem[]);

/** An assessment that gives about the level drawn for the age; those in institutions are all assessed, and worse. */
function assess(random: Random, age: number, living: Living, today: string): Assessment | null {
  const shares = decadeOf(age);
  const factor = living === 'institution' ? 6 : 1;
  const weights = [shares.mild, shares.moderate, shares.severe, shares.total].map((share) => share * factor);
  const known = Math.min(99, weights.reduce((a, b) => a + b, 0) + shares.intact);
  const institution = living === 'institution';
  if (!institution && !random.chance(known / 100)) return null;
  const levels = ['intact', 'mild', 'moderate', 'severe', 'total'] as const;
  const level = levels[random.index(cumulate([shares.intact, ...weights]))]!;
  const [low, high] = RANGES[level];
  const items = Object.fromEntries(ITEM_MAXIMA) as Record<AssessmentItem, number>;
  let loss = 90 - random.between(low, high);
  while (loss > 0) {
    const item = ITEMS[random.int(ITEMS.length)]!;
    if (items[item] === 0 || (item === 'consciousness' && level !== 'total')) continue;
    if (!random.chance((LOSS[item] ?? 1.3) / 3)) continue;
    items[item] -= 1;
    loss -= 1;
  }
  // In a coma only those who can do nothing else.
  if (items.consciousness === 0 && level !== 'total') items.consciousness = 1;
  const on = addDays(today, -random.between(10, 690));
  const mental = items.memory + items.timeOrientation + items.placeOrientation;
  const diagnoses = mental <= 5 && random.chance(0.6) ? [random.pick(DEMENTIA)] : [];
  const riskEvents = random.chance(0.06) ? [addDays(on, -random.int(28))] : [];
  const score = scoreAssessment({
    standard: ASSESSMENT_STANDARD,
    assessedOn: on,
    items,
    diagnoses,
    riskEvents,
  });
  return { on, items, diagnoses, riskEvents, score };
}
