import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import type { By, figuresRoute } from '../contract/figures';
import type { Filter } from '../contract/shared';
import { daysIn, spanOf } from '../domain/periods';
import { asOf } from './as-of';
import { NOTHING, plus, toFigure, type Sums } from './figure';
import { planEach, queryOf, servedBy, servedIn, sumsBy } from './figure-query';
import { pathOf } from './path';
import { problems } from './problems';

const MOST_DAYS = 800;
const MOST_DAYS_BY_DAY = 100;
/** Series over time count persons bucket by bucket; beyond this it would take longer than a screen should wait. */
const MOST_ORDERS_IN_SERIES = 60_000;
const OVER_TIME: readonly By[] = ['day', 'week', 'month'];

type Answer = Output<typeof figuresRoute>;
export type FiguresAsk = z.output<(typeof figuresRoute)['body']>;

/** Four-level figures (四级统计), summed from what is kept counted. */
@Injectable()
export class FigureService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async figures(ctx: RequestContext, ask: FiguresAsk): Promise<Answer> {
    checkSpan(ask, ask.by === 'day' ? MOST_DAYS_BY_DAY : MOST_DAYS);
    const query = queryOf(ask, ctx.scope);
    return this.db.run(ctx, async (tx) => {
      await planEach(tx);
      // Read first: what is counted meanwhile only makes the figures newer than they claim.
      const at = await asOf(tx, this.clock.now());
      const sums = sumsBy(query, ask.by, ctx.scope);
      const buckets = await tx.sql<Sums & { key: string }>(sums.text, sums.params);
      const total = buckets.reduce(plus, NOTHING);
      const all = servedIn(query, ctx.scope);
      const persons = await tx.one<{ persons: number }>(all.text, all.params);
      const served = await this.served(tx, ctx, ask, total.orders);
      const labels = await labelsOf(
        tx,
        ask.by,
        buckets.map((bucket) => bucket.key),
      );
      return {
        path: await pathOf(tx, query.prefix),
        by: ask.by,
        total: toFigure(total, persons!.persons),
        drill: drillOf(ask, ask),
        rows: buckets
          .sort((a, b) => (a.key < b.key ? -1 : 1))
          .map((bucket) => ({
            key: bucket.key,
            label: labels.get(bucket.key) ?? bucket.key,
            figure: toFigure(bucket, served ? (served.get(bucket.key) ?? 0) : null),
            drill: drillOf(ask, narrowed(ask, ask.by, bucket.key)),
          })),
        asOf: at,
      };
    });
  }

  private async served(
    tx: Tx,
    ctx: RequestContext,
    ask: FiguresAsk,
    orders: number,
  ): Promise<Map<string, number> | null> {
    if (OVER_TIME.includes(ask.by) && orders > MOST_ORDERS_IN_SERIES) return null;
    const { text, params } = servedBy(queryOf(ask, ctx.scope), ask.by, ctx.scope);
    const rows = await tx.sql<{ key: string; persons: number }>(text, params);
    return new Map(rows.map((row) => [row.key, row.persons]));
  }
}

/** A span of at least one and at most `days` days. */
export function checkSpan({ from, to }: { from: string; to: string }, days: number): void {
  if (to < from || daysIn(from, to) > days) throw problems.span(days);
}

function narrowed(ask: Filter, by: By, key: string): Partial<Filter> {
  if (by === 'service') return { service: key };
  if (by === 'org') return { org: Number(key) };
  if (by === 'division') return { division: key };
  return spanOf(key, by, ask.from, ask.to);
}

/** The filter of a figure, without what is not asked. */
function drillOf(ask: Filter, narrower: Partial<Filter>): Answer['drill'] {
  const { division, org, service, from, to } = { ...ask, ...narrower };
  return {
    division,
    from,
    to,
    ...(org === undefined ? {} : { org }),
    ...(service === undefined ? {} : { service }),
  };
}

/** Names of the buckets' keys. */
async function labelsOf(tx: Tx, by: By, keys: string[]): Promise<Map<string, string>> {
  if (by === 'service') return new Map(Object.entries(SERVICE_NAMES));
  if (by !== 'org' && by !== 'division') return new Map(keys.map((key) => [key, timeLabel(by, key)]));
  const rows = await tx.sql<{ key: string; name: string }>(
    by === 'org'
      ? 'SELECT id::text AS key, name FROM orgs WHERE id = ANY ($1::bigint[])'
      : 'SELECT code AS key, name FROM divisions WHERE code = ANY ($1::text[])',
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row.name]));
}

function timeLabel(by: 'day' | 'week' | 'month', key: string): string {
  const [year, month, day] = [key.slice(0, 4), Number(key.slice(5, 7)), Number(key.slice(8))];
  if (by === 'month') return `${year}年${month}月`;
  return by === 'week' ? `${month}月${day}日起一周` : `${month}月${day}日`;
}
