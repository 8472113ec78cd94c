import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import { MANAGE } from '@heling/platform/contract/roles';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import type { saveAssessment } from '../contract/assessments';
import {
  ASSESSMENT_STANDARD,
  AssessmentInputError,
  ITEM_MAXIMA,
  scoreAssessment,
  type AssessmentItem,
  type AssessmentScore,
} from '../domain/assessment';
import {
  stateAfter,
  stepFault,
  type AssessmentCommand,
  type AssessmentState,
  type StepFacts,
  type StepFault,
} from '../domain/assessment-steps';
import type { NeedLevel } from '../domain/person';
import { priorityOf } from '../domain/registration';
import { problems } from './problems';
import { lockPerson } from './records';

interface Changed {
  id: number;
  version: number;
}
type Items = Partial<Record<AssessmentItem, number>>;

/** An assessment with what its steps depend on. */
export interface AssessmentRow {
  id: number;
  person_id: number;
  division: string;
  standard: string;
  assessed_on: string;
  items: Items;
  diagnoses: string[];
  risk_events: string[];
  total: number | null;
  level: NeedLevel | null;
  state: AssessmentState;
  started_by: number | null;
  first_assessor: number | null;
  first_signed_at: Date | null;
  second_assessor: number | null;
  second_signed_at: Date | null;
  valid_until: string | null;
  appeal_of: number | null;
  reason: string | null;
  version: number;
  former: number[];
  open: boolean;
}
export const ASSESSMENT_COLUMNS = `s.id, s.person_id, s.division, s.standard, s.assessed_on, s.items, s.diagnoses, s.risk_events,
  s.total, s.level, s.state, s.started_by, s.first_assessor, s.first_signed_at, s.second_assessor, s.second_signed_at,
  s.valid_until, s.appeal_of, s.reason, s.version,
  ARRAY(SELECT unnest(ARRAY[f.first_assessor, f.second_assessor]) FROM assessments f WHERE f.id = s.appeal_of) AS former,
  EXISTS (SELECT FROM assessments o WHERE o.person_id = s.person_id AND o.state IN ('draft', 'signed')) AS open`;

const DEFAULT_VALIDITY = { months: 24 };

export const missingOf = (items: Items): AssessmentItem[] =>
  [...ITEM_MAXIMA.keys()].filter((key) => items[key] === undefined);

/** The score of a complete assessment; null while items are missing. */
export function scoreOf(
  row: Pick<AssessmentRow, 'standard' | 'assessed_on' | 'items' | 'diagnoses' | 'risk_events'>,
): AssessmentScore | null {
  if (missingOf(row.items).length > 0) return null;
  return scoreAssessment({
    standard: row.standard,
    assessedOn: row.assessed_on,
    items: row.items,
    diagnoses: row.diagnoses,
    riskEvents: row.risk_events,
  });
}

/** What the steps of an assessment depend on, for this caller. */
export function factsOf(row: AssessmentRow, ctx: RequestContext): StepFacts {
  return {
    state: row.state,
    missing: missingOf(row.items).length,
    caller: ctx.accountId ?? 0,
    manages: ctx.roles.some((role) => MANAGE.includes(role)),
    startedBy: row.started_by,
    firstAssessor: row.first_assessor,
    former: row.former,
    open: row.open,
  };
}

/** Ability assessments: drafted on the tablet, scored here, signed by two. */
@Injectable()
export class AssessmentsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async start(ctx: RequestContext, personId: number, assessedOn?: string): Promise<Changed> {
    const today = businessDay(this.clock.now());
    const day = assessedOn ?? today;
    return this.db.run(ctx, async (tx) => {
      const person = await lockPerson(tx, personId);
      if (person.status !== 'active') throw problems.notActive();
      if (day > today || day < person.birth) throw badDay();
      await this.refuseOpen(tx, personId);
      return this.insert(tx, ctx, { personId, division: person.division, day, appealOf: null, reason: null });
    });
  }

  async save(
    ctx: RequestContext,
    id: number,
    wish: z.output<(typeof saveAssessment)['body']>,
  ): Promise<Output<typeof saveAssessment>> {
    const today = businessDay(this.clock.now());
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, ctx, id, 'save', wish.version);
      const items = { ...row.items, ...wish.items };
      for (const [key, score] of Object.entries(items)) {
        if (score > (ITEM_MAXIMA.get(key as AssessmentItem) ?? 0))
          throw problems.assessmentItem(`items.${key}`);
      }
      const next = {
        standard: row.standard,
        assessed_on: wish.assessedOn ?? row.assessed_on,
        items,
        diagnoses: wish.diagnoses ?? row.diagnoses,
        risk_events: wish.riskEvents ?? row.risk_events,
      };
      if (next.assessed_on > today) throw badDay();
      const score = scored(next);
      await tx.sql(
        `UPDATE assessments SET assessed_on = $2, items = $3, diagnoses = $4, risk_events = $5, total = $6,
           level_by_score = $7, level = $8, adjustments = $9, version = version + 1 WHERE id = $1`,
        [
          id,
          next.assessed_on,
          JSON.stringify(items),
          next.diagnoses,
          next.risk_events,
          score?.total ?? null,
          score?.levelByScore ?? null,
          score?.level ?? null,
          score?.adjustments ?? [],
        ],
      );
      await this.note(tx, ctx, row, 'saveAssessment', { after: { total: score?.total ?? null } });
      return { id, version: row.version + 1, score, missing: missingOf(items) };
    });
  }

  /** The first signature, or the second, with which the result takes effect. */
  async sign(
    ctx: RequestContext,
    id: number,
    version: number,
  ): Promise<Changed & { state: AssessmentState }> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, ctx, id, 'sign', version);
      const state = stateAfter('sign', row.state);
      if (state === 'signed') {
        await tx.sql(
          `UPDATE assessments SET state = 'signed', first_assessor = $2, first_signed_at = $3, version = version + 1
           WHERE id = $1`,
          [id, ctx.accountId, now],
        );
      } else {
        await tx.sql(
          `UPDATE assessments SET state = 'final', second_assessor = $2, second_signed_at = $3,
             valid_until = (assessed_on + make_interval(months => $4))::date - 1, version = version + 1 WHERE id = $1`,
          [id, ctx.accountId, now, await this.validity(tx, businessDay(now))],
        );
        await this.takeEffect(tx, ctx, row.person_id);
      }
      await this.note(tx, ctx, row, 'signAssessment', {
        before: { state: row.state },
        after: { state, level: row.level, total: row.total },
      });
      return { id, version: row.version + 1, state };
    });
  }

  async reopen(ctx: RequestContext, id: number, version: number, reason: string): Promise<Changed> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, ctx, id, 'reopen', version);
      await tx.sql(
        `UPDATE assessments SET state = 'draft', first_assessor = NULL, first_signed_at = NULL, reason = $2,
           version = version + 1 WHERE id = $1`,
        [id, reason],
      );
      await this.note(tx, ctx, row, 'reopenAssessment', { before: { firstAssessor: row.first_assessor } });
      return { id, version: row.version + 1 };
    });
  }

  /** Withdraws; of a result in effect, the person's level goes back to that of the result before. */
  async withdraw(ctx: RequestContext, id: number, version: number, reason: string): Promise<Changed> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, ctx, id, 'withdraw', version);
      await tx.sql(
        `UPDATE assessments SET state = 'withdrawn', reason = $2, version = version + 1 WHERE id = $1`,
        [id, reason],
      );
      if (row.state === 'final') await this.takeEffect(tx, ctx, row.person_id);
      await this.note(tx, ctx, row, 'withdrawAssessment', {
        before: { state: row.state },
        after: { state: 'withdrawn' },
      });
      return { id, version: row.version + 1 };
    });
  }

  /** A second assessment by others; the result appealed against holds until then. Answers the new draft. */
  async appeal(ctx: RequestContext, id: number, reason: string): Promise<Changed> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, ctx, id, 'appeal');
      const person = await lockPerson(tx, row.person_id);
      if (person.status !== 'active') throw problems.notActive();
      const day = businessDay(this.clock.now());
      const { person_id: personId, division } = row;
      return this.insert(tx, ctx, { personId, division, day, appealOf: id, reason });
    });
  }

  private async insert(
    tx: Tx,
    ctx: RequestContext,
    made: { personId: number; division: string; day: string; appealOf: number | null; reason: string | null },
  ): Promise<Changed> {
    const rows = await tx
      .sql<{ id: number }>(
        `INSERT INTO assessments (person_id, division, standard, assessed_on, items, state, started_by, appeal_of, reason)
         VALUES ($1, $2, $3, $4, '{}', 'draft', $5, $6, $7) RETURNING id`,
        [
          made.personId,
          made.division,
          ASSESSMENT_STANDARD,
          made.day,
          ctx.accountId,
          made.appealOf,
          made.reason,
        ],
      )
      .catch((error: unknown) => {
        if (violates(error, 'assessments_open')) throw problems.assessmentOpen();
        throw error;
      });
    const id = rows[0]!.id;
    const row = { id, person_id: made.personId, division: made.division };
    await this.note(tx, ctx, row, made.appealOf === null ? 'startAssessment' : 'appealAssessment', {
      after: { appealOf: made.appealOf },
    });
    return { id, version: 1 };
  }

  private async refuseOpen(tx: Tx, personId: number): Promise<void> {
    const open = await tx.one<{ id: number }>(
      `SELECT id FROM assessments WHERE person_id = $1 AND state IN ('draft', 'signed')`,
      [personId],
    );
    if (open) throw problems.assessmentOpen(open.id);
  }

  private async lock(
    tx: Tx,
    ctx: RequestContext,
    id: number,
    command: AssessmentCommand,
    version?: number,
  ): Promise<AssessmentRow> {
    const row = await tx.one<AssessmentRow>(
      `SELECT ${ASSESSMENT_COLUMNS} FROM assessments s WHERE s.id = $1 FOR UPDATE OF s`,
      [id],
    );
    if (!row) throw notFound('没有找到这份评估，或您无权查看。');
    if (version !== undefined && row.version !== version) {
      throw stale({ version: row.version, state: row.state, items: row.items });
    }
    const facts = factsOf(row, ctx);
    const fault = stepFault(command, facts);
    if (fault) throw refusalOf(fault, facts.missing);
    return row;
  }

  /** Sets the person's level to that of the newest result, and the groups that follow from it. */
  private async takeEffect(tx: Tx, ctx: RequestContext, personId: number): Promise<void> {
    const person = await lockPerson(tx, personId);
    const newest = await tx.one<{ id: number; level: NeedLevel }>(
      `SELECT id, level FROM assessments WHERE person_id = $1 AND state = 'final'
       ORDER BY assessed_on DESC, id DESC LIMIT 1`,
      [personId],
    );
    const needLevel = newest?.level ?? null;
    const now = this.clock.now();
    await tx.sql(
      `UPDATE persons SET need_level = $2, priority = $3, version = version + 1, updated_at = $4 WHERE id = $1`,
      [personId, needLevel, priorityOf(person.priority, { ...person, needLevel }, businessDay(now)), now],
    );
    await emit(tx, {
      topic: 'person.assessed',
      key: `person:${personId}`,
      division: person.division,
      personId,
      payload: { assessmentId: newest?.id ?? null, level: needLevel, before: person.need_level },
    });
    await audit(tx, ctx, this.clock, {
      action: 'people.needLevel',
      subject: 'person',
      subjectId: personId,
      personId,
      division: person.division,
      before: { needLevel: person.need_level },
      after: { needLevel, assessmentId: newest?.id ?? null },
    });
  }

  /** Months for which a result holds: policy `assessmentValidity` (table `policies`, kept by orders), else two years. */
  private async validity(tx: Tx, day: string): Promise<number> {
    const row = await tx.one<{ value: { months?: number } }>(
      `SELECT value FROM policies WHERE key = 'assessmentValidity' AND from_day <= $1 ORDER BY from_day DESC LIMIT 1`,
      [day],
    );
    return row?.value.months ?? DEFAULT_VALIDITY.months;
  }

  private async note(
    tx: Tx,
    ctx: RequestContext,
    row: Pick<AssessmentRow, 'id' | 'person_id' | 'division'>,
    verb: string,
    { before, after }: { before?: unknown; after?: unknown },
  ): Promise<void> {
    await audit(tx, ctx, this.clock, {
      action: `people.${verb}`,
      subject: 'assessment',
      subjectId: row.id,
      personId: row.person_id,
      division: row.division,
      before,
      after,
    });
  }
}

function scored(row: Parameters<typeof scoreOf>[0]): AssessmentScore | null {
  try {
    return scoreOf(row);
  } catch (error) {
    if (error instanceof AssessmentInputError) throw problems.assessmentItem(error.field);
    throw error;
  }
}

const badDay = () => problems.day('assessedOn', '评估日期应在出生之后，且不晚于今天。');

function refusalOf(fault: StepFault, missing: number) {
  switch (fault) {
    case 'state':
      return problems.assessmentState();
    case 'incomplete':
      return problems.assessmentIncomplete(missing);
    case 'sameAssessor':
      return problems.sameAssessor();
    case 'formerAssessor':
      return problems.formerAssessor();
    case 'notAssessor':
      return problems.notAssessor();
    case 'open':
      return problems.assessmentOpen();
  }
}
