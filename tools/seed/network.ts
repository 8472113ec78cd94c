import { kilometres } from '@heling/orders/domain/rounds';
import { outlineOf } from './map';
import { Random } from './random';
import type { Sink } from './tables';
import { addDays, atLocal } from './days';
import type { City, CityMap, Community, Facility, Network, Org, Street } from './model';

/** The seven management units: five counties and districts and two functional zones; each owns streets of its own. */
export const UNITS = [
  { code: 'heshan', name: '鹤山区', county: '410602' },
  { code: 'shancheng', name: '山城区', county: '410603' },
  { code: 'qibin', name: '淇滨区', county: '410611' },
  { code: 'xunxian', name: '浚县', county: '410621' },
  { code: 'qixian', name: '淇县', county: '410622' },
  { code: 'kaifaqu', name: '鹤壁经济技术开发区', county: '410671' },
  { code: 'shifanqu', name: '城乡一体化示范区', county: '410611' },
] as const;
/** The demonstration zone has no code of its own; which streets it runs is an assumption. */
const ZONE_STREETS = ['410611005', '410611566'];

export function unitOf(street: { code: string; county: string }): string {
  if (ZONE_STREETS.includes(street.code)) return 'shifanqu';
  return UNITS.find((unit) => unit.county === street.county)!.code;
}

/** Kitchens and providers by county: 16 and 44. */
const KITCHENS: Record<string, number> = {
  '410602': 2,
  '410603': 3,
  '410611': 4,
  '410621': 4,
  '410622': 2,
  '410671': 1,
};
const PROVIDERS: Record<string, number> = {
  '410602': 4,
  '410603': 6,
  '410611': 12,
  '410621': 12,
  '410622': 7,
  '410671': 3,
};
const VISITS = ['housekeeping', 'bath', 'company', 'errands', 'rehabilitation'];
const NAMES = [
  ...[
    '安康',
    '颐和',
    '慈爱',
    '福寿',
    '康宁',
    '夕阳红',
    '益寿',
    '和顺',
    '百善',
    '孝道',
    '温馨',
    '阳光',
    '德馨',
    '乐龄',
    '常青',
    '鹤鸣',
  ],
  ...[
    '金晖',
    '仁爱',
    '祥和',
    '静安',
    '松鹤',
    '长乐',
    '家和',
    '邻里',
    '春晖',
    '佑安',
    '惠民',
    '康泰',
    '泰康源',
    '心连心',
    '好帮手',
    '善德',
  ],
  ...[
    '爱无忧',
    '银龄',
    '怡养',
    '瑞康',
    '馨家',
    '同心',
    '朝阳',
    '优护',
    '尚善',
    '敬亲',
    '恒爱',
    '暖阳',
    '颐年',
    '康复源',
    '众和',
    '亲情',
  ],
];

export function makeNetwork(seed: number, map: CityMap): Network {
  const random = new Random(seed, 'network');
  const orgs: Org[] = [];
  const kitchenOf = new Map<string, Org>();
  const at = (place: { lng: number; lat: number }) => ({ lng: place.lng, lat: place.lat });
  const inCounty = (county: string) => map.streets.filter((street) => street.county === county);
  for (const [county, count] of Object.entries(KITCHENS)) {
    const own: Org[] = [];
    for (const street of random.shuffled(inCounty(county)).slice(0, count)) {
      const { name, lng, lat } = random.pick(street.communities);
      const short = name.replace(/(社区)?(居民|村民)?委员会$/, '');
      const org: Org = {
        id: orgs.length + 1,
        kind: 'kitchen',
        name: `${short}助餐中心`,
        street,
        county,
        lng,
        lat,
        services: ['lunch', 'dinner'],
        areas: [],
      };
      own.push(org);
      orgs.push(org);
    }
    for (const street of inCounty(county)) {
      const nearest = own.reduce((a, b) => (kilometres(a, street) <= kilometres(b, street) ? a : b));
      nearest.areas.push(street.code);
      kitchenOf.set(street.code, nearest);
    }
  }
  const names = random.shuffled(NAMES);
  for (const [county, count] of Object.entries(PROVIDERS)) {
    for (let i = 0; i < count; i += 1) {
      const street = random.pick(inCounty(county));
      // Every service has at least two providers in every county.
      const services = VISITS.filter((_, k) => count <= 4 || (i + k) % VISITS.length < 3);
      orgs.push({
        id: orgs.length + 1,
        kind: 'provider',
        name: `${names.pop()!}${random.pick(['居家养老服务中心', '养老服务有限公司', '家政服务有限公司'])}`,
        street,
        county,
        ...at(random.pick(street.communities)),
        services,
        areas: [county],
      });
    }
  }
  const facilities = makeFacilities(random, map, orgs);
  return {
    orgs,
    kitchens: orgs.filter((org) => org.kind === 'kitchen'),
    providers: orgs.filter((org) => org.kind === 'provider'),
    facilities,
    kitchenOf,
  };
}

const HOMES = [
  '颐养园',
  '福寿园',
  '康乐园',
  '夕阳红',
  '敬老园',
  '鹤寿园',
  '安养院',
  '怡康苑',
  '松龄苑',
  '慈安院',
];
const COUNTY_SEATS = ['410602', '410603', '410611', '410621', '410622'];

function makeFacilities(random: Random, map: CityMap, orgs: Org[]): Facility[] {
  const facilities: Facility[] = [];
  const add = (facility: Omit<Facility, 'id' | 'lng' | 'lat' | 'division'>, community: Community) => {
    const [lng, lat] = random.pick(community.homes);
    facilities.push({ ...facility, id: facilities.length + 1, division: community.code, lng, lat });
  };
  const streetOf = new Map(map.streets.map((street) => [street.code, street]));
  const institution = (name: string, street: Street): number => {
    orgs.push({
      id: orgs.length + 1,
      kind: 'institution',
      name,
      street,
      county: street.county,
      lng: street.lng,
      lat: street.lat,
      services: [],
      areas: [],
    });
    return orgs.length;
  };
  // 30 of the 48 streets have a centre: those with the most communities.
  const led = [...map.streets].sort(
    (a, b) => b.communities.length - a.communities.length || (a.code < b.code ? -1 : 1),
  );
  for (const street of led.slice(0, 30)) {
    const name = `${street.name.replace(/(街道|镇|乡)$/, '')}综合养老服务中心`;
    const size = {
      area: random.between(152, 330) * 10,
      beds: random.between(50, 90),
      places: random.between(30, 60),
    };
    add(
      { kind: 'streetCentre', name, street, org: null, ...size, ledBy: null },
      random.pick(street.communities),
    );
  }
  const centres = [...facilities];
  const used = new Set<string>();
  while (facilities.length < 30 + 231) {
    const community = random.pick(map.communities);
    if (used.has(community.code) || (!community.urban && random.chance(0.4))) continue;
    used.add(community.code);
    const street = streetOf.get(community.street)!;
    const leader = centres.reduce((a, b) => (kilometres(a, community) <= kilometres(b, community) ? a : b));
    const name = `${community.name.replace(/(居民|村民)?委员会$/, '')}日间照料中心`;
    const size = {
      area: random.between(20, 42) * 10,
      beds: random.between(0, 8),
      places: random.between(12, 30),
    };
    add({ kind: 'dayCare', name, street, org: null, ...size, ledBy: leader.id }, community);
  }
  for (const county of COUNTY_SEATS) {
    const street = random.pick(map.streets.filter((each) => each.county === county));
    const { name } = UNITS.find((unit) => unit.county === county)!;
    const size = { area: random.between(400, 900) * 10, beds: random.between(120, 260), places: 0 };
    const title = `${name}特困人员供养服务中心`;
    add(
      {
        kind: 'countyInstitution',
        name: title,
        street,
        org: institution(title, street),
        ...size,
        ledBy: null,
      },
      random.pick(street.communities),
    );
  }
  const taken = new Set<string>();
  while (facilities.length < 30 + 231 + 5 + 40) {
    const street = random.pick(map.streets);
    const name = `${street.name.replace(/(街道|镇|乡)$/, '')}${random.pick(HOMES)}养老院`;
    if (taken.has(name)) continue;
    taken.add(name);
    const beds = random.between(40, 220);
    const size = { area: beds * random.between(24, 36), beds, places: random.between(0, 20) };
    add(
      { kind: 'nursingHome', name, street, org: institution(name, street), ...size, ledBy: null },
      random.pick(street.communities),
    );
  }
  return facilities;
}

const OFFERED: Record<Facility['kind'], string[]> = {
  streetCentre: ['dayCare', 'respite', 'lunch', 'dinner', 'bath', 'rehabilitation', 'healthTalk', 'outing'],
  dayCare: ['dayCare', 'lunch', 'healthTalk', 'outing'],
  countyInstitution: ['respite', 'rehabilitation'],
  nursingHome: ['respite', 'rehabilitation', 'dayCare'],
};
const PARTNERS = ['社区卫生服务站', '物业服务企业', '家政服务企业', '智慧家居企业', '中医馆', '志愿者协会'];
const HISTORY_DAYS = 30;

/** Divisions, units, organisations and facilities with the occupancy of the last 30 days. */
export function writeNetwork(city: City, sink: Sink): void {
  const { map, network, today } = city;
  const random = new Random(city.seed, 'facilities');
  for (const { code, name, level, parent, lng, lat } of map.divisions) {
    sink.row('divisions', [code, name, level, parent, lng, lat]);
  }
  for (const { code, name, county } of UNITS) sink.row('management_units', [code, name, county]);
  for (const street of map.streets) sink.row('management_unit_streets', [unitOf(street), street.code]);
  for (const org of network.orgs) {
    // A local number never begins with 0: this one cannot be rung.
    const phone = `0392-0${String(100_000 + org.id)}`;
    sink.row('orgs', [org.id, org.kind, org.name, org.street.code, org.lng, org.lat, phone]);
  }
  const streetName = new Map(map.streets.map((street) => [street.code, street.name]));
  for (const facility of network.facilities) {
    const { id, kind, division, street } = facility;
    const meals = kind !== 'dayCare' || random.chance(0.6);
    // A few permits are over or nearly so: the licence calendar has something to say.
    const until = (years: number) =>
      addDays(today, random.chance(0.04) ? random.between(-40, 50) : random.between(60, years * 365));
    sink.row('facilities', [
      id,
      kind,
      facility.name,
      division,
      facility.org,
      facility.lng,
      facility.lat,
      `${streetName.get(street.code)!}${random.pick(['建设路', '人民路', '长风路', '兴鹤大街', '朝歌路', '黎阳路'])}${random.between(1, 300)}号`,
      `0392-0${String(200_000 + id)}`,
      facility.area,
      facility.beds,
      facility.places,
      kind === 'dayCare' ? '08:00–18:00' : '全天',
      `HB${division.slice(2, 6)}${kind === 'dayCare' ? 'R' : 'Y'}${String(id).padStart(4, '0')}`,
      until(5),
      until(3),
      meals ? until(4) : null,
      facility.ledBy,
      random.shuffled(PARTNERS).slice(0, random.between(0, 3)),
      OFFERED[kind],
    ]);
    writeOccupancy(city, sink, facility, random);
  }
}

function writeOccupancy(city: City, sink: Sink, facility: Facility, random: Random): void {
  let beds = facility.beds * (0.45 + random.next() * 0.5);
  const usual = facility.places * (0.35 + random.next() * 0.5);
  // Some report late, and a few have stopped reporting.
  const silent = random.chance(0.03) ? random.between(2, 6) : 0;
  for (let back = HISTORY_DAYS - 1; back >= silent; back -= 1) {
    const day = addDays(city.today, -back);
    beds = Math.min(
      facility.beds,
      Math.max(0, beds + (random.next() - 0.48) * Math.max(1, facility.beds * 0.03)),
    );
    const places = Math.min(facility.places, Math.round(usual * (0.8 + random.next() * 0.35)));
    const at = atLocal(day, '08:00') + random.int(7_000_000);
    const reported = Math.min(at, city.now.getTime() - random.int(1_800_000));
    if (back === 0 && at > city.now.getTime() + 3_600_000) continue;
    sink.row('facility_occupancy', [
      facility.id,
      day,
      facility.division,
      facility.org,
      Math.round(beds),
      places,
      reported,
    ]);
  }
}

/** The county whose outline a division lies in. */
export const countyOutline = (division: string): string => outlineOf(division.slice(0, 6));
