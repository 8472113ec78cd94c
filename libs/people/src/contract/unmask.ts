import { z } from 'zod';
import { OFFICE, type Role } from '@heling/platform/contract/roles';
import { idParam, route } from '@heling/platform/contract/route';
import { id, words } from './shared';

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
  id: 'people.unmask',
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
    /** Contacts' names and telephones, when `phone` was asked for. */
    contacts: z.array(z.object({ id, name: z.string(), phone: z.string() })).optional(),
    /** How many more this hour. */
    left: z.number().int(),
  }),
});
