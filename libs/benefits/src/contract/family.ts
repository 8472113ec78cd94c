import { z } from 'zod';
import { day, fileAnswer, idParam, instant, month, route, uploadBody } from '@heling/platform/contract/route';
import { PAPERS, type Paper } from '../domain/papers';
import { CLERKS, DESK, id, scheme } from './shared';

const paper = z.enum(Object.keys(PAPERS) as [Paper, ...Paper[]]);

export const offerRoute = route({
  id: 'benefits.offer',
  method: 'GET',
  path: '/persons/:id/benefit-offer',
  summary: '能申请哪些津贴：标准、从哪个月起、已知的资料、生存认证还管多久',
  access: ['family'],
  params: idParam,
  response: z.object({
    /** What the register knows, so that nobody types it again. */
    known: z.object({ name: z.string(), birth: day, division: z.string() }),
    hasPayee: z.boolean(),
    schemes: z.array(
      z.object({
        scheme,
        schemeName: z.string(),
        /** What it is and how much, in sentences. */
        terms: z.array(z.string()),
        /** First month of the old-age allowance for this birthday; null for the others. */
        startsIn: month.nullable(),
        papers: z.array(z.object({ kind: paper, name: z.string() })),
        applied: z.object({ id, stateName: z.string() }).nullable(),
        /** It may be applied for now. */
        open: z.boolean(),
      }),
    ),
    /** Of those who draw an allowance that needs one; else null. */
    certification: z
      .object({
        last: month,
        until: month,
        graceUntil: month,
        state: z.enum(['valid', 'soon', 'grace', 'overdue']),
      })
      .nullable(),
  }),
});

export const papersRoute = route({
  id: 'benefits.papers',
  method: 'GET',
  path: '/benefits/entitlements/:id/papers',
  summary: '一份申请的材料照片、还可以交什么、到哪天为止可以提出异议',
  access: [...DESK, 'family'],
  params: idParam,
  response: z.object({
    objectUntil: day.nullable(),
    /** More may be handed in. */
    open: z.boolean(),
    wanted: z.array(z.object({ kind: paper, name: z.string(), given: z.boolean() })),
    items: z.array(z.object({ id, kind: paper, name: z.string(), at: instant })),
  }),
});
export const addPaperRoute = route({
  id: 'benefits.addPaper',
  method: 'POST',
  path: '/benefits/entitlements/:id/papers',
  summary: '交材料照片（JPEG 或 PNG，至多 5 MB），加密保存；表单字段：kind',
  access: [...CLERKS, 'family'],
  params: idParam,
  upload: 5 << 20,
  ratePerMinute: 30,
  body: uploadBody,
  response: z.object({ id, already: z.boolean() }),
});
export const paperFileRoute = route({
  id: 'benefits.paperFile',
  method: 'GET',
  path: '/benefits/papers/:id/file',
  summary: '查看材料照片（记入审计）',
  access: [...DESK, 'family'],
  params: idParam,
  download: true,
  response: fileAnswer,
});
