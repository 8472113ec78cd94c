import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { ORDER_STATES, type OrderState } from '@heling/orders/domain/order-machine';
import { afterPrefix } from '@heling/places/domain/divisions';
import { divisionName } from '@heling/places/server/names';
import type { Measure, figureRow, rowsRoute } from '../contract/figures';
import type { Figure, Filter } from '../contract/shared';
import { toFigure, type Sums } from './figure';
import { planEach, queryOf, sumsBy, type Query } from './figure-query';
import { checkSpan } from './figures.service';
import { COUNTS, DONE, NOT_DONE, ORDER_FACTS, SELF_PAY, SUBSIDY } from './recount';

const MOST_DAYS = 800;
const MOST_COUNTED = 60_000;

/** Which orders stand behind a number, and which kept figures have any of them: only their keys are looked through. */
const MEASURES: Record<Measure, { orders: string; keys: string | null }> = {
  orders: { orders: 'true', keys: null },
  done: { orders: `o.state IN ${DONE}`, keys: 'f.done > 0' },
  notDone: { orders: `o.state IN ${NOT_DONE}`, keys: 'f.not_done > 0' },
  cancelled: { orders: `o.state = 'cancelled'`, keys: 'f.cancelled > 0' },
  open: {
    orders: `o.state NOT IN ${DONE} AND o.state NOT IN ${NOT_DONE} AND o.state <> 'cancelled'`,
    keys: 'f.orders > f.done + f.not_done + f.cancelled',
  },
  onTime: { orders: 't.on_time', keys: 'f.on_time > 0' },
  late: { orders: 'NOT t.on_time', keys: 'f.timed > f.on_time' },
  rated: { orders: 'r.stars IS NOT NULL', keys: 'f.rated > 0' },
  subsidised: { orders: `${SUBSIDY} > 0`, keys: 'f.subsidy > 0' },
};

/** Orders `o` of a query (`$1`–`$6`) that stand behind a measure, with their facts. */
function ordersBehind(measure: Measure): string {
  const { orders, keys } = MEASURES[measure];
  const from = keys
    ? `(SELECT f.day, f.division, f.org, f.service FROM daily_figures f WHERE ${within('f')} AND ${keys}) k
       JOIN orders o ON o.day = k.day AND o.division = k.division AND o.org = k.org AND o.service = k.service`
    : 'orders o';
  return `FROM ${from} JOIN orgs g ON g.id = o.org ${ORDER_FACTS} WHERE ${within('o')} AND ${orders}`;
}

const within = (table: 'o' | 'f') => `${table}.day >= $1::date AND ${table}.day <= $2::date
  AND ${table}.division >= $3 AND ${table}.division < $4
  AND ($5::bigint IS NULL OR ${table}.org = $5) AND ($6::text IS NULL OR ${table}.service = $6)`;

type Item = z.input<typeof figureRow>;
interface Row extends Omit<Item, 'serviceName' | 'stateName' | 'state'> {
  state: OrderState;
}

/** The orders behind a figure: the same filter, the same sums. */
@Injectable()
export class RowService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async rows(
    ctx: RequestContext,
    body: z.output<(typeof rowsRoute)['body']>,
  ): Promise<Output<typeof rowsRoute>> {
    checkSpan(body, MOST_DAYS);
    const after = fromCursor(body.cursor, 2);
    const query = queryOf(body, ctx.scope);
    return this.db.run(ctx, async (tx) => {
      const rows = await this.read(tx, query, body.measure, after, body.limit + 1);
      const page = pageFrom(rows, body.limit, this.clock.now(), (row) => [row.day, row.orderId], toItem);
      const total = after ? null : await this.total(tx, ctx, query, body.measure);
      return { ...page, total };
    });
  }

  /** At most `limit` rows, newest day first; also for the export. */
  async read(
    tx: Tx,
    query: Query,
    measure: Measure,
    after: (string | number)[] | null,
    limit: number,
  ): Promise<Row[]> {
    await planEach(tx);
    return tx.sql<Row>(
      `SELECT o.id AS "orderId", (SELECT max(v.id) FROM visits v WHERE v.order_id = o.id) AS "visitId",
         o.person_id AS "personId", o.day, o.division, ${divisionName('o.division')} AS "divisionName", o.org,
         g.name AS "orgName", o.service, o.state, ${SUBSIDY} + ${SELF_PAY} AS price, ${SUBSIDY} AS subsidy,
         ${SELF_PAY} AS "selfPay", t.on_time AS "onTime", r.stars
       ${ordersBehind(measure)}
         AND ($7::date IS NULL OR (o.day <= $7 AND (o.day, o.id) < ($7::date, $8::bigint)))
       ORDER BY o.day DESC, o.id DESC LIMIT $9`,
      [...paramsOf(query), after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** Counted from the rows; null when there are too many to count while somebody waits. */
  private async total(tx: Tx, ctx: RequestContext, query: Query, measure: Measure): Promise<Figure | null> {
    const kept = sumsBy(query, 'service', ctx.scope);
    const known = await tx.sql<Sums>(kept.text, kept.params);
    if (known.reduce((sum, row) => sum + row.orders, 0) > MOST_COUNTED) return null;
    const row = await tx.one<Sums & { persons: number }>(
      `SELECT ${COUNTS}, count(DISTINCT o.person_id) FILTER (WHERE o.state IN ${DONE}) AS persons
       ${ordersBehind(measure)}`,
      paramsOf(query),
    );
    return toFigure(row!, row!.persons);
  }
}

function paramsOf(query: Query): unknown[] {
  return [query.from, query.to, query.prefix, afterPrefix(query.prefix), query.org, query.service];
}

/** A row with its names. */
export function toItem(row: Row): Item {
  return {
    ...row,
    serviceName: SERVICE_NAMES[row.service] ?? row.service,
    stateName: ORDER_STATES[row.state],
  };
}

export type RowsAsk = Filter & { measure: Measure };
