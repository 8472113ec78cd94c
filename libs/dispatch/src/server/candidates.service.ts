import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { candidatesRoute } from '../contract/assign';
import { bestChoice, rankCarers, reasonsOf } from '../domain/candidates';
import { Snapshots, type CarerChoice } from './snapshots';
import { readVisit, type VisitRow } from './visit-row';

const MOST_INFEASIBLE = 100;
const MOST_PAIRS = 20;

/** Whose carers come into question for visits: their providers', and for meals the couriers of the county. */
export function carersFor(visits: readonly Pick<VisitRow, 'org' | 'form' | 'division'>[]): CarerChoice {
  const meals = visits.filter((visit) => visit.form === 'meal');
  return {
    orgs: [...new Set(visits.map((visit) => visit.org))],
    courierCounties: [...new Set(meals.map((visit) => visit.division.slice(0, 6)))],
  };
}

/** Who could do a visit, in order and with reasons; who cannot, and why. */
@Injectable()
export class CandidatesService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
  ) {}

  /** `startsAt` holds the start; else each carer's earliest fitting one within the window. */
  async find(
    ctx: RequestContext,
    visitId: number,
    startsAt: string | undefined,
  ): Promise<Output<typeof candidatesRoute>> {
    return this.db.run(ctx, async (tx) => {
      const visit = await readVisit(tx, ctx, visitId);
      const loaded = await this.snapshots.load(tx, ctx, visit.day, [visit], carersFor([visit]));
      const held = startsAt === undefined ? null : new Date(startsAt).getTime();
      const plan = {
        ...loaded.snapshot.visits[0]!,
        ...(held === null ? {} : { window: [held, held] as [number, number] }),
      };
      // Who is on the visit already is judged as if it were not given yet.
      const carers = loaded.snapshot.carers.map((carer) => ({
        ...carer,
        bookings: carer.bookings.filter((each) => each.visitId !== visit.id),
      }));
      const ranking = rankCarers(plan, { ...loaded.snapshot, carers });
      const byId = new Map(carers.map((carer) => [carer.id, carer]));
      const named = (id: number) => ({ id, name: this.snapshots.nameOf(loaded.carers.get(id)?.pii) });
      const first = bestChoice(plan, ranking);
      return {
        visitId,
        version: visit.version,
        carersNeeded: visit.carers_needed,
        proposed: first && {
          carers: first.carers.map(named),
          startsAt: new Date(first.startsAt).toISOString(),
        },
        feasible: ranking.feasible.map(({ carerId, startsAt: start, cost, figures }) => {
          const carer = byId.get(carerId)!;
          const { sex, org } = carer;
          const { name } = named(carerId);
          const reasons = reasonsOf(plan, carer, figures);
          return { carerId, name, sex, org, startsAt: new Date(start).toISOString(), cost, figures, reasons };
        }),
        pairs: ranking.pairs.slice(0, MOST_PAIRS).map((pair) => ({
          carers: pair.carers.map(named),
          startsAt: new Date(pair.startsAt).toISOString(),
          cost: pair.cost,
        })),
        infeasible: ranking.infeasible
          .slice(0, MOST_INFEASIBLE)
          .map(({ carerId, blocks }) => ({ carerId, name: named(carerId).name, blocks })),
        asOf: this.clock.now().toISOString(),
      };
    });
  }
}
