import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import type { Role } from '@heling/platform/contract/roles';

const id = z.number().int().positive();
const KEEPERS: readonly Role[] = ['systemAdmin'];

export const webhook = z.object({
  id,
  /** Events of this division and below are posted. */
  division: z.string(),
  url: z.string(),
  /** Whole topics (`visit.changed`) or their beginning with a star (`visit.*`). */
  topics: z.array(z.string()),
  state: z.enum(['active', 'paused', 'removed']),
  createdAt: z.string(),
  waiting: z.number().int(),
  delivered: z.number().int(),
  givenUp: z.number().int(),
  version: z.number().int(),
});

const url = z.url({ protocol: /^https?$/ }).max(500);
const topics = z
  .array(
    z
      .string()
      .max(60)
      .regex(/^[a-z][A-Za-z]*\.(\*|[A-Za-z]+)$/),
  )
  .min(1)
  .max(20);

export const listWebhooks = route({
  id: 'exchange.listWebhooks',
  method: 'GET',
  path: '/webhooks',
  summary: '事件推送（Webhook）列表',
  access: ['systemAdmin', 'securityAdmin', 'auditor'],
  response: z.object({ items: z.array(webhook) }),
});

export const createWebhook = route({
  id: 'exchange.createWebhook',
  method: 'POST',
  path: '/webhooks',
  summary: '登记事件推送；签名密钥只显示一次',
  access: KEEPERS,
  body: z.object({ division: z.string().regex(/^4106(\d{2}(\d{3}(\d{3})?)?)?$/), url, topics }).strict(),
  response: z.object({ item: webhook, secret: z.string() }),
});

export const setWebhookState = route({
  id: 'exchange.setWebhookState',
  method: 'POST',
  path: '/webhooks/:id/state',
  summary: '暂停、恢复或删除事件推送',
  access: KEEPERS,
  params: idParam,
  body: z.object({ version: z.number().int(), state: z.enum(['active', 'paused', 'removed']) }).strict(),
  response: webhook,
});

export const webhookDeliveries = route({
  id: 'exchange.webhookDeliveries',
  method: 'GET',
  path: '/webhooks/:id/deliveries',
  summary: '一个推送地址的投递情况，新的在前',
  access: ['systemAdmin', 'securityAdmin', 'auditor'],
  params: idParam,
  query: z.object(pageQuery).strict(),
  response: pageOf(
    z.object({
      outboxId: z.number().int(),
      state: z.enum(['waiting', 'delivered', 'given_up']),
      attempts: z.number().int(),
      nextAt: z.string().nullable(),
      lastStatus: z.number().int().nullable(),
    }),
  ),
});
