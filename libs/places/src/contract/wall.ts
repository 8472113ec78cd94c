import { z } from 'zod';
import { instant, route } from '@heling/platform/contract/route';
import { LOOKING, divisionCode, facilityKind, freshness, id } from './shared';

/** Everything the wall shows of institutions, in one call; compact, for it is fetched often. */
export const wallRoute = route({
  id: 'places.wall',
  method: 'GET',
  path: '/places/wall',
  summary: '大屏：范围内全部机构的位置、床位、入住和数据时间',
  access: [...LOOKING, 'wall'],
  query: z.object({ kind: facilityKind.optional(), division: divisionCode.optional() }).strict(),
  response: z.object({
    items: z.array(
      z.object({
        id,
        kind: facilityKind,
        name: z.string(),
        division: z.string(),
        lng: z.number(),
        lat: z.number(),
        beds: z.number().int(),
        places: z.number().int(),
        bedsTaken: z.number().int().nullable(),
        placesTaken: z.number().int().nullable(),
        reportedAt: instant.nullable(),
        freshness,
      }),
    ),
    totals: z.object({
      facilities: z.number().int(),
      beds: z.number().int(),
      /** Of those facilities whose report is fresh. */
      freshBeds: z.number().int(),
      freshBedsTaken: z.number().int(),
      fresh: z.number().int(),
      stale: z.number().int(),
      none: z.number().int(),
    }),
    asOf: z.string(),
  }),
});
