import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid, notFound, Problem, stale } from '@heling/platform/server/problem';
import type { standingCreateRoute, standingListRoute } from '../contract/standing';
import { SERVICE_NAMES } from '../domain/menu';
import { standingDays } from '../domain/standing';
import { auditAt } from '@heling/access/server/audit';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { isPublicHoliday } from './holidays';
import { ServedPeople } from './people-port';
import { PlaceService, type Placing } from './place.service';
import { Policies } from './policies';
import { problems } from './problems';
import { WorkQueue } from './work-queue';

const AHEAD_DAYS = 7;

interface StandingRow {
  id: number;
  person_id: number;
  division: string;
  org: number;
  org_name: string;
  service: string;
  form: string;
  weekdays: number[];
  holidays: 'keep' | 'skip';
  window_start: string | null;
  from_day: string;
  to_day: string | null;
  created_by: number;
  state: 'active' | 'ended';
  version: number;
  made_until: string | null;
}

const LOAD = `SELECT s.*, g.name AS org_name, v.form,
    (SELECT max(o.day) FROM orders o WHERE o.standing_id = s.id) AS made_until
  FROM standing_orders s JOIN orgs g ON g.id = s.org JOIN services v ON v.code = s.service`;

/** Standing orders (长期订单): their orders are made seven days ahead, by the same checks as any order. */
@Injectable()
export class StandingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(ServedPeople) private readonly people: ServedPeople,
    @Inject(PlaceService) private readonly placing: PlaceService,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  async list(
    ctx: RequestContext,
    query: z.output<(typeof standingListRoute)['query']>,
  ): Promise<Output<typeof standingListRoute>> {
    const after = fromCursor(query.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<StandingRow>(
        `${LOAD} WHERE ($1::bigint IS NULL OR s.person_id = $1) AND ($2::text IS NULL OR s.state = $2)
           AND ($3::bigint IS NULL OR s.id < $3) ORDER BY s.id DESC LIMIT $4`,
        [query.personId ?? null, query.state ?? null, after?.[0] ?? null, query.limit + 1],
      ),
    );
    return pageFrom(rows, query.limit, this.clock.now(), (row) => [row.id], toItem);
  }

  async create(
    ctx: RequestContext,
    body: z.output<(typeof standingCreateRoute)['body']>,
  ): Promise<Output<typeof standingCreateRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      await this.mayOrder(tx, ctx, body.personId);
      const person = await this.people.find(tx, body.personId, ctx.accountId, now);
      if (person?.status !== 'active') throw invalid('personId', '没有找到这位老人，或已不能下单。');
      if (body.to && body.to < body.from) throw invalid('to', '结束日期早于开始日期。');
      const service = await tx.one<{ form: string }>('SELECT form FROM services WHERE code = $1 AND active', [
        body.service,
      ]);
      if (!service || !['meal', 'visit'].includes(service.form)) {
        throw invalid('service', '这项服务不能长期预约。');
      }
      const { visitWindows } = await this.policies.on(tx, body.from);
      const known = visitWindows.some((window) => window.start === body.windowStart);
      if (service.form === 'visit' && !known) throw invalid('windowStart', '请选择上门的时间段。');
      const made = await tx.one<{ id: number }>(
        `INSERT INTO standing_orders (person_id, division, org, service, weekdays, holidays, window_start, from_day,
           to_day, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
        [
          person.id,
          person.division,
          body.org,
          body.service,
          [...new Set(body.weekdays)].sort(),
          body.holidays,
          service.form === 'visit' ? body.windowStart : null,
          body.from,
          body.to ?? null,
          ctx.accountId,
        ],
      );
      await auditAt(tx, ctx, now, {
        action: 'standing.create',
        subject: 'standingOrder',
        subjectId: made!.id,
        personId: person.id,
        division: person.division,
        after: { service: body.service, weekdays: body.weekdays, holidays: body.holidays },
      });
      const row = await tx.one<StandingRow>(`${LOAD} WHERE s.id = $1`, [made!.id]);
      if (!row) throw invalid('org', '没有找到这家服务机构。');
      return toItem(row);
    });
  }

  async end(ctx: RequestContext, id: number, version: number): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<StandingRow>('SELECT * FROM standing_orders WHERE id = $1 FOR UPDATE', [id]);
      if (!row) throw notFound('没有找到这份长期订单，或您无权操作。');
      await this.mayOrder(tx, ctx, row.person_id);
      if (row.version !== version) throw stale({ version: row.version, state: row.state });
      if (row.state === 'ended') throw problems.refused('这份长期订单已经停止。');
      await tx.sql(`UPDATE standing_orders SET state = 'ended', version = version + 1 WHERE id = $1`, [id]);
      await auditAt(tx, ctx, this.clock.now(), {
        action: 'standing.end',
        subject: 'standingOrder',
        subjectId: id,
        personId: row.person_id,
        division: row.division,
      });
      return { id, version: version + 1 };
    });
  }

  /** Makes the orders of the next seven days that are not made yet; answers how many. A refused day is queued once. */
  async makeAhead(): Promise<number> {
    const ctx = systemContext();
    const today = businessDay(this.clock.now());
    const until = addDays(today, AHEAD_DAYS);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<StandingRow & { made: string[] }>(
        `SELECT x.*, ARRAY(SELECT o.day::text FROM orders o WHERE o.standing_id = x.id AND o.day >= $1
             UNION SELECT w.facts->>'day' FROM work_items w
               WHERE w.kind = 'standingSkipped' AND w.facts->>'standingId' = x.id::text) AS made
         FROM (${LOAD} WHERE s.state = 'active' AND s.from_day <= $2 AND (s.to_day IS NULL OR s.to_day >= $1)) x
         ORDER BY x.id`,
        [addDays(today, 1), until],
      ),
    );
    let made = 0;
    for (const row of rows) {
      const rule = { weekdays: row.weekdays, holidays: row.holidays, from: row.from_day, to: row.to_day };
      for (const day of standingDays(rule, addDays(today, 1), until, isPublicHoliday)) {
        if (!row.made.includes(day)) made += (await this.makeOne(ctx, row, day)) ? 1 : 0;
      }
    }
    return made;
  }

  private async makeOne(ctx: RequestContext, row: StandingRow, day: string): Promise<boolean> {
    try {
      await this.db.run(ctx, async (tx) => {
        const wish = await this.wish(tx, row, day);
        if (!wish) throw problems.refused('当天没有合适的菜单。');
        await this.placing.placeIn(tx, ctx, wish, { id: row.id, placedBy: row.created_by });
      });
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // The kitchen may set its menu later: nothing is said until two days before.
      if (error.code === 'orders.state' && day > addDays(businessDay(this.clock.now()), 2)) return false;
      const codes = error.extra.reasons?.map((reason) => reason.code) ?? [error.code];
      await this.db.run(ctx, (tx) =>
        this.queue.open(tx, {
          kind: 'standingSkipped',
          subject: 'order',
          // One item for each standing order and day.
          subjectId: row.id * 100_000 + Math.floor(Date.parse(day) / 86_400_000),
          division: row.division,
          org: row.org,
          personId: row.person_id,
          facts: { standingId: row.id, day, codes },
        }),
      );
      return false;
    }
  }

  /** What is ordered on a day: of a meal the first dish that suits the person; null while there is no menu. */
  private async wish(tx: Tx, row: StandingRow, day: string): Promise<Placing | null> {
    const base = { personId: row.person_id, service: row.service, day, channel: 'standing' as const };
    // A standing order was agreed on once: what only asks for a reason does not hold it up.
    const overrideReason = '长期订单';
    if (row.form !== 'meal') {
      const { visitWindows } = await this.policies.on(tx, day);
      const window = visitWindows.find((each) => each.start === row.window_start);
      if (!window) return null;
      const at = (time: string) => atLocal(day, time).toISOString();
      return {
        ...base,
        org: row.org,
        overrideReason,
        window: { start: at(window.start), end: at(window.end) },
      };
    }
    const dish = await tx.one<{
      kitchen_day: number;
      dish_id: number;
      texture: 'normal' | 'soft' | 'minced' | 'liquid';
    }>(
      `SELECT k.id AS kitchen_day, d.id AS dish_id, p.texture
       FROM kitchen_days k JOIN kitchen_day_dishes x ON x.kitchen_day = k.id JOIN dishes d ON d.id = x.dish_id
       JOIN persons p ON p.id = $4
       WHERE k.org = $1 AND k.day = $2 AND k.meal = $3 AND p.texture = ANY (d.textures)
         AND NOT EXISTS (SELECT FROM allergies a WHERE a.person_id = p.id AND a.allergen = ANY (d.allergens))
       ORDER BY d.id LIMIT 1`,
      [row.org, day, row.service, row.person_id],
    );
    if (!dish) return null;
    const line = { dishId: dish.dish_id, texture: dish.texture, quantity: 1 };
    return { ...base, overrideReason, kitchenDay: dish.kitchen_day, lines: [line] };
  }

  private async mayOrder(tx: Tx, ctx: RequestContext, personId: number): Promise<void> {
    if (!ctx.roles.includes('family')) return;
    const person = await this.people.find(tx, personId, ctx.accountId, this.clock.now());
    if (!person) throw notFound('没有找到这位老人，或您无权为其下单。');
    if (!person.self && !person.covers.includes('order')) throw problems.noConsent();
  }
}

function toItem(row: StandingRow): Output<typeof standingCreateRoute> {
  return {
    id: row.id,
    personId: row.person_id,
    org: row.org,
    orgName: row.org_name,
    service: row.service,
    serviceName: SERVICE_NAMES[row.service] ?? row.service,
    weekdays: row.weekdays,
    holidays: row.holidays,
    windowStart: row.window_start,
    from: row.from_day,
    to: row.to_day,
    state: row.state,
    madeUntil: row.made_until,
    version: row.version,
  };
}
