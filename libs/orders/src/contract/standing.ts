import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { ORDERING, SERVING, day, done, id, serviceCode, version } from './shared';

const standing = z.object({
  id,
  personId: id,
  org: id,
  orgName: z.string(),
  service: serviceCode,
  serviceName: z.string(),
  weekdays: z.array(z.number().int().min(1).max(7)),
  holidays: z.enum(['keep', 'skip']),
  /** Local start of the window for a visit at home; null for a meal. */
  windowStart: z.string().nullable(),
  from: day,
  to: day.nullable(),
  state: z.enum(['active', 'ended']),
  /** Day of the newest order made from it. */
  madeUntil: day.nullable(),
  version,
});
export const standingListRoute = route({
  id: 'standing.list',
  method: 'GET',
  path: '/standing-orders',
  summary: '长期订单（如工作日午餐）',
  access: [...SERVING, 'family'],
  query: z
    .object({
      personId: z.coerce.number().int().positive().optional(),
      state: z.enum(['active', 'ended']).optional(),
      ...pageQuery,
    })
    .strict(),
  response: pageOf(standing),
});
export const standingCreateRoute = route({
  id: 'standing.create',
  method: 'POST',
  path: '/standing-orders',
  summary: '新建长期订单；系统提前 7 天生成订单',
  access: ORDERING,
  idempotent: true,
  body: z
    .object({
      personId: id,
      org: id,
      service: serviceCode,
      weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
      holidays: z.enum(['keep', 'skip']),
      windowStart: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .optional(),
      from: day,
      to: day.optional(),
    })
    .strict(),
  response: standing,
});
export const standingEndRoute = route({
  id: 'standing.end',
  method: 'POST',
  path: '/standing-orders/:id/end',
  summary: '停止长期订单；已生成的订单照常，可逐个取消',
  access: ORDERING,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: done,
});
