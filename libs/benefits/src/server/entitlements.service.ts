import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { applyRoute, decideRoute, EntitlementState, reviewRoute } from '../contract/entitlements';
import { objectUntil } from '../domain/objection';
import type { Scheme } from '../domain/pack';
import { isFamily, note, personFor } from './common';
import { refusedOn } from './papers.service';
import { PacksService } from './packs.service';
import { problems } from './problems';

type Body<R extends { body: z.ZodType }> = z.output<R['body']>;
type Changed = Output<typeof applyRoute>;

export interface EntitlementRow {
  id: number;
  person_id: number;
  division: string;
  scheme: Scheme;
  state: EntitlementState;
  received: string;
  source: 'family' | 'staff' | 'system';
  official_relative: boolean;
  reason: Buffer | null;
  reviewer: number | null;
  decider: number | null;
  notice_until: string | null;
  due_on: string | null;
  version: number;
}
interface Step {
  step: string;
  state: EntitlementState;
  reason?: string;
  due?: number;
  notice?: string;
  reviewer?: number | null;
  decider?: number | null;
}

/** Days within which the street reviews, and the county decides; shown as a deadline. */
const REVIEW_DAYS = 10;
const DECIDE_DAYS = 10;
const DEFAULT_NOTICE_DAYS = 7;

/** From application over the street's review and the county's decision to the public notice (公示). */
@Injectable()
export class EntitlementsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(PacksService) private readonly packs: PacksService,
  ) {}

  async apply(ctx: RequestContext, wish: Body<typeof applyRoute>): Promise<Changed> {
    const now = this.clock.now();
    const today = businessDay(now);
    return this.db.run(ctx, async (tx) => {
      const person = await personFor(tx, ctx, wish.personId, now);
      if (person.status !== 'active') throw problems.notActive();
      const row = await tx.one<EntitlementRow>(
        `INSERT INTO entitlements (person_id, division, scheme, received, source, official_relative, due_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id, scheme) DO NOTHING RETURNING *`,
        [
          person.id,
          person.division,
          wish.scheme,
          today,
          isFamily(ctx) ? 'family' : 'staff',
          wish.officialRelative,
          addDays(today, REVIEW_DAYS),
        ],
      );
      if (!row) {
        const there = await tx.one<{ id: number; state: string }>(
          'SELECT id, state FROM entitlements WHERE person_id = $1 AND scheme = $2',
          [person.id, wish.scheme],
        );
        throw problems.applied(there!);
      }
      await this.record(tx, ctx, row, { step: 'apply', state: 'applied', reason: wish.note });
      return { id: row.id, version: row.version };
    });
  }

  /** The street's review (街道初审). */
  async review(ctx: RequestContext, id: number, wish: Body<typeof reviewRoute>): Promise<Changed> {
    return this.step(ctx, id, wish.version, (row) => {
      if (row.state !== 'applied') throw problems.state('这份申请不在待初审状态，请刷新后再看。');
      if (!wish.pass && !wish.reason) throw problems.reason();
      return Promise.resolve({
        step: wish.pass ? 'review' : 'return',
        state: wish.pass ? 'reviewed' : 'sentBack',
        reason: wish.reason,
        due: wish.pass ? DECIDE_DAYS : undefined,
        reviewer: wish.pass ? ctx.accountId : null,
      });
    });
  }

  /** The county's decision (区县审定), by another person than the reviewer; of an objection, than who decided before. */
  async decide(ctx: RequestContext, id: number, wish: Body<typeof decideRoute>): Promise<Changed> {
    const today = businessDay(this.clock.now());
    return this.step(ctx, id, wish.version, async (row, tx) => {
      if (row.state !== 'reviewed' && row.state !== 'objected') {
        throw problems.state('这份申请不在待审定状态，请刷新后再看。');
      }
      if (row.reviewer === ctx.accountId || (row.state === 'objected' && row.decider === ctx.accountId)) {
        throw problems.secondPerson();
      }
      if (wish.decision !== 'approve' && !wish.reason) throw problems.reason();
      if (wish.decision === 'sendBack') {
        return { step: 'sendBack', state: 'applied', reason: wish.reason, due: REVIEW_DAYS };
      }
      if (wish.decision === 'refuse') {
        return { step: 'refuse', state: 'refused', reason: wish.reason, decider: ctx.accountId };
      }
      const book = await this.packs.inForce(tx, today.slice(0, 7));
      const days = book.of(row.scheme, row.division)?.noticeDays ?? DEFAULT_NOTICE_DAYS;
      return {
        step: 'approve',
        state: 'notice',
        reason: wish.reason,
        decider: ctx.accountId,
        notice: addDays(today, days),
      };
    });
  }

  async resubmit(ctx: RequestContext, id: number, version: number, text: string): Promise<Changed> {
    return this.step(ctx, id, version, (row) => {
      if (row.state !== 'sentBack' && row.state !== 'refused') {
        throw problems.state('这份申请不需要补正，请刷新后再看。');
      }
      return Promise.resolve({ step: 'resubmit', state: 'applied', reason: text, due: REVIEW_DAYS });
    });
  }

  async object(ctx: RequestContext, id: number, version: number, reason: string): Promise<Changed> {
    return this.step(ctx, id, version, async (row, tx) => {
      if (row.state !== 'refused' && row.state !== 'notice') {
        throw problems.state('只有未批准的结果，或公示期内的结果，可以提出异议。');
      }
      const until = objectUntil(row.state, await refusedOn(tx, id), row.notice_until);
      if (until !== null && businessDay(this.clock.now()) > until) throw problems.objectionLate(until);
      return { step: 'object', state: 'objected', reason, due: DECIDE_DAYS };
    });
  }

  /** Grants what stood in public notice to its end without an objection; answers how many. */
  async endNotices(ctx: RequestContext, atOnce: number): Promise<number> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<EntitlementRow>(
        `SELECT * FROM entitlements WHERE state = 'notice' AND notice_until < $1 ORDER BY id LIMIT $2
         FOR UPDATE SKIP LOCKED`,
        [businessDay(now), atOnce],
      );
      for (const row of rows) await this.take(tx, ctx, row, { step: 'grant', state: 'granted' });
      return rows.length;
    });
  }

  /** Applies for those who reach the lowest age of their place's pack in `month` (政策找人); answers how many. */
  async findNew(ctx: RequestContext, month: string, atOnce: number): Promise<number> {
    const today = businessDay(this.clock.now());
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<EntitlementRow>(
        `WITH ages AS (SELECT DISTINCT ON (k.jurisdiction) k.jurisdiction,
             (SELECT min((b ->> 'minAge')::int) FROM jsonb_array_elements(k.data -> 'bands') b) AS age
           FROM benefit_packs k WHERE k.scheme = 'old-age-allowance' AND k.published_at IS NOT NULL AND k.effective_from <= $1
           ORDER BY k.jurisdiction, k.effective_from DESC)
         INSERT INTO entitlements (person_id, division, scheme, received, source, due_on)
         SELECT DISTINCT p.id, p.division, 'old-age-allowance', $2::date, 'system', $3::date
         FROM ages a JOIN persons p ON p.division ^@ a.jurisdiction AND p.status = 'active'
           AND p.birth >= ($1::date - make_interval(years => a.age))::date
           AND p.birth < ($1::date + interval '1 month' - make_interval(years => a.age))::date
         WHERE NOT EXISTS (SELECT FROM entitlements e WHERE e.person_id = p.id AND e.scheme = 'old-age-allowance')
         LIMIT $4 ON CONFLICT DO NOTHING RETURNING *`,
        [`${month}-01`, today, addDays(today, REVIEW_DAYS), atOnce],
      );
      for (const row of rows) await this.record(tx, ctx, row, { step: 'find', state: 'applied' });
      return rows.length;
    });
  }

  private async step(
    ctx: RequestContext,
    id: number,
    version: number,
    decide: (row: EntitlementRow, tx: Tx) => Promise<Step>,
  ): Promise<Changed> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<EntitlementRow>('SELECT * FROM entitlements WHERE id = $1 FOR UPDATE', [id]);
      if (!row) throw notFound('没有找到这份申请，或您无权查看。');
      if (isFamily(ctx)) await personFor(tx, ctx, row.person_id, this.clock.now());
      if (row.version !== version) throw stale({ version: row.version, state: row.state });
      await this.take(tx, ctx, row, await decide(row, tx));
      return { id, version: row.version + 1 };
    });
  }

  private async take(tx: Tx, ctx: RequestContext, row: EntitlementRow, step: Step): Promise<void> {
    const now = this.clock.now();
    await tx.sql(
      `UPDATE entitlements SET state = $2, reason = $3, due_on = $4, notice_until = $5, reviewer = $6, decider = $7,
         granted_at = CASE WHEN $2 = 'granted' THEN $8 ELSE granted_at END, version = version + 1 WHERE id = $1`,
      [
        row.id,
        step.state,
        step.reason === undefined ? null : this.vault.seal(step.reason),
        step.due === undefined ? null : addDays(businessDay(now), step.due),
        step.notice ?? null,
        step.reviewer === undefined ? row.reviewer : step.reviewer,
        step.decider === undefined ? row.decider : step.decider,
        now,
      ],
    );
    await this.record(tx, ctx, row, step);
  }

  private async record(tx: Tx, ctx: RequestContext, row: EntitlementRow, step: Step): Promise<void> {
    await tx.sql(
      `INSERT INTO entitlement_steps (entitlement_id, person_id, division, at, account_id, step, state, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        row.id,
        row.person_id,
        row.division,
        this.clock.now(),
        ctx.accountId,
        step.step,
        step.state,
        step.reason === undefined ? null : this.vault.seal(step.reason),
      ],
    );
    await emit(tx, {
      topic: 'entitlement.changed',
      key: `entitlement:${row.id}`,
      division: row.division,
      personId: row.person_id,
      payload: { entitlementId: row.id, state: step.state, step: step.step },
    });
    await note(tx, ctx, this.clock, step.step, 'entitlement', row, { scheme: row.scheme, state: step.state });
  }
}
