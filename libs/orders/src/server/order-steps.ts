import { Inject, Injectable } from '@nestjs/common';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import type { Actor } from '../domain/actors';
import { next, type Facts } from '../domain/machine';
import { failedSplit, refundFor, type Failure, type Split } from '../domain/money';
import { orderMachine, type OrderCommand, type OrderGuard, type OrderState } from '../domain/order-machine';
import { UNSTARTED_VISIT_STATES } from '../domain/visit-machine';
import { auditAt } from '@heling/access/server/audit';
import { OrderEffects } from './order-effects';
import type { OrderRow } from './order-row';
import { Policies } from './policies';
import { problems } from './problems';

const LOAD = `
  SELECT o.id, o.person_id, o.division, o.org, o.service, o.state, o.day, o.pay_state, o.kitchen_day, o.placed_at,
    o.version, o.price, o.subsidy, o.self_pay AS "selfPay", s.form,
    (SELECT min(v.window_start) FROM visits v WHERE v.order_id = o.id) AS window_start,
    ARRAY(SELECT v.state FROM visits v WHERE v.order_id = o.id) AS visit_states,
    (SELECT count(*) FROM complaints c WHERE c.order_id = o.id AND c.state <> 'closed') AS open_complaints,
    (SELECT coalesce(sum(l.quantity), 0) FROM order_lines l WHERE l.order_id = o.id) AS portions,
    (SELECT max(v.done_at) FROM visits v WHERE v.order_id = o.id) AS completed_at
  FROM orders o JOIN services s ON s.code = o.service WHERE o.id = $1`;

export interface StepOptions {
  /** The version that the caller saw. */
  version?: number;
  actors: readonly Actor[];
  note?: string;
  /** Why the visit failed, for `fail`. */
  failure?: Failure;
  /** Nobody is to blame (death): everything goes back, whatever the rule. */
  inFull?: boolean;
}

/** Makes one step of an order by the machine, with all its effects, in the caller's transaction. */
@Injectable()
export class OrderSteps {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(OrderEffects) private readonly effects: OrderEffects,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** Reads an order; 404 outside the caller's scope. */
  async load(tx: Tx, orderId: number, lock = true): Promise<OrderRow> {
    const row = await tx.one<OrderRow>(lock ? `${LOAD} FOR UPDATE OF o` : LOAD, [orderId]);
    if (!row) throw notFound('没有找到这笔订单，或您无权查看。');
    return row;
  }

  /** Which guards of the machine hold for an order now. */
  async facts(tx: Tx, order: OrderRow): Promise<Facts<OrderGuard>> {
    const now = this.clock.now();
    const { closing } = await this.policies.on(tx, businessDay(now));
    const since = order.completed_at ?? now;
    return {
      visitsNotStarted: order.visit_states.every((state) => UNSTARTED_VISIT_STATES.includes(state)),
      noOpenComplaint: Number(order.open_complaints) === 0,
      complaintPeriod: now.getTime() - since.getTime() <= closing.days * 86_400_000,
    };
  }

  /** What of the own part goes back if the order were cancelled now (fen). */
  async refundIfCancelled(tx: Tx, order: OrderRow): Promise<number> {
    const { cancelRules } = await this.policies.on(tx, order.day);
    const lead = order.window_start.getTime() - this.clock.now().getTime();
    return refundFor(order.selfPay, lead, cancelRules[order.form === 'meal' ? 'meal' : 'visit']);
  }

  /** Throws 409 when the machine does not allow it, `stale` when the caller saw an older version. */
  async step(
    tx: Tx,
    ctx: RequestContext,
    orderId: number,
    command: OrderCommand,
    options: StepOptions,
  ): Promise<{ id: number; version: number; state: OrderState; refund: number; order: OrderRow }> {
    const order = await this.load(tx, orderId);
    if (options.version !== undefined && options.version !== order.version) {
      throw stale({ version: order.version, state: order.state });
    }
    const made = next(orderMachine, order.state, command, options.actors, await this.facts(tx, order));
    if (!made.ok) throw made.code === 'actor' ? problems.role(made.detail) : problems.refused(made.detail);
    const now = this.clock.now();
    let charged: Split | null = null;
    for (const effect of made.effects) {
      if (effect === 'releaseQuota') await this.effects.moveQuota(tx, order, order.subsidy, 0);
      else if (effect === 'consumeQuota')
        await this.effects.moveQuota(tx, order, order.subsidy, order.subsidy);
      else if (effect === 'releaseCapacity') await this.effects.releaseCapacity(tx, order, now);
      else if (effect === 'cancelVisits') await this.effects.cancelVisits(tx, ctx, order, now, options.note);
      else if (effect === 'refundInFull' || options.inFull) charged = { price: 0, subsidy: 0, selfPay: 0 };
      else if (effect === 'refundByRule') charged = await this.chargeByRule(tx, order, options.failure);
    }
    if (options.failure && charged) await this.effects.moveQuota(tx, order, order.subsidy, charged.subsidy);
    const refund = charged ? order.selfPay - charged.selfPay : 0;
    const payState = charged ? await this.effects.giveBack(tx, order, charged.selfPay) : order.pay_state;
    const [row] = await tx.sql<{ version: number }>(
      `WITH t AS (
         INSERT INTO transitions (order_id, person_id, division, org, command, from_state, to_state, at, account_id,
           device, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       )
       UPDATE orders SET state = $7, version = version + 1, pay_state = $12,
         cancel_reason = CASE WHEN $7 IN ('cancelled', 'rejected') THEN $11 ELSE cancel_reason END,
         charged_subsidy = coalesce($13, charged_subsidy), charged_self_pay = coalesce($14, charged_self_pay)
       WHERE id = $1 RETURNING version`,
      [
        order.id,
        order.person_id,
        order.division,
        order.org,
        command,
        order.state,
        made.to,
        now,
        ctx.accountId,
        ctx.device || null,
        options.note ?? null,
        payState,
        charged?.subsidy ?? null,
        charged?.selfPay ?? null,
      ],
    );
    const version = row!.version;
    await auditAt(tx, ctx, now, {
      action: `orders.${command}`,
      subject: 'order',
      subjectId: order.id,
      personId: order.person_id,
      division: order.division,
      before: { state: order.state, payState: order.pay_state },
      after: { state: made.to, payState, refund },
    });
    await emit(tx, {
      topic: `order.${made.to}`,
      key: `order:${order.id}`,
      division: order.division,
      org: order.org,
      personId: order.person_id,
      payload: { orderId: order.id, service: order.service, day: order.day, state: made.to, version },
    });
    return { id: order.id, version, state: made.to, refund: order.pay_state === 'paid' ? refund : 0, order };
  }

  private async chargeByRule(tx: Tx, order: OrderRow, failure: Failure | undefined): Promise<Split> {
    if (!failure) {
      const selfPay = order.selfPay - (await this.refundIfCancelled(tx, order));
      return { price: selfPay, subsidy: 0, selfPay };
    }
    const { failureShares } = await this.policies.on(tx, order.day);
    return failedSplit(order, failure, failureShares);
  }
}
