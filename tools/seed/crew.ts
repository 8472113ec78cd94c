import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import type { Qualification } from '@heling/people/domain/carers';
import { absence, worksOn } from './carers';
import { MEAL_TIMES } from './menu';
import { wayOf } from './punctuality';
import { hash } from './random';
import { goes } from './settling';
import { atLocal } from './days';
import type { Carer, City, Draft, KitchenDay, Org, Senior } from './model';

const STOPS_A_COURIER = 16;
const MINUTES_A_STOP = 5;
const MINUTE = 60_000;
/** Rounds are kept so many days. */
const ROUND_DAYS = 14;

/** Who goes: couriers in rounds, carers in the windows of the day; nobody is in two places at once. */
export class Crew {
  private readonly byOrg = new Map<number, Carer[]>();
  private readonly qualified = new Map<string, Carer[]>();
  private readonly offers = new Map<string, Org[]>();
  private readonly nearest = new Map<string, Carer[]>();
  private roundId = 0;
  /** Rounds of the last day served. */
  rounds: { id: number; kitchen: KitchenDay; courier: Carer; drafts: Draft[] }[] = [];

  constructor(private readonly city: City) {
    for (const carer of city.carers) {
      push(this.byOrg, carer.org.id, carer);
      for (const code of carer.qualifications) push(this.qualified, `${carer.org.id} ${code}`, carer);
    }
    for (const org of city.network.providers) {
      for (const service of org.services) push(this.offers, `${service} ${org.county}`, org);
    }
  }

  /** The providers of a service in a county. */
  providers(service: string, county: string): Org[] {
    return this.offers.get(`${service} ${county}`)!;
  }

  serve(day: string, offset: number, kitchens: readonly KitchenDay[], orders: readonly Draft[]): void {
    this.rounds = [];
    const now = this.city.now.getTime();
    for (const kitchen of kitchens) {
      // Rounds are made once the count sheet is set.
      if (kitchen.cutoff < now) this.deliver(kitchen, offset);
    }
    const busy = new Set<number>();
    for (const draft of orders) {
      if (draft.service.form !== 'visit' || !goes(draft.fate)) continue;
      // Of what lies ahead a part still waits to be assigned.
      const soon = draft.windowStart - now < 2 * 3_600_000;
      const waits = [soon ? 0.04 : 0.15, 0.4][offset] ?? 0.65;
      if (
        offset >= 0 &&
        hash(this.city.seed, 'waits', draft.id) / 4_294_967_296 < waits &&
        draft.windowStart > now
      )
        continue;
      this.visit(day, draft, busy);
    }
  }

  private deliver(kitchen: KitchenDay, offset: number): void {
    const drafts = kitchen.orders.filter(({ fate }) => goes(fate));
    if (drafts.length === 0) return;
    drafts.sort(
      (a, b) => a.customer.senior.community.index - b.customer.senior.community.index || a.id - b.id,
    );
    const all = this.qualified.get(`${kitchen.org.id} mealDelivery`)!;
    const here = all.filter((carer) => this.works(carer, kitchen.day));
    const couriers = here.length > 0 ? here : all.slice(0, 1);
    const rounds = Math.min(couriers.length, Math.ceil(drafts.length / STOPS_A_COURIER));
    const size = Math.ceil(drafts.length / rounds);
    const start = atLocal(kitchen.day, MEAL_TIMES[kitchen.meal].start);
    const first = hash(this.city.seed, kitchen.day, kitchen.org.id) % couriers.length;
    const step = Math.min(MINUTES_A_STOP * MINUTE, Math.floor((90 * MINUTE) / size));
    for (let r = 0; r * size < drafts.length; r += 1) {
      const courier = couriers[(first + r) % couriers.length]!;
      const own = drafts.slice(r * size, (r + 1) * size);
      const round = offset >= -ROUND_DAYS ? (this.roundId += 1) : null;
      own.forEach((draft, i) => {
        const startsAt = start + i * step;
        Object.assign(draft, {
          carers: [courier],
          startsAt,
          endsAt: startsAt + step,
          round,
          stop: round && i + 1,
        });
      });
      if (round !== null) this.rounds.push({ id: round, kitchen, courier, drafts: own });
    }
  }

  /** In the wanted window if somebody is free, else in another one of the day. */
  private visit(day: string, draft: Draft, busy: Set<number>): void {
    const { service, customer, org } = draft;
    const list = this.near(org, service.qualification as Qualification, customer.senior);
    const windows = FIRST_POLICIES.visitWindows;
    const wanted = windows.findIndex((window) => atLocal(day, window.start) === draft.windowStart);
    for (let w = 0; w < windows.length; w += 1) {
      const index = (wanted + w) % windows.length;
      // What was promised stays: only past days may have agreed on another window.
      if (w > 0 && draft.offset >= 0) break;
      const crew = this.free(list, day, index, draft, busy);
      if (crew.length < service.carers) continue;
      for (const carer of crew) busy.add(carer.id * 8 + index);
      const start = atLocal(day, windows[index]!.start);
      const late = service.minutes < 120 ? (hash(this.city.seed, 'start', draft.id) % 3) * 15 * MINUTE : 0;
      Object.assign(draft, {
        carers: crew,
        windowStart: start,
        windowEnd: atLocal(day, windows[index]!.end),
        startsAt: start + late,
        endsAt: start + late + service.minutes * MINUTE,
      });
      return;
    }
  }

  private free(
    list: readonly Carer[],
    day: string,
    window: number,
    draft: Draft,
    busy: Set<number>,
  ): Carer[] {
    const { service, customer } = draft;
    const sex = service.code === 'bath' ? customer.senior.bathSex : null;
    const crew: Carer[] = [];
    for (const carer of list) {
      if (crew.length === service.carers) break;
      if (busy.has(carer.id * 8 + window) || !this.works(carer, day)) continue;
      if ((sex !== null && carer.sex !== sex) || (carer.partTime && window > 1)) continue;
      crew.push(carer);
    }
    return crew;
  }

  /** The qualified carers of a provider, those first who have the shortest way: so the same one comes again and again. */
  private near(org: Org, code: Qualification, senior: Senior): Carer[] {
    const key = `${org.id} ${code} ${senior.id}`;
    let list = this.nearest.get(key);
    if (!list) {
      list = [...(this.qualified.get(`${org.id} ${code}`) ?? [])];
      const ways = new Map(list.map((carer) => [carer, wayOf(carer, senior)]));
      list.sort((a, b) => ways.get(a)! - ways.get(b)! || a.id - b.id);
      this.nearest.set(key, list);
    }
    return list;
  }

  private works(carer: Carer, day: string): boolean {
    return worksOn(carer, day) && absence(this.city.seed, carer, day) === null;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
