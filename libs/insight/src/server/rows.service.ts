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

/** Which orders stand behind a number. */
const MEASURES: Record<Measure, string> = {
  orders: 'true',
  done: `o.state IN ${DONE}`,
  notDone: `o.state IN ${NOT_DONE}`,
  cancelled: `o.state = 'cancelled'`,
  open: `o.state NOT IN ${DONE} AND o.state NOT IN ${NOT_DONE} AND o.state <> 'cancelled'`,
  onTime: 't.on_time',
  late: 'NOT t.on_time',
  rated: 'r.stars IS NOT NULL',
  subsidised: `${SUBSIDY} > 0`,
};

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
       FROM orders o JOIN orgs g ON g.id = o.org ${ORDER_FACTS}
       WHERE ${WHERE} AND ${MEASURES[measure]}
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
       FROM orders o ${ORDER_FACTS} WHERE ${WHERE} AND ${MEASURES[measure]}`,
      paramsOf(query),
    );
    return toFigure(row!, row!.persons);
  }
}

const WHERE = `o.day >= $1::date AND o.day <= $2::date AND o.division >= $3 AND o.division < $4
  AND ($5::bigint IS NULL OR o.org = $5) AND ($6::text IS NULL OR o.service = $6)`;

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
