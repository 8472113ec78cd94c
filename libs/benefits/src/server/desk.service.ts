import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { maskName } from '@heling/people/domain/person';
import type { Output } from '@heling/platform/contract/route';
import { businessDay, businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import {
  CERTIFICATION_STATES,
  type certificationsRoute,
  type todoRoute,
  type waitingPayeesRoute,
} from '../contract/desk';
import { dateOfMonth, monthOfDate, toWhom, WHOM, type WhomRow } from './common';
import { WORK } from './payments.service';
import { payeeOn, type PayeePii } from './payees.service';

type Certified = Output<typeof certificationsRoute>['items'][number];
interface CertifiedRow extends WhomRow {
  last: string;
  last_by: Certified['lastBy'];
  until: string;
  grace_until: string;
  attempts: number;
  last_attempt: string | null;
  extended: string | null;
}

/**
 * One row a person who is paid: the certification that counts and how long it lasts by the strictest of the packs in
 * force for them ($1: first of this month, $2: today).
 */
export const CERTIFIED = `SELECT e.person_id, max(c.last) AS last, min(c.last_month + r.every) AS until,
    min(c.last_month + r.every + r.grace) AS grace_until
  FROM entitlements e
  JOIN LATERAL (SELECT make_interval(months => (k.data #>> '{certification,everyMonths}')::int) AS every,
      make_interval(months => (k.data #>> '{certification,graceMonths}')::int) AS grace
    FROM benefit_packs k WHERE k.scheme = e.scheme AND k.published_at IS NOT NULL AND k.effective_from <= $1
      AND e.division ^@ k.jurisdiction
    ORDER BY length(k.jurisdiction) DESC, k.effective_from DESC, k.id DESC LIMIT 1) r ON r.every IS NOT NULL
  CROSS JOIN LATERAL (SELECT v.last, date_trunc('month', v.last)::date AS last_month FROM (SELECT greatest(e.received,
      (SELECT max(f.valid_from) FROM benefit_facts f WHERE f.person_id = e.person_id AND f.kind = 'certification'
        AND f.withdrawn_at IS NULL AND f.valid_from <= $2)) AS last) v) c
  WHERE e.state = 'granted' GROUP BY e.person_id`;

/** Lists of the allowance desk beside applications and runs. */
@Injectable()
export class DeskService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Whose life certification (生存认证) runs out, or has; the earliest first. */
  async certifications(
    ctx: RequestContext,
    ask: z.output<(typeof certificationsRoute)['body']>,
  ): Promise<Output<typeof certificationsRoute>> {
    const now = this.clock.now();
    const month = businessMonth(now);
    const after = fromCursor(ask.cursor, 2);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<CertifiedRow>(
        `SELECT x.*, p.id AS person_id, ${WHOM.replaceAll('x.division', 'p.division')},
           (SELECT f.detail FROM benefit_facts f WHERE f.person_id = p.id AND f.kind = 'certification'
             AND f.withdrawn_at IS NULL AND f.valid_from = x.last ORDER BY f.id DESC LIMIT 1) AS last_by,
           (SELECT count(*) FROM benefit_facts f WHERE f.person_id = p.id AND f.kind = 'visitAttempt'
             AND f.withdrawn_at IS NULL AND f.valid_from > x.last) AS attempts,
           (SELECT max(f.valid_from) FROM benefit_facts f WHERE f.person_id = p.id AND f.kind = 'visitAttempt'
             AND f.withdrawn_at IS NULL AND f.valid_from > x.last) AS last_attempt,
           (SELECT max(f.valid_from) FROM benefit_facts f WHERE f.person_id = p.id AND f.kind = 'extension'
             AND f.withdrawn_at IS NULL AND f.valid_from > x.grace_until) AS extended
         FROM (SELECT v.person_id, v.last, v.until::date AS until, v.grace_until::date AS grace_until FROM (${CERTIFIED}) v) x
         JOIN persons p ON p.id = x.person_id AND p.status = 'active'
         WHERE x.until <= $1::date + interval '1 month'
           AND CASE $3::text WHEN 'soon' THEN x.until >= $1 WHEN 'grace' THEN x.until < $1 AND x.grace_until >= $1
             WHEN 'overdue' THEN x.grace_until < $1 ELSE true END
           AND ($4::date IS NULL OR (x.until, x.person_id) > ($4, $5::bigint))
         ORDER BY x.until, x.person_id LIMIT $6`,
        [
          dateOfMonth(month),
          businessDay(now),
          ask.state ?? null,
          after?.[0] ?? null,
          after?.[1] ?? null,
          ask.limit + 1,
        ],
      ),
    );
    return pageFrom(
      rows,
      ask.limit,
      now,
      (row) => [row.until, row.person_id],
      (row) => {
        const [until, graceUntil] = [monthOfDate(row.until), monthOfDate(row.grace_until)];
        const state = until >= month ? 'soon' : graceUntil >= month ? 'grace' : 'overdue';
        return {
          ...toWhom(this.vault, row),
          last: row.last,
          lastBy: row.last_by,
          until,
          graceUntil,
          state,
          stateName: CERTIFICATION_STATES[state],
          attempts: row.attempts,
          lastAttempt: row.last_attempt,
          extendedTo: row.extended && monthOfDate(row.extended),
          suspended: state === 'overdue' && row.attempts > 0,
        };
      },
    );
  }

  /** How much waits, of each kind. */
  async todo(ctx: RequestContext): Promise<Output<typeof todoRoute>> {
    const row = await this.db.run(ctx, (tx) =>
      tx.one<Output<typeof todoRoute>>(
        `SELECT e.*, r.*,
           (SELECT count(*) FROM payees WHERE state = 'proposed') AS payees,
           (SELECT count(*) FROM benefit_payments x WHERE ${WORK}) AS work,
           (SELECT count(*) FROM benefit_packs WHERE published_at IS NULL) AS packs
         FROM (SELECT count(*) FILTER (WHERE state = 'applied') AS review,
             count(*) FILTER (WHERE state IN ('reviewed', 'objected')) AS decide,
             count(*) FILTER (WHERE due_on < $1) AS overdue
           FROM entitlements WHERE state IN ('applied', 'reviewed', 'objected')) e,
           (SELECT count(*) FILTER (WHERE state IN ('calculated', 'firstSigned')) AS sign,
             count(*) FILTER (WHERE state = 'sent') AS sent
           FROM benefit_runs WHERE state IN ('calculated', 'firstSigned', 'sent')) r`,
        [businessDay(this.clock.now())],
      ),
    );
    return row!;
  }

  /** Accounts that somebody has proposed and nobody confirmed; the oldest first. */
  async waitingPayees(
    ctx: RequestContext,
    query: z.output<(typeof waitingPayeesRoute)['query']>,
  ): Promise<Output<typeof waitingPayeesRoute>> {
    const now = this.clock.now();
    const after = fromCursor(query.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<
        WhomRow & {
          id: number;
          sealed: Buffer;
          proxy_relation: string | null;
          valid_from: string;
          proposed_by: number;
          old: Buffer | null;
        }
      >(
        `SELECT y.id, y.person_id, y.sealed, y.proxy_relation, y.valid_from, y.proposed_by, ${WHOM.replaceAll('x.', 'y.')},
           (SELECT o.sealed FROM payees o WHERE o.id = ${payeeOn('$1')}) AS old
         FROM payees y JOIN persons p ON p.id = y.person_id
         WHERE y.state = 'proposed' AND ($2::bigint IS NULL OR y.id > $2) ORDER BY y.id LIMIT $3`,
        [businessDay(now), after?.[0] ?? null, query.limit + 1],
      ),
    );
    return pageFrom(
      rows,
      query.limit,
      now,
      (row) => [row.id],
      (row) => {
        const payee = this.vault.open<PayeePii>(row.sealed);
        return {
          id: row.id,
          ...toWhom(this.vault, row),
          payee: maskName(payee.name),
          bank: payee.bank,
          account: masked(payee.account),
          proxyRelation: row.proxy_relation,
          from: row.valid_from,
          replaces: row.old && masked(this.vault.open<PayeePii>(row.old).account),
          canConfirm: row.proposed_by !== ctx.accountId,
        };
      },
    );
  }
}

const masked = (account: string): string => `****${account.slice(-4)}`;
