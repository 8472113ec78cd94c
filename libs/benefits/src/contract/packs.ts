import { z } from 'zod';
import { idParam, instant, month, route } from '@heling/platform/contract/route';
import { changed, DESK, id, scheme, version } from './shared';

const pack = z.object({
  id,
  scheme,
  schemeName: z.string(),
  packVersion: z.string(),
  jurisdiction: z.string(),
  /** First month whose run is judged by this pack. */
  effectiveFrom: month,
  /** Days of the public notice (公示) before a decision stands. */
  noticeDays: z.number().int(),
  /** The pack as `heling benefits explain` takes it. */
  data: z.record(z.string(), z.unknown()),
  state: z.enum(['draft', 'signed', 'published']),
  /** The caller may give the next signature. */
  canSign: z.boolean(),
  draftedAt: instant,
  publishedAt: instant.nullable(),
  version,
});
export const packsRoute = route({
  id: 'benefits.packs',
  method: 'GET',
  path: '/benefits/packs',
  summary: '津贴政策包：各版本、生效月份、签字情况',
  access: DESK,
  response: z.object({ items: z.array(pack) }),
});
export const draftPackRoute = route({
  id: 'benefits.draftPack',
  method: 'POST',
  path: '/benefits/packs',
  summary: '起草政策包：逐年龄逐月份检查标准有无重叠、缺漏、没写金额；同一版本不能起草两次',
  access: ['city', 'county', 'allowanceReviewer'],
  idempotent: true,
  body: z
    .object({
      pack: z.record(z.string(), z.unknown()),
      effectiveFrom: month,
      noticeDays: z.number().int().min(1).max(60).default(7),
    })
    .strict(),
  response: changed,
});
export const redraftPackRoute = route({
  id: 'benefits.redraftPack',
  method: 'POST',
  path: '/benefits/packs/:id',
  summary: '修改还没有人签字的草案；改后须重新试算',
  access: ['city', 'county', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  body: z
    .object({
      version,
      pack: z.record(z.string(), z.unknown()),
      effectiveFrom: month,
      noticeDays: z.number().int().min(1).max(60),
    })
    .strict(),
  response: changed,
});
export const signPackRoute = route({
  id: 'benefits.signPack',
  method: 'POST',
  path: '/benefits/packs/:id/sign',
  summary: '签字；两个不同的人签字后公布，从生效月份起按它发放',
  access: ['city', 'county', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: changed.extend({ published: z.boolean() }),
});
