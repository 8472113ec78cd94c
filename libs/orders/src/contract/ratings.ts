import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import {
  ORDERING,
  SERVING,
  day,
  done,
  fen,
  id,
  instant,
  orderState,
  serviceCode,
  version,
  words,
} from './shared';

export const rateRoute = route({
  id: 'orders.rate',
  method: 'POST',
  path: '/orders/:id/rating',
  summary: '评价；可以修改，以最后一次为准',
  access: ORDERING,
  params: idParam,
  idempotent: true,
  body: z.object({ stars: z.number().int().min(1).max(5), comment: words(500).optional() }).strict(),
  response: z.object({ orderId: id, stars: z.number().int() }),
});
export const complainRoute = route({
  id: 'orders.complain',
  method: 'POST',
  path: '/orders/:id/complaints',
  summary: '投诉；24 小时内答复',
  access: ORDERING,
  params: idParam,
  idempotent: true,
  body: z.object({ text: words(1000) }).strict(),
  response: done,
});

const complaint = z.object({
  id,
  orderId: id,
  personId: id,
  division: z.string(),
  org: id,
  orgName: z.string(),
  service: serviceCode,
  serviceName: z.string(),
  day,
  orderState,
  text: z.string(),
  at: instant,
  state: z.enum(['open', 'answered', 'closed']),
  answer: z.string().nullable(),
  answeredBy: id.nullable(),
  answeredAt: instant.nullable(),
  deduction: fen,
  version,
});
export const complaintListRoute = route({
  id: 'complaints.list',
  method: 'GET',
  path: '/complaints',
  summary: '投诉列表',
  access: [...SERVING, 'family'],
  query: z
    .object({
      state: z.enum(['open', 'answered', 'closed']).optional(),
      id: z.coerce.number().int().positive().optional(),
      ...pageQuery,
    })
    .strict(),
  response: pageOf(complaint),
});
export const complaintAnswerRoute = route({
  id: 'complaints.answer',
  method: 'POST',
  path: '/complaints/:id/answer',
  summary: '答复投诉',
  access: SERVING,
  params: idParam,
  idempotent: true,
  body: z.object({ version, answer: words(1000) }).strict(),
  response: done,
});
export const complaintCloseRoute = route({
  id: 'complaints.close',
  method: 'POST',
  path: '/complaints/:id/close',
  summary: '投诉办结；查实的可从服务商结算中扣款',
  access: ['city', 'county', 'street', 'dispatcher'],
  params: idParam,
  idempotent: true,
  body: z.object({ version, deduction: fen.min(0).default(0) }).strict(),
  response: done,
});
