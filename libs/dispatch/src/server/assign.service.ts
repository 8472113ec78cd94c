import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { invalid, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { VISIT_STATES } from '@heling/orders/domain/visit-machine';
import { actorsOf } from '@heling/orders/server/place.service';
import type { assignRoute, consequencesRoute } from '../contract/assign';
import { consequencesOf, type Consequences } from '../domain/consequences';
import { visitFacts } from '../domain/facts';
import { BLOCK_NAMES } from '../domain/slots';
import { problems } from './problems';
import { stands, widen } from './scope';
import { Snapshots, type Loaded } from './snapshots';
import { VisitSteps, type Moved } from './visit-steps';
import { carried, crewsOf, lockVisit, readVisit, type Recipient, type VisitRow } from './visit-row';

export interface Choice {
  carers: readonly number[];
  startsAt: Date;
}
export interface AssignOptions {
  /** The version that the caller saw. */
  version?: number;
  overrideReason?: string;
  /** From a planner, which keeps to what a person is warned of. */
  planned?: boolean;
}
export type Assigned = Moved & { carers: { id: number; name: string }[]; startsAt: string };

/** Gives visits to carers, one or two at once, and takes them back. */
@Injectable()
export class AssignService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
    @Inject(VisitSteps) private readonly steps: VisitSteps,
  ) {}

  /** A dispatcher's choice; 409 with who and when for a double booking. */
  async assign(
    ctx: RequestContext,
    visitId: number,
    body: z.output<(typeof assignRoute)['body']>,
  ): Promise<Assigned> {
    const choice = { carers: body.carers, startsAt: new Date(body.startsAt) };
    return this.inTransaction(ctx, visitId, choice, body);
  }

  /** Assigns in a transaction of its own; what the exclusion constraint refuses is told like what was seen before. */
  async inTransaction(
    ctx: RequestContext,
    visitId: number,
    choice: Choice,
    options: AssignOptions,
  ): Promise<Assigned> {
    try {
      return await this.db.run(ctx, (tx) => this.assignIn(tx, ctx, visitId, choice, options));
    } catch (error) {
      if (violates(error, 'no_double_booking')) throw problems.doubleBooked(null, []);
      throw error;
    }
  }

  /** Assigns in the caller's transaction. */
  async assignIn(
    tx: Tx,
    ctx: RequestContext,
    visitId: number,
    choice: Choice,
    options: AssignOptions,
  ): Promise<Assigned> {
    const visit = await lockVisit(tx, ctx, visitId);
    if (options.version !== undefined && options.version !== visit.version) {
      throw stale(await this.asItIs(tx, visit));
    }
    if (businessDay(choice.startsAt) !== visit.day) {
      throw invalid('startsAt', `开始时间须在订单的日期 ${visit.day} 当天。`);
    }
    await widen(tx, ctx, { o: [visit.org] });
    // Whoever assigns the same carer at this moment waits here, and then sees this booking.
    await tx.sql('SELECT id FROM carers WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE', [
      choice.carers,
    ]);
    const { loaded, result } = await this.weigh(tx, ctx, visit, choice);
    const clash = result.conflicts.filter((each) => each.kind === 'overlap');
    const stops = result.stops.filter((each) => each.code !== 'busy');
    if (stops.length > 0) throw problems.stopped(stops);
    if (clash.length > 0) throw this.doubleBooked(loaded, clash);
    if (!options.planned && result.warnings.length > 0 && !options.overrideReason) {
      throw problems.reasonNeeded(result.warnings);
    }
    const carers = choice.carers.map((id) => loaded.carers.get(id)!);
    const crew = await crewsOf(tx, [visit.id]);
    const moved = await this.steps.move(tx, ctx, visit, 'assign', {
      actors: actorsOf(ctx),
      facts: { ...visitFacts(carried(visit, crew.get(visit.id) ?? []), null), crewComplete: true },
      at: this.clock.now(),
      note: options.overrideReason,
      crew: { carers, startsAt: choice.startsAt },
    });
    return {
      ...moved,
      carers: carers.map((carer) => ({ id: carer.id, name: this.snapshots.nameOf(carer.pii) })),
      startsAt: choice.startsAt.toISOString(),
    };
  }

  /** Takes the visit back: it waits for carers again. */
  async unassign(ctx: RequestContext, visitId: number, version: number, reason: string): Promise<Moved> {
    return this.command(ctx, visitId, version, reason, (visit) =>
      visit.state === 'declined' ? 'replan' : 'unassign',
    );
  }

  /** Ends a visit that is under way, because somebody has to. */
  async interrupt(ctx: RequestContext, visitId: number, version: number, reason: string): Promise<Moved> {
    return this.command(ctx, visitId, version, reason, () => 'interrupt');
  }

  /** What an assignment would change, without changing anything. */
  async consequences(
    ctx: RequestContext,
    visitId: number,
    body: z.output<(typeof consequencesRoute)['body']>,
  ): Promise<Output<typeof consequencesRoute>> {
    return this.db.run(ctx, async (tx) => {
      const visit = await readVisit(tx, ctx, visitId);
      const choice = { carers: body.carers, startsAt: new Date(body.startsAt) };
      const { loaded, result } = await this.weigh(tx, ctx, visit, choice);
      const name = (id: number) => this.snapshots.nameOf(loaded.carers.get(id)?.pii);
      const rows = await tx.sql<VisitRow>('SELECT * FROM visits WHERE id = ANY ($1::bigint[])', [
        result.conflicts.map((each) => each.booking.visitId),
      ]);
      const others = new Map(rows.map((row) => [row.id, row]));
      return {
        visitId,
        version: visit.version,
        stops: result.stops,
        warnings: result.warnings,
        travelMinutes: result.travelMinutes,
        latenessMinutes: result.latenessMinutes,
        brokenContinuity: result.brokenContinuity.map((each) => ({ ...each, name: name(each.id) })),
        carers: result.carers.map((each) => ({ ...each, name: name(each.id) })),
        conflicts: result.conflicts.map(({ carerId, booking, kind }) => {
          const other = others.get(booking.visitId);
          const shown = other?.recipient && stands(ctx, other);
          return {
            visitId: booking.visitId,
            carerId,
            carerName: name(carerId),
            personName: shown ? this.vault.open<Recipient>(other.recipient!).name : null,
            startsAt: new Date(booking.start).toISOString(),
            endsAt: new Date(booking.end).toISOString(),
            kind,
            detail: `${clock(booking.start)}–${clock(booking.end)} ${
              SERVICE_NAMES[other?.service ?? ''] ?? '其他安排'
            }：${kind === 'overlap' ? BLOCK_NAMES.busy : BLOCK_NAMES.travel}`,
          };
        }),
      };
    });
  }

  private async command(
    ctx: RequestContext,
    visitId: number,
    version: number,
    reason: string,
    which: (visit: VisitRow) => 'unassign' | 'replan' | 'interrupt',
  ): Promise<Moved> {
    return this.db.run(ctx, async (tx) => {
      const visit = await lockVisit(tx, ctx, visitId);
      if (version !== visit.version) throw stale(await this.asItIs(tx, visit));
      const crew = await crewsOf(tx, [visit.id]);
      return this.steps.move(tx, ctx, visit, which(visit), {
        actors: actorsOf(ctx),
        facts: visitFacts(carried(visit, crew.get(visit.id) ?? []), null),
        at: this.clock.now(),
        note: reason,
      });
    });
  }

  private async weigh(
    tx: Tx,
    ctx: RequestContext,
    visit: VisitRow,
    choice: Choice,
  ): Promise<{ loaded: Loaded; result: Consequences }> {
    const ids = [...new Set([...choice.carers, ...visit.carers])];
    const loaded = await this.snapshots.load(tx, ctx, visit.day, [visit], { ids });
    if (!choice.carers.every((id) => loaded.carers.has(id))) {
      throw invalid('carers', '所选的护理员已离职，或不在您的管理范围内。');
    }
    const [plan] = loaded.snapshot.visits;
    const when = { carers: choice.carers, startsAt: choice.startsAt.getTime() };
    return { loaded, result: consequencesOf(plan!, when, visit.carers, loaded.snapshot) };
  }

  private doubleBooked(loaded: Loaded, clash: Consequences['conflicts']) {
    const conflicts = clash.map(({ carerId, booking }) => ({
      visitId: booking.visitId,
      carerId,
      carerName: this.snapshots.nameOf(loaded.carers.get(carerId)?.pii),
      startsAt: new Date(booking.start).toISOString(),
      endsAt: new Date(booking.end).toISOString(),
    }));
    const { start, end } = clash[0]!.booking;
    return problems.doubleBooked(`${clock(start)}–${clock(end)}`, conflicts);
  }

  /** What a stale editor must see. */
  private async asItIs(tx: Tx, visit: VisitRow) {
    const crew = (await crewsOf(tx, [visit.id])).get(visit.id) ?? [];
    return {
      id: visit.id,
      version: visit.version,
      state: visit.state,
      stateName: VISIT_STATES[visit.state],
      carers: crew.map((each) => ({ id: each.carer_id, name: this.snapshots.nameOf(each.carer) })),
      startsAt: visit.starts_at?.toISOString() ?? null,
    };
  }
}

/** Local time HH:MM. */
function clock(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
}
