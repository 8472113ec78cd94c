import type { Style } from '@heling/oversight/domain/adapters/styles';
import { DEFAULT_RULES, type Rules } from '@heling/oversight/domain/policy';
import { unitOf } from './network';
import { Random } from './random';
import type { Seals } from './seals';
import { accountCard, dutyAccounts, unitAccounts } from './staff';
import type { Sink } from './tables';
import { addDays, atLocal } from './days';
import type { City, Facility, Senior } from './model';

const BEDS_A_ROOM = 3;
const ROOMS_A_FLOOR = 12;
/** Days of duty rosters, back and ahead. */
const ROSTER = { back: 1, ahead: 14 } as const;
const HOUR = 3_600_000;

/** A device of an institution; `parent`: the code of its gateway. */
export interface SeedDevice {
  code: string;
  model: string;
  style: Style;
  parent: string | null;
  room: string | null;
  bed: string | null;
  senior: Senior | null;
  life: boolean;
  heartbeatSeconds: number;
}
export interface Place {
  room: string;
  bed: string;
  senior: Senior;
}
/** An institution that is watched around the clock: who lives in which bed, and what watches. */
export interface Watched {
  facility: Facility;
  org: number;
  places: Place[];
  devices: SeedDevice[];
}

/** The institutions with their residents, who live as near as there are free beds, and their devices. */
export function makeWatched(city: Pick<City, 'seed' | 'network' | 'seniors'>): Watched[] {
  const homes = city.network.facilities
    .filter(({ kind, org }) => org !== null && (kind === 'nursingHome' || kind === 'countyInstitution'))
    .map((facility) => ({ facility, seniors: [] as Senior[] }));
  const turn = new Map<string, number>();
  for (const senior of city.seniors) {
    if (senior.living !== 'institution' || senior.status !== 'active') continue;
    const { county } = senior.community;
    const near = homes.filter(
      ({ facility, seniors }) => facility.street.county === county && seniors.length < facility.beds,
    );
    const free =
      near.length > 0 ? near : homes.filter(({ facility, seniors }) => seniors.length < facility.beds);
    if (free.length === 0) break;
    const at = turn.get(county) ?? 0;
    turn.set(county, at + 1);
    free[at % free.length]!.seniors.push(senior);
  }
  return homes.map(({ facility, seniors }) => {
    const places = seniors.map((senior, i): Place => {
      const room = Math.floor(i / BEDS_A_ROOM);
      const number = (Math.floor(room / ROOMS_A_FLOOR) + 1) * 100 + (room % ROOMS_A_FLOOR) + 1;
      return { room: String(number), bed: String((i % BEDS_A_ROOM) + 1), senior };
    });
    return { facility, org: facility.org!, places, devices: devicesOf(city.seed, facility, places) };
  });
}

/** Vendors differ from house to house, and so does how their devices speak. */
const BEDS: readonly [string, Style][] = [
  ['安眠 B2 床垫', 'flat'],
  ['鹤感 BS-1 床垫', 'heling'],
  ['护康 F18 床带', 'frame'],
];

function devicesOf(seed: number, facility: Facility, places: readonly Place[]): SeedDevice[] {
  const random = new Random(seed, 'devices', facility.id);
  const [bedModel, bedStyle] = random.pick(BEDS);
  const devices: SeedDevice[] = [];
  const add = (
    code: string,
    model: string,
    heartbeatSeconds: number,
    more: Partial<SeedDevice> & { parent: string | null },
  ) =>
    devices.push({
      ...{ code, model, heartbeatSeconds, style: 'heling', room: null, bed: null, senior: null, life: false },
      ...more,
    });
  const floorOf = (room: string) => room.slice(0, -2);
  const floors = [...new Set(['1', ...places.map(({ room }) => floorOf(room))])];
  for (const floor of floors)
    add(`gw${floor}`, '鹤感 GW-8 网关', 30, { parent: null, room: `${floor} 层弱电间` });
  for (const floor of floors) {
    add(`smoke-${floor}`, '烟感 S3', 120, { parent: `gw${floor}`, room: `${floor} 层走廊` });
  }
  for (const [code, room, model] of [
    ['kitchen-smoke', '厨房', '烟感 S3'],
    ['kitchen-gas', '厨房', '燃气探测 G1'],
    ['kitchen-temp', '留样柜', '冷藏温度计 T1'],
    ['kitchen-water', '厨房', '水浸 W1'],
    ['door-main', '大门', '门磁 D2'],
    ['door-back', '后门', '门磁 D2'],
  ] as const) {
    add(code, model, code === 'kitchen-temp' ? 300 : 120, { parent: 'gw1', room });
  }
  for (const room of new Set(places.map((place) => place.room))) {
    add(`call-${room}`, '呼叫器 C1', 300, { parent: `gw${floorOf(room)}`, room });
  }
  for (const { room, bed, senior } of places) {
    const parent = `gw${floorOf(room)}`;
    const here = { parent, room, bed, senior, life: true };
    const level = senior.needLevel;
    // A sensor in the bed of whoever needs much help; a band for whoever may lose the way.
    if (level === 'moderate' || level === 'severe' || level === 'total') {
      add(`bed-${room}-${bed}`, bedModel, 60, { ...here, style: bedStyle });
    }
    const lost = senior.conditions.some(({ code, until }) => code === 'dementia' && until === null);
    if (lost && level !== 'total') add(`band-${room}-${bed}`, '鹤环 W1 手环', 120, here);
  }
  return devices;
}

/** Those houses that have a nurse on duty call the nurse before the manager. */
const WITH_NURSE: Rules = {
  ...DEFAULT_RULES,
  P0: {
    steps: [
      { afterSeconds: 0, to: 'seat', channels: ['screen', 'sms'] },
      { afterSeconds: 30, to: 'nurse', channels: ['screen', 'sms'] },
      { afterSeconds: 90, to: 'manager', channels: ['sms'] },
      { afterSeconds: 180, to: 'district', channels: ['screen', 'sms'] },
    ],
    resolveWithinSeconds: 900,
  },
};

/** Devices, whom alarms are brought to, and who is on duty from yesterday to two weeks ahead. */
export function writeInstitutions(city: City, seals: Seals, sink: Sink): void {
  const { today, now } = city;
  const enrolled = atLocal(addDays(today, -200), '10:00');
  let id = 0;
  for (const { facility, org, devices } of makeWatched(city)) {
    const ids = new Map<string, number>();
    for (const device of devices) {
      id += 1;
      ids.set(device.code, id);
      sink.row('devices', [
        id,
        facility.id,
        facility.division,
        org,
        device.code,
        device.model,
        device.style,
        device.parent && ids.get(device.parent)!,
        device.room,
        device.bed,
        device.senior && device.senior.id,
        device.life,
        device.heartbeatSeconds,
        seals.device(facility.id, device.code),
        enrolled,
        true,
        1,
      ]);
      // No state yet: its time begins with the first message of one of its devices.
      if (!device.parent) sink.row('alarm_groups', [id, facility.id, facility.division, org]);
    }
    const nurse = hasNurse(facility);
    const policyAt = atLocal(addDays(today, -30), '00:00');
    if (nurse) {
      sink.row('escalation_policies', [
        ...[facility.id, facility.division, org, policyAt],
        WITH_NURSE,
        15,
        dutyAccounts(org).manager,
      ]);
    }
    writeRoster(city, seals, sink, facility, org, nurse, now.getTime());
  }
}

/** County institutions and the larger houses. */
const hasNurse = ({ kind, beds }: Facility): boolean => kind === 'countyInstitution' || beds >= 120;

function writeRoster(
  city: City,
  seals: Seals,
  sink: Sink,
  facility: Facility,
  org: number,
  nurse: boolean,
  now: number,
): void {
  const random = new Random(city.seed, 'roster', facility.id);
  const { seat, nurses, manager } = dutyAccounts(org);
  const district = unitAccounts(unitOf(facility.street));
  const cards = new Map(
    [...seat, ...nurses, manager, ...district].map((account) => {
      const { name, phone } = accountCard(city, account);
      return [account, seals.data({ name, phone })];
    }),
  );
  const add = (duty: string, account: number, from: number, hours: number) =>
    sink.row('duty_shifts', [
      ...[facility.id, facility.division, org, duty, account, cards.get(account)!],
      ...[from, from + hours * HOUR],
    ]);
  for (let day = -ROSTER.back; day < ROSTER.ahead; day += 1) {
    const from = atLocal(addDays(city.today, day), '00:00');
    // 夜班 0–8, 白班 8–16, 晚班 16–24.
    [2, 0, 1].forEach((who, part) => add('seat', seat[who]!, from + part * 8 * HOUR, 8));
    for (const part of nurse ? [0, 1] : []) {
      const begins = from + part * 12 * HOUR;
      // A few shifts of the days ahead still have nobody: the roster's gaps (值守空档).
      if (begins > now + 48 * HOUR && random.chance(0.02)) continue;
      add('nurse', nurses[part]!, begins, 12);
    }
    add('manager', manager, from, 24);
    [0, 1].forEach((part) => add('district', district[part]!, from + part * 12 * HOUR, 12));
  }
}
