import { Inject, Injectable } from '@nestjs/common';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { demoCity } from '@heling/platform/server/demo-city';
import type { Sweep } from '@heling/platform/server/outbox';
import { Problem } from '@heling/platform/server/problem';
import { OrderSteps } from '@heling/orders/server/order-steps';
import { RoundsService } from '@heling/orders/server/rounds.service';
import { nextStep, type Due } from '../domain/demo-crew';
import { CarryingService } from './carrying.service';
import { PlanningService } from './planning.service';
import { crewsOf, VISIT, type CrewRow, type VisitRow } from './visit-row';

const MINUTE = 60_000;
const MOST_VISITS = 1000;
const MOST_ASSIGNED = 10;
const STOPS_A_COURIER = 16;
/** Long after the queue has asked for carers: until then it is the dispatcher's. */
const ASSIGN_BEFORE = 60 * MINUTE;
const ROUNDS_BEFORE = 40 * MINUTE;
/** Steps may be recorded so long after they happened. */
const RECORDED_WITHIN = 71 * 3_600_000;
const DAYS_BACK = 3;
/** A carer's account used within this time plays itself. */
const SIGNED_IN = '12 hours';
const LIMITS = { maxKilometres: 60, maxLoadMinutes: 720 };
const WELL = { systolic: 128, diastolic: 78, temperature: 36.5, pulse: 72 };
const CHECKED = {
  water: 40,
  feelsWell: true,
  mealOk: true,
  skinOk: true,
  familyPresent: true,
  consentOnFile: true,
};

/** Visits that the city came with or a standing order made, whose carers nobody plays by signing in. `$1`: the last order of the city. */
const PLAYED = `(v.order_id <= $1 OR o.channel = 'standing') AND NOT EXISTS (
  SELECT FROM accounts a JOIN sessions s ON s.account_id = a.id AND s.ended_at IS NULL
  WHERE a.carer_id = ANY (v.carers) AND s.seen_at > $2::timestamptz - interval '${SIGNED_IN}')`;

/**
 * Keeps the demonstration's city alive (decision 0008): kitchens send their rounds, late visits find carers, and carers
 * carry out what the city came with, all by the same services as people use. What a person ordered is left to people.
 */
@Injectable()
export class DemoCrewSweep implements Sweep {
  readonly name = 'dispatch.demoCrews';
  readonly everySeconds = 20;
  /** What could not be helped is left to the queue. */
  private readonly tried = new Set<string>();

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CarryingService) private readonly carrying: CarryingService,
    @Inject(PlanningService) private readonly planning: PlanningService,
    @Inject(RoundsService) private readonly rounds: RoundsService,
    @Inject(OrderSteps) private readonly orders: OrderSteps,
  ) {}

  async run(): Promise<void> {
    const city = await this.read((tx) => demoCity(tx));
    if (!city) return;
    await this.sendRounds();
    await this.assign(city.lastOrder);
    await this.giveUp(city.lastOrder);
    await this.carryOut(city.lastOrder);
  }

  private read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.run(systemContext(), work);
  }

  /** The rounds of kitchens whose count sheet is set and who have not made them yet. */
  private async sendRounds(): Promise<void> {
    const now = this.clock.now();
    const kitchens = await this.read((tx) =>
      tx.sql<{ id: number; stops: number; couriers: number[] }>(
        `SELECT k.id, count(*) AS stops, ARRAY(SELECT c.id FROM carers c
             JOIN carer_qualifications q ON q.carer_id = c.id AND q.code = 'mealDelivery' AND q.valid_until >= k.day
             JOIN shifts s ON s.carer_id = c.id AND s.day = k.day AND s.state = 'planned'
             WHERE c.org = k.org AND c.status = 'active' ORDER BY c.id) AS couriers
         FROM kitchen_days k JOIN orders o ON o.kitchen_day = k.id JOIN visits v ON v.order_id = o.id
         WHERE k.day = $1 AND k.sheet_at IS NOT NULL AND k.window_start < $2 AND k.window_end > $3
           AND v.state = 'planned' AND v.round_id IS NULL
         GROUP BY k.id`,
        [businessDay(now), new Date(now.getTime() + ROUNDS_BEFORE), now],
      ),
    );
    for (const { id, stops, couriers } of kitchens) {
      const sent = couriers.slice(0, Math.max(1, Math.ceil(Number(stops) / STOPS_A_COURIER)));
      if (sent.length === 0 || !this.first(`rounds:${id}`)) continue;
      await this.rounds.make(systemContext(), id, sent).catch(ignoreRefusal);
    }
  }

  private async assign(lastOrder: number): Promise<void> {
    const now = this.clock.now();
    const rows = await this.read((tx) =>
      tx.sql<{ id: number }>(
        `SELECT v.id FROM visits v JOIN orders o ON o.id = v.order_id JOIN services s ON s.code = v.service
         WHERE v.day = $3 AND v.state IN ('planned', 'declined') AND s.form = 'visit' AND v.window_end > $2
           AND v.window_start < $4 AND ${PLAYED} ORDER BY v.window_start, v.id`,
        [lastOrder, now, businessDay(now), new Date(now.getTime() + ASSIGN_BEFORE)],
      ),
    );
    for (const { id } of rows.filter((row) => this.first(`assign:${row.id}`)).slice(0, MOST_ASSIGNED)) {
      await this.planning.assignWithin(systemContext(), id, LIMITS);
    }
  }

  /** What nobody took while the machine was off is called off, with everything given back. */
  private async giveUp(lastOrder: number): Promise<void> {
    const now = this.clock.now();
    const rows = await this.read((tx) =>
      tx.sql<{ order_id: number }>(
        `SELECT v.order_id FROM visits v JOIN orders o ON o.id = v.order_id
         WHERE v.day < $3 AND v.state IN ('planned', 'declined') AND o.state IN ('placed', 'confirmed') AND ${PLAYED}
         ORDER BY v.id LIMIT ${MOST_VISITS}`,
        [lastOrder, now, businessDay(now)],
      ),
    );
    const ctx = systemContext();
    for (const { order_id: id } of rows) {
      if (!this.first(`giveUp:${id}`)) continue;
      const options = { actors: ['system'] as const, note: '当天没有派出', inFull: true };
      await this.db.run(ctx, (tx) => this.orders.step(tx, ctx, id, 'cancel', options)).catch(ignoreRefusal);
    }
  }

  private async carryOut(lastOrder: number): Promise<void> {
    const now = this.clock.now();
    const { visits, crews } = await this.read(async (tx) => {
      const rows = await tx.sql<VisitRow>(
        `${VISIT} JOIN orders o ON o.id = v.order_id
         WHERE v.day BETWEEN $3 AND $4 AND v.state IN ('assigned', 'accepted', 'enRoute', 'arrived', 'gated', 'inService')
           AND v.starts_at < $5 AND ${PLAYED} ORDER BY v.starts_at, v.id LIMIT ${MOST_VISITS}`,
        [
          lastOrder,
          now,
          addDays(businessDay(now), -DAYS_BACK),
          businessDay(now),
          new Date(now.getTime() + 15 * MINUTE),
        ],
      );
      return {
        visits: rows,
        crews: await crewsOf(
          tx,
          rows.map((row) => row.id),
        ),
      };
    });
    for (const visit of visits) {
      try {
        await this.play(visit, crews.get(visit.id) ?? []);
      } catch (error) {
        ignoreRefusal(error);
      }
    }
  }

  /** Every step that is due by now, each in a transaction of its own and at its own time. */
  private async play(visit: VisitRow, crew: CrewRow[]): Promise<void> {
    let last = 0;
    for (;;) {
      const due = dueOf(visit, crew);
      const now = this.clock.now().getTime();
      if (!due || due.at > now) return;
      const at = new Date(Math.max(due.at, last, now - RECORDED_WITHIN));
      last = at.getTime();
      const before = `${visit.version}`;
      await this.db.run(crewContext(due.carerId), (tx) => this.step(tx, visit, due, at.toISOString()));
      await this.read(async (tx) => {
        Object.assign(visit, await tx.one<VisitRow>(`${VISIT} WHERE v.id = $1`, [visit.id]));
        crew.splice(0, crew.length, ...((await crewsOf(tx, [visit.id])).get(visit.id) ?? []));
      });
      if (`${visit.version}` === before) return;
    }
  }

  private async step(tx: Tx, visit: VisitRow, due: Due, at: string): Promise<void> {
    const ctx = crewContext(due.carerId);
    if (due.step === 'gate') {
      const measures = { ...WELL, ...CHECKED, mayRemeasure: false, at };
      await this.carrying.gate(tx, ctx, visit.id, measures);
    } else if (due.step === 'vitalsAfter') {
      await this.carrying.vitalsAfter(tx, ctx, visit.id, { ...WELL, at });
    } else {
      const position = { lng: visit.lng, lat: visit.lat, accuracy: 10 };
      await this.carrying.step(tx, ctx, visit.id, { command: due.step, position, at });
    }
  }

  private first(key: string): boolean {
    if (this.tried.has(key)) return false;
    this.tried.add(key);
    return true;
  }
}

/** The played carer acts under the city's scope and no account: the audit shows that it was the demonstration. */
const crewContext = (carerId: number): RequestContext => ({
  ...systemContext(),
  roles: ['carer'],
  carerId,
  device: 'demo',
});

function dueOf(visit: VisitRow, crew: readonly CrewRow[]): Due | null {
  return nextStep({
    id: visit.id,
    state: visit.state,
    meal: visit.form === 'meal',
    gateNeeded: visit.gate_needed,
    startsAt: (visit.starts_at ?? visit.window_start).getTime(),
    minutes: visit.minutes,
    arrivedAt: visit.arrived_at?.getTime() ?? null,
    vitalsTaken: visit.gate?.after !== undefined,
    crew: crew.map((each) => ({ carerId: each.carer_id, arrived: each.arrived_at !== null })),
  });
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}
