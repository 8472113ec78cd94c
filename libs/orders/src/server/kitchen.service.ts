import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound } from '@heling/platform/server/problem';
import type { sheetRoute } from '../contract/kitchen';
import type { Meal, Texture } from '../domain/menu';

export interface SheetRow {
  dishId: number;
  name: string;
  texture: Texture;
  quantity: number;
}
interface DayRow {
  id: number;
  org: number;
  org_name: string;
  division: string;
  day: string;
  meal: Meal;
  cutoff_at: Date;
  sheet: { rows: SheetRow[]; orders: number } | null;
  sheet_at: Date | null;
}

const DAY = `SELECT k.id, k.org, g.name AS org_name, g.division, k.day, k.meal, k.cutoff_at, k.sheet, k.sheet_at
  FROM kitchen_days k JOIN orgs g ON g.id = k.org`;
const COUNT = `
  SELECT l.dish_id AS "dishId", d.name, l.texture, sum(l.quantity)::integer AS quantity
  FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN dishes d ON d.id = l.dish_id
  WHERE o.kitchen_day = $1 AND o.state NOT IN ('cancelled', 'rejected')
  GROUP BY l.dish_id, d.name, l.texture ORDER BY l.dish_id, l.texture`;
const ORDERS = `SELECT count(*)::integer AS orders FROM orders
  WHERE kitchen_day = $1 AND state NOT IN ('cancelled', 'rejected')`;

/** The kitchen's count sheet (备餐单): live until the cut-off, then set once, from the same orders. */
@Injectable()
export class KitchenService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sheet(ctx: RequestContext, id: number): Promise<Output<typeof sheetRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const day = await tx.one<DayRow>(`${DAY} WHERE k.id = $1`, [id]);
      if (!day || !sees(ctx, day)) throw notFound('没有找到这一天的备餐单，或您无权查看。');
      const live = await this.count(tx, id);
      const { rows, orders } = day.sheet ?? live;
      const left = new Map(live.rows.map((row) => [`${row.dishId} ${row.texture}`, row.quantity]));
      return {
        kitchenDay: id,
        org: day.org,
        orgName: day.org_name,
        day: day.day,
        meal: day.meal,
        cutoffAt: day.cutoff_at.toISOString(),
        setAt: day.sheet_at?.toISOString() ?? null,
        rows,
        orders,
        portions: rows.reduce((sum, row) => sum + row.quantity, 0),
        cancelledAfter: rows
          .map((row) => ({
            ...row,
            quantity: row.quantity - (left.get(`${row.dishId} ${row.texture}`) ?? 0),
          }))
          .filter((row) => row.quantity > 0),
        asOf: now.toISOString(),
      };
    });
  }

  /** Sets the sheets whose cut-off has passed and confirms their orders; answers how many were set. */
  async setDueSheets(): Promise<number> {
    const ctx = systemContext();
    const due = await this.db.run(ctx, (tx) =>
      tx.sql<{ id: number }>(
        'SELECT id FROM kitchen_days WHERE sheet IS NULL AND cutoff_at <= $1 ORDER BY id',
        [this.clock.now()],
      ),
    );
    let made = 0;
    for (const { id } of due) made += (await this.setSheet(ctx, id)) ? 1 : 0;
    return made;
  }

  private async setSheet(ctx: RequestContext, id: number): Promise<boolean> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      // The row lock waits for whoever is placing, and whoever comes later finds the sheet set and is refused.
      const day = await tx.one<DayRow>(`${DAY} WHERE k.id = $1 AND k.sheet IS NULL FOR UPDATE OF k`, [id]);
      if (!day) return false;
      const count = await this.count(tx, id);
      await tx.sql('UPDATE kitchen_days SET sheet = $2, sheet_at = $3 WHERE id = $1', [
        id,
        JSON.stringify(count),
        now,
      ]);
      const confirmed = await tx.sql<{ id: number; person_id: number; division: string; version: number }>(
        `WITH o AS (
           UPDATE orders SET state = 'confirmed', version = version + 1 WHERE kitchen_day = $1 AND state = 'placed'
           RETURNING id, person_id, division, org, version
         ), t AS (
           INSERT INTO transitions (order_id, person_id, division, org, command, from_state, to_state, at, device)
           SELECT id, person_id, division, org, 'confirm', 'placed', 'confirmed', $2, 'worker' FROM o
         )
         SELECT id, person_id, division, version FROM o`,
        [id, now],
      );
      await emit(
        tx,
        {
          topic: 'kitchen.sheetSet',
          key: `kitchenDay:${id}`,
          division: day.division,
          org: day.org,
          payload: { kitchenDay: id, orders: count.orders },
        },
        ...confirmed.map((order) => ({
          topic: 'order.confirmed',
          key: `order:${order.id}`,
          division: order.division,
          org: day.org,
          personId: order.person_id,
          payload: { orderId: order.id, state: 'confirmed', version: order.version },
        })),
      );
      return true;
    });
  }

  private async count(tx: Tx, id: number): Promise<{ rows: SheetRow[]; orders: number }> {
    const rows = await tx.sql<SheetRow>(COUNT, [id]);
    const total = await tx.one<{ orders: number }>(ORDERS, [id]);
    return { rows, orders: total?.orders ?? 0 };
  }
}

/** Kitchen days are not scoped by rows: they are seen by the kitchen itself and within the divisions of its address. */
export function sees(ctx: Pick<RequestContext, 'scope'>, place: { org: number; division: string }): boolean {
  return ctx.scope.o.includes(place.org) || ctx.scope.d.some((prefix) => place.division.startsWith(prefix));
}
