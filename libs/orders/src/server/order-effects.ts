import { Inject, Injectable } from '@nestjs/common';
import { firstOfMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { UNSTARTED_VISIT_STATES } from '../domain/visit-machine';
import type { OrderRow } from './order-row';

interface CancelledVisit {
  id: number;
  carers: number[];
  from_state: string;
  version: number;
}

/** What the steps of an order do to quota, places, visits and money. */
@Injectable()
export class OrderEffects {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** Takes the order's subsidy out of what is reserved this month and books `consumed` of it (fen). */
  async moveQuota(tx: Tx, order: OrderRow, reserved: number, consumed: number): Promise<void> {
    if (reserved === 0) return;
    await tx.sql(
      `UPDATE quotas SET reserved = reserved - $3, consumed = consumed + $4 WHERE person_id = $1 AND month = $2`,
      [order.person_id, firstOfMonth(order.day), reserved, consumed],
    );
  }

  /** Gives the portions back to the kitchen; after the cut-off they are being cooked, and stay taken. */
  async releaseCapacity(tx: Tx, order: OrderRow, now: Date): Promise<void> {
    if (order.kitchen_day === null) return;
    await tx.sql(
      `UPDATE kitchen_days SET taken = taken - $2 WHERE id = $1 AND sheet IS NULL AND cutoff_at > $3`,
      [order.kitchen_day, order.portions, now],
    );
  }

  /** Cancels the visits that have not set out and frees their carers. */
  async cancelVisits(tx: Tx, ctx: RequestContext, order: OrderRow, now: Date, note?: string): Promise<void> {
    const visits = await tx.sql<CancelledVisit>(
      `WITH old AS (
         SELECT id, carers, state FROM visits WHERE order_id = $1 AND state = ANY ($2::text[]) FOR UPDATE
       ), freed AS (
         UPDATE visit_carers c SET released = true FROM old WHERE c.visit_id = old.id
       ), gone AS (
         UPDATE visits v SET state = 'cancelled', version = version + 1 FROM old WHERE v.id = old.id
         RETURNING v.id, old.carers, old.state AS from_state, v.version
       ), t AS (
         INSERT INTO transitions (order_id, visit_id, person_id, division, org, carers, command, from_state, to_state, at,
           account_id, device, note)
         SELECT $1, id, $3, $4, $5, carers, 'cancel', from_state, 'cancelled', $6, $7, $8, $9 FROM gone
       )
       SELECT * FROM gone`,
      [
        order.id,
        UNSTARTED_VISIT_STATES,
        order.person_id,
        order.division,
        order.org,
        now,
        ctx.accountId,
        ctx.device || null,
        note ?? null,
      ],
    );
    if (visits.length === 0) return;
    await emit(
      tx,
      ...visits.map((visit) => ({
        topic: 'visit.changed',
        key: `visit:${visit.id}`,
        division: order.division,
        org: order.org,
        personId: order.person_id,
        carers: visit.carers,
        payload: { visitId: visit.id, orderId: order.id, state: 'cancelled', version: visit.version },
      })),
    );
    await tx.sql(
      `UPDATE work_items SET state = 'done', done_at = $2, version = version + 1
       WHERE state = 'open' AND subject = 'visit' AND subject_id = ANY ($1::bigint[])
         AND kind IN ('visitUnassigned', 'missedCheckIn')`,
      [visits.map((visit) => visit.id), this.clock.now()],
    );
  }

  /**
   * Settles the own part when `charged` fen of it stay due: a paid order gives the rest back through its channel, an
   * unpaid one owes the charge. Answers the order's new state of payment.
   */
  async giveBack(tx: Tx, order: OrderRow, charged: number): Promise<OrderRow['pay_state']> {
    const refund = order.selfPay - charged;
    // An attempt that the gateway has not answered is left to its notification: money that still arrives goes back.
    if (order.pay_state === 'due') return charged > 0 ? 'due' : 'none';
    if (order.pay_state !== 'paid' || refund === 0) return order.pay_state;
    await tx.sql(
      `UPDATE payments SET state = 'refunding', refund = $2, version = version + 1
       WHERE order_id = $1 AND state = 'paid'`,
      [order.id, refund],
    );
    return 'refunding';
  }
}
