import { ageOn } from '@heling/platform/domain/calendar';
import type { NoIdReason, Relation, Sex } from '@heling/people/domain/person';
import { fullName, idNumber, phone, surname } from './names';
import { DEMO_DAUGHTER } from './population';
import { Random } from './random';
import { addDays } from './days';
import type { Senior } from './model';

export const DEMO_PHONES = { senior: '15490000001', daughter: '15490000002' } as const;

export interface Contact {
  id: number;
  name: string;
  phone: string;
  relation: Relation;
  emergency: boolean;
}
export interface Residence {
  address: string;
  from: string;
  to: string | null;
}
/** What is personal of a senior. */
export interface Details {
  name: string;
  idNumber: string | null;
  noIdReason: NoIdReason | null;
  phone: string | null;
  address: string;
  residences: Residence[];
  contacts: Contact[];
}

const ESTATES = [...'福寿康宁金玉锦绣阳光花园世纪盛世和谐富民裕丰翠绿淇水朝歌鹤鸣泰和瑞景馨安'];
const ENDINGS = ['小区', '家园', '花园', '苑', '家属院', '新村', '佳苑'];
const RELATIONS: readonly [Relation, number][] = [
  ['child', 0.74],
  ['grandchild', 0.8],
  ['sibling', 0.86],
  ['relative', 0.92],
  ['neighbour', 0.97],
  ['worker', 1],
];

/** The personal part of a senior, the same whoever makes it. */
export function detailsOf(seed: number, senior: Senior, today: string): Details {
  const random = new Random(seed, 'details', senior.id);
  const home = new Random(seed, 'home', senior.household);
  const family = senior.sex === 'male' || home.chance(0.02) ? surname(home) : undefined;
  const name = fullName(random, senior.sex, true, family);
  const address = addressOf(home, senior);
  const born = Number(senior.birth.slice(0, 4));
  const unregistered = random.chance(0.002);
  const number = senior.demo ? DEMO_PHONES.senior : senior.hasPhone ? phone(0, senior.id) : null;
  const moved = random.chance(0.06);
  const since = addDays(today, -random.between(800, 12_000));
  const move = addDays(today, -random.between(20, 780));
  const residences: Residence[] = moved
    ? [
        // The last day there.
        { address: addressOf(random, senior), from: since, to: addDays(move, -1) },
        { address, from: move, to: null },
      ]
    : [{ address, from: since, to: null }];
  const contacts: Contact[] = [];
  for (let i = 0; i < senior.contacts; i += 1) {
    const draw = random.next();
    const relation = senior.demo && i === 0 ? 'child' : RELATIONS.find(([, up]) => draw < up)![0];
    const sex: Sex = senior.demo || random.chance(0.45) ? 'female' : 'male';
    const own = relation === 'child' || relation === 'grandchild' || relation === 'sibling';
    // A mother's children carry their father's name.
    const last = own && senior.sex === 'male' ? name.slice(0, family?.length ?? 1) : surname(random);
    const demo = senior.demo && i === 0;
    contacts.push({
      id: senior.id * 4 + i,
      name: fullName(random, sex, relation === 'sibling' && born < 1960, last),
      phone: demo ? DEMO_PHONES.daughter : phone(1, senior.id * 4 + i),
      relation,
      emergency: i === 0,
    });
  }
  return {
    name,
    idNumber: unregistered ? null : idNumber(senior.birth, senior.sex, senior.serial),
    noIdReason: unregistered ? random.pick(['unregistered', 'lost', 'unknown'] as const) : null,
    phone: number,
    address,
    residences,
    contacts,
  };
}

function addressOf(random: Random, senior: Senior): string {
  const place = senior.community.name.replace(/(居民|村民)?委员会$/, '');
  if (!senior.community.urban) return `${place}${random.between(1, 12)}组${random.between(1, 160)}号`;
  const estate = random.pick(ESTATES) + random.pick(ESTATES) + random.pick(ENDINGS);
  const room = `${random.between(1, 6)}0${random.between(1, 3)}`;
  return `${place}${estate}${random.between(1, 28)}号楼${random.between(1, 4)}单元${room}室`;
}

/** The family account of a household: whose it is. */
export interface FamilyAccount {
  id: number;
  name: string;
  phone: string;
  /** The senior, when the account is their own. */
  personId: number | null;
  relation: Relation;
  senior: Senior;
}

/** The account that looks after these members of one household; undefined when there is none. */
export function accountOf(
  members: readonly { senior: Senior; details: Details }[],
): FamilyAccount | undefined {
  const first = members[0];
  if (!first || first.senior.account === null) return undefined;
  const base = { id: first.senior.account, senior: first.senior };
  if (first.senior.ownAccount && first.details.phone) {
    return {
      ...base,
      name: first.details.name,
      phone: first.details.phone,
      personId: first.senior.id,
      relation: 'other',
    };
  }
  const contact = members.flatMap(({ details }) => details.contacts)[0];
  if (!contact) return undefined;
  const { name, phone: number, relation } = contact;
  return {
    ...base,
    name,
    phone: number,
    personId: null,
    relation: first.senior.account === DEMO_DAUGHTER ? 'child' : relation,
  };
}

/** Full years of age today. */
export const ageOf = (senior: Senior, today: string): number => ageOn(senior.birth, today);
