import { SERVICES, type Meal, type ServiceSeed } from '@heling/orders/domain/menu';
import { splitPrice } from '@heling/orders/domain/money';
import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import { isPublicHoliday } from '@heling/orders/server/holidays';
import { PAST_DAYS } from './customers';
import { Crew } from './crew';
import { MEAL_TIMES, priceOn } from './menu';
import type { Quotas } from './quotas';
import { hash, Random } from './random';
import { goes, settle } from './settling';
import { addDays, atLocal, weekday } from './days';
import type { City, Customer, Draft, Fate, Habit, KitchenDay, Org } from './model';

const SERVICE = new Map(SERVICES.map((service) => [service.code, service]));
const WINDOWS = FIRST_POLICIES.visitWindows;
const MINUTE = 60_000;
const DAY = 86_400_000;
const DISHES_A_DAY: Record<Meal, number> = { lunch: 4, dinner: 3 };

/** More or fewer orders by the time of the year: baths in winter, cleaning before the Spring Festival, families at feasts. */
function seasonOf(service: ServiceSeed, day: string): number {
  const month = Number(day.slice(5, 7));
  const feast = isPublicHoliday(day);
  if (service.form === 'meal') return (feast ? 0.6 : 1) * (month === 7 || month === 8 ? 0.93 : 1.02);
  const weekend = [1, 1, 1, 1, 1, 0.75, 0.5][weekday(day) - 1]!;
  const yearly =
    service.code === 'bath'
      ? [1.25, 1.25, 1.1, 1, 0.95, 0.85, 0.8, 0.8, 0.9, 1, 1.1, 1.25]
      : service.code === 'housekeeping'
        ? [1.6, 1.1, 0.9, 1, 1, 0.95, 0.9, 0.9, 1, 1, 1, 1.2]
        : [];
  return (feast ? 0.35 : 1) * weekend * 1.1 * (yearly[month - 1] ?? 1);
}

/** Makes the orders day by day: what is wanted, who cooks, who goes. */
export class Days {
  private orderId = 0;
  private kitchenDayId = 0;
  private readonly crew: Crew;
  private readonly habits: { customer: Customer; habit: Habit; service: ServiceSeed }[];

  constructor(
    private readonly city: City,
    private readonly quotas: Quotas,
  ) {
    this.crew = new Crew(city);
    this.habits = [...city.orders.values()].flatMap((customer) =>
      customer.habits.map((habit) => ({ customer, habit, service: SERVICE.get(habit.service)! })),
    );
  }

  /** The delivery rounds of the day made last. */
  get rounds(): Crew['rounds'] {
    return this.crew.rounds;
  }

  /** The day `offset` days from today: its kitchen days and its orders, with their carers. */
  make(offset: number, ordering = true): { kitchens: KitchenDay[]; orders: Draft[] } {
    const { city } = this;
    const day = addDays(city.today, offset);
    const random = new Random(city.seed, 'day', offset + PAST_DAYS);
    const kitchens = this.kitchens(day);
    this.crew.rounds = [];
    if (!ordering) return { kitchens, orders: [] };
    const byKitchen = new Map(kitchens.map((each) => [`${each.org.id} ${each.meal}`, each]));
    const orders: Draft[] = [];
    const had = new Set<string>();
    const dayOfWeek = weekday(day);
    const factors = new Map(SERVICES.map((service) => [service.code, seasonOf(service, day)]));
    for (const { customer, habit, service } of this.habits) {
      if (habit.from > day || (habit.to !== null && habit.to <= day)) continue;
      if (habit.weekdays.length > 0 && !habit.weekdays.includes(dayOfWeek)) continue;
      if (!this.wanted(random, habit, service, factors.get(service.code)!, offset)) continue;
      const key = `${customer.senior.id} ${service.code}`;
      if (had.has(key)) continue;
      const draft =
        service.form === 'meal'
          ? this.meal(
              random,
              customer,
              habit,
              service,
              byKitchen.get(
                `${city.network.kitchenOf.get(customer.senior.community.street)!.id} ${service.code}`,
              )!,
              offset,
            )
          : this.visit(random, customer, habit, service, day, offset);
      if (!draft) continue;
      had.add(key);
      orders.push(draft);
    }
    this.crew.serve(day, offset, kitchens, orders);
    // A provider without a free carer would not have taken the order.
    const now = city.now.getTime();
    const kept = orders.filter(
      ({ fate, startsAt, windowStart }) => !goes(fate) || startsAt !== null || windowStart > now,
    );
    for (const draft of kept) this.pay(draft);
    return { kitchens, orders: kept };
  }

  private wanted(
    random: Random,
    habit: Habit,
    service: ServiceSeed,
    factor: number,
    offset: number,
  ): boolean {
    // What stands in a standing order is made seven days ahead, whatever the season.
    if (habit.standing !== null && offset > 0) return true;
    const known =
      offset <= 0
        ? 1
        : service.form === 'meal'
          ? offset === 1
            ? 0.6
            : 0
          : ([0, 0.9, 0.5, 0.3][offset] ?? 0.15);
    return random.chance(Math.min(0.97, habit.chance * factor) * known);
  }

  private kitchens(day: string): KitchenDay[] {
    return this.city.network.kitchens.flatMap((org) =>
      (['lunch', 'dinner'] as const).map((meal) => {
        this.kitchenDayId += 1;
        const random = new Random(this.city.seed, `menu${meal}${day}`, org.id);
        const [suits, another, ...others] = this.city.menu.dishes.get(org.id)!;
        // One dish every day that suits nearly everybody.
        const dishes = [
          random.chance(0.5) ? suits! : another!,
          ...random.shuffled(others).slice(0, DISHES_A_DAY[meal] - 1),
        ];
        return {
          id: this.kitchenDayId,
          org,
          day,
          meal,
          dishes,
          cutoff: atLocal(day, MEAL_TIMES[meal].cutoff),
          orders: [],
        };
      }),
    );
  }

  private meal(
    random: Random,
    customer: Customer,
    habit: Habit,
    service: ServiceSeed,
    kitchen: KitchenDay,
    offset: number,
  ): Draft | null {
    const { senior } = customer;
    const suits = kitchen.dishes.filter(
      (dish) =>
        dish.textures.includes(senior.texture) &&
        !dish.allergens.some((code) => senior.allergies.includes(code)),
    );
    if (suits.length === 0) return null;
    const line = {
      dish: random.pick(suits),
      texture: senior.texture,
      quantity: senior.living === 'emptyNest' && random.chance(0.25) ? 2 : 1,
    };
    const times = MEAL_TIMES[kitchen.meal];
    const evening = atLocal(addDays(kitchen.day, -1), '17:00') + random.int(240) * MINUTE;
    const placedAt = random.chance(0.6) ? evening : kitchen.cutoff - random.between(5, 140) * MINUTE;
    const draft = this.draft(random, customer, habit, service, kitchen.org, kitchen.day, offset, placedAt, {
      windowStart: atLocal(kitchen.day, times.start),
      windowEnd: atLocal(kitchen.day, times.end),
      line,
      kitchenDay: kitchen.id,
      latest: random.chance(0.12) ? atLocal(kitchen.day, times.start) - 40 * MINUTE : kitchen.cutoff - MINUTE,
    });
    if (draft) kitchen.orders.push(draft);
    return draft;
  }

  private visit(
    random: Random,
    customer: Customer,
    habit: Habit,
    service: ServiceSeed,
    day: string,
    offset: number,
  ): Draft | null {
    const { senior } = customer;
    const offers = this.crew.providers(service.code, senior.community.county);
    const org = offers[hash(this.city.seed, service.code, senior.id) % offers.length]!;
    const window = WINDOWS[random.chance(0.75) ? habit.window : random.int(WINDOWS.length)]!;
    const windowStart = atLocal(day, window.start);
    const placedAt = windowStart - random.between(1, 5) * DAY - random.between(-180, 240) * MINUTE;
    return this.draft(random, customer, habit, service, org, day, offset, placedAt, {
      windowStart,
      windowEnd: atLocal(day, window.end),
      line: null,
      kitchenDay: null,
      latest: windowStart - 90 * MINUTE,
    });
  }

  private draft(
    random: Random,
    customer: Customer,
    habit: Habit,
    service: ServiceSeed,
    org: Org,
    day: string,
    offset: number,
    wantedAt: number,
    rest: Pick<Draft, 'windowStart' | 'windowEnd' | 'line' | 'kitchenDay'> & { latest: number },
  ): Draft | null {
    const now = this.city.now.getTime();
    const ahead =
      habit.standing !== null ? atLocal(addDays(day, -7), '00:20') + random.int(600_000) : wantedAt;
    const placedAt = ahead < now ? ahead : now - random.between(3, 300) * MINUTE;
    const { latest, ...own } = rest;
    if (placedAt > latest) return null;
    let fate = drawFate(random, service);
    let cancelledAt: number | null = null;
    if (fate === 'cancelled' || fate === 'rejected') {
      cancelledAt = Math.round(placedAt + (latest - placedAt) * random.next());
      if (cancelledAt > now) fate = 'done';
    }
    this.orderId += 1;
    const none = { startsAt: null, endsAt: null, carers: [], round: null, stop: null };
    return {
      id: this.orderId,
      customer,
      habit,
      service,
      org,
      day,
      offset,
      fate,
      placedAt,
      cancelledAt: fate === 'done' ? null : cancelledAt,
      split: { price: 0, subsidy: 0, selfPay: 0 },
      ...own,
      ...none,
    };
  }

  /** Splits the price by what is left of the month's quota, and books the subsidy. */
  private pay(draft: Draft): void {
    const { line, service, org, day } = draft;
    const price = line ? line.dish.price * line.quantity : priceOn(this.city, org.id, service.code, day);
    const left = this.quotas.left(draft.customer.senior, day);
    draft.split = splitPrice(price, left, FIRST_POLICIES.subsidyRules[service.code]);
    const { over, subsidy } = settle(draft, this.city.now.getTime());
    this.quotas.book(draft.customer.senior, day, over ? 'consumed' : 'reserved', subsidy);
  }
}

function drawFate(random: Random, service: ServiceSeed): Fate {
  const meal = service.form === 'meal';
  const draw = random.next();
  const cancelled = meal ? 0.04 : 0.065;
  if (draw < cancelled) return 'cancelled';
  if (draw < cancelled + (meal ? 0 : 0.004)) return 'rejected';
  if (draw < cancelled + 0.02) return 'notAtHome';
  if (service.gate && draw < cancelled + 0.044) return 'refusedForSafety';
  if (!meal && draw < cancelled + 0.046) return 'interrupted';
  return 'done';
}
