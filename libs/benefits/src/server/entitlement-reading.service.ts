import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { ageOn, businessDay, businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import {
  ENTITLEMENT_STATES,
  type birthdaysRoute,
  type entitlementRoute,
  type entitlementsRoute,
  type explanationRoute,
  type noticesRoute,
  type personBenefitsRoute,
} from '../contract/entitlements';
import { PAYMENT_STATES } from '../contract/runs';
import { monthText } from '../domain/calendar';
import { differences } from '../domain/explain';
import { bandName, SCHEME_NAMES } from '../domain/pack';
import { sentenceOf } from '../domain/sentences';
import { isFamily, monthOfDate, personFor, toWhom, WHOM, type WhomRow } from './common';
import type { EntitlementRow } from './entitlements.service';
import { judgePersons } from './histories';
import { PacksService } from './packs.service';

type Item = Output<typeof entitlementsRoute>['items'][number];
type Row = EntitlementRow & WhomRow;

const LOAD = `SELECT x.*, ${WHOM} FROM entitlements x JOIN persons p ON p.id = x.person_id`;
const STEP_NAMES: Record<string, string> = {
  apply: '申请',
  find: '系统找到（政策找人）',
  review: '街道初审通过',
  return: '退回补正',
  resubmit: '重新提交',
  approve: '区县批准，开始公示',
  refuse: '区县不批准',
  sendBack: '区县退回街道',
  object: '提出异议',
  grant: '公示期满，正式生效',
};

/** What screens show of applications and entitlements, the month-by-month explanation among it. */
@Injectable()
export class EntitlementReadingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(PacksService) private readonly packs: PacksService,
  ) {}

  async search(
    ctx: RequestContext,
    ask: z.output<(typeof entitlementsRoute)['body']>,
  ): Promise<Output<typeof entitlementsRoute>> {
    const after = fromCursor(ask.cursor, ask.waiting ? 2 : 1);
    const [place, order] = ask.waiting
      ? [
          'x.due_on IS NOT NULL AND ($6::bigint IS NULL OR (x.due_on, x.id) > ($7::date, $6))',
          'x.due_on, x.id',
        ]
      : ['($7::date IS NULL AND ($6::bigint IS NULL OR x.id < $6))', 'x.id DESC'];
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row>(
        `${LOAD} WHERE ($1::text IS NULL OR x.state = $1) AND ($2::text IS NULL OR x.scheme = $2)
           AND ($3::text IS NULL OR x.source = $3) AND (NOT $4::boolean OR x.due_on < $5) AND ${place}
         ORDER BY ${order} LIMIT $8`,
        [
          ask.state ?? null,
          ask.scheme ?? null,
          ask.source ?? null,
          ask.overdue,
          businessDay(this.clock.now()),
          after?.[0] ?? null,
          after?.[1] ?? null,
          ask.limit + 1,
        ],
      ),
    );
    return pageFrom(
      rows,
      ask.limit,
      this.clock.now(),
      (row) => (ask.waiting ? [row.id, row.due_on!] : [row.id]),
      (row) => this.toItem(row, ctx),
    );
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof entitlementRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<Row>(`${LOAD} WHERE x.id = $1`, [id]);
      if (!row) throw notFound('没有找到这份申请，或您无权查看。');
      await personFor(tx, ctx, row.person_id, this.clock.now());
      const steps = await tx.sql<{
        at: Date;
        step: string;
        state: Item['state'];
        reason: Buffer | null;
      }>('SELECT at, step, state, reason FROM entitlement_steps WHERE entitlement_id = $1 ORDER BY id', [id]);
      return {
        ...this.toItem(row, ctx),
        reason: this.text(row.reason),
        canObject: row.state === 'refused' || row.state === 'notice',
        canResubmit: row.state === 'refused' || row.state === 'sentBack',
        known: isFamily(ctx) ? null : await knownOf(tx, row.person_id),
        steps: steps.map((step) => ({
          at: step.at.toISOString(),
          step: step.step,
          stepName: STEP_NAMES[step.step] ?? step.step,
          state: step.state,
          reason: this.text(step.reason),
        })),
      };
    });
  }

  async notices(
    ctx: RequestContext,
    query: z.output<(typeof noticesRoute)['query']>,
  ): Promise<Output<typeof noticesRoute>> {
    const after = fromCursor(query.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row>(
        `${LOAD} WHERE x.state = 'notice' AND ($1::bigint IS NULL OR x.id > $1) ORDER BY x.id LIMIT $2`,
        [after?.[0] ?? null, query.limit + 1],
      ),
    );
    return pageFrom(
      rows,
      query.limit,
      this.clock.now(),
      (row) => [row.id],
      (row) => {
        const { name, division } = toWhom(this.vault, row);
        return { id: row.id, name, division, schemeName: SCHEME_NAMES[row.scheme], until: row.notice_until! };
      },
    );
  }

  /** Month by month: what is due, what was paid, and why in a sentence. */
  async explanation(
    ctx: RequestContext,
    id: number,
    month?: string,
  ): Promise<Output<typeof explanationRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<EntitlementRow>('SELECT * FROM entitlements WHERE id = $1', [id]);
      if (!row) throw notFound('没有找到这份申请，或您无权查看。');
      await personFor(tx, ctx, row.person_id, now);
      const asOf = month ?? businessMonth(now);
      const book = await this.packs.inForce(tx, asOf);
      const [person] = await judgePersons(tx, book, asOf, { persons: [row.person_id], entitlement: id });
      const judged = person?.schemes[0];
      const verdicts = judged?.verdicts ?? [];
      const settled = new Map(
        (
          await tx.sql<{ month: string; pack_version: string }>(
            `SELECT DISTINCT ON (l.month) l.month, k.pack_version FROM benefit_lines l JOIN benefit_packs k ON k.id = l.pack_id
             WHERE l.person_id = $1 AND l.scheme = $2 ORDER BY l.month, l.run_id DESC`,
            [row.person_id, row.scheme],
          )
        ).map((line) => [monthOfDate(line.month), line.pack_version]),
      );
      return {
        schemeName: SCHEME_NAMES[row.scheme],
        packVersion: judged?.inForce.pack.version ?? null,
        asOf,
        months: verdicts.map((verdict) => ({
          month: monthText(verdict.month),
          status: verdict.status,
          fen: verdict.fen,
          paidFen: verdict.paidFen,
          band: verdict.band && bandName(verdict.band),
          why: sentenceOf(judged!.inForce.pack, judged!.history, verdict),
          settledBy: settled.get(monthText(verdict.month)) ?? null,
        })),
        entitledFen: verdicts.reduce((sum, { fen }) => sum + fen, 0),
        paidFen: verdicts.reduce((sum, { paidFen }) => sum + paidFen, 0),
        arrears: differences(verdicts, (verdict) => verdict.fen - verdict.paidFen),
        overpaid: differences(verdicts, (verdict) => verdict.paidFen - verdict.fen),
        problem: person?.problem ? `资料有误，无法计算：${person.problem.message}` : null,
      };
    });
  }

  async ofPerson(ctx: RequestContext, id: number): Promise<Output<typeof personBenefitsRoute>> {
    return this.db.run(ctx, async (tx) => {
      const now = this.clock.now();
      await personFor(tx, ctx, id, now);
      const rows = await tx.sql<Row>(`${LOAD} WHERE x.person_id = $1 ORDER BY x.id`, [id]);
      const payments = await tx.sql<{
        id: number;
        month: string;
        fen: number;
        state: keyof typeof PAYMENT_STATES;
        answered_at: Date | null;
      }>(
        `SELECT id, month, fen, state, answered_at FROM benefit_payments WHERE person_id = $1 AND fen > 0
         ORDER BY id DESC LIMIT 24`,
        [id],
      );
      const payee = await tx.one(
        `SELECT 1 FROM payees WHERE person_id = $1 AND state = 'confirmed' AND valid_from <= $2 LIMIT 1`,
        [id, businessDay(now)],
      );
      return {
        entitlements: rows.map((row) => this.toItem(row, ctx)),
        payments: payments.map((row) => ({
          id: row.id,
          runMonth: monthOfDate(row.month),
          fen: row.fen,
          state: row.state,
          stateName: PAYMENT_STATES[row.state],
          answeredAt: row.answered_at?.toISOString() ?? null,
        })),
        hasPayee: payee !== undefined,
      };
    });
  }

  async birthdays(
    ctx: RequestContext,
    query: z.output<(typeof birthdaysRoute)['query']>,
  ): Promise<Output<typeof birthdaysRoute>> {
    const after = fromCursor(query.cursor, 1);
    const [year, month] = query.month.split('-').map(Number) as [number, number];
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<WhomRow & { birth: string; applied: boolean }>(
        `SELECT x.id AS person_id, x.birth, ${WHOM}, EXISTS (SELECT FROM entitlements e WHERE e.person_id = x.id
             AND e.scheme = 'old-age-allowance') AS applied
         FROM persons x JOIN persons p ON p.id = x.id
         WHERE x.status = 'active' AND ($2::bigint IS NULL OR x.id > $2)
           AND EXISTS (SELECT FROM unnest($1::date[]) b WHERE x.birth >= b AND x.birth < (b + interval '1 month')::date)
         ORDER BY x.id LIMIT $3`,
        [
          [80, 90, 100].map((age) => `${year - age}-${String(month).padStart(2, '0')}-01`),
          after?.[0] ?? null,
          query.limit + 1,
        ],
      ),
    );
    return pageFrom(
      rows,
      query.limit,
      this.clock.now(),
      (row) => [row.person_id],
      (row) => ({
        ...toWhom(this.vault, row),
        birth: row.birth,
        turns: ageOn(row.birth, `${year}-12-31`),
        applied: row.applied,
      }),
    );
  }

  private toItem(row: Row, ctx: RequestContext): Item {
    return {
      id: row.id,
      ...toWhom(this.vault, row),
      scheme: row.scheme,
      schemeName: SCHEME_NAMES[row.scheme],
      state: row.state,
      stateName: ENTITLEMENT_STATES[row.state],
      received: row.received,
      source: row.source,
      officialRelative: isFamily(ctx) ? null : row.official_relative,
      dueOn: row.due_on,
      overdue: row.due_on !== null && row.due_on < businessDay(this.clock.now()),
      noticeUntil: row.notice_until,
      version: row.version,
    };
  }

  private text(sealed: Buffer | null): string | null {
    return sealed && this.vault.open<string>(sealed);
  }
}

type Known = NonNullable<Output<typeof entitlementRoute>['known']>;

/** What the register knows of a person that the engine is told: birth, death, where they were registered. */
async function knownOf(tx: Tx, personId: number): Promise<Known> {
  const row = await tx.one<{
    birth: string;
    status: Known['status'];
    deceased_on: string | null;
    residences: Known['residences'];
  }>(
    `SELECT p.birth, p.status, p.deceased_on, coalesce((SELECT jsonb_agg(jsonb_build_object(
         'division', coalesce((SELECT d.name FROM divisions d WHERE d.code = coalesce(r.place, r.division)), coalesce(r.place, r.division)),
         'from', r.valid_from, 'to', r.valid_to + 1) ORDER BY r.valid_from DESC)
       FROM residences r WHERE r.person_id = p.id AND r.superseded_at IS NULL), '[]') AS residences
     FROM persons p WHERE p.id = $1`,
    [personId],
  );
  return {
    birth: row!.birth,
    status: row!.status,
    deceasedOn: row!.deceased_on,
    residences: row!.residences,
  };
}
