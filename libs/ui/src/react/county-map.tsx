'use client';
import type { ReactNode } from 'react';
import { CITY_BOX, COUNTY_OUTLINES } from '@heling/places/domain/county-outlines';

const [WEST, SOUTH, EAST, NORTH] = CITY_BOX;
/** A degree of longitude is shorter than one of latitude by this factor at the city's latitude. */
const SHRINK = Math.cos((((SOUTH + NORTH) / 2) * Math.PI) / 180);
const SCALE = 1000 / ((EAST - WEST) * SHRINK);

/** The picture's size in its own units: 1000 wide, as high as the city is. */
export const MAP_SIZE = { width: 1000, height: (NORTH - SOUTH) * SCALE };

/** Where a place lies on the picture. */
export function onMap(lng: number, lat: number): { x: number; y: number } {
  return { x: (lng - WEST) * SHRINK * SCALE, y: (NORTH - lat) * SCALE };
}

const points = (ring: string) =>
  ring
    .split(' ')
    .map((pair) => {
      const [lng = 0, lat = 0] = pair.split(',').map(Number);
      const { x, y } = onMap(lng, lat);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
const SHAPES = COUNTY_OUTLINES.map((county) => ({
  code: county.code,
  name: county.name,
  label: onMap(county.centre[0], county.centre[1]),
  rings: county.rings.map(points),
}));

export interface CountyMapProps {
  /** What the picture shows, for those who cannot see it. */
  label: string;
  className?: string;
  /** Marks in the picture's units (see `onMap`). */
  children?: ReactNode;
  /** Size of the county names in the picture's units. */
  nameSize?: number;
}

/** The county outlines of the city as SVG, with marks upon them. */
export function CountyMap({ label, className, children, nameSize = 20 }: CountyMapProps) {
  return (
    <svg
      className={className}
      viewBox={`-10 -10 ${MAP_SIZE.width + 20} ${MAP_SIZE.height + 20}`}
      role="img"
      aria-label={label}
    >
      {SHAPES.map((county) => (
        <g key={county.code}>
          {county.rings.map((ring) => (
            <polygon
              key={ring}
              points={ring}
              fill="var(--colour-surface)"
              stroke="var(--colour-line)"
              strokeWidth={2}
              strokeLinejoin="round"
            />
          ))}
        </g>
      ))}
      {children}
      {SHAPES.map((county) => (
        <text
          key={county.code}
          x={county.label.x}
          y={county.label.y}
          textAnchor="middle"
          fontSize={nameSize}
          fontWeight={700}
          fill="var(--colour-text)"
          stroke="var(--colour-ground)"
          strokeWidth={nameSize / 5}
          paintOrder="stroke"
        >
          {county.name}
        </text>
      ))}
    </svg>
  );
}
