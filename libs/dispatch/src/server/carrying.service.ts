import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, stale } from '@heling/platform/server/problem';
import { next } from '@heling/orders/domain/machine';
import { VISIT_STATES, visitMachine, type VisitCommand } from '@heling/orders/domain/visit-machine';
import { Policies } from '@heling/orders/server/policies';
import { WorkQueue } from '@heling/orders/server/work-queue';
import type { gateRoute, sosRoute, stepRoute, vitalsAfterRoute } from '../contract/visits';
import { judgeCheckIn, metresBetween, type CheckIn } from '../domain/check-in';
import { checksInFirst, commandLabel, phoneCommands, visitFacts, type GateRecord } from '../domain/facts';
import { evaluateGate, vitalsReasons } from '../domain/gate';
import { DoorCodes } from './door-codes';
import { lockOwn, timeOf, type Own } from './own-visit';
import { problems } from './problems';
import { VisitSteps } from './visit-steps';
import { carried, crewsOf } from './visit-row';

export type StepBody = z.output<(typeof stepRoute)['body']>;
export type GateBody = z.output<(typeof gateRoute)['body']>;
export type AfterBody = z.output<(typeof vitalsAfterRoute)['body']>;
export type Stepped = Output<typeof stepRoute>;
/** Steps of the office after which an older record of the phone no longer fits by itself. */
const OFFICE: readonly VisitCommand[] = ['assign', 'unassign', 'replan', 'cancel'];
const NOTED: readonly VisitCommand[] = ['decline', 'interrupt'];
/** What is done on the way and at the door is not done before the day. */
const ON_THE_DAY: readonly VisitCommand[] = ['depart', 'arrive', 'deliver', 'notAtHome'];

/** The carrying out of a visit by its crew, step by step. Each method works in the caller's transaction. */
@Injectable()
export class CarryingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(VisitSteps) private readonly steps: VisitSteps,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
    @Inject(DoorCodes) private readonly codes: DoorCodes,
  ) {}

  /** One step. `offline`: recorded without a connection, so a later decision of the office is a conflict. */
  async step(
    tx: Tx,
    ctx: RequestContext,
    visitId: number,
    body: StepBody,
    offline = false,
  ): Promise<Stepped> {
    const own = await lockOwn(tx, ctx, visitId);
    const at = timeOf(body.at, this.clock.now());
    if (offline) await this.noOfficeSince(tx, own, at);
    if (await this.recorded(tx, own, body.command)) return this.answer(own, null, true);
    const { visit } = own;
    if (body.version !== undefined && body.version !== visit.version) {
      throw stale({ version: visit.version, state: visit.state, stateName: VISIT_STATES[visit.state] });
    }
    if (NOTED.includes(body.command) && !body.note) throw invalid('note', '请写明原因。');
    if (ON_THE_DAY.includes(body.command) && businessDay(at) < visit.day) {
      throw problems.refused(`这次上门在 ${visit.day}，到当天才能${commandLabel(body.command)}。`);
    }
    let checkIn: CheckIn | null = null;
    const first = checksInFirst(carried(visit, own.crew), body.command);
    if (body.command === 'arrive' || first) checkIn = await this.arrive(tx, ctx, own, body, at);
    if (body.command !== 'arrive') await this.move(tx, ctx, own, body.command, body, at);
    return this.answer(own, checkIn, false);
  }

  /** The check before a bath: passes, may be measured again, or ends the visit for safety. */
  async gate(
    tx: Tx,
    ctx: RequestContext,
    visitId: number,
    body: GateBody,
    offline = false,
  ): Promise<Output<typeof gateRoute>> {
    const own = await lockOwn(tx, ctx, visitId);
    const { visit } = own;
    const { at: when, mayRemeasure, ...measures } = body;
    const at = timeOf(when, this.clock.now());
    if (offline) await this.noOfficeSince(tx, own, at);
    const before = visit.gate?.checks?.at(-1);
    if (visit.state !== 'arrived' && before) {
      const answer = this.answer(own, null, true);
      return { ...answer, passed: before.passed, reasons: before.reasons };
    }
    // Who measures alone waits for the second carer; the visit is not given up for that.
    if (!visitFacts(carried(visit, own.crew), own.me).crewComplete) {
      throw problems.guard(visitMachine.guards.crewComplete);
    }
    const { bathGate } = await this.policies.on(tx, visit.day);
    const here = own.crew.filter((each) => each.arrived_at !== null).length;
    const { passed, reasons } = evaluateGate(measures, bathGate, here);
    const gate: GateRecord = {
      ...visit.gate,
      passed,
      checks: [...(visit.gate?.checks ?? []), { at: at.toISOString(), passed, reasons, measures }],
    };
    if (!passed && mayRemeasure && visit.state === 'arrived' && visit.gate_needed) {
      await this.keep(tx, ctx, own, gate, 'visits.measure');
    } else {
      visit.gate = gate;
      const note = passed ? undefined : '服务前安全检查没有通过';
      await this.move(tx, ctx, own, passed ? 'passGate' : 'refuseGate', { note, gate }, at);
    }
    return { ...this.answer(own, null, false), passed, reasons };
  }

  /** Vitals after the bath; what lies outside the limits is a warning to stay with the person. */
  async vitalsAfter(
    tx: Tx,
    ctx: RequestContext,
    visitId: number,
    body: AfterBody,
    offline = false,
  ): Promise<Output<typeof vitalsAfterRoute>> {
    const own = await lockOwn(tx, ctx, visitId);
    const { visit } = own;
    const at = timeOf(body.at, this.clock.now());
    if (offline) await this.noOfficeSince(tx, own, at);
    const { bathGate } = await this.policies.on(tx, visit.day);
    const warnings = vitalsReasons(body, bathGate);
    if (visit.state !== 'inService' && visit.gate?.after) {
      return { ...this.answer(own, null, true), warnings };
    }
    if (visit.state !== 'inService' || !visit.gate_needed) {
      throw problems.refused('服务开始以后才能填写服务后的测量。');
    }
    await this.keep(
      tx,
      ctx,
      own,
      { ...visit.gate, after: { ...body, at: at.toISOString() } },
      'visits.vitalsAfter',
    );
    return { ...this.answer(own, null, false), warnings };
  }

  /** A carer in danger, or with a senior in danger: at the top of the queue at once. */
  async sos(
    ctx: RequestContext,
    visitId: number,
    body: z.output<(typeof sosRoute)['body']>,
  ): Promise<Output<typeof sosRoute>> {
    return this.db.run(ctx, async (tx) => {
      const { visit, me } = await lockOwn(tx, ctx, visitId);
      const now = this.clock.now();
      const facts = {
        visitId,
        orderId: visit.order_id,
        carerId: me,
        ...(body.position ? { lng: body.position.lng, lat: body.position.lat } : {}),
      };
      const workItem = await this.queue.open(tx, {
        kind: 'sos',
        subject: 'visit',
        subjectId: visitId,
        division: visit.division,
        org: visit.org,
        personId: visit.person_id,
        facts,
        dueAt: now,
        alertsAgain: true,
      });
      await tx.sql(
        `INSERT INTO transitions (order_id, visit_id, person_id, division, org, carers, command, from_state, to_state, at,
           account_id, lng, lat, device, note)
         VALUES ($1, $2, $3, $4, $5, $6, 'sos', $7, $7, $8, $9, $10, $11, $12, $13)`,
        [
          visit.order_id,
          visitId,
          visit.person_id,
          visit.division,
          visit.org,
          visit.carers,
          visit.state,
          now,
          ctx.accountId,
          body.position?.lng ?? null,
          body.position?.lat ?? null,
          ctx.device || null,
          body.note ?? null,
        ],
      );
      await audit(tx, ctx, this.clock, {
        action: 'visits.sos',
        subject: 'visit',
        subjectId: visitId,
        personId: visit.person_id,
        division: visit.division,
        after: { carerId: me, state: visit.state },
      });
      return { workItem, at: now.toISOString() };
    });
  }

  private async arrive(
    tx: Tx,
    ctx: RequestContext,
    own: Own,
    body: StepBody,
    at: Date,
  ): Promise<CheckIn | null> {
    const { visit, me } = own;
    const { checkIn: rule } = await this.policies.on(tx, visit.day);
    const codeRight = body.doorCode !== undefined && this.codes.isRight(visit.person_id, body.doorCode);
    const by = judgeCheckIn({
      home: visit,
      position: body.position,
      radiusMetres: rule.radiusMetres,
      codeRight,
      note: body.note !== undefined,
    });
    // A courier at the door of a meal need not prove it; for any other visit the check-in counts.
    if (by === null && visit.form !== 'meal') {
      if (body.doorCode !== undefined) throw problems.doorCode();
      throw problems.checkIn(body.position ? metresBetween(visit, body.position) : null);
    }
    await this.move(tx, ctx, own, 'arrive', body, at);
    await tx.sql(
      'UPDATE visit_carers SET arrived_at = $3, check_in = $4 WHERE visit_id = $1 AND carer_id = $2',
      [visit.id, me, at, by],
    );
    own.crew = (await crewsOf(tx, [visit.id])).get(visit.id) ?? [];
    return by;
  }

  private async move(
    tx: Tx,
    ctx: RequestContext,
    own: Own,
    command: VisitCommand,
    body: { note?: string; position?: { lng: number; lat: number }; gate?: GateRecord },
    at: Date,
  ): Promise<void> {
    await this.steps.move(tx, ctx, own.visit, command, {
      actors: ['carer'],
      facts: visitFacts(carried(own.visit, own.crew), own.me),
      at,
      note: body.note,
      position: body.position,
      gate: body.gate,
    });
  }

  /** Writes what was measured without a step of the machine. */
  private async keep(tx: Tx, ctx: RequestContext, own: Own, gate: GateRecord, action: string): Promise<void> {
    const { visit } = own;
    const row = await tx.one<{ version: number }>(
      'UPDATE visits SET gate = $2, version = version + 1 WHERE id = $1 RETURNING version',
      [visit.id, JSON.stringify(gate)],
    );
    Object.assign(visit, { gate, version: row!.version });
    await audit(tx, ctx, this.clock, {
      action,
      subject: 'visit',
      subjectId: visit.id,
      personId: visit.person_id,
      division: visit.division,
      after: { version: visit.version },
    });
    await emit(tx, {
      topic: 'visit.changed',
      key: `visit:${visit.id}`,
      division: visit.division,
      org: visit.org,
      personId: visit.person_id,
      carers: visit.carers,
      payload: { visitId: visit.id, orderId: visit.order_id, state: visit.state, version: visit.version },
    });
  }

  /**
   * Has this step been made already: by this phone before its answer was lost, or by the second carer? Only what the
   * machine would refuse is looked up.
   */
  private async recorded(tx: Tx, own: Own, command: VisitCommand): Promise<boolean> {
    const { visit } = own;
    if (checksInFirst(carried(visit, own.crew), command)) return false;
    const step = next(
      visitMachine,
      visit.state,
      command,
      ['carer'],
      visitFacts(carried(visit, own.crew), own.me),
    );
    if (step.ok || (step.code !== 'state' && command !== 'arrive')) return false;
    const made = await tx.one(
      `SELECT 1 FROM transitions t WHERE t.order_id = $1 AND t.visit_id = $2 AND t.command = $3 AND t.id > coalesce(
         (SELECT max(a.id) FROM transitions a WHERE a.order_id = $1 AND a.visit_id = $2 AND a.command = 'assign'), 0)`,
      [visit.order_id, visit.id, command],
    );
    return made !== undefined;
  }

  private async noOfficeSince(tx: Tx, { visit }: Own, at: Date): Promise<void> {
    const later = await tx.one(
      `SELECT 1 FROM transitions WHERE order_id = $1 AND visit_id = $2 AND command = ANY ($3::text[]) AND at > $4`,
      [visit.order_id, visit.id, OFFICE, at],
    );
    if (later) throw problems.conflict('您离线期间，调度员改动了这次上门的安排。');
  }

  private answer(own: Own, checkIn: CheckIn | null, already: boolean): Stepped {
    const { visit, crew, me } = own;
    return {
      id: visit.id,
      version: visit.version,
      state: visit.state,
      stateName: VISIT_STATES[visit.state],
      already,
      checkIn,
      commands: phoneCommands(carried(visit, crew), me),
    };
  }
}
