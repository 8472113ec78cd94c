import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { makeRoundsRoute, roundsRoute } from '../contract/kitchen';
import type { Meal, Texture } from '../domain/menu';
import { shareStops } from '../domain/rounds';
import { VISIT_STATES, type VisitState } from '../domain/visit-machine';
import { auditAt } from '@heling/access/server/audit';
import { sees } from './kitchen.service';
import { OrderService } from './order.service';
import { problems } from './problems';

const MINUTES_A_STOP = 5;

interface StopRow {
  id: number;
  order_id: number;
  person_id: number;
  division: string;
  org: number;
  stop: number | null;
  round_id: number | null;
  state: VisitState;
  lng: number;
  lat: number;
  recipient: Buffer | null;
  window_start: Date;
  portions: { name: string; texture: Texture; quantity: number }[];
}
interface KitchenRow {
  id: number;
  org: number;
  division: string;
  day: string;
  meal: Meal;
  lng: number;
  lat: number;
}
interface CourierRow {
  id: number;
  pii: Buffer;
}
type Results = Output<typeof makeRoundsRoute>['results'];

const STOPS = `
  SELECT v.id, v.order_id, v.person_id, v.division, v.org, v.stop, v.round_id, v.state, v.lng, v.lat, v.recipient,
    v.window_start,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', d.name, 'texture', l.texture, 'quantity', l.quantity)
       ORDER BY l.line), '[]') FROM order_lines l JOIN dishes d ON d.id = l.dish_id WHERE l.order_id = v.order_id)
      AS portions
  FROM visits v JOIN orders o ON o.id = v.order_id WHERE o.kitchen_day = $1 AND v.state <> 'cancelled'
  ORDER BY v.round_id, v.stop, v.id`;

/** Delivery rounds (送餐路线): which courier brings which meals, in which order. */
@Injectable()
export class RoundsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(OrderService) private readonly orders: OrderService,
  ) {}

  async list(ctx: RequestContext, kitchenDay: number): Promise<Output<typeof roundsRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const kitchen = await this.kitchen(tx, ctx, kitchenDay);
      const stops = await tx.sql<StopRow>(STOPS, [kitchenDay]);
      const rounds = await tx.sql<{
        id: number;
        courier_id: number;
        state: 'planned' | 'underWay' | 'done';
        version: number;
      }>(
        'SELECT id, courier_id, state, version FROM delivery_rounds WHERE org = $1 AND day = $2 AND meal = $3 ORDER BY id',
        [kitchen.org, kitchen.day, kitchen.meal],
      );
      return {
        rounds: rounds.map((round) => ({
          id: round.id,
          org: kitchen.org,
          day: kitchen.day,
          meal: kitchen.meal,
          courierId: round.courier_id,
          state: round.state,
          version: round.version,
          stops: stops.filter((stop) => stop.round_id === round.id).map((stop) => this.toStop(stop)),
        })),
        unplanned: stops.filter((stop) => stop.round_id === null).map((stop) => this.toStop(stop)),
        asOf: now.toISOString(),
      };
    });
  }

  /** Shares the meals that are in no round yet between the couriers, row by row. */
  async make(
    ctx: RequestContext,
    kitchenDay: number,
    couriers: number[],
  ): Promise<Output<typeof makeRoundsRoute>> {
    return this.db.run(ctx, async (tx) => {
      const kitchen = await this.kitchen(tx, ctx, kitchenDay);
      const known = await this.couriers(tx, couriers, kitchen.day);
      const all = await tx.sql<StopRow>(STOPS, [kitchenDay]);
      const open = all.filter(
        (stop) => stop.round_id === null && ['planned', 'declined'].includes(stop.state),
      );
      const shares = shareStops(kitchen, open, known.length);
      const results: Results = [];
      let rounds = 0;
      for (const [index, courier] of known.entries()) {
        const share = shares[index] ?? [];
        if (share.length === 0) continue;
        const round = await tx.one<{ id: number }>(
          `INSERT INTO delivery_rounds (org, division, day, meal, courier_id) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
          [kitchen.org, kitchen.division, kitchen.day, kitchen.meal, courier.id],
        );
        rounds += 1;
        for (const [at, stop] of share.entries()) {
          results.push(await this.give(tx, ctx, round!.id, courier, stop, at + 1));
        }
      }
      await auditAt(tx, ctx, this.clock.now(), {
        action: 'kitchen.makeRounds',
        subject: 'kitchenDay',
        subjectId: kitchenDay,
        division: kitchen.division,
        after: { rounds, couriers: known.map((courier) => courier.id) },
      });
      return { rounds, results };
    });
  }

  /** Gives a round that has not set out to another courier. */
  async assign(
    ctx: RequestContext,
    roundId: number,
    version: number,
    courierId: number,
  ): Promise<{ version: number; results: Results }> {
    return this.db.run(ctx, async (tx) => {
      const round = await tx.one<{ day: string; state: string; version: number; division: string }>(
        'SELECT day, state, version, division FROM delivery_rounds WHERE id = $1 FOR UPDATE',
        [roundId],
      );
      if (!round) throw notFound('没有找到这条送餐路线，或您无权查看。');
      if (round.version !== version) throw stale({ version: round.version });
      if (round.state === 'done') throw problems.refused('这条送餐路线已经送完。');
      const [courier] = await this.couriers(tx, [courierId], round.day);
      const stops = await tx.sql<StopRow>(
        `SELECT v.*, '[]'::jsonb AS portions FROM visits v
         WHERE v.round_id = $1 AND v.state IN ('planned', 'assigned', 'accepted', 'declined') ORDER BY v.stop FOR UPDATE`,
        [roundId],
      );
      const results: Results = [];
      for (const stop of stops) {
        // A stop that the new courier cannot take keeps the old one and their time.
        await tx.sql('SAVEPOINT stop');
        await tx.sql('DELETE FROM visit_carers WHERE visit_id = $1', [stop.id]);
        const result = await this.give(tx, ctx, roundId, courier!, stop, stop.stop ?? 1);
        await tx.sql(result.ok ? 'RELEASE SAVEPOINT stop' : 'ROLLBACK TO SAVEPOINT stop');
        results.push(result);
      }
      const taken = results.some((result) => result.ok);
      if (stops.length > 0 && !taken) throw problems.courierBusy();
      await tx.sql('UPDATE delivery_rounds SET courier_id = $2, version = version + 1 WHERE id = $1', [
        roundId,
        courierId,
      ]);
      await auditAt(tx, ctx, this.clock.now(), {
        action: 'kitchen.assignRound',
        subject: 'deliveryRound',
        subjectId: roundId,
        division: round.division,
        after: { courierId },
      });
      return { version: version + 1, results };
    });
  }

  /** Promises the courier's minutes for one stop; says why not when they are promised elsewhere. */
  private async give(
    tx: Tx,
    ctx: RequestContext,
    roundId: number,
    courier: CourierRow,
    stop: StopRow,
    at: number,
  ): Promise<Results[number]> {
    const start = new Date(stop.window_start.getTime() + (at - 1) * MINUTES_A_STOP * 60_000);
    const end = new Date(start.getTime() + MINUTES_A_STOP * 60_000);
    const booked = await tx.one(
      `INSERT INTO visit_carers (visit_id, slot, carer_id, person_id, division, org, carer, period)
       SELECT $1, 1, $2, $3, $4, $5, $6, tstzrange($7, $8)
       WHERE NOT EXISTS (SELECT FROM visit_carers c WHERE c.carer_id = $2 AND NOT c.released
         AND c.period && tstzrange($7, $8)) RETURNING 1`,
      [stop.id, courier.id, stop.person_id, stop.division, stop.org, courier.pii, start, end],
    );
    if (!booked) return { visitId: stop.id, ok: false, detail: '送餐员在这个时间已有其他安排。' };
    const [visit] = await tx.sql<{ version: number }>(
      `WITH t AS (
         INSERT INTO transitions (order_id, visit_id, person_id, division, org, carers, command, from_state, to_state, at,
           account_id, device)
         VALUES ($6, $1, $7, $8, $9, $4, 'assign', $10, 'assigned', $11, $12, $13)
       )
       UPDATE visits SET state = 'assigned', round_id = $2, stop = $3, carers = $4, starts_at = $5, version = version + 1
       WHERE id = $1 RETURNING version`,
      [
        stop.id,
        roundId,
        at,
        [courier.id],
        start,
        stop.order_id,
        stop.person_id,
        stop.division,
        stop.org,
        stop.state,
        this.clock.now(),
        ctx.accountId,
        ctx.device || null,
      ],
    );
    await this.orders.visitAssigned(tx, ctx, stop.id);
    await emit(tx, {
      topic: 'visit.changed',
      key: `visit:${stop.id}`,
      division: stop.division,
      org: stop.org,
      personId: stop.person_id,
      carers: [courier.id],
      payload: { visitId: stop.id, orderId: stop.order_id, state: 'assigned', version: visit!.version },
    });
    return { visitId: stop.id, ok: true, detail: null };
  }

  private async kitchen(tx: Tx, ctx: RequestContext, id: number): Promise<KitchenRow> {
    const row = await tx.one<KitchenRow>(
      `SELECT k.id, k.org, g.division, k.day, k.meal, g.lng, g.lat FROM kitchen_days k JOIN orgs g ON g.id = k.org
       WHERE k.id = $1`,
      [id],
    );
    if (!row || !sees(ctx, row)) throw notFound('没有找到这一天的送餐安排，或您无权查看。');
    return row;
  }

  /** Couriers qualified for meal delivery on the day, in the order given. */
  private async couriers(tx: Tx, ids: number[], day: string): Promise<CourierRow[]> {
    const rows = await tx.sql<CourierRow>(
      `SELECT c.id, c.pii FROM carers c JOIN carer_qualifications q
         ON q.carer_id = c.id AND q.code = 'mealDelivery' AND q.valid_until >= $2
       WHERE c.id = ANY ($1::bigint[]) AND c.status = 'active'`,
      [ids, day],
    );
    return [...new Set(ids)].map((id) => {
      const row = rows.find((each) => each.id === id);
      if (!row) throw invalid('couriers', '所选的送餐员没有送餐资格，或不在您的管理范围内。');
      return row;
    });
  }

  private toStop(row: StopRow): Output<typeof roundsRoute>['unplanned'][number] {
    const who = row.recipient
      ? this.vault.open<{ name: string; phone: string | null; address: string; warnings: string[] }>(
          row.recipient,
        )
      : { name: '', phone: null, address: '', warnings: [] };
    return {
      visitId: row.id,
      orderId: row.order_id,
      stop: row.stop,
      state: row.state,
      stateName: VISIT_STATES[row.state],
      ...who,
      lng: row.lng,
      lat: row.lat,
      portions: row.portions,
    };
  }
}
