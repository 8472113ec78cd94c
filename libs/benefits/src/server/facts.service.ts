import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { invalid, notFound } from '@heling/platform/server/problem';
import { FACT_KINDS, type addFactRoute, type factsRoute, type FactKind } from '../contract/facts';
import { note, personFor } from './common';

/** Kinds of one day; all others are spells. */
const DAYS: readonly FactKind[] = ['certification', 'extension', 'visitAttempt'];

/** What the engine is told of a person: life certifications (生存认证), disability, hardship, payment elsewhere. */
@Injectable()
export class FactsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(ctx: RequestContext, personId: number): Promise<Output<typeof factsRoute>> {
    return this.db.run(ctx, async (tx) => {
      await personFor(tx, ctx, personId, this.clock.now());
      const rows = await tx.sql<{
        id: number;
        kind: FactKind;
        valid_from: string;
        valid_to: string | null;
        grade: number | null;
        detail: string | null;
        recorded_at: Date;
      }>(
        `SELECT * FROM benefit_facts WHERE person_id = $1 AND withdrawn_at IS NULL ORDER BY valid_from DESC, id DESC LIMIT 500`,
        [personId],
      );
      return {
        items: rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          kindName: FACT_KINDS[row.kind],
          from: row.valid_from,
          to: row.valid_to,
          grade: row.grade,
          detail: row.detail,
          recordedAt: row.recorded_at.toISOString(),
        })),
      };
    });
  }

  async add(
    ctx: RequestContext,
    personId: number,
    wish: z.output<(typeof addFactRoute)['body']>,
  ): Promise<{ id: number }> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const person = await personFor(tx, ctx, personId, now);
      const day = DAYS.includes(wish.kind);
      if (wish.from < person.birth) throw invalid('from', '日期早于出生日期，请核对。');
      if (day && wish.from > businessDay(now)) throw invalid('from', '日期不能晚于今天。');
      if (day && wish.to) throw invalid('to', '这一项只有一个日期，不填结束日期。');
      if (wish.to && wish.to <= wish.from) throw invalid('to', '结束日期应晚于开始日期。');
      if (wish.kind === 'disability' && (!wish.grade || !wish.disability)) {
        throw invalid('grade', '请填写残疾等级和类别。');
      }
      if (wish.kind === 'certification' && !wish.certifiedBy)
        throw invalid('certifiedBy', '请选择认证方式。');
      const row = await tx.one<{ id: number }>(
        `INSERT INTO benefit_facts (person_id, division, kind, valid_from, valid_to, grade, detail, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [
          personId,
          person.division,
          wish.kind,
          wish.from,
          wish.to ?? null,
          wish.kind === 'disability' ? wish.grade : null,
          (wish.kind === 'disability' ? wish.disability : undefined) ??
            (wish.kind === 'certification' ? wish.certifiedBy : undefined) ??
            null,
          ctx.accountId,
          now,
        ],
      );
      const { id } = row!;
      await note(
        tx,
        ctx,
        this.clock,
        'addFact',
        'benefitFact',
        { id, division: person.division, person_id: personId },
        { kind: wish.kind, from: wish.from, to: wish.to ?? null },
      );
      return { id };
    });
  }

  /** Takes a fact back, or ends it from a day on; what was recorded is kept beside. */
  async withdraw(ctx: RequestContext, id: number, { to }: { to?: string }): Promise<{ id: number }> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<{
        id: number;
        person_id: number;
        division: string;
        kind: FactKind;
        valid_from: string;
      }>(
        `UPDATE benefit_facts SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL
         RETURNING id, person_id, division, kind, valid_from`,
        [id, now],
      );
      if (!row) throw notFound('没有找到这条情况，或已经撤销。');
      let kept = row.id;
      if (to !== undefined) {
        if (DAYS.includes(row.kind) || to <= row.valid_from) throw invalid('to', '结束日期应晚于开始日期。');
        const made = await tx.one<{ id: number }>(
          `INSERT INTO benefit_facts (person_id, division, kind, valid_from, valid_to, grade, detail, recorded_by, recorded_at)
           SELECT person_id, division, kind, valid_from, $2, grade, detail, $3, $4 FROM benefit_facts WHERE id = $1 RETURNING id`,
          [id, to, ctx.accountId, now],
        );
        kept = made!.id;
      }
      await note(tx, ctx, this.clock, 'withdrawFact', 'benefitFact', row, {
        kind: row.kind,
        to: to ?? null,
        kept,
      });
      return { id: kept };
    });
  }
}
