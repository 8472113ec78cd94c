import { Inject, Injectable } from '@nestjs/common';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent, Sweep } from '@heling/platform/server/outbox';
import { Problem } from '@heling/platform/server/problem';
import { KitchenService } from './kitchen.service';
import { OrderSteps } from './order-steps';
import type { Channel } from './payments.service';
import { Policies } from './policies';
import { SandboxGateway } from './sandbox-gateway';
import { StandingService } from './standing.service';
import { WorkQueue } from './work-queue';

const BATCH = 500;

/** Sets the kitchens' count sheets once their cut-off has passed. */
@Injectable()
export class SheetSweep implements Sweep {
  readonly name = 'orders.sheets';
  readonly everySeconds = 10;
  constructor(@Inject(KitchenService) private readonly kitchen: KitchenService) {}

  async run(): Promise<void> {
    await this.kitchen.setDueSheets();
  }
}

/** Makes the orders of standing orders seven days ahead. */
@Injectable()
export class StandingSweep implements Sweep {
  readonly name = 'orders.standing';
  readonly everySeconds = 900;
  constructor(@Inject(StandingService) private readonly standing: StandingService) {}

  async run(): Promise<void> {
    await this.standing.makeAhead();
  }
}

/** Closes completed orders that can no longer be disputed. */
@Injectable()
export class CloseSweep implements Sweep {
  readonly name = 'orders.close';
  readonly everySeconds = 3600;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(OrderSteps) private readonly steps: OrderSteps,
  ) {}

  async run(): Promise<void> {
    const ctx = systemContext();
    const now = this.clock.now();
    const rows = await this.db.run(ctx, async (tx) => {
      const { closing } = await this.policies.on(tx, businessDay(now));
      return tx.sql<{ id: number }>(
        `SELECT o.id FROM orders o WHERE o.state = 'completed' AND o.day <= $1 AND NOT EXISTS (
           SELECT FROM complaints c WHERE c.order_id = o.id AND c.state <> 'closed')
         AND (SELECT max(v.done_at) FROM visits v WHERE v.order_id = o.id) < $2 ORDER BY o.id LIMIT $3`,
        [businessDay(now), new Date(now.getTime() - closing.days * 86_400_000), BATCH],
      );
    });
    for (const { id } of rows) {
      await this.db
        .run(ctx, (tx) => this.steps.step(tx, ctx, id, 'close', { actors: ['system'] }))
        .catch(ignoreRefusal);
    }
  }
}

/** Gives up attempts that nobody finished, asks the gateway for refunds, and puts what is long unpaid in the queue. */
@Injectable()
export class PaymentSweep implements Sweep {
  readonly name = 'orders.payments';
  readonly everySeconds = 30;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(SandboxGateway) private readonly gateway: SandboxGateway,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  async run(): Promise<void> {
    const ctx = systemContext();
    const now = this.clock.now();
    const refunds = await this.db.run(ctx, async (tx) => {
      const { paymentTimes } = await this.policies.on(tx, businessDay(now));
      const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
      await tx.sql(
        `UPDATE payments SET state = 'failed', version = version + 1 WHERE state = 'waiting' AND created_at < $1`,
        [before(paymentTimes.expireMinutes)],
      );
      const late = await tx.sql<{ id: number; person_id: number; division: string; org: number }>(
        `SELECT o.id, o.person_id, o.division, o.org FROM orders o
         WHERE o.pay_state = 'due' AND o.state IN ('completed', 'closed', 'failed', 'cancelled') AND o.day >= $3
           AND o.day < $1 AND NOT EXISTS (SELECT FROM work_items w WHERE w.kind = 'paymentLate' AND w.subject = 'order'
             AND w.subject_id = o.id) ORDER BY o.id LIMIT $2`,
        [businessDay(before(paymentTimes.lateHours * 60)), BATCH, businessDay(before(90 * 24 * 60))],
      );
      for (const order of late) {
        await this.queue.open(tx, {
          kind: 'paymentLate',
          subject: 'order',
          subjectId: order.id,
          division: order.division,
          org: order.org,
          personId: order.person_id,
        });
      }
      return tx.sql<{ channel: Channel; reference: string; refund: number }>(
        `SELECT channel, reference, refund FROM payments WHERE state = 'refunding' ORDER BY id LIMIT $1`,
        [BATCH],
      );
    });
    for (const { channel, reference, refund } of refunds) {
      await this.gateway.refund(channel, reference, refund);
    }
  }
}

/** Cancels what is still open for a person who has died, and ends their standing orders. */
@Injectable()
export class DeceasedConsumer implements Consumer {
  readonly name = 'orders.deceased';
  readonly topics = ['person.deceased'] as const;
  constructor(@Inject(OrderSteps) private readonly steps: OrderSteps) {}

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    if (event.personId === null) return;
    const ctx = systemContext();
    await tx.sql(
      `UPDATE standing_orders SET state = 'ended', version = version + 1 WHERE person_id = $1 AND state = 'active'`,
      [event.personId],
    );
    const orders = await tx.sql<{ id: number }>(
      `SELECT o.id FROM orders o WHERE o.person_id = $1 AND o.state IN ('placed', 'confirmed') ORDER BY o.id`,
      [event.personId],
    );
    for (const { id } of orders) {
      // A visit that has already set out is left to the carer and the operator.
      await this.steps
        .step(tx, ctx, id, 'cancel', { actors: ['system'], note: '老人去世', inFull: true })
        .catch(ignoreRefusal);
    }
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}
