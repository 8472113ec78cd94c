import { z } from 'zod';
import { fileAnswer, idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import {
  ORDERING,
  SERVING,
  button,
  day,
  done,
  fen,
  id,
  instant,
  orderState,
  reason,
  serviceCode,
  split,
  texture,
  version,
  visitState,
  window,
  words,
} from './shared';

/** What is asked for. A meal names a kitchen day and lines; a visit a provider (or none: the cheapest) and a window. */
const wish = z
  .object({
    personId: id,
    service: serviceCode,
    day,
    org: id.optional(),
    kitchenDay: id.optional(),
    lines: z
      .array(z.object({ dishId: id, texture, quantity: z.number().int().min(1).max(5) }).strict())
      .min(1)
      .max(8)
      .optional(),
    window: window.optional(),
  })
  .strict();
export type Wish = z.output<typeof wish>;

export const quoteRoute = route({
  id: 'orders.quote',
  method: 'POST',
  path: '/orders/quote',
  summary: '下单前试算：价格、补贴、自付、不能下单的原因和提醒',
  access: ORDERING,
  body: wish,
  response: z.object({
    split: split.nullable(),
    /** What remains of this month's subsidy before this order (fen). */
    remaining: fen,
    org: id.nullable(),
    orgName: z.string().nullable(),
    window: window.nullable(),
    /** Windows that can still be chosen on that day. */
    windows: z.array(window.extend({ label: z.string() })),
    stops: z.array(reason),
    warnings: z.array(reason),
    /** The rule of cancelling as a sentence. */
    cancelRule: z.string(),
  }),
});

export const placeRoute = route({
  id: 'orders.place',
  method: 'POST',
  path: '/orders',
  summary: '下单；有提醒时须写明仍要下单的原因，有禁止项时不能下单',
  access: ORDERING,
  idempotent: true,
  body: wish.extend({
    channel: z.enum(['family', 'phone', 'street']),
    overrideReason: words(200).optional(),
    /** The own part as shown; a different price refuses the order instead of surprising the person. */
    expectedSelfPay: fen.optional(),
  }),
  response: z.object({
    id,
    visitId: id,
    state: orderState,
    payState: z.enum(['none', 'due', 'paid', 'refunding', 'refunded']),
    split,
    version,
  }),
});

const filters = {
  from: day.optional(),
  to: day.optional(),
  state: orderState.optional(),
  service: serviceCode.optional(),
  personId: id.optional(),
  org: id.optional(),
  payState: z.enum(['none', 'due', 'paid', 'refunding', 'refunded']).optional(),
};
export const orderItem = z.object({
  id,
  personId: id,
  /** Whole while the visit is open for those who serve, else masked; null when it can no longer be read. */
  personName: z.string().nullable(),
  division: z.string(),
  org: id,
  orgName: z.string(),
  service: serviceCode,
  serviceName: z.string(),
  state: orderState,
  stateName: z.string(),
  day,
  window,
  channel: z.enum(['family', 'phone', 'street', 'standing']),
  placedAt: instant,
  split,
  payState: z.enum(['none', 'due', 'paid', 'refunding', 'refunded']),
  visitId: id,
  visitState,
  visitStateName: z.string(),
  version,
});
export const listRoute = route({
  id: 'orders.list',
  method: 'POST',
  path: '/orders/search',
  summary: '订单列表',
  access: [...SERVING, 'family', 'auditor'],
  body: z
    .object({ ...filters, cursor: pageQuery.cursor, limit: z.number().int().min(1).max(200).default(50) })
    .strict(),
  response: pageOf(orderItem),
});

export const pageRoute = route({
  id: 'orders.page',
  method: 'GET',
  path: '/orders/:id',
  summary: '订单页：订单、上门、经过、护理员、付款、评价、可做的操作',
  access: [...SERVING, 'family', 'auditor'],
  params: idParam,
  response: orderItem.extend({
    lines: z.array(
      z.object({ dishId: id, name: z.string(), texture, quantity: z.number().int(), price: fen }),
    ),
    overrideReason: z.string().nullable(),
    cancelReason: z.string().nullable(),
    /** Only for those who serve the open visit. */
    recipient: z
      .object({
        name: z.string(),
        phone: z.string().nullable(),
        address: z.string(),
        warnings: z.array(z.string()),
      })
      .nullable(),
    startsAt: instant.nullable(),
    minutes: z.number().int(),
    arrivedAt: instant.nullable(),
    doneAt: instant.nullable(),
    outcome: z.string().nullable(),
    visitVersion: version,
    carers: z.array(z.object({ carerId: id, name: z.string(), phone: z.string() })),
    transitions: z.array(
      z.object({
        at: instant,
        about: z.enum(['order', 'visit']),
        command: z.string(),
        label: z.string(),
        state: z.string(),
        stateName: z.string(),
        accountId: id.nullable(),
        device: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
    payments: z.array(
      z.object({
        id,
        channel: z.string(),
        amount: fen,
        state: z.string(),
        reference: z.string(),
        createdAt: instant,
      }),
    ),
    rating: z.object({ stars: z.number().int(), comment: z.string().nullable() }).nullable(),
    complaints: z.array(
      z.object({
        id,
        text: z.string(),
        at: instant,
        state: z.string(),
        answer: z.string().nullable(),
        answeredAt: instant.nullable(),
        version,
      }),
    ),
    evidence: z.array(z.object({ id, kind: z.string(), takenAt: instant })),
    /** Own part that would go back if it were cancelled now (fen); null when it cannot be. */
    refundIfCancelled: fen.nullable(),
    commands: z.array(button),
    /** What is still to be paid (fen): of a failed or cancelled order the part that is charged; 0 when nothing is due. */
    amountDue: fen,
    canPay: z.boolean(),
    canRate: z.boolean(),
    canComplain: z.boolean(),
  }),
});

const act = { access: ORDERING, params: idParam, idempotent: true } as const;
const acted = done.extend({ state: orderState, refund: fen });
export const cancelRoute = route({
  ...act,
  id: 'orders.cancel',
  method: 'POST',
  path: '/orders/:id/cancel',
  summary: '取消订单；按提前时间退款，释放补贴额度和份数',
  body: z.object({ version, reason: words(200) }).strict(),
  response: acted,
});
export const vetoRoute = route({
  ...act,
  id: 'orders.veto',
  method: 'POST',
  path: '/orders/:id/veto',
  summary: '老人本人否决别人代下的订单；全额退款',
  access: ['family'],
  body: z.object({ version, reason: words(200) }).strict(),
  response: acted,
});
export const confirmRoute = route({
  ...act,
  id: 'orders.confirm',
  method: 'POST',
  path: '/orders/:id/confirm',
  summary: '确认接单',
  access: ['city', 'county', 'dispatcher', 'providerManager'],
  body: z.object({ version }).strict(),
  response: acted,
});
export const rejectRoute = route({
  ...act,
  id: 'orders.reject',
  method: 'POST',
  path: '/orders/:id/reject',
  summary: '拒单；全额退款，释放补贴额度和份数',
  access: ['city', 'county', 'dispatcher', 'providerManager'],
  body: z.object({ version, reason: words(200) }).strict(),
  response: acted,
});

export const exportRoute = route({
  id: 'orders.export',
  method: 'POST',
  path: '/orders/export',
  summary: '导出订单（CSV 或 XLSX，带水印，最多 20000 行）',
  access: SERVING,
  ratePerMinute: 6,
  download: true,
  body: z.object({ ...filters, format: z.enum(['csv', 'xlsx']) }).strict(),
  response: fileAnswer,
});
