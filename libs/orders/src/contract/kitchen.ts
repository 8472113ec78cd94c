import { z } from 'zod';
import { fileAnswer, idParam, route } from '@heling/platform/contract/route';
import { SERVING, day, id, instant, meal, texture, version, visitState } from './shared';

const sheetRow = z.object({
  dishId: id,
  name: z.string(),
  texture,
  quantity: z.number().int(),
});
export const sheetRoute = route({
  id: 'kitchen.sheet',
  method: 'GET',
  path: '/kitchen/days/:id/sheet',
  summary: '备餐单：按菜品和质地计数；截止后定稿，与订单一致',
  access: SERVING,
  params: idParam,
  response: z.object({
    kitchenDay: id,
    org: id,
    orgName: z.string(),
    day,
    meal,
    cutoffAt: instant,
    /** When it was set; null before the cut-off: the count so far. */
    setAt: instant.nullable(),
    rows: z.array(sheetRow),
    portions: z.number().int(),
    orders: z.number().int(),
    /** Portions whose orders were cancelled after the sheet was set: cooked, not to be delivered. */
    cancelledAfter: z.array(sheetRow),
    asOf: z.string(),
  }),
});

const stop = z.object({
  visitId: id,
  orderId: id,
  stop: z.number().int().nullable(),
  state: visitState,
  stateName: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  address: z.string(),
  warnings: z.array(z.string()),
  lng: z.number(),
  lat: z.number(),
  portions: z.array(z.object({ name: z.string(), texture, quantity: z.number().int() })),
});
const round = z.object({
  id,
  org: id,
  day,
  meal,
  courierId: id,
  state: z.enum(['planned', 'underWay', 'done']),
  version,
  stops: z.array(stop),
});
export const roundsRoute = route({
  id: 'kitchen.rounds',
  method: 'GET',
  path: '/kitchen/days/:id/rounds',
  summary: '送餐路线和还没有排进路线的送餐',
  access: SERVING,
  params: idParam,
  response: z.object({ rounds: z.array(round), unplanned: z.array(stop), asOf: z.string() }),
});
export const makeRoundsRoute = route({
  id: 'kitchen.makeRounds',
  method: 'POST',
  path: '/kitchen/days/:id/rounds',
  summary: '把未排的送餐分给送餐员：按位置分组排序',
  access: SERVING,
  params: idParam,
  idempotent: true,
  body: z.object({ couriers: z.array(id).min(1).max(20) }).strict(),
  response: z.object({
    rounds: z.number().int(),
    results: z.array(z.object({ visitId: id, ok: z.boolean(), detail: z.string().nullable() })),
  }),
});
export const assignRoundRoute = route({
  id: 'kitchen.assignRound',
  method: 'POST',
  path: '/kitchen/rounds/:id/courier',
  summary: '换送餐员',
  access: SERVING,
  params: idParam,
  idempotent: true,
  body: z.object({ version, courierId: id }).strict(),
  response: z.object({
    version,
    results: z.array(z.object({ visitId: id, ok: z.boolean(), detail: z.string().nullable() })),
  }),
});
export const sheetExportRoute = route({
  id: 'kitchen.sheetExport',
  method: 'GET',
  path: '/kitchen/days/:id/sheet.xlsx',
  summary: '导出备餐单',
  access: SERVING,
  ratePerMinute: 30,
  download: true,
  params: idParam,
  response: fileAnswer,
});
