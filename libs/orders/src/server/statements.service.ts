import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, notFound, stale } from '@heling/platform/server/problem';
import type {
  statementCorrectRoute,
  statementLinesRoute,
  statementListRoute,
  statementRoute,
} from '../contract/statements';
import { SERVICE_NAMES } from '../domain/menu';
import { auditAt } from '@heling/access/server/audit';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { sees } from './kitchen.service';
import { problems } from './problems';

type Statement = Output<typeof statementListRoute>['items'][number];
export type StatementLine = Output<typeof statementLinesRoute>['items'][number];

interface Row {
  id: number;
  org: number;
  org_name: string;
  division: string;
  month: string;
  state: 'draft' | 'signed' | 'frozen';
  visits: number;
  amount: number;
  subsidy: number;
  self_pay: number;
  deductions: number;
  made_at: Date;
  first_signer: number | null;
  first_signed_at: Date | null;
  second_signer: number | null;
  second_signed_at: Date | null;
  version: number;
}

const LOAD = 'SELECT s.*, g.name AS org_name FROM statements s JOIN orgs g ON g.id = s.org';
const SIGNING = ['city', 'county', 'street'];

/**
 * Visits that belong on a statement: those of its month, and late ones of the two months before whose own statement is
 * frozen (a dispute was settled since). A visit in dispute waits. A failed visit counts with what was charged.
 */
const ADD_VISITS = `
  INSERT INTO statement_lines (statement_id, kind, visit_id, order_id, org, division, service, day, price, subsidy, self_pay,
    deduction, reason)
  SELECT $1, 'visit', v.id, o.id, o.org, o.division, o.service, v.day,
    coalesce(o.charged_subsidy, o.subsidy) + coalesce(o.charged_self_pay, o.self_pay),
    coalesce(o.charged_subsidy, o.subsidy), coalesce(o.charged_self_pay, o.self_pay), coalesce(c.deduction, 0),
    CASE WHEN v.state <> 'done' THEN v.state END
  FROM visits v JOIN orders o ON o.id = v.order_id
  LEFT JOIN LATERAL (SELECT sum(deduction)::bigint AS deduction FROM complaints c WHERE c.order_id = o.id AND c.state = 'closed') c
    ON true
  WHERE v.org = $2 AND v.state IN ('done', 'notAtHome', 'refusedForSafety', 'interrupted')
    AND o.state IN ('completed', 'closed', 'failed')
    AND coalesce(o.charged_subsidy, o.subsidy) + coalesce(o.charged_self_pay, o.self_pay) > 0
    AND v.day < ($3::date + interval '1 month')
    AND (v.day >= $3 OR (v.day >= ($3::date - interval '2 months') AND EXISTS (SELECT FROM statements f
      WHERE f.org = $2 AND f.month = date_trunc('month', v.day::timestamp)::date AND f.state = 'frozen')))
    AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.visit_id = v.id AND l.kind = 'visit')`;
const TOTALS = `
  UPDATE statements s SET visits = t.visits, amount = t.amount, subsidy = t.subsidy, self_pay = t.self_pay,
    deductions = t.deductions, made_at = $2, version = version + 1
  FROM (SELECT count(*) FILTER (WHERE kind = 'visit') AS visits, coalesce(sum(price), 0) AS amount,
      coalesce(sum(subsidy), 0) AS subsidy, coalesce(sum(self_pay), 0) AS self_pay,
      coalesce(sum(deduction), 0) AS deductions
    FROM statement_lines WHERE statement_id = $1) t
  WHERE s.id = $1`;

/** Providers' monthly statements: made from visits, signed by two people, then frozen. */
@Injectable()
export class StatementService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(
    ctx: RequestContext,
    query: z.output<(typeof statementListRoute)['query']>,
  ): Promise<Output<typeof statementListRoute>> {
    const after = fromCursor(query.cursor, 2);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row>(
        `${LOAD} WHERE ($1::date IS NULL OR s.month = $1) AND ($2::bigint IS NULL OR s.org = $2)
           AND ($3::date IS NULL OR (s.month, s.id) < ($3::date, $4::bigint))
         ORDER BY s.month DESC, s.id DESC LIMIT $5`,
        [
          query.month ? `${query.month}-01` : null,
          query.org ?? null,
          after?.[0] ?? null,
          after?.[1] ?? null,
          query.limit + 1,
        ],
      ),
    );
    return pageFrom(rows, query.limit, this.clock.now(), (row) => [row.month, row.id], toStatement);
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof statementRoute>> {
    const row = await this.db.run(ctx, (tx) => tx.one<Row>(`${LOAD} WHERE s.id = $1`, [id]));
    if (!row) throw notFound('没有找到这份结算单，或您无权查看。');
    const office = ctx.roles.some((role) => SIGNING.includes(role));
    const over = row.month.slice(0, 7) < businessMonth(this.clock.now());
    return {
      ...toStatement(row),
      canSign: office && over && row.state !== 'frozen' && row.first_signer !== ctx.accountId,
      canRemake: ctx.roles.some((role) => [...SIGNING, 'dispatcher'].includes(role)) && row.state === 'draft',
    };
  }

  async lines(
    ctx: RequestContext,
    id: number,
    query: { cursor?: string; limit: number },
  ): Promise<Output<typeof statementLinesRoute>> {
    const after = fromCursor(query.cursor, 3);
    const rows = await this.db.run(ctx, async (tx) => {
      if (!(await tx.one('SELECT 1 FROM statements WHERE id = $1', [id]))) {
        throw notFound('没有找到这份结算单，或您无权查看。');
      }
      return this.lineRows(tx, id, after, query.limit + 1);
    });
    const keys = (row: StatementLine) => [row.day, row.visitId, row.kind === 'visit' ? 1 : 0];
    return pageFrom(rows, query.limit, this.clock.now(), keys, (row) => row);
  }

  /** Lines by day, at most `limit`; also for the export. */
  async lineRows(
    tx: Tx,
    id: number,
    after: (string | number)[] | null,
    limit: number,
  ): Promise<StatementLine[]> {
    const rows = await tx.sql<Omit<StatementLine, 'serviceName'>>(
      `SELECT l.kind, l.visit_id AS "visitId", l.order_id AS "orderId", l.service, l.day, l.price, l.subsidy,
         l.self_pay AS "selfPay", l.deduction, l.reason,
         (SELECT count(*)::integer FROM evidence e WHERE e.visit_id = l.visit_id) AS evidence
       FROM statement_lines l WHERE l.statement_id = $1
         AND ($2::date IS NULL OR (l.day, l.visit_id, (l.kind = 'visit')::integer) > ($2::date, $3::bigint, $4::integer))
       ORDER BY l.day, l.visit_id, (l.kind = 'visit')::integer LIMIT $5`,
      [id, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit],
    );
    return rows.map((row) => ({ ...row, serviceName: SERVICE_NAMES[row.service] ?? row.service }));
  }

  /** Makes the statement, or makes it anew while nobody has signed. */
  async make(ctx: RequestContext, org: number, month: string): Promise<Statement> {
    const first = `${month}-01`;
    if (month > businessMonth(this.clock.now())) throw invalid('month', '这个月还没有到。');
    return this.within(ctx, org, async (tx, division) => {
      const row = await this.draft(tx, org, division, first);
      if (row.state !== 'draft') throw problems.frozen();
      await tx.sql(`DELETE FROM statement_lines WHERE statement_id = $1 AND kind = 'visit'`, [row.id]);
      await tx.sql(ADD_VISITS, [row.id, org, first]);
      return this.finish(tx, ctx, row.id, 'make');
    });
  }

  /** Signs; the second signer must be somebody else, and freezes it. */
  async sign(ctx: RequestContext, id: number, version: number): Promise<Statement> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await this.locked(tx, id);
      if (row.version !== version) throw stale({ version: row.version, state: row.state });
      if (row.state === 'frozen') throw problems.frozen();
      if (row.month.slice(0, 7) >= businessMonth(now)) throw problems.refused('这个月还没有结束，不能签字。');
      if (row.first_signer === ctx.accountId) throw problems.sameSigner();
      await tx.sql(
        row.state === 'draft'
          ? `UPDATE statements SET state = 'signed', first_signer = $2, first_signed_at = $3, version = version + 1
             WHERE id = $1`
          : `UPDATE statements SET state = 'frozen', second_signer = $2, second_signed_at = $3, version = version + 1
             WHERE id = $1`,
        [id, ctx.accountId, now],
      );
      return this.tell(tx, ctx, id, 'sign');
    });
  }

  /** Corrects a visit of a frozen statement (amounts ≤ 0, fen) in the next statement that nobody has signed. */
  async correct(
    ctx: RequestContext,
    id: number,
    body: z.output<(typeof statementCorrectRoute)['body']>,
  ): Promise<{ id: number; version: number }> {
    const found = await this.db.run(ctx, (tx) => tx.one<Row>(`${LOAD} WHERE s.id = $1`, [id]));
    if (!found) throw notFound('没有找到这份结算单，或您无权查看。');
    if (found.state !== 'frozen') throw problems.refused('结算单还没有冻结，可以直接重算。');
    return this.within(ctx, found.org, async (tx, division) => {
      const line = await tx.one<{
        order_id: number;
        service: string;
        day: string;
        subsidy: number;
        self_pay: number;
        division: string;
      }>(
        `SELECT order_id, service, day, subsidy, self_pay, division FROM statement_lines
         WHERE statement_id = $1 AND visit_id = $2 AND kind = 'visit'`,
        [id, body.visitId],
      );
      if (!line) throw invalid('visitId', '这份结算单里没有这次上门。');
      if (-body.subsidy > line.subsidy || -body.selfPay > line.self_pay) {
        throw invalid('subsidy', '更正不能超过原来的金额。');
      }
      const target = await this.nextDraft(tx, found.org, division, found.month);
      await tx.sql(
        `INSERT INTO statement_lines (statement_id, kind, visit_id, order_id, org, division, service, day, price, subsidy,
           self_pay, reason) VALUES ($1, 'correction', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          target,
          body.visitId,
          line.order_id,
          found.org,
          line.division,
          line.service,
          line.day,
          body.subsidy + body.selfPay,
          body.subsidy,
          body.selfPay,
          body.reason,
        ],
      );
      const made = await this.finish(tx, ctx, target, 'correct');
      return { id: made.id, version: made.version };
    });
  }

  /** Work inside the provider's own rows, for a caller who sees the provider: it may serve other divisions too. */
  private async within<T>(
    ctx: RequestContext,
    org: number,
    work: (tx: Tx, division: string) => Promise<T>,
  ): Promise<T> {
    const wide = { ...ctx, scope: { ...ctx.scope, o: [...ctx.scope.o, org] } };
    return this.db.run(wide, async (tx) => {
      const row = await tx.one<{ division: string }>('SELECT division FROM orgs WHERE id = $1', [org]);
      if (!row || !sees(ctx, { org, division: row.division })) {
        throw notFound('没有找到这家服务机构，或您无权查看。');
      }
      return work(tx, row.division);
    });
  }

  private async draft(tx: Tx, org: number, division: string, first: string): Promise<Row> {
    await tx.sql(
      `INSERT INTO statements (org, division, month, state, made_at) VALUES ($1, $2, $3, 'draft', $4)
       ON CONFLICT (org, month) DO NOTHING`,
      [org, division, first, this.clock.now()],
    );
    const row = await tx.one<Row>(`${LOAD} WHERE s.org = $1 AND s.month = $2 FOR UPDATE OF s`, [org, first]);
    return row!;
  }

  private async nextDraft(tx: Tx, org: number, division: string, month: string): Promise<number> {
    const row = await tx.one<{ id: number | null; next: string }>(
      `SELECT (SELECT id FROM statements WHERE org = $1 AND month > $2 AND state = 'draft' ORDER BY month LIMIT 1) AS id,
         (SELECT (max(month) + interval '1 month')::date FROM statements WHERE org = $1) AS next`,
      [org, month],
    );
    return row!.id ?? (await this.draft(tx, org, division, row!.next)).id;
  }

  private async locked(tx: Tx, id: number): Promise<Row> {
    const row = await tx.one<Row>(`${LOAD} WHERE s.id = $1 FOR UPDATE OF s`, [id]);
    if (!row) throw notFound('没有找到这份结算单，或您无权操作。');
    return row;
  }

  private async finish(tx: Tx, ctx: RequestContext, id: number, action: string): Promise<Statement> {
    await tx.sql(TOTALS, [id, this.clock.now()]);
    return this.tell(tx, ctx, id, action);
  }

  private async tell(tx: Tx, ctx: RequestContext, id: number, action: string): Promise<Statement> {
    const row = (await tx.one<Row>(`${LOAD} WHERE s.id = $1`, [id]))!;
    await auditAt(tx, ctx, this.clock.now(), {
      action: `statements.${action}`,
      subject: 'statement',
      subjectId: id,
      division: row.division,
      after: { state: row.state, visits: row.visits, amount: row.amount },
    });
    await emit(tx, {
      topic: 'statement.changed',
      key: `statement:${id}`,
      division: row.division,
      org: row.org,
      payload: { statementId: id, state: row.state, month: row.month.slice(0, 7) },
    });
    return toStatement(row);
  }
}

function toStatement(row: Row): Statement {
  return {
    id: row.id,
    org: row.org,
    orgName: row.org_name,
    month: row.month.slice(0, 7),
    state: row.state,
    visits: row.visits,
    amount: row.amount,
    subsidy: row.subsidy,
    selfPay: row.self_pay,
    deductions: row.deductions,
    payable: row.subsidy - row.deductions,
    madeAt: row.made_at.toISOString(),
    firstSigner: row.first_signer,
    firstSignedAt: row.first_signed_at?.toISOString() ?? null,
    secondSigner: row.second_signer,
    secondSignedAt: row.second_signed_at?.toISOString() ?? null,
    version: row.version,
  };
}
