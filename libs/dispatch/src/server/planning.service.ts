import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Problem } from '@heling/platform/server/problem';
import type { VisitState } from '@heling/orders/domain/visit-machine';
import { audit } from '@heling/access/server/audit';
import type { autoAssignRoute } from '../contract/assign';
import type { PlanRequest } from '../contract/plans';
import type { RowResult } from '../contract/shared';
import { loadOf } from '../domain/slots';
import { kilometres } from '../domain/travel';
import type { Plan, Planner, Proposal } from '../domain/planner';
import type { PlanVisit } from '../domain/snapshot';
import { AssignService } from './assign.service';
import { carersFor } from './candidates.service';
import { Snapshots, type Loaded } from './snapshots';
import { VISIT, type VisitRow } from './visit-row';

/** Injection token of the planner; whoever provides another one replaces the greedy one. */
export const PLANNER = Symbol('planner');
const MOST_AT_ONCE = 500;
/** How long a caller waits at most; what is left then is told as remaining. */
const PATIENCE_MS = 12_000;

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
    @Inject(PLANNER) private readonly planner: Planner,
  ) {}

  get plannerName(): string {
    return this.planner.name;
  }

  /** Assigns what waits for carers while the caller waits too; a repeat finds less to do. */
  async autoAssign(
    ctx: RequestContext,
    body: z.output<(typeof autoAssignRoute)['body']>,
  ): Promise<Output<typeof autoAssignRoute>> {
    const rowCtx = { ...ctx, idempotency: undefined };
    const until = this.clock.now().getTime() + PATIENCE_MS;
    const { loaded, left, unplannable } = await this.problem(rowCtx, body, MOST_AT_ONCE);
    const plan = await this.planner.plan(loaded.snapshot);
    const applied = await this.apply(rowCtx, loaded, plan, () =>
      Promise.resolve(this.clock.now().getTime() < until),
    );
    const results = [...unplannable, ...applied];
    const assigned = results.filter((row) => row.ok).length;
    const remaining = left + loaded.snapshot.visits.length - applied.length;
    const failed = results.length - assigned;
    return this.db.run(ctx, async (tx) => {
      await audit(tx, ctx, this.clock, {
        action: 'dispatch.autoAssign',
        subject: 'day',
        division: ctx.division ?? CITY,
        after: { day: body.day, org: body.org ?? null, planner: this.planner.name, assigned, failed },
      });
      return { results, assigned, failed, remaining };
    });
  }

  /** The problem of what waits for carers (at most `limit` visits), and why of those named some do not. */
  async problem(
    ctx: RequestContext,
    request: PlanRequest,
    limit: number,
  ): Promise<{ loaded: Loaded; left: number; unplannable: RowResult[] }> {
    return this.db.run(ctx, async (tx) => {
      const waiting = await this.waiting(tx, request);
      const visits = waiting.slice(0, limit);
      const found = new Set(visits.map((visit) => visit.id));
      const others = (request.visitIds ?? []).filter((id) => !found.has(id));
      return {
        loaded: await this.problemOf(tx, ctx, request.day, visits),
        left: waiting.length - visits.length,
        unplannable: await this.whyNot(tx, others, request.day),
      };
    });
  }

  async plan(loaded: Loaded): Promise<Plan> {
    return this.planner.plan(loaded.snapshot);
  }

  /** Assigns one new visit if a choice within the limits exists; otherwise leaves it to a person. */
  async assignWithin(ctx: RequestContext, visitId: number, limits: AutoLimits): Promise<boolean> {
    const loaded = await this.db.run(ctx, async (tx) => {
      const visit = await tx.one<VisitRow>(`${VISIT} WHERE v.id = $1 AND v.state = 'planned'`, [visitId]);
      return visit ? this.problemOf(tx, ctx, visit.day, [visit]) : null;
    });
    if (!loaded) return false;
    const { proposals } = await this.planner.plan(loaded.snapshot);
    const [proposal] = proposals;
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

  /** The problem of these visits of a day, as if they were not given yet; a carer who is ill is left out of it, their partners stay if they can. */
  async problemOf(
    tx: Tx,
    ctx: RequestContext,
    day: string,
    visits: readonly VisitRow[],
    without?: number,
  ): Promise<Loaded> {
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
    return { ...loaded, snapshot: { ...snapshot, visits: planVisits, carers } };
  }

  /**
   * Applies a plan row by row and answers the rows in the order of the visits. `go` hears of each row and may end the
   * work by false: the rows not looked at are left out.
   */
  async apply(
    ctx: RequestContext,
    loaded: Loaded,
    plan: Plan,
    go: (row: RowResult) => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<RowResult[]> {
    const results: RowResult[] = [];
    let on = true;
    const take = async (row: RowResult) => {
      results.push(row);
      on = await go(row);
    };
    for (const unplanned of plan.unplanned) if (on) await take(refusedRow(unplanned));
    for (const proposal of plan.proposals) {
      if (on) await take(await this.applyOne(ctx, proposal, loaded.versions.get(proposal.visitId)));
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
      const stale = error.code === 'platform.stale';
      const detail = stale ? '排班期间有人改动了这次上门，没有再改。' : error.detail;
      return { visitId, ok: false, code: error.code, detail, carers: [], startsAt: null };
    }
  }

  /** Visits without carers: those named, or of the day; meals only when they are asked for, as rounds plan them. */
  private waiting(tx: Tx, body: PlanRequest): Promise<VisitRow[]> {
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

function refusedRow({ visitId, blocks }: Plan['unplanned'][number]): RowResult {
  return {
    visitId,
    ok: false,
    code: `dispatch.${blocks[0]?.code ?? 'nobody'}`,
    detail: `没有可派的护理员：${blocks.map((block) => block.detail).join('；')}。`,
    carers: [],
    startsAt: null,
  };
}
