import { z } from 'zod';
import { OFFICE } from '@heling/platform/contract/roles';
import { day, idParam, route } from '@heling/platform/contract/route';
import { cover, id, phone, version, words } from './shared';

export const consent = z.object({
  id,
  personId: id,
  accountId: id,
  /** Name of the family member who was granted it. */
  name: z.string(),
  /** Masked, e.g. 138****0000. */
  phone: z.string().nullable(),
  relation: z.string(),
  covers: z.array(cover),
  basis: z.enum(['self', 'invitation', 'paper']),
  state: z.enum(['live', 'expired', 'withdrawn']),
  grantedAt: z.string(),
  expiresAt: z.string(),
  withdrawnAt: z.string().nullable(),
  /** The caller's own consent. */
  own: z.boolean(),
  version,
});
export type Consent = z.infer<typeof consent>;

export const listConsents = route({
  id: 'access.listConsents',
  method: 'GET',
  path: '/persons/:id/consents',
  summary: '一位老人的授权同意：给了谁、哪些内容、到何时',
  access: [...OFFICE, 'family'],
  params: idParam,
  response: z.object({
    items: z.array(consent),
    /** The caller may grant: the senior by invitation, the office by a signed paper. */
    mayGrant: z.boolean(),
  }),
});

export const grantConsent = route({
  id: 'access.grantConsent',
  method: 'POST',
  path: '/persons/:id/consents',
  summary: '授权家属：老人本人邀请，或工作人员凭签字的纸质同意书；已有授权时以新的为准',
  access: [...OFFICE, 'family'],
  params: idParam,
  idempotent: true,
  body: z
    .object({
      name: words(40),
      phone,
      relation: words(20),
      covers: z.array(cover).min(1).max(6),
      /** Last day of the consent; one year from today when absent, at most three. */
      expiresOn: day.optional(),
      /** Number of the signed paper; needed when the office grants. */
      paper: words(60).optional(),
    })
    .strict(),
  response: consent,
});

export const withdrawConsent = route({
  id: 'access.withdrawConsent',
  method: 'POST',
  path: '/consents/:id/withdraw',
  summary: '撤回同意：老人本人、工作人员受托，或家属自己放弃；立即生效',
  access: [...OFFICE, 'family'],
  params: idParam,
  body: z.object({ version, reason: words(200).optional() }).strict(),
  response: consent,
});
