import { z } from 'zod';
import { MANAGE, type Role } from '@heling/platform/contract/roles';
import { fileAnswer, idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { id, version, words } from './shared';

const ASKING: readonly Role[] = [...MANAGE, 'family'];
/** Number of the request that the senior signed; needed when staff act for them. */
const paper = words(60).optional();

/** PIPL articles 44 and 45: to know and to have a copy. */
export const exportPersonalData = route({
  id: 'people.exportPersonalData',
  method: 'POST',
  path: '/persons/:id/personal-data',
  summary: '导出一位老人的全部个人信息（本人，或工作人员凭本人签字的申请）；记入审计',
  access: ASKING,
  ratePerMinute: 5,
  params: idParam,
  body: z.object({ paper }).strict(),
  response: fileAnswer,
  download: true,
});

export const erasureRequest = z.object({
  id,
  personId: id,
  reason: z.string(),
  paper: z.string().nullable(),
  requestedBy: id,
  requestedAt: z.string(),
  state: z.enum(['waiting', 'done', 'refused']),
  decidedBy: id.nullable(),
  decidedAt: z.string().nullable(),
  decision: z.string().nullable(),
  version,
});

/** PIPL article 47. */
export const requestErasure = route({
  id: 'people.requestErasure',
  method: 'POST',
  path: '/persons/:id/erasure',
  summary: '申请删除个人信息（本人，或工作人员凭本人签字的申请）；由另一人核准',
  access: ASKING,
  params: idParam,
  idempotent: true,
  body: z.object({ reason: words(200), paper }).strict(),
  response: erasureRequest,
});

export const listErasures = route({
  id: 'people.listErasures',
  method: 'GET',
  path: '/erasures',
  summary: '删除个人信息的申请，新的在前',
  access: [...MANAGE, 'auditor'],
  query: z.object({ ...pageQuery, state: z.enum(['waiting', 'done', 'refused']).optional() }).strict(),
  response: pageOf(erasureRequest),
});

export const decideErasure = route({
  id: 'people.decideErasure',
  method: 'POST',
  path: '/erasures/:id/decide',
  summary: '核准或驳回删除申请（须为另一人）；核准后不可恢复，结算所需的记录保留但不再指向本人',
  access: ['city', 'county'],
  params: idParam,
  body: z.object({ version, approve: z.boolean(), decision: words(200) }).strict(),
  response: erasureRequest,
});
