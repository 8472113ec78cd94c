import { z } from 'zod';
import { day, idParam, instant, route } from '@heling/platform/contract/route';
import { CERTIFIED_BY, DISABILITIES, FACT_KINDS } from '../domain/states';
import { CLERKS, DESK, id, words } from './shared';

export { FACT_KINDS };
export type FactKind = keyof typeof FACT_KINDS;
const names = <K extends string>(record: Record<K, string>) => z.enum(Object.keys(record) as [K, ...K[]]);
const kinds = Object.keys(FACT_KINDS) as [FactKind, ...FactKind[]];

export const factsRoute = route({
  id: 'benefits.facts',
  method: 'GET',
  path: '/persons/:id/benefit-facts',
  summary: '津贴所依据的情况：生存认证、残疾证、低保、特困、照护需要、外地领取',
  access: DESK,
  params: idParam,
  response: z.object({
    items: z.array(
      z.object({
        id,
        kind: z.enum(kinds),
        kindName: z.string(),
        from: day,
        /** First day no longer; null: still holds. */
        to: day.nullable(),
        grade: z.number().int().nullable(),
        detail: z.string().nullable(),
        recordedAt: instant,
      }),
    ),
  }),
});
export const addFactRoute = route({
  id: 'benefits.addFact',
  method: 'POST',
  path: '/persons/:id/benefit-facts',
  summary: '登记情况：认证方式可为当面、上门、视频、数据比对',
  access: CLERKS,
  params: idParam,
  idempotent: true,
  body: z
    .object({
      kind: z.enum(kinds).exclude(['extension']),
      from: day,
      to: day.optional(),
      grade: z.number().int().min(1).max(4).optional(),
      disability: names(DISABILITIES).optional(),
      certifiedBy: names(CERTIFIED_BY).optional(),
    })
    .strict(),
  response: z.object({ id }),
});
export const withdrawFactRoute = route({
  id: 'benefits.withdrawFact',
  method: 'POST',
  path: '/benefits/facts/:id/withdraw',
  summary: '撤销登记错的情况，或写明从哪天起不再成立',
  access: CLERKS,
  params: idParam,
  idempotent: true,
  body: z.object({ to: day.optional(), reason: words(200) }).strict(),
  response: z.object({ id }),
});

const payee = z.object({
  id,
  /** Masked. */
  name: z.string(),
  bank: z.string(),
  /** Last four digits. */
  account: z.string(),
  proxyRelation: z.string().nullable(),
  from: day,
  state: z.enum(['proposed', 'confirmed', 'rejected']),
  /** The one paid to today. */
  current: z.boolean(),
  canConfirm: z.boolean(),
});
export const payeesRoute = route({
  id: 'benefits.payees',
  method: 'GET',
  path: '/persons/:id/payees',
  summary: '收款账户：只显示末四位；换账户须另一人确认',
  access: DESK,
  params: idParam,
  response: z.object({ items: z.array(payee) }),
});
export const proposePayeeRoute = route({
  id: 'benefits.proposePayee',
  method: 'POST',
  path: '/persons/:id/payees',
  summary: '提出收款账户或代领人，由另一人确认后生效',
  access: ['allowanceClerk', 'street', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  body: z
    .object({
      name: words(40),
      bank: words(60),
      account: z.string().regex(/^\d{8,30}$/, '请输入 8 至 30 位数字的账号'),
      /** The person cannot draw the money themselves: who draws it for them. */
      proxyRelation: words(20).optional(),
      from: day,
    })
    .strict(),
  response: z.object({ id }),
});
export const confirmPayeeRoute = route({
  id: 'benefits.confirmPayee',
  method: 'POST',
  path: '/benefits/payees/:id/confirm',
  summary: '确认或驳回别人提出的收款账户',
  access: ['allowanceClerk', 'street', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  body: z.object({ accept: z.boolean() }).strict(),
  response: z.object({ id }),
});
