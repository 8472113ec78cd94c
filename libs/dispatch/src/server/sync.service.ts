import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Problem } from '@heling/platform/server/problem';
import { WorkQueue } from '@heling/orders/server/work-queue';
import { gateRoute, stepRoute, vitalsAfterRoute, type syncRoute } from '../contract/visits';
import { CarryingService } from './carrying.service';
import { carerOf } from './own-visit';
import { problems } from './problems';

type Entry = z.output<(typeof syncRoute)['body']>['entries'][number];
type Result = Output<typeof syncRoute>['results'][number];
interface Conflicted {
  conflict: { code: string; detail: string };
}
type Answer = { state: string; version: number; already: boolean } | Conflicted;

/** Refusals that the phone can mend by itself; every other one is a conflict with what the office did meanwhile. */
const MENDABLE = [400, 422, 429];
const ROUTES = { step: stepRoute.id, gate: gateRoute.id, vitalsAfter: vitalsAfterRoute.id };

/** Steps with their idempotency key, one by one from a phone that is online, or many after it was not. */
@Injectable()
export class SyncService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CarryingService) private readonly carrying: CarryingService,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  /** A command under its key; a key whose record has become a conflict stays one. */
  async once<T extends object>(ctx: RequestContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    const answer = await this.db.run<T | Conflicted>(ctx, work);
    if ('conflict' in answer) throw problems.conflict(answer.conflict.detail);
    return answer;
  }

  /**
   * Takes in what was recorded offline, in its order, each record in a transaction of its own under its own key. A
   * record that no longer fits is put before a person, with all later ones of the same visit, and stays a conflict
   * when it is sent again.
   */
  async sync(ctx: RequestContext, entries: readonly Entry[]): Promise<Output<typeof syncRoute>> {
    carerOf(ctx);
    const results: Result[] = [];
    const conflicts = new Map<number, { entry: Entry; problem: Problem }[]>();
    for (const entry of entries) {
      const earlier = conflicts.get(entry.visitId);
      if (earlier) {
        const problem = problems.conflict('前一步有冲突，这一步也交由调度员核对。');
        earlier.push({ entry, problem });
        results.push(refusedAs('conflict', entry, problem));
        continue;
      }
      const { result, problem } = await this.one(ctx, entry);
      results.push(result);
      if (problem) conflicts.set(entry.visitId, [{ entry, problem }]);
    }
    const kept: number[] = [];
    for (const [visitId, all] of conflicts) {
      if (await this.report(ctx, visitId, all)) kept.push(visitId);
      else for (const result of results) if (result.visitId === visitId) notTheirs(result);
    }
    return { results, conflicts: kept };
  }

  /** A problem beside the result means a new conflict. */
  private async one(ctx: RequestContext, entry: Entry): Promise<{ result: Result; problem?: Problem }> {
    let applied = false;
    try {
      const answer = await this.db.run<Answer>(this.keyed(ctx, entry), (tx) => {
        tx.afterCommit(() => {
          applied = true;
        });
        return this.take(tx, ctx, entry);
      });
      if ('conflict' in answer) {
        const { code, detail } = answer.conflict;
        return { result: { ...base(entry), result: 'conflict', code, detail } };
      }
      const { state, version } = answer;
      const result = applied && !answer.already ? 'applied' : 'already';
      return { result: { ...base(entry), result, state, version } };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (MENDABLE.includes(error.status)) return { result: refusedAs('refused', entry, error) };
      return { result: refusedAs('conflict', entry, error), problem: error };
    }
  }

  private take(tx: Tx, ctx: RequestContext, entry: Entry): Promise<Answer> {
    if (entry.kind === 'step') return this.carrying.step(tx, ctx, entry.visitId, entry.step, true);
    if (entry.kind === 'gate') return this.carrying.gate(tx, ctx, entry.visitId, entry.gate, true);
    return this.carrying.vitalsAfter(tx, ctx, entry.visitId, entry.vitalsAfter, true);
  }

  /**
   * Opens one item for the visit, then keeps each record's answer under its key. False when the visit never was this
   * carer's: then there is nothing to look at.
   */
  private async report(
    ctx: RequestContext,
    visitId: number,
    all: readonly { entry: Entry; problem: Problem }[],
  ): Promise<boolean> {
    const carerId = carerOf(ctx);
    const system = systemContext();
    const theirs = await this.db.run(system, async (tx) => {
      const visit = await tx.one<{ division: string; org: number; person_id: number; order_id: number }>(
        `SELECT v.division, v.org, v.person_id, v.order_id FROM visits v WHERE v.id = $1 AND EXISTS (
           SELECT FROM transitions t WHERE t.order_id = v.order_id AND t.visit_id = v.id AND $2 = ANY (t.carers))`,
        [visitId, carerId],
      );
      if (!visit) return false;
      const steps = all.map(({ entry, problem }) => ({
        what: entry.kind === 'step' ? entry.step.command : entry.kind,
        at: timeIn(entry),
        code: problem.code,
      }));
      await this.queue.open(tx, {
        kind: 'syncConflict',
        subject: 'visit',
        subjectId: visitId,
        division: visit.division,
        org: visit.org,
        personId: visit.person_id,
        facts: { visitId, orderId: visit.order_id, carerId, steps },
      });
      await audit(tx, ctx, this.clock, {
        action: 'visits.conflict',
        subject: 'visit',
        subjectId: visitId,
        personId: visit.person_id,
        division: visit.division,
        after: { carerId, steps },
      });
      return true;
    });
    if (!theirs) return false;
    for (const { entry, problem } of all) {
      const conflict = { code: problem.code, detail: problem.detail };
      await this.db.run<Answer>(this.keyed(ctx, entry), () => Promise.resolve({ conflict }));
    }
    return true;
  }

  /** The same key and the same content as if the step had been sent by itself. */
  private keyed(ctx: RequestContext, entry: Entry): RequestContext {
    const body = entry.kind === 'step' ? entry.step : entry.kind === 'gate' ? entry.gate : entry.vitalsAfter;
    const input = { params: { id: entry.visitId }, query: {}, body };
    const bodyHash = createHash('sha256').update(JSON.stringify(input)).digest();
    return { ...ctx, idempotency: { key: entry.key, route: ROUTES[entry.kind], bodyHash } };
  }
}

function timeIn(entry: Entry): string | null {
  const at =
    entry.kind === 'step' ? entry.step.at : entry.kind === 'gate' ? entry.gate.at : entry.vitalsAfter.at;
  return at ?? null;
}

function base(entry: Entry): Result {
  const { key, visitId } = entry;
  return { key, visitId, result: 'applied', code: null, detail: null, state: null, version: null };
}

function refusedAs(result: 'conflict' | 'refused', entry: Entry, problem: Problem): Result {
  return { ...base(entry), result, code: problem.code, detail: problem.detail };
}

function notTheirs(result: Result): void {
  if (result.result === 'conflict') Object.assign(result, { result: 'refused' });
}
