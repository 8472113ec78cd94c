import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, notFound, stale } from '@heling/platform/server/problem';
import type { complaintListRoute } from '../contract/ratings';
import { SERVICE_NAMES } from '../domain/menu';
import type { OrderState } from '../domain/order-machine';
import { auditAt } from '@heling/access/server/audit';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { OrderService } from './order.service';
import { OrderSteps } from './order-steps';
import { actorsOf } from './place.service';
import { problems } from './problems';
import { WorkQueue } from './work-queue';

interface ComplaintRow {
  id: number;
  order_id: number;
  person_id: number;
  division: string;
  org: number;
  org_name: string;
  service: string;
  day: string;
  order_state: OrderState;
  text: string;
  at: Date;
  state: 'open' | 'answered' | 'closed';
  answer: string | null;
  answered_by: number | null;
  answered_at: Date | null;
  deduction: number;
  version: number;
}

/** What people say afterwards: ratings and complaints, with answers. */
@Injectable()
export class RatingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(OrderSteps) private readonly steps: OrderSteps,
    @Inject(OrderService) private readonly orders: OrderService,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  /** Rates a completed order; a second rating replaces the first. */
  async rate(ctx: RequestContext, orderId: number, stars: number, comment: string | undefined) {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const order = await this.steps.load(tx, orderId);
      if (ctx.roles.includes('family')) await this.orders.isSelf(tx, ctx, orderId);
      if (!['completed', 'disputed', 'closed'].includes(order.state)) throw problems.notRated();
      await tx.sql(
        `INSERT INTO ratings (order_id, person_id, division, org, stars, comment, account_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (order_id) DO UPDATE SET stars = excluded.stars, comment = excluded.comment,
           account_id = excluded.account_id, at = excluded.at`,
        [orderId, order.person_id, order.division, order.org, stars, comment ?? null, ctx.accountId, now],
      );
      await auditAt(tx, ctx, now, {
        action: 'orders.rate',
        subject: 'order',
        subjectId: orderId,
        personId: order.person_id,
        division: order.division,
        after: { stars },
      });
      await emit(tx, {
        topic: 'order.rated',
        key: `order:${orderId}`,
        division: order.division,
        org: order.org,
        personId: order.person_id,
        payload: { orderId, stars },
      });
      return { orderId, stars };
    });
  }

  /** Opens a complaint; a completed order becomes disputed until it is closed. */
  async complain(
    ctx: RequestContext,
    orderId: number,
    text: string,
  ): Promise<{ id: number; version: number }> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const order = await this.steps.load(tx, orderId);
      const self = ctx.roles.includes('family') && (await this.orders.isSelf(tx, ctx, orderId));
      if (order.state === 'placed' || order.state === 'confirmed') {
        throw problems.refused('服务还没有开始；不满意的可以取消订单，或拨打服务热线。');
      }
      if (['cancelled', 'rejected', 'closed'].includes(order.state)) {
        throw problems.refused('这笔订单已经结束，不能在此投诉，请拨打服务热线。');
      }
      const row = await tx.one<{ id: number }>(
        `INSERT INTO complaints (order_id, person_id, division, org, text, account_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        [orderId, order.person_id, order.division, order.org, text, ctx.accountId, now],
      );
      const { id } = row!;
      if (order.state === 'completed') {
        await this.steps.step(tx, ctx, orderId, 'dispute', { actors: actorsOf(ctx, self) });
      }
      await this.queue.open(tx, {
        kind: 'complaint',
        subject: 'complaint',
        subjectId: id,
        division: order.division,
        org: order.org,
        personId: order.person_id,
        facts: { orderId, service: order.service },
      });
      await this.changed(tx, ctx, id, 'complain', order, { state: 'open' });
      return { id, version: 1 };
    });
  }

  async list(
    ctx: RequestContext,
    query: z.output<(typeof complaintListRoute)['query']>,
  ): Promise<Output<typeof complaintListRoute>> {
    const after = fromCursor(query.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<ComplaintRow>(
        `SELECT c.*, g.name AS org_name, o.service, o.day, o.state AS order_state
         FROM complaints c JOIN orders o ON o.id = c.order_id JOIN orgs g ON g.id = c.org
         WHERE ($1::text IS NULL OR c.state = $1) AND ($2::bigint IS NULL OR c.id < $2)
           AND ($4::bigint IS NULL OR c.id = $4)
         ORDER BY c.id DESC LIMIT $3`,
        [query.state ?? null, after?.[0] ?? null, query.limit + 1, query.id ?? null],
      ),
    );
    return pageFrom(
      rows,
      query.limit,
      this.clock.now(),
      (row) => [row.id],
      (row) => ({
        id: row.id,
        orderId: row.order_id,
        personId: row.person_id,
        division: row.division,
        org: row.org,
        orgName: row.org_name,
        service: row.service,
        serviceName: SERVICE_NAMES[row.service] ?? row.service,
        day: row.day,
        orderState: row.order_state,
        text: row.text,
        at: row.at.toISOString(),
        state: row.state,
        answer: row.answer,
        answeredBy: row.answered_by,
        answeredAt: row.answered_at?.toISOString() ?? null,
        deduction: row.deduction,
        version: row.version,
      }),
    );
  }

  /** Answers; the item in the queue is settled by the answer. */
  async answer(ctx: RequestContext, id: number, version: number, answer: string) {
    return this.db.run(ctx, async (tx) => {
      const row = await this.load(tx, id, version);
      if (row.state === 'closed') throw problems.refused('这条投诉已经办结。');
      await tx.sql(
        `UPDATE complaints SET state = 'answered', answer = $2, answered_by = $3, answered_at = $4,
           version = version + 1 WHERE id = $1`,
        [id, answer, ctx.accountId, this.clock.now()],
      );
      await this.queue.close(tx, ctx, ['complaint'], 'complaint', id);
      await this.changed(tx, ctx, id, 'answer', row, { state: 'answered' });
      return { id, version: version + 1 };
    });
  }

  /** Closes; what was found true is deducted from the provider's next statement (fen, at most the price). */
  async close(ctx: RequestContext, id: number, version: number, deduction: number) {
    return this.db.run(ctx, async (tx) => {
      const row = await this.load(tx, id, version);
      if (row.state !== 'answered') throw problems.refused('请先答复投诉，再办结。');
      const order = await this.steps.load(tx, row.order_id);
      if (deduction > order.price) throw invalid('deduction', '扣款不能超过订单价格。');
      await tx.sql(
        `UPDATE complaints SET state = 'closed', deduction = $2, version = version + 1 WHERE id = $1`,
        [id, deduction],
      );
      const others = await tx.one(
        `SELECT 1 FROM complaints WHERE order_id = $1 AND state <> 'closed' LIMIT 1`,
        [row.order_id],
      );
      if (order.state === 'disputed' && !others) {
        await this.steps.step(tx, ctx, row.order_id, 'resolve', { actors: actorsOf(ctx) });
      }
      await this.queue.close(tx, ctx, ['complaint'], 'complaint', id);
      await this.changed(tx, ctx, id, 'close', row, { state: 'closed', deduction });
      return { id, version: version + 1 };
    });
  }

  private async load(tx: Tx, id: number, version: number): Promise<ComplaintRow> {
    const row = await tx.one<ComplaintRow>('SELECT * FROM complaints WHERE id = $1 FOR UPDATE', [id]);
    if (!row) throw notFound('没有找到这条投诉，或您无权查看。');
    if (row.version !== version) throw stale({ version: row.version, state: row.state });
    return row;
  }

  private async changed(
    tx: Tx,
    ctx: RequestContext,
    id: number,
    action: string,
    about: { person_id: number; division: string; org: number },
    after: object,
  ): Promise<void> {
    await auditAt(tx, ctx, this.clock.now(), {
      action: `complaints.${action}`,
      subject: 'complaint',
      subjectId: id,
      personId: about.person_id,
      division: about.division,
      after,
    });
    await emit(tx, {
      topic: 'complaint.changed',
      key: `complaint:${id}`,
      division: about.division,
      org: about.org,
      personId: about.person_id,
      payload: { complaintId: id, ...after },
    });
  }
}
