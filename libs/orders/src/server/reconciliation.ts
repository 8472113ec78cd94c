import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import type { reconciliationRoute } from '../contract/statements';
import { sees } from './kitchen.service';

type Report = Output<typeof reconciliationRoute>;
type Kind = Report['differences'][number]['kind'];

const NAMES: Record<Kind, string> = {
  orderWithoutVisit: '已完成的订单没有完成的上门',
  visitWithoutOrder: '完成的上门所属订单没有完成',
  notOnStatement: '没有进结算单',
  onStatementOnly: '结算单里有，订单不该结算',
  amountDiffers: '结算单金额与订单不同',
  notPaid: '自付部分没有收到付款',
  paidDiffers: '付款金额与应付不同',
  paidForNothing: '已取消或拒单，收的钱多于应收',
};
const LIMIT = 1000;

/** The month's settled orders with what the other three books say of each. */
const BOOKS = `
  WITH book AS (
    SELECT o.id AS order_id, o.state, o.pay_state, coalesce(o.charged_subsidy, o.subsidy) AS subsidy,
      coalesce(o.charged_self_pay, o.self_pay) AS self_pay,
      (SELECT v.id FROM visits v WHERE v.order_id = o.id AND v.state IN ('done', 'notAtHome', 'refusedForSafety', 'interrupted')
         ORDER BY v.id DESC LIMIT 1) AS visit_id,
      (SELECT coalesce(sum(p.amount - CASE WHEN p.state IN ('refunding', 'refunded') THEN p.refund ELSE 0 END), 0)::bigint
         FROM payments p WHERE p.order_id = o.id AND p.state IN ('paid', 'refunding', 'refunded')) AS paid,
      l.price AS on_statement, l.visit_id AS line_visit
    FROM orders o LEFT JOIN LATERAL (
      SELECT sum(l.price)::bigint AS price, min(l.visit_id) AS visit_id FROM statement_lines l
      WHERE l.order_id = o.id AND l.kind = 'visit') l ON true
    WHERE o.org = $1 AND o.day >= $2 AND o.day < ($2::date + interval '1 month')
  ), settled AS (
    SELECT *, state IN ('completed', 'closed', 'failed') AS due,
      CASE WHEN state = 'cancelled' THEN self_pay ELSE 0 END AS kept FROM book
  ), differences AS (
    SELECT 'orderWithoutVisit' AS kind, order_id, visit_id, subsidy + self_pay AS expected, 0::bigint AS found
      FROM settled WHERE due AND visit_id IS NULL
    UNION ALL SELECT 'visitWithoutOrder', order_id, visit_id, 0, subsidy + self_pay
      FROM settled WHERE visit_id IS NOT NULL AND NOT due AND state <> 'disputed'
    UNION ALL SELECT 'notOnStatement', order_id, visit_id, subsidy + self_pay, 0
      FROM settled WHERE due AND on_statement IS NULL AND visit_id IS NOT NULL AND subsidy + self_pay > 0
    UNION ALL SELECT 'onStatementOnly', order_id, line_visit, 0, on_statement
      FROM settled WHERE NOT due AND on_statement IS NOT NULL
    UNION ALL SELECT 'amountDiffers', order_id, line_visit, subsidy + self_pay, on_statement
      FROM settled WHERE due AND on_statement IS NOT NULL AND on_statement <> subsidy + self_pay
    UNION ALL SELECT 'notPaid', order_id, visit_id, self_pay, 0 FROM settled WHERE due AND self_pay > 0 AND paid = 0
    UNION ALL SELECT 'paidDiffers', order_id, visit_id, self_pay, paid
      FROM settled WHERE due AND paid > 0 AND paid <> self_pay
    UNION ALL SELECT 'paidForNothing', order_id, visit_id, kept, paid
      FROM settled WHERE state IN ('cancelled', 'rejected') AND paid > kept
  )
  SELECT
    (SELECT jsonb_build_object('count', count(*), 'subsidy', coalesce(sum(subsidy), 0), 'selfPay', coalesce(sum(self_pay), 0))
       FROM settled WHERE due) AS orders,
    (SELECT jsonb_build_object('count', count(visit_id)) FROM settled) AS visits,
    (SELECT jsonb_build_object('count', s.visits, 'subsidy', s.subsidy, 'selfPay', s.self_pay)
       FROM statements s WHERE s.org = $1 AND s.month = $2) AS statement,
    (SELECT jsonb_build_object('count', count(*) FILTER (WHERE paid > 0), 'amount', coalesce(sum(paid), 0)) FROM settled
       WHERE due) AS payments,
    (SELECT jsonb_build_object('count', count(*) FILTER (WHERE paid > 0), 'amount', coalesce(sum(paid), 0)) FROM settled
       WHERE NOT due) AS "otherPayments",
    coalesce((SELECT jsonb_agg(d) FROM (SELECT kind, order_id AS "orderId", visit_id AS "visitId", expected, found
       FROM differences ORDER BY kind, order_id LIMIT ${LIMIT + 1}) d), '[]') AS differences`;

/** Reconciliation (对账): orders = visits = statement = payments, every difference listed. */
@Injectable()
export class ReconciliationService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async report(ctx: RequestContext, org: number, month: string): Promise<Report> {
    const now = this.clock.now();
    // The provider may serve other divisions than the caller's: its rows are read whole once the caller sees it.
    const wide = { ...ctx, scope: { ...ctx.scope, o: [...ctx.scope.o, org] } };
    return this.db.run(wide, async (tx) => {
      const place = await tx.one<{ division: string }>('SELECT division FROM orgs WHERE id = $1', [org]);
      if (!place || !sees(ctx, { org, ...place })) throw notFound('没有找到这家服务机构，或您无权查看。');
      const row = (await tx.one<
        Pick<Report, 'orders' | 'visits' | 'statement' | 'payments' | 'otherPayments'> & {
          differences: Omit<Report['differences'][number], 'kindName'>[];
        }
      >(BOOKS, [org, `${month}-01`]))!;
      return {
        org,
        month,
        ...row,
        differences: row.differences.slice(0, LIMIT).map((each) => ({ ...each, kindName: NAMES[each.kind] })),
        more: row.differences.length > LIMIT,
        asOf: now.toISOString(),
      };
    });
  }
}
