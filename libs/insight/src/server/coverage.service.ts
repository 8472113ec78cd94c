import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { afterPrefix, liesWithin } from '@heling/places/domain/divisions';
import type { overviewRoute } from '../contract/overview';
import { CIRCLE_MINUTES, DETOUR, nearest, reachOf, type Spot } from '../domain/coverage';

const KEEP_MS = 60_000;
const MOST_UNCOVERED = 20;

interface Community extends Spot {
  code: string;
  name: string;
}
interface Centre extends Spot {
  id: number;
  name: string;
}

/** The quarter-hour circle (一刻钟养老服务圈): how far each community is from its nearest centre. */
@Injectable()
export class CoverageService {
  private kept: { at: number; near: (Community & { km: number; centre: Centre | null })[] } | null = null;

  constructor(@Inject(Database) private readonly db: Database) {}

  /** Of the communities of `prefix` within the caller's divisions; a caller with none sees all, for it is public. */
  async circle(
    ctx: RequestContext,
    prefix: string,
    kmh: number,
    now: Date,
  ): Promise<Output<typeof overviewRoute>['coverage']> {
    const reachKm = reachOf(kmh);
    const own = (await this.distances(now)).filter(
      ({ code }) => code.startsWith(prefix) && (ctx.scope.d.length === 0 || liesWithin(code, ctx.scope.d)),
    );
    const far = own.filter(({ km }) => km > reachKm).sort((a, b) => b.km - a.km);
    return {
      communities: own.length,
      covered: own.length - far.length,
      minutes: CIRCLE_MINUTES,
      reachKm: Math.round(reachKm * 100) / 100,
      assumption: `按每小时 ${kmh} 公里、绕行系数 ${DETOUR} 估算，${CIRCLE_MINUTES} 分钟约合直线 ${reachKm.toFixed(1)} 公里；以社区位置到最近的街道中心或日间照料中心计算。`,
      uncovered: far.slice(0, MOST_UNCOVERED).map(({ code, name, km, centre }) => ({
        code,
        name,
        km: Number.isFinite(km) ? Math.round(km * 10) / 10 : 0,
        nearest: centre && { id: centre.id, name: centre.name },
      })),
    };
  }

  /** Positions of centres are public and the nearest may lie across a border, so they are read for the whole city. */
  private async distances(now: Date) {
    if (this.kept && now.getTime() - this.kept.at < KEEP_MS) return this.kept.near;
    const { communities, centres } = await this.db.run(systemContext(), async (tx) => ({
      communities: await tx.sql<Community>(
        `SELECT code, name, lng, lat FROM divisions WHERE level = 'community' AND code >= $1 AND code < $2 ORDER BY code`,
        ['4106', afterPrefix('4106')],
      ),
      centres: await tx.sql<Centre>(
        `SELECT id, name, lng, lat FROM facilities WHERE kind IN ('streetCentre', 'dayCare')`,
      ),
    }));
    const near = communities.map((community) => {
      const found = nearest(community, centres);
      return { ...community, km: found?.km ?? Infinity, centre: found?.centre ?? null };
    });
    this.kept = { at: now.getTime(), near };
    return near;
  }
}
