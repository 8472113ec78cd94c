import { z } from 'zod';
import { idParam, route } from '@heling/platform/contract/route';
import {
  ORDERING,
  PRICING,
  SERVING,
  allergen,
  day,
  divisionCode,
  fen,
  id,
  instant,
  meal,
  reason,
  serviceCode,
  split,
  texture,
  version,
} from './shared';

const offer = z.object({ org: id, orgName: z.string(), price: fen, split: split.nullable() });
const service = z.object({
  code: serviceCode,
  category: z.enum(['living', 'health', 'culture', 'comfort', 'errands']),
  categoryName: z.string(),
  form: z.enum(['visit', 'meal', 'stay', 'activity']),
  name: z.string(),
  unit: z.string(),
  minutes: z.number().int(),
  carers: z.number().int(),
  gate: z.boolean(),
  active: z.boolean(),
  /** Providers that offer it here on that day, the cheapest for the person first; empty: not offered. */
  offers: z.array(offer),
});

/** The menu on a day; with a person, prices are split and contraindications shown. */
export const menuRoute = route({
  id: 'orders.menu',
  method: 'POST',
  path: '/orders/menu',
  summary: '服务菜单：某天在某地（或某位老人）可以预约的服务、价格和补贴',
  access: [...SERVING, 'family'],
  body: z.object({ personId: id.optional(), division: divisionCode.optional(), day }).strict(),
  response: z.object({
    services: z.array(service.extend({ stops: z.array(reason) })),
    /** What remains of the person's subsidy this month (fen); null without a person. */
    remaining: fen.nullable(),
  }),
});

export const nutrition = { kcal: z.number().int(), protein: z.number().int(), saltMg: z.number().int() };
const dish = z.object({
  id,
  name: z.string(),
  price: fen,
  textures: z.array(texture),
  allergens: z.array(allergen),
  ...nutrition,
});

/** What a person can eat: kitchens that serve them on that day, with dishes, places left and cut-off. */
export const dishesRoute = route({
  id: 'orders.dishes',
  method: 'POST',
  path: '/orders/dishes',
  summary: '某天某餐可订的菜品、余量和截止时间；对老人过敏的菜会写明原因',
  access: ORDERING,
  body: z.object({ personId: id, day, meal }).strict(),
  response: z.object({
    texture,
    remaining: fen,
    kitchens: z.array(
      z.object({
        kitchenDay: id,
        org: id,
        orgName: z.string(),
        cutoffAt: instant,
        open: z.boolean(),
        left: z.number().int(),
        window: z.object({ start: instant, end: instant }),
        dishes: z.array(dish.extend({ split, suits: z.boolean(), stops: z.array(reason) })),
      }),
    ),
  }),
});

const pricePeriod = z.object({
  id,
  org: id,
  orgName: z.string(),
  service: serviceCode,
  serviceName: z.string(),
  price: fen,
  from: day,
  /** The first day on which it no longer holds; null: it holds until a new one is set. */
  to: day.nullable().describe('失效日：从这一天起不再有效（不含当天）'),
});
export const pricesRoute = route({
  id: 'orders.prices',
  method: 'GET',
  path: '/orders/prices',
  summary: '价目表',
  access: SERVING,
  query: z
    .object({ org: z.coerce.number().int().positive().optional(), service: serviceCode.optional() })
    .strict(),
  response: z.object({ items: z.array(pricePeriod) }),
});
export const setPriceRoute = route({
  id: 'orders.setPrice',
  method: 'POST',
  path: '/orders/prices',
  summary: '从某天起改价；已下的订单不变',
  access: PRICING,
  idempotent: true,
  body: z.object({ org: id, service: serviceCode, price: fen.min(0).max(10_000_000), from: day }).strict(),
  response: z.object({ id }),
});

export const areasRoute = route({
  id: 'orders.areas',
  method: 'GET',
  path: '/orders/areas',
  summary: '服务商的服务区域',
  access: SERVING,
  query: z.object({ org: z.coerce.number().int().positive() }).strict(),
  response: z.object({ items: z.array(z.object({ service: serviceCode, division: divisionCode })) }),
});
export const setAreasRoute = route({
  id: 'orders.setAreas',
  method: 'POST',
  path: '/orders/areas',
  summary: '设定服务商某项服务的区域',
  access: ['city', 'county'],
  idempotent: true,
  body: z.object({ org: id, service: serviceCode, divisions: z.array(divisionCode).max(300) }).strict(),
  response: z.object({ count: z.number().int() }),
});

const dishRow = dish.extend({ org: id, active: z.boolean(), version });
export const dishListRoute = route({
  id: 'orders.dishList',
  method: 'GET',
  path: '/orders/dish-list',
  summary: '助餐点的菜品库',
  access: SERVING,
  query: z.object({ org: z.coerce.number().int().positive() }).strict(),
  response: z.object({ items: z.array(dishRow) }),
});
export const saveDishRoute = route({
  id: 'orders.saveDish',
  method: 'POST',
  path: '/orders/dish-list',
  summary: '新增或修改菜品',
  access: PRICING,
  idempotent: true,
  body: z
    .object({
      id: id.optional(),
      version: version.optional(),
      org: id,
      name: z.string().trim().min(1).max(40),
      price: fen.min(0).max(100_000),
      textures: z.array(texture).min(1).max(4),
      allergens: z.array(allergen).max(10),
      kcal: z.number().int().min(0).max(3000),
      protein: z.number().int().min(0).max(300),
      saltMg: z.number().int().min(0).max(20_000),
      active: z.boolean(),
    })
    .strict(),
  response: dishRow,
});

const kitchenDay = z.object({
  id,
  org: id,
  orgName: z.string(),
  day,
  meal,
  capacity: z.number().int(),
  taken: z.number().int(),
  cutoffAt: instant,
  window: z.object({ start: instant, end: instant }),
  dishes: z.array(z.object({ id, name: z.string() })),
  sheetAt: instant.nullable(),
});
export const kitchenDaysRoute = route({
  id: 'orders.kitchenDays',
  method: 'GET',
  path: '/orders/kitchen-days',
  summary: '每周菜单：助餐点每天的菜品、份数上限和截止时间',
  access: SERVING,
  query: z.object({ org: z.coerce.number().int().positive().optional(), from: day, to: day }).strict(),
  response: z.object({ items: z.array(kitchenDay) }),
});
export const saveKitchenDayRoute = route({
  id: 'orders.saveKitchenDay',
  method: 'POST',
  path: '/orders/kitchen-days',
  summary: '设定某天某餐的菜品、份数上限和截止时间；已有订单的份数和菜品不能减掉',
  access: PRICING,
  idempotent: true,
  body: z
    .object({
      org: id,
      day,
      meal,
      capacity: z.number().int().min(0).max(5000),
      cutoffAt: instant,
      windowStart: instant,
      windowEnd: instant,
      dishes: z.array(id).min(1).max(30),
    })
    .strict(),
  response: kitchenDay,
});

export const policiesRoute = route({
  id: 'orders.policies',
  method: 'GET',
  path: '/orders/policies',
  summary: '政策数据：补贴额度、取消规则等，按生效日期',
  access: SERVING,
  response: z.object({ items: z.array(z.object({ key: z.string(), from: day, value: z.unknown() })) }),
});

export { idParam };
