import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from './random';
import type { CityMap, Division, Street } from './model';

/** Grid of 0.001 degree, about 100 m: where a person may be placed, and no finer. */
const STEP = 0.001;

interface Outline {
  id: string;
  geometry: { coordinates: number[][][] };
  properties: { cp: [number, number] };
}

/** The economic and technological development zone has no outline of its own: it lies in 淇滨区's. */
export const outlineOf = (county: string): string => (county === '410671' ? '410611' : county);

/** How far from the county's centre its urban streets lie, in degrees. */
const URBAN_RADIUS = 0.045;
const ZONE_CENTRE = [114.325, 35.7] as const;

/** The real divisions with made-up positions: streets spread inside the county outlines, communities around their street. */
export function makeMap(seed: number, folder = path.join(process.cwd(), 'libs/places/data')): CityMap {
  const rows = readFileSync(path.join(folder, 'hebi-divisions.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',') as [string, string, Division['level'], string]);
  const outlines = JSON.parse(readFileSync(path.join(folder, 'hebi-counties.geojson'), 'utf8')) as {
    features: Outline[];
  };
  const random = new Random(seed, 'map');
  const streets: Street[] = [];
  for (const outline of outlines.features) {
    const id = String(outline.id);
    const inside = insidePoints(outline.geometry.coordinates[0]!);
    const own = rows
      .filter(([, , level, parent]) => level === 'street' && outlineOf(parent) === id)
      .map(([code, name, , parent]) => ({ code, name, county: parent, urban: name.endsWith('街道') }));
    const taken: [number, number][] = [];
    const made: Street[] = [];
    // Urban streets first, so that the towns keep clear of them.
    for (const street of own.sort(
      (a, b) => Number(b.urban) - Number(a.urban) || (a.code < b.code ? -1 : 1),
    )) {
      const centre = street.county === '410671' ? ZONE_CENTRE : outline.properties.cp;
      const near = street.urban ? inside.filter((at) => distance(at, centre) < URBAN_RADIUS) : inside;
      const at = farthest(random, near.length > 50 ? near : inside, taken);
      taken.push(at);
      made.push({
        ...street,
        level: 'street',
        parent: street.county,
        lng: at[0],
        lat: at[1],
        communities: [],
      });
    }
    placeCommunities(random, rows, inside, made);
    streets.push(...made);
  }
  streets.sort((a, b) => (a.code < b.code ? -1 : 1));
  const communities = streets.flatMap((street) => street.communities);
  communities.forEach((community, index) => (community.index = index));
  const counties = rows
    .filter(([, , level]) => level === 'county')
    .map(([code, name, level, parent]) => {
      const outline = outlines.features.find((each) => String(each.id) === code);
      const [lng, lat] = outline?.properties.cp ?? ZONE_CENTRE;
      return { code, name, level, parent, lng, lat };
    });
  const city: Division = {
    code: '410600',
    name: '鹤壁市',
    level: 'city',
    parent: null,
    lng: 114.2973,
    lat: 35.7482,
  };
  return { divisions: [city, ...counties, ...streets, ...communities], streets, communities };
}

function placeCommunities(
  random: Random,
  rows: readonly [string, string, Division['level'], string][],
  inside: readonly [number, number][],
  streets: readonly Street[],
): void {
  const cells = new Map<Street, [number, number][]>(streets.map((street) => [street, []]));
  for (const at of inside) {
    let nearest = streets[0]!;
    let least = Number.POSITIVE_INFINITY;
    for (const street of streets) {
      const x = (at[0] - street.lng) * 0.81;
      const y = at[1] - street.lat;
      if (x * x + y * y < least) [nearest, least] = [street, x * x + y * y];
    }
    cells.get(nearest)!.push(at);
  }
  for (const street of streets) {
    const own = cells.get(street)!;
    const centre = [street.lng, street.lat] as const;
    // A street is compact; a town reaches as far as its land does.
    const reach = street.urban ? 0.02 : 0.09;
    const land = own.filter((at) => distance(at, centre) < reach);
    const taken: [number, number][] = [];
    for (const [code, name] of rows.filter(([, , , parent]) => parent === street.code)) {
      const at = farthest(random, land, taken);
      taken.push(at);
      const spread = street.urban ? 0.0045 : 0.007;
      const homes = land.filter((home) => distance(home, at) < spread);
      street.communities.push({
        code,
        name,
        level: 'community',
        parent: street.code,
        street: street.code,
        county: street.county,
        urban: street.urban || /社区|居委会/.test(name),
        lng: at[0],
        lat: at[1],
        homes,
        index: 0,
      });
    }
  }
}

/** Of some random candidates the one farthest from what is taken already: spread, but not a grid. */
function farthest(
  random: Random,
  candidates: readonly [number, number][],
  taken: readonly [number, number][],
): [number, number] {
  let best = random.pick(candidates);
  let bestGap = -1;
  for (let i = 0; i < 24; i += 1) {
    const at = random.pick(candidates);
    let gap = Number.POSITIVE_INFINITY;
    for (const other of taken) gap = Math.min(gap, distance(at, other));
    if (gap > bestGap) [best, bestGap] = [at, gap];
  }
  return best;
}

function distance(a: readonly [number, number], b: readonly [number, number]): number {
  const x = (a[0] - b[0]) * 0.81;
  const y = a[1] - b[1];
  return Math.sqrt(x * x + y * y);
}

/** The grid's points inside a ring whose four neighbours are inside too (a margin of 100 m), by scan lines. */
function insidePoints(ring: readonly number[][]): [number, number][] {
  const lats = ring.map((point) => point[1]!);
  const low = Math.ceil(Math.min(...lats) / STEP);
  const high = Math.floor(Math.max(...lats) / STEP);
  const rows = new Map<number, Set<number>>();
  for (let y = low; y <= high; y += 1) {
    const lat = y * STEP;
    const cuts: number[] = [];
    for (let i = 1; i < ring.length; i += 1) {
      const [x1, y1] = ring[i - 1] as [number, number];
      const [x2, y2] = ring[i] as [number, number];
      if (y1 > lat !== y2 > lat) cuts.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
    }
    cuts.sort((a, b) => a - b);
    const row = new Set<number>();
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      for (let x = Math.ceil(cuts[i]! / STEP); x <= Math.floor(cuts[i + 1]! / STEP); x += 1) row.add(x);
    }
    rows.set(y, row);
  }
  const points: [number, number][] = [];
  for (const [y, row] of rows) {
    for (const x of row) {
      const clear = row.has(x - 1) && row.has(x + 1) && rows.get(y - 1)?.has(x) && rows.get(y + 1)?.has(x);
      if (clear) points.push([round(x * STEP), round(y * STEP)]);
    }
  }
  return points;
}

const round = (degrees: number): number => Math.round(degrees * 1000) / 1000;
