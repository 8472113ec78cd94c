import { z } from 'zod';
import { idParam, route } from '@heling/platform/contract/route';
import { ORDERING, fen, id, instant } from './shared';

export const paymentState = z.enum(['waiting', 'paid', 'failed', 'refunding', 'refunded']);
const payment = z.object({
  id,
  orderId: id,
  channel: z.string(),
  amount: fen,
  state: paymentState,
  reference: z.string(),
});
const reference = z.string().regex(/^[A-Z0-9]{10,40}$/);

export const startRoute = route({
  id: 'payments.start',
  method: 'POST',
  path: '/orders/:id/payments',
  summary: '开始付款；返回支付渠道的页面地址',
  access: ORDERING,
  params: idParam,
  idempotent: true,
  body: z.object({ channel: z.enum(['wechat', 'alipay', 'sandbox']) }).strict(),
  response: payment.extend({
    /** Where the payer goes: in the sandbox a page of ours. */
    goTo: z.string(),
  }),
});
export const paymentPageRoute = route({
  id: 'payments.page',
  method: 'GET',
  path: '/payments/:reference',
  summary: '沙箱收银台的数据',
  access: 'session',
  params: z.object({ reference }).strict(),
  response: payment.extend({ serviceName: z.string(), createdAt: instant }),
});
/** The sandbox gateway's page: what the payer does there; the gateway then notifies us, signed. */
export const sandboxRoute = route({
  id: 'payments.sandbox',
  method: 'POST',
  path: '/payments/:reference/sandbox',
  summary: '沙箱收银台：付款、失败、延迟到账、重复通知',
  access: 'session',
  params: z.object({ reference }).strict(),
  body: z.object({ action: z.enum(['pay', 'fail', 'delay', 'double']) }).strict(),
  response: z.object({ state: paymentState, notifications: z.number().int() }),
});
/** The gateway's notification; its signature is checked, repeats change nothing. */
export const notifyRoute = route({
  id: 'payments.notify',
  method: 'POST',
  path: '/payments/notify/:channel',
  summary: '支付渠道的异步通知',
  access: 'public',
  ratePerMinute: 3000,
  params: z.object({ channel: z.enum(['wechat', 'alipay', 'sandbox']) }).strict(),
  body: z
    .object({
      reference,
      amount: fen,
      result: z.enum(['paid', 'failed', 'refunded']),
      at: instant,
      nonce: z.string().min(8).max(64),
      signature: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .strict(),
  response: z.object({ accepted: z.literal(true) }),
});
