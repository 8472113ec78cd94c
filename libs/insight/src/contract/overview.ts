import { z } from 'zod';
import { instant, route } from '@heling/platform/contract/route';
import { COUNTING, divisionCode, id } from './shared';

const count = z.object({ key: z.string(), label: z.string(), count: z.number().int() });

/** The dashboard of a division. Parts that the caller's scope does not hold are null, never 0. */
export const overviewRoute = route({
  id: 'insight.overview',
  method: 'GET',
  path: '/insight/overview',
  summary: '总览：登记老人、机构床位、今日订单、一刻钟养老服务圈',
  access: [...COUNTING, 'wall'],
  query: z
    .object({
      division: divisionCode.default('4106'),
      /** Speed assumed for the quarter-hour circle, km/h: 20 an electric bike, 4 on foot. */
      kmh: z.coerce.number().min(2).max(60).default(20),
    })
    .strict(),
  response: z.object({
    path: z.array(z.object({ code: z.string(), name: z.string() })),
    persons: z
      .object({
        enrolled: z.number().int(),
        /** By need level (能力等级); `none`: not assessed. */
        byLevel: z.array(count),
        /** By priority group (重点人群); a person may be in several. */
        byPriority: z.array(count),
        byAge: z.array(count),
        byLiving: z.array(count),
        /** Counted at most a minute ago. */
        countedAt: instant,
      })
      .nullable(),
    facilities: z.object({
      byKind: z.array(
        z.object({
          kind: z.string(),
          label: z.string(),
          count: z.number().int(),
          /** Null: the kind has no standard. */
          meeting: z.number().int().nullable(),
          beds: z.number().int(),
        }),
      ),
      beds: z.number().int(),
      /** Beds of the facilities whose report is less than 24 hours old, and how many of those are taken. */
      freshBeds: z.number().int(),
      freshBedsTaken: z.number().int(),
      /** Facilities whose report is older, or which never reported. */
      stale: z.number().int(),
      none: z.number().int(),
      permitsOver: z.number().int(),
      permitsSoon: z.number().int(),
    }),
    /** Today's orders by state of the order. */
    orders: z.array(count),
    /** The quarter-hour circle (一刻钟养老服务圈): communities near enough to a day-care or street centre. */
    coverage: z.object({
      communities: z.number().int(),
      covered: z.number().int(),
      minutes: z.number().int(),
      /** Straight-line reach in km that follows from the assumption. */
      reachKm: z.number(),
      assumption: z.string(),
      /** The communities farthest from the next centre, at most 20. */
      uncovered: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          km: z.number(),
          nearest: z.object({ id, name: z.string() }).nullable(),
        }),
      ),
    }),
    asOf: z.string(),
  }),
});
