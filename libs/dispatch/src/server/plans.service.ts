import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { audit } from '@heling/access/server/audit';
import { Clock } from '@heling/platform/server/clock';
import { CITY, systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound } from '@heling/platform/server/problem';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import type { planPageRoute, planProblemRoute, PlanRequest, planRoute, plansRoute } from '../contract/plans';
import type { RowResult } from '../contract/shared';
import { PlanningService } from './planning.service';
import { problems } from './problems';

/** More visits than the city has in a day. */
const MOST = 6000;
/** Results are written and told this often. */
const CHUNK = 20;
const STATE_NAMES = { waiting: '等待', running: '进行中', done: '已完成', failed: '未完成' } as const;

type Item = Output<typeof planRoute>;
interface PlanRow {
  id: number;
  division: string;
  org: number | null;
  account_id: number;
  cause: Pick<RequestContext, 'scope' | 'roles' | 'division' | 'org'>;
  request: PlanRequest;
  day: string;
  state: Item['state'];
  planner: string | null;
  total: number | null;
  assigned: number;
  failed: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}
const COLUMNS = `id, division, org, account_id, cause, request, day, state, planner, total, assigned, failed, created_at,
  started_at, finished_at`;

/** Plans in the background (后台派单): asked for at the desk, made by the worker, found again in the task centre. */
@Injectable()
export class PlansService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PlanningService) private readonly planning: PlanningService,
  ) {}

  async request(ctx: RequestContext, request: PlanRequest): Promise<Item> {
    const now = this.clock.now();
    const { scope, roles, division, org } = ctx;
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<PlanRow>(
        `INSERT INTO plans (division, org, account_id, cause, request, day, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
        [
          // A provider's own plan stands with the provider, one of the office where its scope begins.
          homeOf(ctx),
          scope.d.length > 0 ? null : org,
          ctx.accountId,
          JSON.stringify({ scope, roles, division, org }),
          JSON.stringify(request),
          request.day,
          now,
        ],
      );
      await audit(tx, ctx, this.clock, {
        action: 'dispatch.plan',
        subject: 'plan',
        subjectId: row!.id,
        division: row!.division,
        after: { day: request.day, org: request.org ?? null, service: request.service ?? null },
      });
      await this.tell(tx, row!, 'plan.requested');
      return toItem(row!, now);
    });
  }

  async list(
    ctx: RequestContext,
    query: { cursor?: string; limit: number },
  ): Promise<Output<typeof plansRoute>> {
    const after = fromCursor(query.cursor, 1);
    const now = this.clock.now();
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<PlanRow>(
        `SELECT ${COLUMNS} FROM plans WHERE $1::bigint IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
        [after?.[0] ?? null, query.limit + 1],
      ),
    );
    return pageFrom(
      rows,
      query.limit,
      now,
      (row) => [row.id],
      (row) => toItem(row, now),
    );
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof planPageRoute>> {
    const row = await this.db.run(ctx, (tx) =>
      tx.one<PlanRow & { results: RowResult[] }>(`SELECT ${COLUMNS}, results FROM plans WHERE id = $1`, [id]),
    );
    if (!row) throw notFound('没有找到这次后台派单，或您无权查看。');
    return { ...toItem(row, this.clock.now()), results: row.results };
  }

  /** The problem as the planner saw it, for an engine elsewhere. */
  async problem(ctx: RequestContext, id: number): Promise<Output<typeof planProblemRoute>> {
    const row = await this.db.run(ctx, (tx) =>
      tx.one<{ problem: unknown }>('SELECT problem FROM plans WHERE id = $1', [id]),
    );
    if (!row) throw notFound('没有找到这次后台派单，或您无权查看。');
    if (row.problem === null) throw problems.refused('排班问题还没有生成，请稍候。');
    const content = Buffer.from(JSON.stringify(row.problem));
    return { fileName: `plan-${id}.heling.json`, mediaType: 'application/json', content };
  }

  /**
   * Makes a plan, in the worker, as who asked for it may. After a crash it is begun again: what was assigned is no
   * longer waiting, and its rows are kept.
   */
  async run(id: number): Promise<void> {
    const system = systemContext();
    const row = await this.db.run(system, (tx) =>
      tx.one<PlanRow & { results: RowResult[] }>(
        `UPDATE plans SET state = 'running', started_at = coalesce(started_at, $2), planner = $3
         WHERE id = $1 AND state IN ('waiting', 'running') RETURNING ${COLUMNS}, results`,
        [id, this.clock.now(), this.planning.plannerName],
      ),
    );
    if (!row) return;
    const ctx: RequestContext = {
      ...system,
      ...row.cause,
      accountId: row.account_id,
      requestId: `plan-${id}`,
    };
    try {
      await this.carryOut(ctx, row);
    } catch (error) {
      // If even this cannot be written, the event comes again and the plan goes on.
      await this.db.run(system, async (tx) => {
        await tx.sql(`UPDATE plans SET state = 'failed', finished_at = $2 WHERE id = $1`, [
          id,
          this.clock.now(),
        ]);
        await this.tell(tx, row, 'plan.changed');
      });
      throw error;
    }
  }

  private async carryOut(ctx: RequestContext, row: PlanRow & { results: RowResult[] }): Promise<void> {
    const earlier = new Set(row.results.map((each) => each.visitId));
    const { loaded, unplannable } = await this.planning.problem(ctx, row.request, MOST);
    const results = [...row.results, ...unplannable.filter((each) => !earlier.has(each.visitId))];
    const total = results.length + loaded.snapshot.visits.length;
    await this.write(row, results, { total, problem: loaded.snapshot });
    const plan = await this.planning.plan(loaded);
    await this.planning.apply(ctx, loaded, plan, async (each) => {
      results.push(each);
      if (results.length % CHUNK === 0) await this.write(row, results);
      return true;
    });
    await this.write(row, results, { finished: this.clock.now() });
  }

  private async write(
    row: PlanRow,
    results: readonly RowResult[],
    more: { total?: number; problem?: unknown; finished?: Date } = {},
  ): Promise<void> {
    const assigned = results.filter((each) => each.ok).length;
    await this.db.run(systemContext(), async (tx) => {
      await tx.sql(
        `UPDATE plans SET results = $2, assigned = $3, failed = $4, total = coalesce($5, total),
           problem = coalesce($6::jsonb, problem), finished_at = $7,
           state = CASE WHEN $7::timestamptz IS NULL THEN state ELSE 'done' END WHERE id = $1`,
        [
          row.id,
          JSON.stringify(results),
          assigned,
          results.length - assigned,
          more.total ?? null,
          more.problem === undefined ? null : JSON.stringify(more.problem),
          more.finished ?? null,
        ],
      );
      await this.tell(tx, row, 'plan.changed');
    });
  }

  private tell(tx: Parameters<typeof emit>[0], row: PlanRow, topic: string): Promise<void> {
    const { id, division, org } = row;
    return emit(tx, { topic, key: `plan:${id}`, division, org, payload: { planId: id } });
  }
}

/** The account's division when it lies in its scope; a management unit's scope is only its streets. */
function homeOf({ division, scope }: RequestContext): string {
  const home = division ?? CITY;
  if (scope.d.length === 0 || scope.d.some((prefix) => home.startsWith(prefix))) return home;
  return scope.d[0]!;
}

function toItem(row: PlanRow, now: Date): Item {
  const done = row.assigned + row.failed;
  const running = row.state === 'running' && row.started_at !== null && row.total !== null && done > 0;
  const pace = running ? (now.getTime() - row.started_at!.getTime()) / done : 0;
  return {
    id: row.id,
    day: row.day,
    org: row.request.org ?? null,
    service: row.request.service ?? null,
    state: row.state,
    stateName: STATE_NAMES[row.state],
    planner: row.planner,
    total: row.total,
    assigned: row.assigned,
    failed: row.failed,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    secondsLeft: running ? Math.ceil((pace * (row.total! - done)) / 1000) : null,
  };
}
