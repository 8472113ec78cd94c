import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { notifyRoute, paymentPageRoute, paymentState, startRoute } from '../contract/payments';
import { SERVICE_NAMES } from '../domain/menu';
import { auditAt } from '@heling/access/server/audit';
import { problems } from './problems';
import { WorkQueue } from './work-queue';

type PayState = z.output<typeof paymentState>;
export type Notice = z.output<(typeof notifyRoute)['body']>;
export type Channel = 'wechat' | 'alipay' | 'sandbox';

interface PaymentRow {
  id: number;
  order_id: number;
  person_id: number;
  division: string;
  org: number;
  channel: Channel;
  amount: number;
  refund: number;
  state: PayState;
  reference: string;
  version: number;
  service: string;
  order_state: string;
  pay_state: string;
  charged: number;
  created_at: Date;
}

const LOAD = `
  SELECT p.id, p.order_id, p.person_id, p.division, p.org, p.channel, p.amount, p.refund, p.state, p.reference, p.version,
    p.created_at, o.service, o.state AS order_state, o.pay_state, coalesce(o.charged_self_pay, o.self_pay) AS charged
  FROM payments p JOIN orders o ON o.id = p.order_id`;

/** Payments through a gateway: started here, decided by its signed notifications, each of which counts once. */
@Injectable()
export class PaymentService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  /** Starts an attempt to pay what is due of an order; a family member needs the senior's consent to pay (代为支付). */
  async start(ctx: RequestContext, orderId: number, channel: Channel): Promise<Output<typeof startRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const order = await tx.one<{
        person_id: number;
        division: string;
        org: number;
        pay_state: string;
        due: number;
        may_pay: boolean;
      }>(
        `SELECT person_id, division, org, pay_state, coalesce(charged_self_pay, self_pay) AS due,
           EXISTS (SELECT FROM accounts a WHERE a.id = $2 AND a.person_id = o.person_id)
             OR EXISTS (SELECT FROM consents c WHERE c.person_id = o.person_id AND c.account_id = $2
               AND c.withdrawn_at IS NULL AND c.expires_at > $3 AND 'pay' = ANY (c.covers)) AS may_pay
         FROM orders o WHERE id = $1 FOR UPDATE OF o`,
        [orderId, ctx.accountId, now],
      );
      if (!order) throw notFound('没有找到这笔订单，或您无权查看。');
      if (ctx.roles.includes('family') && !order.may_pay) throw problems.noConsent();
      if (order.pay_state !== 'due' || order.due <= 0) throw problems.nothingDue();
      const reference = `HL${randomBytes(10).toString('hex').toUpperCase()}`;
      const row = await tx.one<{ id: number }>(
        `INSERT INTO payments (order_id, person_id, division, org, channel, amount, state, reference, account_id,
           created_at) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9) RETURNING id`,
        [
          orderId,
          order.person_id,
          order.division,
          order.org,
          channel,
          order.due,
          reference,
          ctx.accountId,
          now,
        ],
      );
      await auditAt(tx, ctx, now, {
        action: 'payments.start',
        subject: 'payment',
        subjectId: row!.id,
        personId: order.person_id,
        division: order.division,
        after: { orderId, channel, amount: order.due },
      });
      return {
        id: row!.id,
        orderId,
        channel,
        amount: order.due,
        state: 'waiting' as const,
        reference,
        goTo: `/family/pay/?ref=${reference}`,
      };
    });
  }

  /** What the sandbox gateway's page shows. */
  async page(ctx: RequestContext, reference: string): Promise<Output<typeof paymentPageRoute>> {
    const row = await this.db.run(ctx, (tx) =>
      tx.one<PaymentRow>(`${LOAD} WHERE p.reference = $1`, [reference]),
    );
    if (!row) throw notFound('没有找到这笔付款，或您无权查看。');
    return {
      id: row.id,
      orderId: row.order_id,
      channel: row.channel,
      amount: row.amount,
      state: row.state,
      reference: row.reference,
      serviceName: SERVICE_NAMES[row.service] ?? row.service,
      createdAt: row.created_at.toISOString(),
    };
  }

  /** The HMAC that a gateway's notification carries. */
  sign(channel: Channel, notice: Omit<Notice, 'signature'>): string {
    const secret = this.vault.mac('session', `gateway\0${channel}`);
    const text = [notice.reference, notice.amount, notice.result, notice.at, notice.nonce].join('\n');
    return createHmac('sha256', secret).update(text).digest('hex');
  }

  /**
   * Takes a gateway's notification. A repeat changes nothing; money that arrives for an order which no longer owes it
   * goes back and stands in the queue.
   */
  async notify(channel: Channel, notice: Notice): Promise<void> {
    const expected = Buffer.from(this.sign(channel, notice), 'hex');
    if (!timingSafeEqual(expected, Buffer.from(notice.signature, 'hex'))) throw problems.signature();
    const ctx = systemContext();
    await this.db.run(ctx, async (tx) => {
      const order = await tx.one(
        'SELECT o.id FROM orders o JOIN payments p ON p.order_id = o.id WHERE p.reference = $1 FOR UPDATE OF o',
        [notice.reference],
      );
      const row = order && (await tx.one<PaymentRow>(`${LOAD} WHERE p.reference = $1`, [notice.reference]));
      if (!row || row.channel !== channel) throw notFound('没有找到这笔付款。');
      if (notice.result === 'paid') await this.paid(tx, ctx, row, notice.amount);
      else if (notice.result === 'failed') await this.failed(tx, ctx, row);
      else await this.refunded(tx, ctx, row);
    });
  }

  private async paid(tx: Tx, ctx: RequestContext, row: PaymentRow, amount: number): Promise<void> {
    if (['paid', 'refunding', 'refunded'].includes(row.state)) return;
    const wanted = row.pay_state === 'due' && amount === row.amount && row.amount === row.charged;
    if (wanted) {
      await this.move(tx, ctx, row, 'paid', 'paid');
      await this.queue.close(tx, ctx, ['paymentLate'], 'order', row.order_id);
      return;
    }
    // Paid twice, paid after cancelling, or another amount: the money goes back, and a person looks at it.
    await tx.sql(
      `UPDATE payments SET state = 'refunded', refund = amount, paid_at = $2, refunded_at = $2, version = version + 1
       WHERE id = $1`,
      [row.id, this.clock.now()],
    );
    await this.queue.open(tx, {
      kind: 'paymentFailed',
      subject: 'payment',
      subjectId: row.id,
      division: row.division,
      org: row.org,
      personId: row.person_id,
      facts: { orderId: row.order_id, amount, expected: row.charged, sentBack: true },
    });
  }

  private async failed(tx: Tx, ctx: RequestContext, row: PaymentRow): Promise<void> {
    if (row.state === 'waiting') await this.move(tx, ctx, row, 'failed', null);
  }

  private async refunded(tx: Tx, ctx: RequestContext, row: PaymentRow): Promise<void> {
    if (row.state === 'refunding') await this.move(tx, ctx, row, 'refunded', 'refunded');
  }

  private async move(
    tx: Tx,
    ctx: RequestContext,
    row: PaymentRow,
    state: PayState,
    payState: 'paid' | 'refunded' | null,
  ): Promise<void> {
    const now = this.clock.now();
    await tx.sql(
      `UPDATE payments SET state = $2, version = version + 1,
         paid_at = CASE WHEN $2 = 'paid' THEN $3 ELSE paid_at END,
         refunded_at = CASE WHEN $2 = 'refunded' THEN $3 ELSE refunded_at END
       WHERE id = $1`,
      [row.id, state, now],
    );
    if (payState) {
      await tx.sql('UPDATE orders SET pay_state = $2, version = version + 1 WHERE id = $1', [
        row.order_id,
        payState,
      ]);
    }
    await auditAt(tx, ctx, now, {
      action: `payments.${state}`,
      subject: 'payment',
      subjectId: row.id,
      personId: row.person_id,
      division: row.division,
      before: { state: row.state },
      after: { state },
    });
    await emit(tx, {
      topic: `payment.${state}`,
      key: `order:${row.order_id}`,
      division: row.division,
      org: row.org,
      personId: row.person_id,
      payload: { orderId: row.order_id, paymentId: row.id, state },
    });
  }
}
