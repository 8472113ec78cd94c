import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { audit } from '@heling/access/server/audit';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { MEAL_NAMES, SERVICE_NAMES, type Meal, type Texture } from '@heling/orders/domain/menu';
import { ENDED_VISIT_STATES, VISIT_STATES, type VisitState } from '@heling/orders/domain/visit-machine';
import { Policies } from '@heling/orders/server/policies';
import type { mineRoute, pageRoute, PhoneVisit, roundRoute } from '../contract/visits';
import { commandLabel, phoneCommands } from '../domain/facts';
import { kilometres, travelMinutes, type Place, type Speeds, type Transport } from '../domain/travel';
import { carerOf } from './own-visit';
import { widen } from './scope';
import { carried, crewsOf, readVisit, VISIT, type CrewRow, type Recipient, type VisitRow } from './visit-row';

const DOOR_CODE_HINT = '门内卡片上的 6 位数字（一般贴在家门内侧）';

type Portion = { name: string; texture: Texture; quantity: number };
interface Home extends Place {
  transport: Transport;
}

/** Visits as the carer's phone shows them. */
@Injectable()
export class PhoneService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Policies) private readonly policies: Policies,
  ) {}

  /** The carer's visits of a day (today), in the order of their start. */
  async mine(ctx: RequestContext, day: string | undefined): Promise<Output<typeof mineRoute>> {
    const me = carerOf(ctx);
    const now = this.clock.now();
    const on = day ?? businessDay(now);
    return this.db.run(ctx, async (tx) => {
      const visits = await tx.sql<VisitRow>(
        `${VISIT} WHERE v.day = $1 AND v.carers @> ARRAY[$2::bigint]
         ORDER BY coalesce(v.starts_at, v.window_start), v.stop, v.id`,
        [on, me],
      );
      const shift = await tx.one<{ starts_at: Date; ends_at: Date; state: string }>(
        'SELECT starts_at, ends_at, state FROM shifts WHERE carer_id = $1 AND day = $2 ORDER BY starts_at LIMIT 1',
        [me, on],
      );
      const { bathGate, checkIn, travel } = await this.policies.on(tx, on);
      return {
        day: on,
        shift: shift
          ? {
              startsAt: shift.starts_at.toISOString(),
              endsAt: shift.ends_at.toISOString(),
              state: shift.state,
            }
          : null,
        visits: await this.show(tx, ctx, me, visits, travel),
        gateLimits: bathGate,
        checkInRadiusMetres: checkIn.radiusMetres,
        asOf: now.toISOString(),
      };
    });
  }

  /** The courier's rounds of a day, each stop with its two buttons. */
  async rounds(ctx: RequestContext, day: string | undefined): Promise<Output<typeof roundRoute>> {
    const me = carerOf(ctx);
    const now = this.clock.now();
    const on = day ?? businessDay(now);
    return this.db.run(ctx, async (tx) => {
      const rounds = await tx.sql<{
        id: number;
        org_name: string;
        day: string;
        meal: Meal;
        state: 'planned' | 'underWay' | 'done';
      }>(
        `SELECT r.id, g.name AS org_name, r.day, r.meal, r.state FROM delivery_rounds r JOIN orgs g ON g.id = r.org
         WHERE r.day = $1 AND r.courier_id = $2 ORDER BY r.meal DESC, r.id`,
        [on, me],
      );
      const visits = await tx.sql<VisitRow>(
        `${VISIT} WHERE v.round_id = ANY ($1::bigint[]) AND v.carers @> ARRAY[$2::bigint] ORDER BY v.round_id, v.stop, v.id`,
        [rounds.map((round) => round.id), me],
      );
      const { travel } = await this.policies.on(tx, on);
      const stops = await this.show(tx, ctx, me, visits, travel);
      return {
        rounds: rounds.map((round) => {
          const own = stops.filter((stop) => stop.roundId === round.id);
          const open = own.filter((stop) => !ENDED_VISIT_STATES.includes(stop.state));
          return {
            id: round.id,
            orgName: round.org_name,
            day: round.day,
            meal: round.meal,
            mealName: MEAL_NAMES[round.meal],
            state: round.state,
            stops: own,
            delivered: own.filter((stop) => stop.state === 'done').length,
            left: open.length,
          };
        }),
        asOf: now.toISOString(),
      };
    });
  }

  /** One visit with its whole story; that the office looked is recorded (the open visit is the purpose). */
  async page(ctx: RequestContext, visitId: number): Promise<Output<typeof pageRoute>> {
    return this.db.run(ctx, async (tx) => {
      const visit = await readVisit(tx, ctx, visitId);
      const me = ctx.carerId !== null && visit.carers.includes(ctx.carerId) ? ctx.carerId : null;
      if (me === null && ctx.roles.every((role) => role === 'carer')) {
        throw notFound('这次上门已不在您的安排里，请刷新。');
      }
      const { bathGate, travel } = await this.policies.on(tx, visit.day);
      const [shown] = await this.show(tx, ctx, me, [visit], travel);
      const steps = await tx.sql<{ at: Date; command: string; to_state: VisitState; note: string | null }>(
        'SELECT at, command, to_state, note FROM transitions WHERE order_id = $1 AND visit_id = $2 ORDER BY id',
        [visit.order_id, visitId],
      );
      const evidence = await tx.sql<{ id: number; kind: 'photo' | 'signature'; taken_at: Date }>(
        'SELECT id, kind, taken_at FROM evidence WHERE visit_id = $1 ORDER BY id',
        [visitId],
      );
      if (me === null) {
        await audit(tx, ctx, this.clock, {
          action: 'visits.view',
          subject: 'visit',
          subjectId: visitId,
          personId: visit.person_id,
          division: visit.division,
          purpose: 'visit',
        });
      }
      return {
        ...shown!,
        checks: (visit.gate?.checks ?? []).map((check) => ({
          ...check,
          measures: check.measures as Record<string, unknown>,
        })),
        vitalsAfter: (visit.gate?.after as Record<string, unknown> | undefined) ?? null,
        steps: steps.map((step) => ({
          at: step.at.toISOString(),
          command: step.command,
          label: commandLabel(step.command),
          state: step.to_state,
          stateName: VISIT_STATES[step.to_state],
          note: step.note,
        })),
        evidence: evidence.map(({ id, kind, taken_at: at }) => ({ id, kind, takenAt: at.toISOString() })),
        gateLimits: bathGate,
        asOf: this.clock.now().toISOString(),
      };
    });
  }

  private async show(
    tx: Tx,
    ctx: RequestContext,
    me: number | null,
    visits: readonly VisitRow[],
    speeds: Speeds,
  ): Promise<PhoneVisit[]> {
    if (visits.length === 0) return [];
    // Seen under the caller's own scope; their partners and portions belong to the same visits.
    await widen(tx, ctx, { p: [...new Set(visits.map((visit) => visit.person_id))] });
    const crews = await crewsOf(
      tx,
      visits.map((visit) => visit.id),
    );
    const portions = await this.portions(tx, visits);
    const home = await tx.one<Home>('SELECT lng, lat, transport FROM carers WHERE id = $1', [me]);
    let before: Place | undefined = home;
    return visits.map((visit) => {
      const way =
        home && before
          ? {
              kilometres: Math.round(kilometres(before, visit) * 10) / 10,
              minutes: travelMinutes(before, visit, home.transport, speeds),
            }
          : null;
      before = visit;
      return this.toPhone(visit, crews.get(visit.id) ?? [], me, portions.get(visit.order_id) ?? [], way);
    });
  }

  private toPhone(
    visit: VisitRow,
    crew: readonly CrewRow[],
    me: number | null,
    portions: Portion[],
    travel: PhoneVisit['travel'],
  ): PhoneVisit {
    const over = ENDED_VISIT_STATES.includes(visit.state);
    return {
      id: visit.id,
      orderId: visit.order_id,
      version: visit.version,
      service: visit.service,
      serviceName: SERVICE_NAMES[visit.service] ?? visit.service_name,
      form: visit.form,
      state: visit.state,
      stateName: VISIT_STATES[visit.state],
      day: visit.day,
      window: { start: visit.window_start.toISOString(), end: visit.window_end.toISOString() },
      startsAt: visit.starts_at?.toISOString() ?? null,
      minutes: visit.minutes,
      arrivedAt: visit.arrived_at?.toISOString() ?? null,
      doneAt: visit.done_at?.toISOString() ?? null,
      outcome: visit.outcome,
      recipient: visit.recipient && !over ? this.vault.open<Recipient>(visit.recipient) : null,
      lng: visit.lng,
      lat: visit.lat,
      carers: crew.map((each) => {
        const who = each.carer ? this.vault.open<{ name: string; phone?: string }>(each.carer) : null;
        return {
          id: each.carer_id,
          name: who?.name ?? '',
          phone: over ? null : (who?.phone ?? null),
          me: each.carer_id === me,
          arrivedAt: each.arrived_at?.toISOString() ?? null,
          checkIn: each.check_in,
        };
      }),
      carersNeeded: visit.carers_needed,
      gate: {
        needed: visit.gate_needed,
        passed: visit.gate?.passed === true,
        vitalsAfter: visit.gate?.after !== undefined,
      },
      commands: me === null ? [] : phoneCommands(carried(visit, crew), me),
      doorCodeHint: DOOR_CODE_HINT,
      roundId: visit.round_id,
      stop: visit.stop,
      portions,
      travel,
    };
  }

  private async portions(tx: Tx, visits: readonly VisitRow[]): Promise<Map<number, Portion[]>> {
    const rows = await tx.sql<Portion & { order_id: number }>(
      `SELECT l.order_id, d.name, l.texture, l.quantity FROM order_lines l JOIN dishes d ON d.id = l.dish_id
       WHERE l.order_id = ANY ($1::bigint[]) ORDER BY l.order_id, l.line`,
      [visits.filter((visit) => visit.form === 'meal').map((visit) => visit.order_id)],
    );
    const byOrder = new Map<number, Portion[]>();
    for (const { order_id: order, ...portion } of rows)
      byOrder.set(order, [...(byOrder.get(order) ?? []), portion]);
    return byOrder;
  }
}
