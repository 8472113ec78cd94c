import { z } from 'zod';
import { OFFICE, type Role } from '@heling/platform/contract/roles';
import { idParam, instant, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { id, words } from './shared';

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

export const searchAudit = route({
  id: 'access.searchAudit',
  method: 'POST',
  path: '/audit/search',
  summary: '审计查询（审计员），新的在前',
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

export const PERSON_FIELDS = ['name', 'idNumber', 'phone', 'address'] as const;
export const UNMASK_PURPOSES = [
  'service',
  'assessment',
  'visit',
  'emergency',
  'correction',
  'complaint',
] as const;
export const UNMASK_PURPOSE_NAMES: Record<(typeof UNMASK_PURPOSES)[number], string> = {
  service: '办理服务',
  assessment: '能力评估',
  visit: '走访探视',
  emergency: '紧急救助',
  correction: '核对更正',
  complaint: '处理投诉',
};
const UNMASKERS: readonly Role[] = [
  ...OFFICE,
  'providerManager',
  'institutionDuty',
  'institutionManager',
  'allowanceClerk',
  'allowanceReviewer',
];

export const unmask = route({
  id: 'access.unmask',
  method: 'POST',
  path: '/persons/:id/unmask',
  summary: '查看老人被遮盖的信息：须说明用途，每小时有次数限制，记入审计',
  access: UNMASKERS,
  params: idParam,
  body: z
    .object({
      fields: z.array(z.enum(PERSON_FIELDS)).min(1).max(4),
      purpose: z.enum(UNMASK_PURPOSES),
      note: words(200).optional(),
    })
    .strict(),
  response: z.object({
    personId: id,
    /** The fields asked for; null where nothing is on record. */
    values: z.partialRecord(z.enum(PERSON_FIELDS), z.string().nullable()),
    /** How many more this hour. */
    left: z.number().int(),
  }),
});
