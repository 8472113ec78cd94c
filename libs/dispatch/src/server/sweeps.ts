import { Inject, Injectable } from '@nestjs/common';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent, Sweep } from '@heling/platform/server/outbox';
import { Policies } from '@heling/orders/server/policies';
import { WorkQueue, type NewWork } from '@heling/orders/server/work-queue';
import { PlanningService } from './planning.service';
import { PlansService } from './plans.service';
import { SettingsService } from './settings.service';
import { SickService } from './sick.service';

const BATCH = 500;
const HOUR = 3_600_000;
const RECIPIENT_DAYS = 7;
const PLAN_DAYS = 30;
const PLAN_LOCK = 4106_0065;

interface DueRow {
  id: number;
  order_id: number;
  division: string;
  org: number;
  person_id: number;
  service: string;
  carers: number[];
}
/** A visit has at most one such item in its life: what a person has settled does not come back by itself. */
const NEVER_QUEUED = (kind: string) => `NOT EXISTS (SELECT FROM work_items w
  WHERE w.kind = '${kind}' AND w.subject = 'visit' AND w.subject_id = v.id)`;

/** Nobody checked in by 10 minutes after the planned start (of a meal: the end of its window): somebody must ask. */
@Injectable()
export class MissedCheckInSweep implements Sweep {
  readonly name = 'dispatch.missedCheckIn';
  readonly everySeconds = 10;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now();
    await this.db.run(systemContext(), async (tx) => {
      const { dispatchTimes } = await this.policies.on(tx, businessDay(now));
      const rows = await tx.sql<DueRow>(
        `SELECT v.id, v.order_id, v.division, v.org, v.person_id, v.service, v.carers
         FROM visits v JOIN services s ON s.code = v.service
         WHERE v.day BETWEEN $1 AND $2 AND v.state IN ('assigned', 'accepted', 'enRoute')
           AND CASE WHEN s.form = 'meal' THEN v.window_end ELSE coalesce(v.starts_at, v.window_start) END < $3
           AND ${NEVER_QUEUED('missedCheckIn')} ORDER BY v.id LIMIT ${BATCH}`,
        [
          addDays(businessDay(now), -1),
          businessDay(now),
          new Date(now.getTime() - dispatchTimes.missedCheckInMinutes * 60_000),
        ],
      );
      for (const row of rows) await openAbout(this.queue, tx, 'missedCheckIn', row);
    });
  }
}

/** A visit still without carers some hours before its window (a meal: one hour) stands in the queue. */
@Injectable()
export class UnassignedSweep implements Sweep {
  readonly name = 'dispatch.unassigned';
  readonly everySeconds = 30;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(WorkQueue) private readonly queue: WorkQueue,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now();
    await this.db.run(systemContext(), async (tx) => {
      const { dispatchTimes } = await this.policies.on(tx, businessDay(now));
      const hours = dispatchTimes.unassignedHours;
      const until = new Date(now.getTime() + hours * HOUR);
      const rows = await tx.sql<DueRow>(
        `SELECT v.id, v.order_id, v.division, v.org, v.person_id, v.service, v.carers
         FROM visits v JOIN services s ON s.code = v.service
         WHERE v.day BETWEEN $1 AND $2 AND v.state IN ('planned', 'declined') AND s.carers > 0
           AND v.window_start < CASE WHEN s.form = 'meal' THEN $4::timestamptz ELSE $3::timestamptz END
           AND ${NEVER_QUEUED('visitUnassigned')} ORDER BY v.id LIMIT ${BATCH}`,
        [businessDay(now), businessDay(until), until, new Date(now.getTime() + Math.min(1, hours) * HOUR)],
      );
      for (const row of rows) await openAbout(this.queue, tx, 'visitUnassigned', row);
    });
  }
}

/** Names, phones and addresses stand with a visit only while they are needed; plans are kept for a month. */
@Injectable()
export class CleaningSweep implements Sweep {
  readonly name = 'dispatch.cleaning';
  readonly everySeconds = 3600;
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const today = businessDay(this.clock.now());
    const before = addDays(today, -RECIPIENT_DAYS);
    await this.db.run(systemContext(), (tx) =>
      tx.sql('DELETE FROM plans WHERE day < $1', [addDays(today, -PLAN_DAYS)]),
    );
    for (let gone = BATCH; gone === BATCH;) {
      const rows = await this.db.run(systemContext(), (tx) =>
        tx.sql(
          `UPDATE visits SET recipient = NULL WHERE id IN (
             SELECT id FROM visits WHERE recipient IS NOT NULL AND day < $1 LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
           RETURNING id`,
          [before],
        ),
      );
      gone = rows.length;
    }
  }
}

/** A carer reported ill in the register (people): their visits go to others, or into the queue. */
@Injectable()
export class CarerSickConsumer implements Consumer {
  readonly name = 'dispatch.carerSick';
  readonly topics = ['carer.sick'] as const;
  constructor(@Inject(SickService) private readonly sick: SickService) {}

  /** Each visit is moved in a transaction of its own; a repeat of the event finds none left. */
  async consume(_tx: Tx, event: OutboxEvent): Promise<void> {
    const { carerId, from, day, until } = event.payload as Record<string, unknown>;
    const first = from ?? day;
    if (typeof carerId !== 'number' || typeof first !== 'string') return;
    const last = typeof until === 'string' ? until : first;
    await this.sick.reassignAll(systemContext(), carerId, first, last);
  }
}

/** Plans that were asked for at the desk are made here. */
@Injectable()
export class PlanConsumer implements Consumer {
  readonly name = 'dispatch.plan';
  readonly topics = ['plan.requested'] as const;
  constructor(@Inject(PlansService) private readonly plans: PlansService) {}

  /** One plan at a time: a second one of the same morning would only find the first one's visits changed. */
  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    const { planId } = event.payload as Record<string, unknown>;
    if (typeof planId !== 'number') return;
    const lock = await tx.one<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [PLAN_LOCK]);
    if (!lock?.mine) throw new Error('another plan is being made; this one comes again');
    await this.plans.run(planId);
  }
}

/** New visits are assigned at once where the city's limits allow it; by default they allow nothing. */
@Injectable()
export class AutoAssignConsumer implements Consumer {
  readonly name = 'dispatch.autoAssign';
  readonly topics = ['order.placed'] as const;
  constructor(
    @Inject(PlanningService) private readonly planning: PlanningService,
    @Inject(SettingsService) private readonly settings: SettingsService,
  ) {}

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    const { visitId, service } = event.payload as Record<string, unknown>;
    if (typeof visitId !== 'number' || typeof service !== 'string') return;
    const { limits } = await this.settings.autoLimits(tx);
    if (!limits.services.includes(service)) return;
    await this.planning.assignWithin(systemContext(), visitId, limits);
  }
}

async function openAbout(queue: WorkQueue, tx: Tx, kind: NewWork['kind'], row: DueRow): Promise<void> {
  await queue.open(tx, {
    kind,
    subject: 'visit',
    subjectId: row.id,
    division: row.division,
    org: row.org,
    personId: row.person_id,
    facts: { orderId: row.order_id, service: row.service, carers: row.carers },
  });
}
