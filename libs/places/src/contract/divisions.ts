import { z } from 'zod';
import { route } from '@heling/platform/contract/route';
import { divisionCode } from './shared';

export const level = z.enum(['city', 'county', 'street', 'community']);
export const division = z.object({
  code: z.string(),
  name: z.string(),
  level,
  /** Code of the division above; null for the city. */
  parent: z.string().nullable(),
  lng: z.number(),
  lat: z.number(),
});
export type Division = z.output<typeof division>;

/** The list hardly ever changes: fetch once a session (1,096 rows, ordered by code: a parent stands before its children). */
export const divisionsRoute = route({
  id: 'places.divisions',
  method: 'GET',
  path: '/places/divisions',
  summary: '行政区划：市、区县、街道乡镇、社区村（公开数据，可缓存）',
  access: 'session',
  query: z
    .object({
      /** Only this division and those below it. */
      under: divisionCode.optional(),
      /** The lowest level wanted. */
      to: level.default('community'),
    })
    .strict(),
  response: z.object({ items: z.array(division) }),
});

export const unitsRoute = route({
  id: 'places.units',
  method: 'GET',
  path: '/places/units',
  summary: '七个管理单元及其所辖街道',
  access: 'session',
  response: z.object({
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        county: z.string(),
        countyName: z.string(),
        streets: z.array(z.object({ code: z.string(), name: z.string() })),
      }),
    ),
  }),
});

export const outlinesRoute = route({
  id: 'places.outlines',
  method: 'GET',
  path: '/places/outlines',
  summary: '区县轮廓（简化，可直接画成 SVG；公开数据，可缓存）',
  access: 'session',
  response: z.object({
    /** West, south, east, north in degrees. */
    box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    counties: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        centre: z.tuple([z.number(), z.number()]),
        /** Closed rings as `lng,lat lng,lat …`: the form of an SVG polygon's points. */
        rings: z.array(z.string()),
      }),
    ),
    source: z.string(),
  }),
});
