import type { AbilityLevel, AssessmentItem, AssessmentScore } from '@heling/people/domain/assessment';
import type { Qualification, Transport } from '@heling/people/domain/carers';
import type { Allergen, Condition } from '@heling/people/domain/health';
import type { Living, Priority, Sex } from '@heling/people/domain/person';
import type { Meal, ServiceSeed, Texture } from '@heling/orders/domain/menu';
import type { Failure, Split } from '@heling/orders/domain/money';
import type { Role } from '@heling/platform/contract/roles';
import type { Random } from './random';

export interface Division {
  code: string;
  name: string;
  level: 'city' | 'county' | 'street' | 'community';
  parent: string | null;
  lng: number;
  lat: number;
}

export interface Community extends Division {
  /** Index into `CityMap.communities`. */
  index: number;
  street: string;
  county: string;
  urban: boolean;
  /** Places of homes around it, all inside the county's outline. */
  homes: readonly (readonly [number, number])[];
}

export interface Street extends Division {
  county: string;
  urban: boolean;
  communities: Community[];
}

export interface CityMap {
  /** City, counties, streets and communities, parents first. */
  divisions: Division[];
  streets: Street[];
  communities: Community[];
}

/** What every part of the city needs to know of a senior; names and numbers are made by `people.ts`. */
export interface Senior {
  id: number;
  community: Community;
  household: number;
  sex: Sex;
  birth: string;
  /** Which one of this birth date and sex: for the ID number. */
  serial: number;
  living: Living;
  needLevel: AbilityLevel | null;
  assessment: Assessment | null;
  priority: Priority[];
  conditions: { code: Condition; since: string; until: string | null }[];
  allergies: Allergen[];
  texture: Texture;
  bathSex: Sex | null;
  status: 'active' | 'deceased' | 'left';
  deceasedOn: string | null;
  lng: number;
  lat: number;
  /** Relatives with a telephone, 0 to 3. */
  contacts: number;
  hasPhone: boolean;
  /** The family account that looks after them, or their own. */
  account: number | null;
  /** The account is the senior's own. */
  ownAccount: boolean;
  /** The senior of the demonstration's family accounts. */
  demo: boolean;
}

export interface Assessment {
  on: string;
  items: Record<AssessmentItem, number>;
  diagnoses: string[];
  riskEvents: string[];
  score: AssessmentScore;
}

export interface Org {
  id: number;
  kind: 'provider' | 'kitchen' | 'institution';
  name: string;
  street: Street;
  county: string;
  lng: number;
  lat: number;
  /** Services offered, and the division prefixes where. */
  services: string[];
  areas: string[];
}

export interface Facility {
  id: number;
  kind: 'streetCentre' | 'dayCare' | 'countyInstitution' | 'nursingHome';
  name: string;
  division: string;
  street: Street;
  org: number | null;
  lng: number;
  lat: number;
  area: number;
  beds: number;
  places: number;
  ledBy: number | null;
}

export interface Network {
  orgs: Org[];
  kitchens: Org[];
  providers: Org[];
  facilities: Facility[];
  /** Kitchen by street code. */
  kitchenOf: Map<string, Org>;
}

export interface Dish {
  id: number;
  org: number;
  name: string;
  price: number;
  textures: Texture[];
  allergens: Allergen[];
  kcal: number;
  protein: number;
  saltMg: number;
}

export interface Menu {
  /** Dishes by kitchen. */
  dishes: Map<number, Dish[]>;
  /** Price in fen by organisation and service: before and from the first of January of this year. */
  prices: Map<string, [number, number]>;
}

export interface Carer {
  /** From 1, without gaps: `carers[id - 1]`. */
  id: number;
  org: Org;
  division: string;
  name: string;
  phone: string;
  sex: Sex;
  birthYear: number;
  lng: number;
  lat: number;
  transport: Transport;
  maxMinutes: number;
  qualifications: Qualification[];
  /** ISO weekdays off. */
  off: number[];
  partTime: boolean;
}

export interface StaffAccount {
  id: number;
  login: string;
  roles: Role[];
  division: string;
  /** Null: the account stands nowhere by division. */
  scope: { division: string } | { unit: string } | { org: number } | null;
  org: number | null;
  carerId: number | null;
}

export interface Staff {
  accounts: StaffAccount[];
  /** Two who assess in a community's street. */
  assessors(division: string): [number, number];
  /** Who orders for callers of a county. */
  operator(county: string, random: Random): number;
  streetWorker(street: string): number;
  /** The two who sign statements of a county. */
  signers(county: string): [number, number];
}

export interface Habit {
  service: string;
  /** Chance of an order on a day that comes into question. */
  chance: number;
  /** ISO weekdays on which it comes into question; empty: every day. */
  weekdays: number[];
  from: string;
  to: string | null;
  /** Id of the standing order (长期订单), when it is one. */
  standing: number | null;
  /** Which of the day's windows is preferred. */
  window: number;
}

export interface Customer {
  senior: Senior;
  habits: Habit[];
}

/** The whole city, made but not yet written. */
export interface City {
  seed: number;
  /** The instant that it is made for: everything before is past. */
  now: Date;
  /** The business day of that instant. */
  today: string;
  map: CityMap;
  network: Network;
  menu: Menu;
  carers: Carer[];
  staff: Staff;
  seniors: Senior[];
  /** Those who order, by person id. */
  orders: Map<number, Customer>;
}

export type Fate = 'done' | 'cancelled' | 'rejected' | Failure;

/** An order as it was or will be; `carers` empty: nobody is assigned. */
export interface Draft {
  id: number;
  customer: Customer;
  habit: Habit;
  service: ServiceSeed;
  org: Org;
  day: string;
  /** Days from today; negative: past. */
  offset: number;
  fate: Fate;
  split: Split;
  placedAt: number;
  cancelledAt: number | null;
  line: { dish: Dish; texture: Texture; quantity: number } | null;
  kitchenDay: number | null;
  windowStart: number;
  windowEnd: number;
  startsAt: number | null;
  endsAt: number | null;
  carers: Carer[];
  round: number | null;
  stop: number | null;
}

export interface KitchenDay {
  id: number;
  org: Org;
  day: string;
  meal: Meal;
  dishes: Dish[];
  cutoff: number;
  orders: Draft[];
}
