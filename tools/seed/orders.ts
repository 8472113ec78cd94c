import { AHEAD_DAYS, PAST_DAYS } from './customers';
import { Days } from './orders-days';
import { MEAL_TIMES } from './menu';
import { Quotas } from './quotas';
import type { Seals } from './seals';
import { Statements } from './statements';
import { Story } from './story';
import type { Sink } from './tables';
import { atLocal } from './days';
import type { City, KitchenDay } from './model';

/** Kitchens' menus are set so many days ahead. */
const MENU_DAYS = 14;

/** Writes the two past years of orders, what is going on now, and what is ordered for the days ahead. */
export async function writeOrders(city: City, seals: Seals, sink: Sink): Promise<void> {
  const quotas = new Quotas();
  const statements = new Statements(city, sink);
  const story = new Story(city, seals, statements, sink);
  const days = new Days(city, quotas);
  const capacity = new Map<string, number>();
  writeStanding(city, sink);
  quotas.authoriseAll(city);
  for (let offset = -PAST_DAYS; offset <= MENU_DAYS; offset += 1) {
    const { kitchens, orders } = days.make(offset, offset <= AHEAD_DAYS);
    for (const kitchen of kitchens) writeKitchenDay(city, sink, kitchen, capacity);
    writeRounds(city, sink, days);
    for (const draft of orders) story.write(draft);
    if (kitchens[0]!.day.endsWith('-02')) quotas.write(sink, kitchens[0]!.day);
    await sink.ready();
  }
  quotas.write(sink);
  statements.write();
}

function writeStanding(city: City, sink: Sink): void {
  for (const { senior, habits } of city.orders.values()) {
    for (const { standing, service, weekdays, from } of habits) {
      if (standing === null) continue;
      const org = city.network.kitchenOf.get(senior.community.street)!;
      const by = senior.account ?? city.staff.streetWorker(senior.community.street);
      sink.row('standing_orders', [
        standing,
        senior.id,
        senior.community.code,
        org.id,
        service,
        weekdays,
        'keep',
        null,
        from,
        by,
      ]);
    }
  }
}

/** The count sheet is that of the orders at the cut-off; portions cancelled later stay taken. */
function writeKitchenDay(city: City, sink: Sink, kitchen: KitchenDay, capacities: Map<string, number>): void {
  const { id, org, day, meal, dishes, cutoff, orders } = kitchen;
  const set = cutoff < city.now.getTime();
  const counted = orders.filter(({ cancelledAt }) => cancelledAt === null || (set && cancelledAt > cutoff));
  const taken = counted.reduce((sum, { line }) => sum + line!.quantity, 0);
  const key = `${org.id} ${meal}`;
  // A kitchen cooks for some more than usually come.
  const capacity = Math.max(capacities.get(key) ?? 20, Math.ceil((taken * 1.2 + 8) / 10) * 10);
  capacities.set(key, capacity);
  const times = MEAL_TIMES[meal];
  const sheet = set ? { rows: sheetRows(counted), orders: counted.length } : null;
  sink.row('kitchen_days', [
    id,
    org.id,
    day,
    meal,
    capacity,
    taken,
    cutoff,
    atLocal(day, times.start),
    atLocal(day, times.end),
    sheet,
    set ? cutoff + 4000 : null,
  ]);
  for (const dish of dishes) sink.row('kitchen_day_dishes', [id, dish.id]);
}

function sheetRows(orders: KitchenDay['orders']): object[] {
  const rows = new Map<string, { dishId: number; name: string; texture: string; quantity: number }>();
  for (const { line } of orders) {
    const { dish, texture, quantity } = line!;
    const key = `${String(dish.id).padStart(6, '0')} ${texture}`;
    const row = rows.get(key);
    if (row) row.quantity += quantity;
    else rows.set(key, { dishId: dish.id, name: dish.name, texture, quantity });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function writeRounds(city: City, sink: Sink, days: Days): void {
  const now = city.now.getTime();
  for (const { id, kitchen, courier, drafts } of days.rounds) {
    const state =
      drafts.at(-1)!.endsAt! <= now ? 'done' : drafts[0]!.startsAt! <= now ? 'underWay' : 'planned';
    sink.row('delivery_rounds', [
      id,
      kitchen.org.id,
      kitchen.org.street.code,
      kitchen.day,
      kitchen.meal,
      courier.id,
      state,
    ]);
  }
}
