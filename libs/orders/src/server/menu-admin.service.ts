import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid, notFound, stale } from '@heling/platform/server/problem';
import type {
  areasRoute,
  dishListRoute,
  kitchenDaysRoute,
  policiesRoute,
  pricesRoute,
  saveDishRoute,
  saveKitchenDayRoute,
} from '../contract/menu';
import { SERVICE_NAMES, type Meal } from '../domain/menu';
import { auditAt } from '@heling/access/server/audit';
import { sees } from './kitchen.service';
import { problems } from './problems';

type DishRow = Output<typeof saveDishRoute>;
type KitchenDay = Output<typeof saveKitchenDayRoute>;

const DISH = `SELECT id, org, name, price, textures, allergens, kcal, protein, salt_mg AS "saltMg", active, version FROM dishes`;
const DAY = `
  SELECT k.id, k.org, g.name AS "orgName", g.division, k.day, k.meal, k.capacity, k.taken, k.cutoff_at, k.window_start,
    k.window_end, k.sheet_at,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name) ORDER BY d.id)
      FROM kitchen_day_dishes x JOIN dishes d ON d.id = x.dish_id WHERE x.kitchen_day = k.id), '[]') AS dishes
  FROM kitchen_days k JOIN orgs g ON g.id = k.org`;
interface DayRow extends Pick<
  KitchenDay,
  'id' | 'org' | 'orgName' | 'day' | 'capacity' | 'taken' | 'dishes'
> {
  division: string;
  meal: Meal;
  cutoff_at: Date;
  window_start: Date;
  window_end: Date;
  sheet_at: Date | null;
}

/** Prices by date, areas, dishes and weekly menus. Menus are public within the city; only the owner changes them. */
@Injectable()
export class MenuAdminService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async prices(
    ctx: RequestContext,
    query: { org?: number; service?: string },
  ): Promise<Output<typeof pricesRoute>> {
    const items = await this.db.run(ctx, (tx) =>
      tx.sql<Omit<Output<typeof pricesRoute>['items'][number], 'serviceName'>>(
        `SELECT p.id, p.org, g.name AS "orgName", p.service, p.price, lower(p.valid) AS from, upper(p.valid) AS to
         FROM service_prices p JOIN orgs g ON g.id = p.org
         WHERE ($1::bigint IS NULL OR p.org = $1) AND ($2::text IS NULL OR p.service = $2)
         ORDER BY p.service, g.name, lower(p.valid) DESC LIMIT 2000`,
        [query.org ?? null, query.service ?? null],
      ),
    );
    return {
      items: items.map((item) => ({ ...item, serviceName: SERVICE_NAMES[item.service] ?? item.service })),
    };
  }

  /** A new price from a day on; the running one ends there, a later one stays. */
  async setPrice(
    ctx: RequestContext,
    body: { org: number; service: string; price: number; from: string },
  ): Promise<{ id: number }> {
    if (body.from <= businessDay(this.clock.now())) throw invalid('from', '新价格最早从明天开始。');
    return this.own(ctx, body.org, async (tx, division) => {
      const known = await tx.one('SELECT 1 FROM services WHERE code = $1', [body.service]);
      if (!known) throw invalid('service', '没有这项服务。');
      await tx.sql('SELECT pg_advisory_xact_lock($1)', [body.org]);
      const same = await tx.one<{ id: number }>(
        'UPDATE service_prices SET price = $4 WHERE org = $1 AND service = $2 AND lower(valid) = $3 RETURNING id',
        [body.org, body.service, body.from, body.price],
      );
      if (!same) {
        await tx.sql(
          `UPDATE service_prices SET valid = daterange(lower(valid), $3) WHERE org = $1 AND service = $2 AND valid @> $3::date`,
          [body.org, body.service, body.from],
        );
      }
      const row =
        same ??
        (await tx.one<{ id: number }>(
          `INSERT INTO service_prices (org, service, price, valid) VALUES ($1, $2, $4, daterange($3::date,
             (SELECT min(lower(valid)) FROM service_prices WHERE org = $1 AND service = $2 AND lower(valid) > $3::date)))
           RETURNING id`,
          [body.org, body.service, body.from, body.price],
        ));
      await this.audit(tx, ctx, 'menu.setPrice', 'servicePrice', row!.id, division, body);
      return { id: row!.id };
    });
  }

  async areas(ctx: RequestContext, org: number): Promise<Output<typeof areasRoute>> {
    return {
      items: await this.db.run(ctx, (tx) =>
        tx.sql<{ service: string; division: string }>(
          'SELECT service, division FROM service_areas WHERE org = $1 ORDER BY service, division',
          [org],
        ),
      ),
    };
  }

  async setAreas(
    ctx: RequestContext,
    body: { org: number; service: string; divisions: string[] },
  ): Promise<{ count: number }> {
    return this.own(ctx, body.org, async (tx, division) => {
      await tx.sql('DELETE FROM service_areas WHERE org = $1 AND service = $2', [body.org, body.service]);
      await tx.sql(
        `INSERT INTO service_areas (org, service, division)
         SELECT $1, s.code, d.code FROM services s, divisions d WHERE s.code = $2 AND d.code = ANY ($3::text[])`,
        [body.org, body.service, body.divisions],
      );
      await this.audit(tx, ctx, 'menu.setAreas', 'org', body.org, division, body);
      return { count: new Set(body.divisions).size };
    });
  }

  async dishes(ctx: RequestContext, org: number): Promise<Output<typeof dishListRoute>> {
    return {
      items: await this.db.run(ctx, (tx) => tx.sql<DishRow>(`${DISH} WHERE org = $1 ORDER BY id`, [org])),
    };
  }

  async saveDish(ctx: RequestContext, body: z.output<(typeof saveDishRoute)['body']>): Promise<DishRow> {
    return this.own(ctx, body.org, async (tx, division) => {
      const values = [
        body.org,
        body.name,
        body.price,
        body.textures,
        body.allergens,
        body.kcal,
        body.protein,
        body.saltMg,
        body.active,
      ];
      let id = body.id;
      if (id) {
        const row = await tx.one<DishRow>(`${DISH} WHERE id = $1 AND org = $2 FOR UPDATE`, [id, body.org]);
        if (!row) throw notFound('没有找到这道菜。');
        if (row.version !== body.version) throw stale(row);
        await tx.sql(
          `UPDATE dishes SET org = $1, name = $2, price = $3, textures = $4, allergens = $5, kcal = $6, protein = $7,
             salt_mg = $8, active = $9, version = version + 1 WHERE id = $10`,
          [...values, id],
        );
      } else {
        const row = await tx.one<{ id: number }>(
          `INSERT INTO dishes (org, name, price, textures, allergens, kcal, protein, salt_mg, active)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
          values,
        );
        id = row!.id;
      }
      await this.audit(tx, ctx, 'menu.saveDish', 'dish', id, division, {
        price: body.price,
        allergens: body.allergens,
      });
      return (await tx.one<DishRow>(`${DISH} WHERE id = $1`, [id]))!;
    });
  }

  async kitchenDays(
    ctx: RequestContext,
    query: z.output<(typeof kitchenDaysRoute)['query']>,
  ): Promise<Output<typeof kitchenDaysRoute>> {
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<DayRow>(
        `${DAY} WHERE k.day BETWEEN $1 AND $2 AND ($3::bigint IS NULL OR k.org = $3)
           AND (k.org = ANY ($4::bigint[]) OR EXISTS (SELECT FROM unnest($5::text[]) p WHERE g.division ^@ p))
         ORDER BY k.day, g.name, k.meal LIMIT 1000`,
        [query.from, query.to, query.org ?? null, ctx.scope.o, ctx.scope.d],
      ),
    );
    return { items: rows.map(toDay) };
  }

  async saveKitchenDay(
    ctx: RequestContext,
    body: z.output<(typeof saveKitchenDayRoute)['body']>,
  ): Promise<KitchenDay> {
    if (new Date(body.windowEnd) <= new Date(body.windowStart))
      throw invalid('windowEnd', '送餐结束时间早于开始时间。');
    if (new Date(body.cutoffAt) > new Date(body.windowStart))
      throw invalid('cutoffAt', '截止时间须早于送餐时间。');
    return this.own(ctx, body.org, async (tx, division) => {
      const old = await tx.one<{ id: number; taken: number; sheet_at: Date | null }>(
        'SELECT id, taken, sheet_at FROM kitchen_days WHERE org = $1 AND day = $2 AND meal = $3 FOR UPDATE',
        [body.org, body.day, body.meal],
      );
      if (old?.sheet_at) throw problems.sheetSet();
      if (old && old.taken > body.capacity) throw problems.inUse(`已订 ${old.taken} 份，份数上限不能更少。`);
      const row = await tx.one<{ id: number }>(
        `INSERT INTO kitchen_days (org, day, meal, capacity, cutoff_at, window_start, window_end)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (org, day, meal) DO UPDATE SET capacity = excluded.capacity, cutoff_at = excluded.cutoff_at,
           window_start = excluded.window_start, window_end = excluded.window_end
         RETURNING id`,
        [body.org, body.day, body.meal, body.capacity, body.cutoffAt, body.windowStart, body.windowEnd],
      );
      const { id } = row!;
      const kept = await tx.one<{ name: string }>(
        `SELECT d.name FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN dishes d ON d.id = l.dish_id
         WHERE o.kitchen_day = $1 AND o.state NOT IN ('cancelled', 'rejected') AND NOT l.dish_id = ANY ($2::bigint[]) LIMIT 1`,
        [id, body.dishes],
      );
      if (kept) throw problems.inUse(`“${kept.name}”已有人订，不能从菜单里去掉。`);
      await tx.sql('DELETE FROM kitchen_day_dishes WHERE kitchen_day = $1', [id]);
      const put = await tx.sql(
        `INSERT INTO kitchen_day_dishes SELECT $1, id FROM dishes WHERE org = $2 AND active AND id = ANY ($3::bigint[])
         RETURNING 1`,
        [id, body.org, body.dishes],
      );
      if (put.length !== new Set(body.dishes).size)
        throw invalid('dishes', '有的菜不是这个助餐点的，或已停用。');
      await this.audit(tx, ctx, 'menu.saveKitchenDay', 'kitchenDay', id, division, {
        capacity: body.capacity,
      });
      return toDay((await tx.one<DayRow>(`${DAY} WHERE k.id = $1`, [id]))!);
    });
  }

  async policies(ctx: RequestContext): Promise<Output<typeof policiesRoute>> {
    return {
      items: await this.db.run(ctx, (tx) =>
        tx.sql<{ key: string; from: string; value: unknown }>(
          'SELECT key, from_day AS from, value FROM policies ORDER BY key, from_day DESC',
        ),
      ),
    };
  }

  /** Work on an organisation's menu by somebody who manages it: its own people, or the county it stands in. */
  private async own<T>(
    ctx: RequestContext,
    org: number,
    work: (tx: Tx, division: string) => Promise<T>,
  ): Promise<T> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<{ division: string }>('SELECT division FROM orgs WHERE id = $1', [org]);
      if (!row || !sees(ctx, { org, division: row.division })) {
        throw notFound('没有找到这家服务机构，或您无权修改。');
      }
      return work(tx, row.division);
    });
  }

  private async audit(
    tx: Tx,
    ctx: RequestContext,
    action: string,
    subject: string,
    subjectId: number,
    division: string,
    after: object,
  ): Promise<void> {
    await auditAt(tx, ctx, this.clock.now(), { action, subject, subjectId, division, after });
  }
}

function toDay(row: DayRow): KitchenDay {
  return {
    id: row.id,
    org: row.org,
    orgName: row.orgName,
    day: row.day,
    meal: row.meal,
    capacity: row.capacity,
    taken: row.taken,
    cutoffAt: row.cutoff_at.toISOString(),
    window: { start: row.window_start.toISOString(), end: row.window_end.toISOString() },
    dishes: row.dishes,
    sheetAt: row.sheet_at?.toISOString() ?? null,
  };
}
