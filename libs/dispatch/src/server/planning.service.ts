import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { addDays } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid, notFound, Problem } from '@heling/platform/server/problem';
import type { VisitState } from '@heling/orders/domain/visit-machine';
import { actorsOf } from '@heling/orders/server/place.service';
import { WorkQueue } from '@heling/orders/server/work-queue';
import { audit } from '@heling/access/server/audit';
import type { autoAssignRoute, carerSickRoute } from '../contract/assign';
import type { RowResult } from '../contract/shared';
import { visitFacts } from '../domain/facts';
import { loadOf } from '../domain/slots';
import { kilometres } from '../domain/travel';
import type { Plan, Planner, Proposal } from '../domain/planner';
import type { PlanVisit } from '../domain/snapshot';
import { AssignService } from './assign.service';
import { carersFor } from './candidates.service';
import { Snapshots, type Loaded } from './snapshots';
import { VisitSteps } from './visit-steps';
import { carried, crewsOf, lockVisit, VISIT, type VisitRow } from './visit-row';

/** Injection token of the planner; whoever provides another one replaces the greedy one. */
export const PLANNER = Symbol('planner');
const MOST_AT_ONCE = 500;
const MOST_SICK_DAYS = 31;

type Bulk = Output<typeof carerSickRoute>;
/** Limits of what is assigned without a person. */
export interface AutoLimits {
  maxKilometres: number;
  maxLoadMinutes: number;
}

/** Plans made by the planner and applied row by row, each row in a transaction of its own. */
@Injectable()
export class PlanningService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
    @Inject(AssignService) private readonly assigning: AssignService,
    @Inject(VisitSteps) private readonly steps: VisitSteps,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
    @Inject(PLANNER) private readonly planner: Planner,
  ) {}

  /** Assigns what waits for carers; a repeat finds less to do. */
  async autoAssign(
    ctx: RequestContext,
    body: z.output<(typeof autoAssignRoute)['body']>,
  ): Promise<Output<typeof autoAssignRoute>> {
    const rowCtx = { ...ctx, idempotency: undefined };
    const { loaded, plan, left, unplannable } = await this.db.run(rowCtx, async (tx) => {
      const waiting = await this.waiting(tx, body);
      const visits = waiting.slice(0, MOST_AT_ONCE);
      const found = new Set(visits.map((visit) => visit.id));
      const others = (body.visitIds ?? []).filter((id) => !found.has(id));
      return {
        ...(await this.planFor(tx, rowCtx, body.day, visits)),
        left: waiting.length - visits.length,
        unplannable: await this.whyNot(tx, others, body.day),
      };
    });
    const results = [...unplannable, ...(await this.apply(rowCtx, loaded, plan))];
    const assigned = results.filter((row) => row.ok).length;
    const answer = { results, assigned, failed: results.length - assigned, remaining: left };
    return this.db.run(ctx, async (tx) => {
      await audit(tx, ctx, this.clock, {
        action: 'dispatch.autoAssign',
        subject: 'day',
        division: ctx.division ?? '4106',
        after: {
          day: body.day,
          org: body.org ?? null,
          planner: this.planner.name,
          assigned,
          failed: answer.failed,
        },
      });
      return answer;
    });
  }

  /** Assigns one new visit if a choice within the limits exists; otherwise leaves it to a person. */
  async assignWithin(ctx: RequestContext, visitId: number, limits: AutoLimits): Promise<boolean> {
    const planned = await this.db.run(ctx, async (tx) => {
      const visit = await tx.one<VisitRow>(`${VISIT} WHERE v.id = $1 AND v.state = 'planned'`, [visitId]);
      return visit ? this.planFor(tx, ctx, visit.day, [visit]) : null;
    });
    if (!planned) return false;
    const { loaded, plan } = planned;
    const [proposal] = plan.proposals;
    const [visit] = loaded.snapshot.visits;
    if (!proposal || !visit) return false;
    const within = loaded.snapshot.carers
      .filter((carer) => proposal.carers.includes(carer.id))
      .every((carer) => {
        const before = carer.bookings.filter((each) => each.end <= proposal.startsAt).at(-1) ?? carer;
        return (
          kilometres(before, visit) <= limits.maxKilometres &&
          loadOf(carer) + visit.minutes <= limits.maxLoadMinutes
        );
      });
    if (!within) return false;
    const [row] = await this.apply(ctx, loaded, { proposals: [proposal], unplanned: [] });
    return row?.ok ?? false;
  }

  /** A carer falls ill (请病假): the shifts end, and each visit not set out goes to somebody else or into the queue. */
  async carerSick(ctx: RequestContext, body: z.output<(typeof carerSickRoute)['body']>): Promise<Bulk> {
    const until = body.until ?? body.day;
    if (until < body.day) throw invalid('until', '结束日期早于开始日期。');
    if (until > addDays(body.day, MOST_SICK_DAYS))
      throw invalid('until', `一次最多登记 ${MOST_SICK_DAYS} 天。`);
    const rowCtx = { ...ctx, idempotency: undefined };
    await this.db.run(rowCtx, async (tx) => {
      const carer = await tx.one<{ division: string }>('SELECT division FROM carers WHERE id = $1', [
        body.carerId,
      ]);
      if (!carer) throw notFound('没有找到这位护理员，或您无权管理。');
      await tx.sql(
        `UPDATE shifts SET state = 'sick', version = version + 1
         WHERE carer_id = $1 AND day BETWEEN $2 AND $3 AND state = 'planned'`,
        [body.carerId, body.day, until],
      );
      await audit(tx, ctx, this.clock, {
        action: 'dispatch.carerSick',
        subject: 'carer',
        subjectId: body.carerId,
        division: carer.division,
        after: { day: body.day, until },
      });
    });
    const answer = await this.reassignAll(rowCtx, body.carerId, body.day, until);
    return this.db.run(ctx, () => Promise.resolve(answer));
  }

  /** Moves a carer's open visits of these days to others; also for the event of people. A repeat finds none left. */
  async reassignAll(ctx: RequestContext, carerId: number, from: string, until: string): Promise<Bulk> {
    const results: RowResult[] = [];
    for (let day = from; day <= until; day = addDays(day, 1)) {
      results.push(...(await this.reassignDay(ctx, carerId, day)));
    }
    const assigned = results.filter((row) => row.ok).length;
    return { results, assigned, failed: results.length - assigned };
  }

  private async reassignDay(ctx: RequestContext, carerId: number, day: string): Promise<RowResult[]> {
    const { loaded, plan, underWay } = await this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<VisitRow>(
        `${VISIT} WHERE v.day = $1 AND v.carers @> ARRAY[$2::bigint]
           AND v.state IN ('assigned', 'accepted', 'enRoute', 'arrived', 'gated', 'inService') ORDER BY v.id`,
        [day, carerId],
      );
      const movable = rows.filter((row) => ['assigned', 'accepted'].includes(row.state));
      const planned = await this.planFor(tx, ctx, day, movable, carerId);
      return { ...planned, underWay: rows.filter((row) => !movable.includes(row)) };
    });
    const results = await this.apply(ctx, loaded, plan, 'carerSick');
    for (const visit of underWay) {
      const code = 'underWay';
      const detail = '护理员已经出发或正在服务，请电话联系后处理。';
      await this.db.run(ctx, (tx) => this.open(tx, visit, { carerId, code }));
      results.push({ visitId: visit.id, ok: false, code, detail, carers: [], startsAt: null });
    }
    return results;
  }

  /** A plan for these visits of a day; a carer who is ill is left out of it, their partners stay if they can. */
  private async planFor(
    tx: Tx,
    ctx: RequestContext,
    day: string,
    visits: readonly VisitRow[],
    without?: number,
  ): Promise<{ loaded: Loaded; plan: Plan }> {
    const loaded = await this.snapshots.load(tx, ctx, day, visits, {
      ...carersFor(visits),
      ids: visits.flatMap((visit) => visit.carers),
    });
    const moved = new Set(visits.map((visit) => visit.id));
    const crews = new Map(visits.map((visit) => [visit.id, visit.carers]));
    const { snapshot } = loaded;
    const planVisits = snapshot.visits.map((visit): PlanVisit => ({
      ...visit,
      keep: (crews.get(visit.id) ?? []).filter((id) => id !== without),
    }));
    const carers = snapshot.carers
      .filter((carer) => carer.id !== without)
      .map((carer) => ({ ...carer, bookings: carer.bookings.filter((each) => !moved.has(each.visitId)) }));
    const problem = { ...snapshot, visits: planVisits, carers };
    return { loaded: { ...loaded, snapshot: problem }, plan: await this.planner.plan(problem) };
  }

  private async apply(
    ctx: RequestContext,
    loaded: Loaded,
    plan: Plan,
    left?: 'carerSick',
  ): Promise<RowResult[]> {
    const results: RowResult[] = [];
    for (const proposal of plan.proposals) {
      results.push(await this.applyOne(ctx, proposal, loaded.versions.get(proposal.visitId)));
    }
    for (const { visitId, blocks } of plan.unplanned) {
      if (left) await this.leave(ctx, visitId, blocks[0]?.detail ?? '');
      results.push({
        visitId,
        ok: false,
        code: `dispatch.${blocks[0]?.code ?? 'nobody'}`,
        detail: `没有可派的护理员：${blocks.map((block) => block.detail).join('；')}。`,
        carers: [],
        startsAt: null,
      });
    }
    const order = new Map(loaded.snapshot.visits.map((visit, index) => [visit.id, index]));
    return results.sort((a, b) => (order.get(a.visitId) ?? 0) - (order.get(b.visitId) ?? 0));
  }

  /** A visit that somebody changed since the plan was made is left as it is now. */
  private async applyOne(ctx: RequestContext, proposal: Proposal, version?: number): Promise<RowResult> {
    const { visitId } = proposal;
    const choice = { carers: proposal.carers, startsAt: new Date(proposal.startsAt) };
    try {
      const made = await this.assigning.inTransaction(ctx, visitId, choice, { planned: true, version });
      return { visitId, ok: true, code: null, detail: null, carers: made.carers, startsAt: made.startsAt };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { visitId, ok: false, code: error.code, detail: error.detail, carers: [], startsAt: null };
    }
  }

  /** Nobody can take it: the visit is free again and stands in the queue. */
  private async leave(ctx: RequestContext, visitId: number, note: string): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      const visit = await lockVisit(tx, ctx, visitId);
      if (!['assigned', 'accepted'].includes(visit.state)) return;
      const crew = (await crewsOf(tx, [visitId])).get(visitId) ?? [];
      await this.steps.move(tx, ctx, visit, 'unassign', {
        actors: actorsOf(ctx),
        facts: visitFacts(carried(visit, crew), null),
        at: this.clock.now(),
        note: note || '护理员请假',
        queueAs: 'carerSick',
      });
    });
  }

  private async open(tx: Tx, visit: VisitRow, facts: Record<string, unknown>): Promise<void> {
    await this.queue.open(tx, {
      kind: 'carerSick',
      subject: 'visit',
      subjectId: visit.id,
      division: visit.division,
      org: visit.org,
      personId: visit.person_id,
      facts,
    });
  }

  /** Visits without carers: those named, or of the day; meals only when they are asked for, as rounds plan them. */
  private waiting(tx: Tx, body: z.output<(typeof autoAssignRoute)['body']>): Promise<VisitRow[]> {
    return tx.sql<VisitRow>(
      `${VISIT} WHERE v.day = $1 AND v.state IN ('planned', 'declined') AND s.carers > 0
         AND ($2::bigint[] IS NULL OR v.id = ANY ($2)) AND ($3::bigint IS NULL OR v.org = $3)
         AND ($4::text IS NULL OR v.service = $4)
         AND (s.form <> 'meal' OR $2::bigint[] IS NOT NULL OR $4::text IS NOT NULL)
       ORDER BY v.window_start, v.id`,
      [body.day, body.visitIds ?? null, body.org ?? null, body.service ?? null],
    );
  }

  private async whyNot(tx: Tx, ids: readonly number[], day: string): Promise<RowResult[]> {
    if (ids.length === 0) return [];
    const rows = await tx.sql<{ id: number; state: VisitState; day: string }>(
      'SELECT id, state, day FROM visits WHERE id = ANY ($1::bigint[])',
      [ids],
    );
    return [...new Set(ids)].map((visitId) => {
      const row = rows.find((each) => each.id === visitId);
      const failed = { visitId, ok: false, carers: [], startsAt: null };
      if (!row) return { ...failed, code: 'platform.not_found', detail: '没有找到这次上门，或您无权派单。' };
      if (row.day !== day) return { ...failed, code: 'dispatch.day', detail: `这次上门在 ${row.day}。` };
      return { ...failed, code: 'dispatch.state', detail: '已经派单，或已经结束，没有改动。' };
    });
  }
}
