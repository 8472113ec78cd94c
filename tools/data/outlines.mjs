// Draws libs/places/src/domain/county-outlines.ts from the licensed outlines in libs/places/data: neighbouring points
// that coincide are dropped and the line is simplified (Douglas–Peucker, about 100 m), so that a web page can carry it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/ensure.mjs';

const TOLERANCE = 0.001;
const places = path.join(root, 'libs/places');
const { features } = JSON.parse(readFileSync(path.join(places, 'data/hebi-counties.geojson'), 'utf8'));

/** Distance of a point from the segment a–b, in degrees of latitude (longitude shrinks by cos 35.7° = 0.812). */
function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy, px, py] = [(bx - ax) * 0.812, by - ay, (x - ax) * 0.812, y - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return Math.hypot(px - t * dx, py - t * dy);
}

function simplify(line) {
  if (line.length < 3) return line;
  let [worst, at] = [0, 0];
  for (let i = 1; i < line.length - 1; i += 1) {
    const away = distance(line[i], line[0], line.at(-1));
    if (away > worst) [worst, at] = [away, i];
  }
  if (worst <= TOLERANCE) return [line[0], line.at(-1)];
  return [...simplify(line.slice(0, at + 1)).slice(0, -1), ...simplify(line.slice(at))];
}

/** A closed ring is cut at its farthest point, so that neither half is a line without length. */
function ring(points) {
  const far = points.reduce(
    (best, point, i) =>
      distance(point, points[0], points[0]) > distance(points[best], points[0], points[0]) ? i : best,
    0,
  );
  return [...simplify(points.slice(0, far + 1)).slice(0, -1), ...simplify(points.slice(far))];
}

const round = (n) => Number(n.toFixed(4));
const entries = features.map(({ id, properties, geometry }) => {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.flat().map((points) =>
    ring(points)
      .map(([lng, lat]) => `${round(lng)},${round(lat)}`)
      .join(' '),
  );
  const centre = properties.cp.map(round).join(', ');
  const lines = rings.map((text) => `      '${text}',`).join('\n');
  return `  {\n    code: '${id}',\n    name: '${properties.name}',\n    centre: [${centre}],\n    rings: [\n${lines}\n    ],\n  },`;
});
const text = `// Made by tools/data/outlines.mjs from libs/places/data/hebi-counties.geojson (MIT, licence beside it). Do not edit.

/** The outline of a county (区县), simplified to about 100 m. */
export interface CountyOutline {
  /** Division code, 6 digits. */
  code: string;
  name: string;
  /** Longitude and latitude of its label. */
  centre: readonly [number, number];
  /** Closed rings, each \`lng,lat lng,lat …\` in degrees: the form that the points of an SVG polygon take. */
  rings: readonly string[];
}

export const COUNTY_OUTLINES: readonly CountyOutline[] = [
${entries.join('\n')}
];

/** West, south, east and north of all outlines, in degrees. */
export const CITY_BOX = [${box().join(', ')}] as const;
`;
function box() {
  const all = features.flatMap(({ geometry }) =>
    geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2),
  );
  const of = (k, pick) => round(pick(...all.map((point) => point[k])));
  return [of(0, Math.min), of(1, Math.min), of(0, Math.max), of(1, Math.max)];
}
writeFileSync(path.join(places, 'src/domain/county-outlines.ts'), text);
