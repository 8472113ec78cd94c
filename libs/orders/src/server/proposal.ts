import { businessDay } from '@heling/platform/domain/calendar';
import { invalid } from '@heling/platform/server/problem';
import type { Wish } from '../contract/orders';
import { splitPrice, type Split } from '../domain/money';
import { monthlyQuota, type PolicyValues } from '../domain/policies';
import { allergyStops, contraindicationStops, textureWarnings, type StopReason } from '../domain/stops';
import { openWindows, type Window } from '../domain/windows';
import type { ServedPerson } from './people-port';
import type { PlacingFacts } from './placing-facts';

/** An order as it would be placed, with everything that speaks against it. */
export interface Proposal {
  split: Split | null;
  /** The month's quota in all, and what remains of it (fen). */
  authorised: number;
  remaining: number;
  org: number | null;
  orgName: string | null;
  window: Window | null;
  windows: Window[];
  portions: number;
  lines: { dishId: number; texture: string; quantity: number; price: number }[];
  stops: StopReason[];
  warnings: StopReason[];
}

/** Works out price, split, stops and warnings; pure but for what it is given. */
export function propose(
  wish: Wish,
  person: ServedPerson,
  facts: PlacingFacts,
  policies: PolicyValues,
  now: Date,
): Proposal {
  const stops: StopReason[] = [];
  const warnings: StopReason[] = [];
  const stop = (code: string, detail: string) => stops.push({ code, detail });
  const { service } = facts;
  if (!service) throw invalid('service', '没有这项服务，请从菜单中选择。');

  if (person.status === 'deceased') stop('deceased', '该老人已登记去世，不能再下单。');
  if (person.status === 'left') stop('left', '该老人已迁出，不能再下单。');
  if (!service.active) stop('notOffered', `${service.name}暂未开放预约。`);
  if (wish.day < businessDay(now)) stop('past', '所选日期已经过去。');
  stops.push(...contraindicationStops(service, person.conditions, wish.day));

  const authorised = Math.max(
    facts.quota?.authorised ?? 0,
    monthlyQuota(policies.subsidyQuota, { needLevel: person.needLevel, priority: person.priority }),
  );
  const remaining = authorised - (facts.quota?.reserved ?? 0) - (facts.quota?.consumed ?? 0);
  const base = { authorised, remaining, stops, warnings };
  if (facts.duplicate) {
    warnings.push({ code: 'duplicate', detail: `老人当天已经订过${service.name}。` });
  }
  const rule = policies.subsidyRules[service.code];

  if (service.form === 'meal') {
    const { kitchen } = facts;
    const none = {
      ...base,
      split: null,
      org: null,
      orgName: null,
      window: null,
      windows: [],
      lines: [],
      portions: 0,
    };
    if (!wish.kitchenDay || !wish.lines) {
      if (stops.length === 0) throw invalid('lines', '请选择助餐点和菜品。');
      return none;
    }
    if (!kitchen || kitchen.day !== wish.day || kitchen.meal !== service.code) {
      throw invalid('kitchenDay', '这一天没有这一餐的菜单，请重新选择。');
    }
    if (!kitchen.served) stop('area', `${kitchen.name}不送老人所在的社区。`);
    const lines = wish.lines.map((line) => {
      const dish = kitchen.dishes.find((each) => each.id === line.dishId);
      if (!dish) throw invalid('lines', '所选的菜不在当天的菜单里，请重新选择。');
      if (!dish.textures.includes(line.texture)) {
        throw invalid('lines', `“${dish.name}”没有所选的质地，请重新选择。`);
      }
      stops.push(...allergyStops(dish, person.allergies));
      return { ...line, name: dish.name, price: dish.price };
    });
    warnings.push(...textureWarnings(lines, person.texture));
    const portions = lines.reduce((sum, line) => sum + line.quantity, 0);
    if (now >= new Date(kitchen.cutoff_at) || kitchen.sheet) stop('cutoff', '已过当天的订餐截止时间。');
    if (kitchen.left < portions) {
      stop('capacity', kitchen.left > 0 ? `只剩 ${kitchen.left} 份。` : '当天的份数已经订完。');
    }
    const price = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
    const window = { start: new Date(kitchen.window_start), end: new Date(kitchen.window_end) };
    return {
      ...base,
      split: splitPrice(price, remaining, rule),
      org: kitchen.org,
      orgName: kitchen.name,
      window,
      windows: [window],
      portions,
      lines: lines.map(({ dishId, texture, quantity, price: each }) => ({
        dishId,
        texture,
        quantity,
        price: each,
      })),
    };
  }

  if (wish.kitchenDay) throw invalid('kitchenDay', '这项服务不按餐次预订，请选择上门的时间段。');
  const windows = openWindows(wish.day, now, policies.visitWindows, policies.bookingRules);
  const { offer } = facts;
  if (!offer) stop('area', `老人所在的社区当天没有机构提供${service.name}。`);
  let window: Window | null = null;
  if (wish.window) {
    const start = new Date(wish.window.start).getTime();
    const end = new Date(wish.window.end).getTime();
    window = windows.find((each) => each.start.getTime() === start && each.end.getTime() === end) ?? null;
    if (!window) stop('window', '所选的时间段不能预约，请换一个时间段。');
  } else if (windows.length === 0) stop('window', '这一天没有可以预约的时间段，请换一天。');
  return {
    ...base,
    split: offer ? splitPrice(offer.price, remaining, rule) : null,
    org: offer?.org ?? null,
    orgName: offer?.name ?? null,
    window,
    windows,
    portions: 0,
    lines: [],
  };
}
