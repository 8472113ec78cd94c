import { ROLE_NAMES, type Role } from '@heling/platform/contract/roles';
import { fullName, phone } from './names';
import { UNITS, unitOf } from './network';
import { DEMO_PHONES } from './people';
import { Random } from './random';
import type { Seals } from './seals';
import type { Sink } from './tables';
import { atLocal, addDays } from './days';
import type { Carer, City, CityMap, Network, Staff, StaffAccount } from './model';

const CITY = '410600';
const BY_COUNTY = { county: 11, second: 21, dispatcher: 31 } as const;
const STREET = 101;
const STREET_SECOND = 201;
const COMMUNITY = 1001;
const PROVIDER = 3001;
const MANAGER = 3101;
const DUTY = 3201;
const DUTY_EVENING = 3401;
const DUTY_NIGHT = 3601;
const NURSE = 3801;
const NURSE_NIGHT = 4001;
const CARER = 10_000;
/** So many carers of each organisation have an account. */
const CARERS_WITH_ACCOUNT = 8;

/** Everybody who signs in with a password, one of each kind at least. */
export function makeStaff(map: CityMap, network: Network, carers: readonly Carer[]): Staff {
  const accounts: StaffAccount[] = [];
  const add = (
    id: number,
    login: string,
    role: Role,
    division: string,
    scope: StaffAccount['scope'],
    org: number | null = null,
    carerId: number | null = null,
  ) => accounts.push({ id, login, roles: [role], division, scope, org, carerId });
  const city = (id: number, login: string, role: Role) => add(id, login, role, CITY, { division: '4106' });
  city(1, 'city', 'city');
  city(2, 'city-2', 'city');
  city(3, 'sysadmin', 'systemAdmin');
  city(4, 'security', 'securityAdmin');
  city(5, 'auditor', 'auditor');
  city(6, 'clerk', 'allowanceClerk');
  city(7, 'reviewer', 'allowanceReviewer');
  city(8, 'payer', 'allowancePayer');
  city(9, 'dispatcher', 'dispatcher');
  city(10, 'wall', 'wall');
  UNITS.forEach(({ code, county }, i) => {
    add(BY_COUNTY.county + i, `county-${code}`, 'county', county, { unit: code });
    add(BY_COUNTY.second + i, `county-${code}-2`, 'county', county, { unit: code });
    add(BY_COUNTY.dispatcher + i, `dispatcher-${code}`, 'dispatcher', county, { unit: code });
  });
  map.streets.forEach(({ code }, i) => {
    add(STREET + i, `street-${code}`, 'street', code, { division: code });
    add(STREET_SECOND + i, `street-${code}-2`, 'street', code, { division: code });
  });
  map.communities.forEach(({ code }, i) =>
    add(COMMUNITY + i, `community-${code}`, 'community', code, { division: code }),
  );
  const two = (n: number) => String(n).padStart(2, '0');
  network.orgs.forEach((org, i) => {
    if (org.kind !== 'institution') {
      add(
        PROVIDER + i,
        `provider-${two(org.id)}`,
        'providerManager',
        org.street.code,
        { org: org.id },
        org.id,
      );
      return;
    }
    add(MANAGER + i, `institution-${org.id}`, 'institutionManager', org.street.code, { org: org.id }, org.id);
    for (const [base, login] of [
      [DUTY, `duty-${org.id}`],
      [DUTY_EVENING, `duty-${org.id}-2`],
      [DUTY_NIGHT, `duty-${org.id}-3`],
      [NURSE, `nurse-${org.id}`],
      [NURSE_NIGHT, `nurse-${org.id}-2`],
    ] as const) {
      add(base + i, login, 'institutionDuty', org.street.code, { org: org.id }, org.id);
    }
  });
  const count = new Map<number, number>();
  for (const carer of carers) {
    const before = count.get(carer.org.id) ?? 0;
    count.set(carer.org.id, before + 1);
    if (before >= CARERS_WITH_ACCOUNT) continue;
    const login = `carer-${String(carer.id).padStart(4, '0')}`;
    add(CARER + carer.id, login, 'carer', carer.division, null, carer.org.id, carer.id);
  }
  const streetIndex = new Map(map.streets.map((street, i) => [street.code, i]));
  const countyIndex = (county: string) => UNITS.findIndex((unit) => unit.county === county);
  return {
    accounts,
    assessors: (division) => {
      const i = streetIndex.get(division.slice(0, 9))!;
      return [STREET + i, STREET_SECOND + i];
    },
    operator: (county, random) => (random.chance(0.4) ? 9 : BY_COUNTY.dispatcher + countyIndex(county)),
    streetWorker: (street) => STREET + streetIndex.get(street)!,
    signers: (county) => [BY_COUNTY.county + countyIndex(county), BY_COUNTY.second + countyIndex(county)],
  };
}

/** The accounts that the start shows: one of each role and level. */
export interface ShownAccount {
  role: Role;
  roleName: string;
  login: string;
  password: string;
  note?: string;
}

export function shownAccounts(city: City, password: string): ShownAccount[] {
  const { accounts } = city.staff;
  const street = city.map.streets.find(({ code }) => code === '410611001')!;
  const wanted = [
    ...['city', 'county-qibin', `street-${street.code}`, `community-${street.communities[0]!.code}`],
    ...['dispatcher', 'dispatcher-qibin', 'provider-01', 'provider-17'],
    ...['carer-0001', accounts.find(({ carerId, org }) => carerId !== null && org === 17)!.login],
    ...accounts
      .filter(({ roles }) => roles[0]!.startsWith('institution'))
      .slice(0, 2)
      .map(({ login }) => login),
    ...['clerk', 'reviewer', 'payer', 'sysadmin', 'security', 'auditor', 'wall'],
  ];
  const staff = wanted.map((login): ShownAccount => {
    const role = accounts.find((account) => account.login === login)!.roles[0]!;
    return { role, roleName: ROLE_NAMES[role], login, password };
  });
  const note = '手机号登录：验证码在演示电话页面';
  return [
    ...staff,
    { role: 'family', roleName: '家属（女儿）', login: DEMO_PHONES.daughter, password: '', note },
    { role: 'family', roleName: '老人本人', login: DEMO_PHONES.senior, password: '', note },
  ];
}

/** The accounts that keep watch in an institution: the seat by day, evening and night, the nurses, the manager. */
export function dutyAccounts(org: number): { seat: number[]; nurses: number[]; manager: number } {
  const i = org - 1;
  return {
    seat: [DUTY + i, DUTY_EVENING + i, DUTY_NIGHT + i],
    nurses: [NURSE + i, NURSE_NIGHT + i],
    manager: MANAGER + i,
  };
}

/** The two accounts of a management unit. */
export function unitAccounts(unit: string): [number, number] {
  const i = UNITS.findIndex(({ code }) => code === unit);
  return [BY_COUNTY.county + i, BY_COUNTY.second + i];
}

/** Name and telephone of somebody who signs in with a password. */
export function accountCard(
  city: Pick<City, 'seed' | 'carers'>,
  id: number,
  carerId: number | null = null,
): { name: string; phone: string } {
  const random = new Random(city.seed, 'staff', id);
  const carer = carerId === null ? undefined : city.carers[carerId - 1];
  const name = carer?.name ?? fullName(random, random.chance(0.6) ? 'female' : 'male', false);
  return { name, phone: carer?.phone ?? phone(9, 1000 + id) };
}

export function writeStaff(city: City, seals: Seals, passwordHash: string, sink: Sink): void {
  const since = atLocal(addDays(city.today, -760), '09:00');
  for (const account of city.staff.accounts) {
    const pii = seals.data(accountCard(city, account.id, account.carerId));
    const { id, login, division, org, carerId } = account;
    sink.row('accounts', [id, 'staff', login, null, pii, passwordHash, division, org, carerId, null, since]);
    for (const role of account.roles) sink.row('account_roles', [id, role]);
    const { scope } = account;
    if (!scope) continue;
    sink.row('account_scopes', [
      id,
      'division' in scope ? scope.division : null,
      'org' in scope ? scope.org : null,
      'unit' in scope ? scope.unit : null,
    ]);
  }
}

/** The unit's account that answers for a street. */
export const unitAccount = (street: { code: string; county: string }): number =>
  BY_COUNTY.county + UNITS.findIndex((unit) => unit.code === unitOf(street));
