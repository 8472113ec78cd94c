import { z } from 'zod';
import { idParam, route } from '@heling/platform/contract/route';
import { done, id } from './shared';

export const listSessions = route({
  id: 'access.listSessions',
  method: 'GET',
  path: '/sessions',
  summary: '自己在各设备上的登录',
  access: 'session',
  response: z.object({
    items: z.array(
      z.object({
        id,
        device: z.string(),
        address: z.string(),
        createdAt: z.string(),
        seenAt: z.string(),
        expiresAt: z.string(),
        /** The session that asks. */
        current: z.boolean(),
      }),
    ),
  }),
});

export const endSession = route({
  id: 'access.endSession',
  method: 'POST',
  path: '/sessions/:id/end',
  summary: '结束自己的一处登录',
  access: 'session',
  params: idParam,
  response: done,
});

export const endOtherSessions = route({
  id: 'access.endOtherSessions',
  method: 'POST',
  path: '/sessions/end-others',
  summary: '结束其他设备上的全部登录',
  access: 'session',
  response: z.object({ ended: z.number().int() }),
});
