import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import type { Actor } from '@heling/orders/domain/actors';
import { next, type Facts } from '@heling/orders/domain/machine';
import type { Failure } from '@heling/orders/domain/money';
import {
  ENDED_VISIT_STATES,
  VISIT_STATES,
  visitMachine,
  type VisitCommand,
  type VisitGuard,
  type VisitState,
} from '@heling/orders/domain/visit-machine';
import { OrderService } from '@heling/orders/server/order.service';
import { WorkQueue } from '@heling/orders/server/work-queue';
import type { GateRecord } from '../domain/facts';
import { MINUTE } from '../domain/slots';
import { problems } from './problems';
import type { VisitRow } from './visit-row';

/** A carer with the sealed {name, phone} that the family sees. */
export interface Booked {
  id: number;
  pii: Buffer;
}
export interface MoveOptions {
  actors: readonly Actor[];
  facts: Facts<VisitGuard>;
  /** When it happened. */
  at: Date;
  note?: string;
  position?: { lng: number; lat: number };
  gate?: GateRecord;
  /** With `assign`: who comes, and when. */
  crew?: { carers: readonly Booked[]; startsAt: Date };
  /** As which matter a visit left without carers stands in the queue. */
  queueAs?: 'visitUnassigned' | 'carerSick';
}
export interface Moved {
  id: number;
  version: number;
  state: VisitState;
  stateName: string;
}

const FAILURES: Partial<Record<VisitCommand, Failure>> = {
  notAtHome: 'notAtHome',
  refuseGate: 'refusedForSafety',
  interrupt: 'interrupted',
};
/** Commands after which the visit has other carers than before, or none. */
const RECREWING: readonly VisitCommand[] = ['assign', 'unassign', 'decline', 'replan'];

/** Makes one step of a visit by the machine, with all its effects, in the caller's transaction. */
@Injectable()
export class VisitSteps {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(OrderService) private readonly orders: OrderService,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  /** Throws 409 when the machine does not allow it. `visit` must be locked; it is brought to its new state. */
  async move(
    tx: Tx,
    ctx: RequestContext,
    visit: VisitRow,
    command: VisitCommand,
    options: MoveOptions,
  ): Promise<Moved> {
    const made = next(visitMachine, visit.state, command, options.actors, options.facts);
    if (!made.ok) {
      if (made.code === 'actor') throw problems.role(made.detail);
      throw made.code === 'guard' ? problems.guard(made.detail) : problems.refused(made.detail);
    }
    const before = visit.carers;
    const recrewed = RECREWING.includes(command);
    const carers = options.crew?.carers.map((each) => each.id) ?? (recrewed ? [] : before);
    if (made.effects.includes('freeCarers')) await this.free(tx, visit, recrewed);
    if (options.crew) await this.book(tx, visit, options.crew);
    const version = await this.write(tx, ctx, visit, command, made.to, carers, options);
    await audit(tx, ctx, this.clock, {
      action: `visits.${command}`,
      subject: 'visit',
      subjectId: visit.id,
      personId: visit.person_id,
      division: visit.division,
      before: { state: visit.state, carers: before },
      after: { state: made.to, carers, at: options.at.toISOString() },
    });
    await emit(tx, {
      topic: 'visit.changed',
      key: `visit:${visit.id}`,
      division: visit.division,
      org: visit.org,
      personId: visit.person_id,
      carers: [...new Set([...before, ...carers])],
      payload: { visitId: visit.id, orderId: visit.order_id, state: made.to, version, command },
    });
    const roundId = visit.round_id;
    Object.assign(visit, {
      state: made.to,
      version,
      carers,
      ...(recrewed ? { round_id: null, stop: null } : {}),
    });
    if (options.crew) {
      await this.orders.visitAssigned(tx, ctx, visit.id);
      await this.queue.close(tx, ctx, ['missedCheckIn'], 'visit', visit.id);
    }
    if (made.effects.includes('orderStarted')) await this.orders.visitStarted(tx, ctx, visit.id);
    if (made.effects.includes('orderDone')) await this.orders.visitDone(tx, ctx, visit.id);
    if (made.effects.includes('orderFailed')) {
      await this.orders.visitFailed(tx, ctx, visit.id, FAILURES[command] ?? 'interrupted');
    }
    if (made.effects.includes('openUnassigned')) {
      await this.queue.open(tx, {
        kind: options.queueAs ?? 'visitUnassigned',
        subject: 'visit',
        subjectId: visit.id,
        division: visit.division,
        org: visit.org,
        personId: visit.person_id,
        facts: { orderId: visit.order_id, service: visit.service, day: visit.day, command },
      });
    }
    if (roundId !== null) await this.moveRound(tx, roundId);
    return { id: visit.id, version, state: made.to, stateName: VISIT_STATES[made.to] };
  }

  /** Time of who does not come is free at once; of who came it is kept as history. */
  private async free(tx: Tx, visit: VisitRow, recrewed: boolean): Promise<void> {
    if (recrewed) await tx.sql('DELETE FROM visit_carers WHERE visit_id = $1', [visit.id]);
    else await tx.sql('UPDATE visit_carers SET released = true WHERE visit_id = $1', [visit.id]);
  }

  private async book(tx: Tx, visit: VisitRow, crew: NonNullable<MoveOptions['crew']>): Promise<void> {
    const end = new Date(crew.startsAt.getTime() + visit.minutes * MINUTE);
    for (const [index, carer] of crew.carers.entries()) {
      await tx.sql(
        `INSERT INTO visit_carers (visit_id, slot, carer_id, person_id, division, org, carer, period)
         VALUES ($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9))`,
        [
          visit.id,
          index + 1,
          carer.id,
          visit.person_id,
          visit.division,
          visit.org,
          carer.pii,
          crew.startsAt,
          end,
        ],
      );
    }
  }

  private async write(
    tx: Tx,
    ctx: RequestContext,
    visit: VisitRow,
    command: VisitCommand,
    to: VisitState,
    carers: readonly number[],
    options: MoveOptions,
  ): Promise<number> {
    const recrewed = RECREWING.includes(command);
    const ended = ENDED_VISIT_STATES.includes(to);
    // Of a declined visit the row names who declined; of the others everybody concerned.
    const mine = command === 'decline' && ctx.carerId !== null;
    const concerned = mine ? [ctx.carerId] : [...new Set([...visit.carers, ...carers])];
    const row = await tx.one<{ version: number }>(
      `WITH t AS (
         INSERT INTO transitions (order_id, visit_id, person_id, division, org, carers, command, from_state, to_state, at,
           account_id, lng, lat, device, note)
         VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       )
       UPDATE visits SET state = $9, version = version + 1, carers = $16,
         starts_at = CASE WHEN $17 THEN $18 ELSE starts_at END,
         round_id = CASE WHEN $17 THEN NULL ELSE round_id END, stop = CASE WHEN $17 THEN NULL ELSE stop END,
         arrived_at = CASE WHEN $9 = 'arrived' THEN coalesce(arrived_at, $10) ELSE arrived_at END,
         done_at = CASE WHEN $9 = 'done' THEN $10 ELSE done_at END,
         outcome = CASE WHEN $19 THEN $20 ELSE outcome END, gate = coalesce($21::jsonb, gate)
       WHERE id = $1 RETURNING version`,
      [
        visit.id,
        visit.order_id,
        visit.person_id,
        visit.division,
        visit.org,
        concerned,
        command,
        visit.state,
        to,
        options.at,
        ctx.accountId,
        options.position?.lng ?? null,
        options.position?.lat ?? null,
        ctx.device || null,
        options.note ?? null,
        carers,
        recrewed,
        options.crew?.startsAt ?? null,
        ended,
        FAILURES[command] ?? null,
        options.gate ? JSON.stringify(options.gate) : null,
      ],
    );
    return row!.version;
  }

  /** A round is under way with its first step at a door, and done with its last. */
  private async moveRound(tx: Tx, roundId: number): Promise<void> {
    await tx.sql(
      `UPDATE delivery_rounds r SET state = n.state, version = r.version + 1
       FROM (SELECT CASE WHEN count(*) FILTER (WHERE NOT v.state = ANY ($2::text[])) = 0 THEN 'done'
           WHEN bool_and(v.state IN ('planned', 'assigned', 'accepted', 'declined', 'cancelled')) THEN 'planned'
           ELSE 'underWay' END AS state
         FROM visits v WHERE v.round_id = $1) n
       WHERE r.id = $1 AND r.state <> n.state`,
      [roundId, ENDED_VISIT_STATES],
    );
  }
}
