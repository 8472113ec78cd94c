import { z } from 'zod';
import { instant, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { id } from './shared';

export const auditRow = z.object({
  id,
  at: z.string(),
  accountId: id.nullable(),
  /** Name of the account; null for the system itself. */
  accountName: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  subjectId: z.number().int().nullable(),
  personId: id.nullable(),
  division: z.string(),
  purpose: z.string().nullable(),
  requestId: z.string().nullable(),
  address: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  /** Chained by the sealer. */
  sealed: z.boolean(),
});

/** Without an account or a person the log is read by its time: so many days at once. */
export const AUDIT_DAYS = 93;

export const searchAudit = route({
  id: 'access.searchAudit',
  method: 'POST',
  path: '/audit/search',
  summary: '审计查询（审计员），新的在前；不指明账号或老人而按动作查的，须给出 93 天以内的起止时间',
  access: ['auditor'],
  body: z
    .object({
      ...pageQuery,
      from: instant.optional(),
      to: instant.optional(),
      accountId: id.optional(),
      personId: id.optional(),
      /** Whole action or its beginning, e.g. `access.` */
      action: z.string().trim().max(80).optional(),
    })
    .strict(),
  response: pageOf(auditRow),
});

export const auditState = route({
  id: 'access.auditState',
  method: 'GET',
  path: '/audit/state',
  summary: '审计封存的状态：已封到哪一条、还有多少未封',
  access: ['auditor'],
  response: z.object({
    sealed: z.number().int(),
    lastAuditId: id.nullable(),
    lastSealedAt: z.string().nullable(),
    waiting: z.number().int(),
    oldestWaitingAt: z.string().nullable(),
  }),
});
