import { Inject, Injectable } from '@nestjs/common';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { OPEN_ORDER_STATES, type OrderCommand, type OrderState } from '../domain/order-machine';
import type { Failure } from '../domain/money';
import { OrderSteps } from './order-steps';
import { actorsOf } from './place.service';
import { problems } from './problems';
import { WorkQueue } from './work-queue';

const SYSTEM = ['system'] as const;

/** Commands on orders, and the hooks that dispatch calls when a visit moves (in dispatch's transaction). */
@Injectable()
export class OrderService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(OrderSteps) private readonly steps: OrderSteps,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  /** A person's command on an order. */
  async command(
    ctx: RequestContext,
    orderId: number,
    command: OrderCommand,
    input: { version: number; reason?: string },
  ): Promise<{ id: number; version: number; state: OrderState; refund: number }> {
    return this.db.run(ctx, async (tx) => {
      const self = ctx.roles.includes('family') && (await this.isSelf(tx, ctx, orderId));
      const made = await this.steps.step(tx, ctx, orderId, command, {
        version: input.version,
        actors: actorsOf(ctx, self),
        note: input.reason,
      });
      return { id: made.id, version: made.version, state: made.state, refund: made.refund };
    });
  }

  /** Is the caller the senior of this order? Refuses a family member whose live consent does not cover orders. */
  async isSelf(tx: Tx, ctx: RequestContext, orderId: number): Promise<boolean> {
    const row = await tx.one<{ self: boolean; covered: boolean }>(
      `SELECT EXISTS (SELECT FROM accounts a WHERE a.id = $2 AND a.person_id = o.person_id) AS self,
         EXISTS (SELECT FROM consents c WHERE c.person_id = o.person_id AND c.account_id = $2
           AND c.withdrawn_at IS NULL AND c.expires_at > $3 AND 'order' = ANY (c.covers)) AS covered
       FROM orders o WHERE o.id = $1`,
      [orderId, ctx.accountId, this.steps.now()],
    );
    if (row && !row.self && !row.covered) throw problems.noConsent();
    return row?.self ?? false;
  }

  /** Carers are found: the order is confirmed if it was not yet. */
  async visitAssigned(tx: Tx, ctx: RequestContext, visitId: number): Promise<void> {
    const order = await this.orderOf(tx, visitId);
    if (order.state === 'placed') await this.steps.step(tx, ctx, order.id, 'confirm', { actors: SYSTEM });
    await this.queue.close(tx, ctx, ['visitUnassigned', 'carerSick'], 'visit', visitId);
  }

  /** A carer has checked in at the door: the order is under way. Repeats change nothing. */
  async visitStarted(tx: Tx, ctx: RequestContext, visitId: number): Promise<void> {
    const order = await this.orderOf(tx, visitId);
    if (order.state === 'placed') await this.steps.step(tx, ctx, order.id, 'confirm', { actors: SYSTEM });
    if (order.state === 'placed' || order.state === 'confirmed') {
      await this.steps.step(tx, ctx, order.id, 'start', { actors: SYSTEM });
    }
    await this.queue.close(tx, ctx, ['missedCheckIn', 'visitUnassigned'], 'visit', visitId);
  }

  /** The visit is done: the order is completed and its subsidy consumed. */
  async visitDone(tx: Tx, ctx: RequestContext, visitId: number): Promise<void> {
    await this.visitStarted(tx, ctx, visitId);
    const order = await this.orderOf(tx, visitId);
    if (order.state === 'inProgress')
      await this.steps.step(tx, ctx, order.id, 'complete', { actors: SYSTEM });
  }

  /**
   * The visit did not come about: money and quota by the rule of the reason. An unanswered door opens a welfare check
   * (P0) beside the failed order; a visit refused for safety asks the queue for a new date.
   */
  async visitFailed(tx: Tx, ctx: RequestContext, visitId: number, outcome: Failure): Promise<void> {
    const order = await this.orderOf(tx, visitId);
    if (!OPEN_ORDER_STATES.includes(order.state)) return;
    if (order.state === 'placed') await this.steps.step(tx, ctx, order.id, 'confirm', { actors: SYSTEM });
    await this.steps.step(tx, ctx, order.id, 'fail', { actors: SYSTEM, failure: outcome, note: outcome });
    await this.queue.close(tx, ctx, ['missedCheckIn', 'visitUnassigned'], 'visit', visitId);
    const about = { division: order.division, org: order.org, personId: order.person_id };
    if (outcome === 'notAtHome') await this.openWelfareCheck(tx, visitId, about);
    else {
      const facts = { orderId: order.id, service: order.service, day: order.day, outcome };
      await this.queue.open(tx, { ...about, kind: 'newDate', subject: 'visit', subjectId: visitId, facts });
    }
  }

  private async openWelfareCheck(
    tx: Tx,
    visitId: number,
    about: { division: string; org: number; personId: number },
  ): Promise<void> {
    const check = await tx.one<{ id: number }>(
      `INSERT INTO welfare_checks (visit_id, person_id, division, org, opened_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (visit_id) DO NOTHING RETURNING id`,
      [visitId, about.personId, about.division, about.org, this.steps.now()],
    );
    if (!check) return;
    const facts = { visitId };
    await this.queue.open(tx, {
      ...about,
      kind: 'welfareCheck',
      subject: 'welfareCheck',
      subjectId: check.id,
      facts,
    });
  }

  private async orderOf(tx: Tx, visitId: number) {
    const row = await tx.one<{ order_id: number }>('SELECT order_id FROM visits WHERE id = $1', [visitId]);
    if (!row) throw notFound('没有找到这次上门，或您无权查看。');
    return this.steps.load(tx, row.order_id);
  }
}
