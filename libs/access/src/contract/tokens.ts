import { z } from 'zod';
import { day, idParam, route } from '@heling/platform/contract/route';
import { done, id, words } from './shared';

export const apiToken = z.object({
  id,
  accountId: id,
  accountName: z.string(),
  name: z.string(),
  /** Ids of the endpoints that it may call, as in OpenAPI's operationId. */
  routes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
});

export const listTokens = route({
  id: 'access.listTokens',
  method: 'GET',
  path: '/tokens',
  summary: '接口令牌列表',
  access: ['systemAdmin', 'securityAdmin', 'auditor'],
  response: z.object({ items: z.array(apiToken) }),
});

export const createToken = route({
  id: 'access.createToken',
  method: 'POST',
  path: '/tokens',
  summary: '为对接系统的账号签发接口令牌；令牌只显示一次',
  access: ['systemAdmin'],
  body: z
    .object({
      accountId: id,
      name: words(60),
      routes: z.array(z.string().max(80)).min(1).max(100),
      /** Last day; at most one year from today. */
      expiresOn: day,
    })
    .strict(),
  response: z.object({ token: z.string(), item: apiToken }),
});

export const revokeToken = route({
  id: 'access.revokeToken',
  method: 'POST',
  path: '/tokens/:id/revoke',
  summary: '吊销接口令牌，立即生效',
  access: ['systemAdmin', 'securityAdmin'],
  params: idParam,
  response: done,
});
