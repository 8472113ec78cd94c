import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { invalid, notFound, Problem } from '@heling/platform/server/problem';
import { ENDED_VISIT_STATES, VISIT_STATES } from '@heling/orders/domain/visit-machine';
import { actorsOf } from '@heling/orders/server/place.service';
import { RoundsService } from '@heling/orders/server/rounds.service';
import { WorkQueue } from '@heling/orders/server/work-queue';
import { ShiftService } from '@heling/people/server/shifts.service';
import type { carerSickRoute } from '../contract/assign';
import type { RowResult } from '../contract/shared';
import { visitFacts } from '../domain/facts';
import { roundTaker } from '../domain/planner';
import { MINUTE } from '../domain/slots';
import { PlanningService } from './planning.service';
import { Snapshots } from './snapshots';
import { VisitSteps } from './visit-steps';
import { carried, crewsOf, lockVisit, VISIT, type VisitRow } from './visit-row';

const MOST_DAYS = 31;
/** Time that a round takes for its last stop. */
const STOP_MINUTES = 5;
/** Refusals of people's that leave nothing to mark: no shift that day. */
const NO_SHIFT = 'people.no_shift';

type Bulk = Output<typeof carerSickRoute>;

/** A carer falls ill (请病假): their visits go to others, or into the queue. */
@Injectable()
export class SickService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ShiftService) private readonly shifts: ShiftService,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
    @Inject(PlanningService) private readonly planning: PlanningService,
    @Inject(VisitSteps) private readonly steps: VisitSteps,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
    @Inject(RoundsService) private readonly rounds: RoundsService,
  ) {}

  /**
   * Marks the shifts in the register, then moves each visit that has not set out. The register's own event brings the
   * worker to the same work at the same time; whoever comes second finds it done.
   */
  async report(ctx: RequestContext, body: z.output<(typeof carerSickRoute)['body']>): Promise<Bulk> {
    const { carerId, day } = body;
    const until = body.until ?? day;
    if (until < day) throw invalid('until', '结束日期早于开始日期。');
    if (until > addDays(day, MOST_DAYS - 1)) throw invalid('until', `一次最多登记 ${MOST_DAYS} 天。`);
    if (day < businessDay(this.clock.now())) throw invalid('day', '不能登记过去的日期。');
    const rowCtx = { ...ctx, idempotency: undefined };
    const before = await this.db.run(rowCtx, async (tx) => {
      const carer = await tx.one('SELECT 1 FROM carers WHERE id = $1', [carerId]);
      if (!carer) throw notFound('没有找到这位护理员，或您无权管理。');
      return tx.sql<{ id: number }>(
        `SELECT id FROM visits WHERE day BETWEEN $1 AND $2 AND carers @> ARRAY[$3::bigint]
           AND state IN ('assigned', 'accepted') ORDER BY day, id`,
        [day, until, carerId],
      );
    });
    for (let each = day; each <= until; each = addDays(each, 1)) await this.mark(rowCtx, carerId, each);
    const { results } = await this.reassignAll(rowCtx, carerId, day, until);
    const told = new Set(results.map((row) => row.visitId));
    // What the worker was quicker with is told as it stands now.
    for (const { id: visitId } of before.filter((visit) => !told.has(visit.id))) {
      const unknown = { visitId, ok: false, code: null, detail: null, carers: [], startsAt: null };
      results.push(await this.leave(rowCtx, carerId, unknown));
    }
    const answer = summed(results);
    return this.db.run(ctx, () => Promise.resolve(answer));
  }

  /** Moves a carer's open visits of these days to others; also for the register's event. A repeat finds none left. */
  async reassignAll(ctx: RequestContext, carerId: number, from: string, until: string): Promise<Bulk> {
    const results: RowResult[] = [];
    for (let day = from; day <= until; day = addDays(day, 1)) {
      results.push(...(await this.reassignDay(ctx, carerId, day)));
    }
    return summed(results);
  }

  private async mark(ctx: RequestContext, carerId: number, day: string): Promise<void> {
    try {
      await this.shifts.absent(ctx, carerId, { day, kind: 'sick' });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== NO_SHIFT) throw error;
    }
  }

  private async reassignDay(ctx: RequestContext, carerId: number, day: string): Promise<RowResult[]> {
    const results: RowResult[] = await this.handRounds(ctx, carerId, day);
    const { loaded, underWay } = await this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<VisitRow>(
        `${VISIT} WHERE v.day = $1 AND v.carers @> ARRAY[$2::bigint]
           AND v.state IN ('assigned', 'accepted', 'enRoute', 'arrived', 'gated', 'inService') ORDER BY v.id`,
        [day, carerId],
      );
      const movable = rows.filter((row) => ['assigned', 'accepted'].includes(row.state));
      const problem = await this.planning.problemOf(tx, ctx, day, movable, carerId);
      return { loaded: problem, underWay: rows.filter((row) => !movable.includes(row)) };
    });
    const plan = await this.planning.plan(loaded);
    for (const row of await this.planning.apply(ctx, loaded, plan)) {
      results.push(row.ok ? row : await this.leave(ctx, carerId, row));
    }
    for (const visit of underWay) results.push(await this.call(ctx, carerId, visit));
    return results;
  }

  /** A round that has not set out goes to one courier as a whole, if somebody can take it. */
  private async handRounds(ctx: RequestContext, carerId: number, day: string): Promise<RowResult[]> {
    const rounds = await this.db.run(ctx, (tx) =>
      tx.sql<{ id: number; version: number }>(
        `SELECT id, version FROM delivery_rounds WHERE day = $1 AND courier_id = $2 AND state = 'planned' ORDER BY id`,
        [day, carerId],
      ),
    );
    const results: RowResult[] = [];
    for (const round of rounds) results.push(...(await this.handRound(ctx, carerId, day, round)));
    return results;
  }

  private async handRound(
    ctx: RequestContext,
    carerId: number,
    day: string,
    round: { id: number; version: number },
  ): Promise<RowResult[]> {
    const { stops, loaded } = await this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<VisitRow>(
        `${VISIT} WHERE v.round_id = $1 AND v.carers @> ARRAY[$2::bigint] AND v.state IN ('assigned', 'accepted')
         ORDER BY v.stop, v.id`,
        [round.id, carerId],
      );
      return { stops: rows, loaded: await this.planning.problemOf(tx, ctx, day, rows, carerId) };
    });
    const starts = stops.map((stop) => (stop.starts_at ?? stop.window_start).getTime());
    const period = [Math.min(...starts), Math.max(...starts) + STOP_MINUTES * MINUTE] as const;
    const taker = roundTaker(loaded.snapshot.visits, period, loaded.snapshot.carers);
    if (!taker) return [];
    try {
      const { results } = await this.rounds.assign(ctx, round.id, round.version, taker.id);
      const name = this.snapshots.nameOf(loaded.carers.get(taker.id)?.pii);
      // What could not be given is left to the planning of the day, stop by stop.
      return results
        .filter((row) => row.ok)
        .map(({ visitId }) => ({
          visitId,
          ok: true,
          code: null,
          detail: null,
          carers: [{ id: taker.id, name }],
          startsAt: stops.find((stop) => stop.id === visitId)?.starts_at?.toISOString() ?? null,
        }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return [];
    }
  }

  /** Nobody took it: the visit is free again and stands in the queue, unless somebody moved it meanwhile. */
  private async leave(ctx: RequestContext, carerId: number, row: RowResult): Promise<RowResult> {
    return this.db.run(ctx, async (tx) => {
      const visit = await lockVisit(tx, ctx, row.visitId);
      const crew = (await crewsOf(tx, [visit.id])).get(visit.id) ?? [];
      if (visit.carers.includes(carerId) && ['assigned', 'accepted'].includes(visit.state)) {
        await this.steps.move(tx, ctx, visit, 'unassign', {
          actors: actorsOf(ctx),
          facts: visitFacts(carried(visit, crew), null),
          at: this.clock.now(),
          note: '护理员请假，没有可改派的人',
          queueAs: 'carerSick',
        });
        return row;
      }
      if (visit.carers.includes(carerId) || visit.carers.length === 0) {
        const over = ENDED_VISIT_STATES.includes(visit.state);
        return {
          ...row,
          ok: over,
          code: 'dispatch.state',
          detail: `现在的状态为“${VISIT_STATES[visit.state]}”。`,
        };
      }
      return {
        visitId: visit.id,
        ok: true,
        code: null,
        detail: null,
        carers: crew.map((each) => ({ id: each.carer_id, name: this.snapshots.nameOf(each.carer) })),
        startsAt: visit.starts_at?.toISOString() ?? null,
      };
    });
  }

  /** Who has set out already is telephoned by a person. */
  private async call(ctx: RequestContext, carerId: number, visit: VisitRow): Promise<RowResult> {
    await this.db.run(ctx, (tx) =>
      this.queue.open(tx, {
        kind: 'carerSick',
        subject: 'visit',
        subjectId: visit.id,
        division: visit.division,
        org: visit.org,
        personId: visit.person_id,
        facts: { carerId, state: visit.state },
      }),
    );
    const detail = '护理员已经出发或正在服务，请电话联系后处理。';
    return { visitId: visit.id, ok: false, code: 'dispatch.under_way', detail, carers: [], startsAt: null };
  }
}

function summed(results: RowResult[]): Bulk {
  const assigned = results.filter((row) => row.ok).length;
  return { results, assigned, failed: results.length - assigned };
}
