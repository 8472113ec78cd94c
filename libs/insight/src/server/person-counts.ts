import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { bornBy, businessDay } from '@heling/platform/domain/calendar';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { afterPrefix } from '@heling/places/domain/divisions';
import { LIVING_NAMES, NEED_LEVEL_NAMES, PRIORITY_NAMES } from '@heling/people/domain/person';
import type { overviewRoute } from '../contract/overview';

type Counts = NonNullable<Output<typeof overviewRoute>['persons']>;

interface Group {
  need_level: string | null;
  living: string;
  priority: string[];
  age: number;
  count: number;
}

const KEEP_MS = 60_000;
const MOST_KEPT = 500;
const BANDS = [
  { from: 0, key: 'under60', label: '60 岁以下' },
  { from: 60, key: '60', label: '60–69 岁' },
  { from: 70, key: '70', label: '70–79 岁' },
  { from: 80, key: '80', label: '80–89 岁' },
  { from: 90, key: '90', label: '90–99 岁' },
  { from: 100, key: '100', label: '100 岁及以上' },
];
const LEVELS = { ...NEED_LEVEL_NAMES, none: '未评估' };

/** Enrolled persons (登记老人) by level, group, age and way of living; counted at most once a minute for a scope. */
@Injectable()
export class PersonCounts {
  private readonly kept = new Map<string, { at: number; counts: Counts }>();

  constructor(@Inject(Database) private readonly db: Database) {}

  /** Null for a caller without divisions, who sees no register. */
  async count(ctx: RequestContext, prefix: string, now: Date): Promise<Counts | null> {
    if (ctx.scope.d.length === 0) return null;
    const key = JSON.stringify([prefix, ctx.scope]);
    const known = this.kept.get(key);
    if (known && now.getTime() - known.at < KEEP_MS) return known.counts;
    const today = businessDay(now);
    const groups = await this.db.run(ctx, (tx) =>
      tx.sql<Group>(
        `SELECT p.need_level, p.living, p.priority, width_bucket(p.birth, $3::date[]) AS age, count(*)
         FROM persons p WHERE p.status = 'active' AND p.division >= $1 AND p.division < $2 GROUP BY 1, 2, 3, 4`,
        // The youngest birthday of each band, from the oldest band on: bucket 0 is the oldest.
        [
          prefix,
          afterPrefix(prefix),
          BANDS.slice(1)
            .map((band) => nextDay(bornBy(band.from, today)))
            .reverse(),
        ],
      ),
    );
    const counts = summed(groups, now);
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(key, { at: now.getTime(), counts });
    return counts;
  }
}

function summed(groups: readonly Group[], now: Date): Counts {
  const by = (labels: Record<string, string>, holds: (group: Group, key: string) => boolean) =>
    Object.entries(labels).map(([key, label]) => ({
      key,
      label,
      count: groups.filter((group) => holds(group, key)).reduce((sum, group) => sum + group.count, 0),
    }));
  return {
    enrolled: groups.reduce((sum, group) => sum + group.count, 0),
    byLevel: by(LEVELS, (group, key) => (group.need_level ?? 'none') === key),
    byPriority: by(PRIORITY_NAMES, (group, key) => group.priority.includes(key)),
    byAge: by(
      Object.fromEntries(BANDS.map(({ key, label }) => [`b${key}`, label])),
      (group, key) => `b${BANDS[BANDS.length - 1 - group.age]!.key}` === key,
    ).map(({ key, ...rest }) => ({ key: key.slice(1), ...rest })),
    byLiving: by(LIVING_NAMES, (group, key) => group.living === key),
    countedAt: now.toISOString(),
  };
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
