import { z } from 'zod';
import { day, idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { ITEM_MAXIMA, type AssessmentItem } from '../domain/assessment';
import {
  ASSESSORS,
  changed,
  divisionNames,
  divisionPrefix,
  id,
  needLevel,
  READERS,
  sex,
  version,
  words,
} from './shared';

export const assessmentState = z.enum(['draft', 'signed', 'final', 'withdrawn']);
const itemKeys = [...ITEM_MAXIMA.keys()] as [AssessmentItem, ...AssessmentItem[]];
const score = z.number().int().min(0).max(4);
/** Items filled in so far; 26 when complete. Keys and highest scores: `ASSESSMENT_ITEMS` of the domain. */
export const assessmentItems = z.partialRecord(z.enum(itemKeys), score);
/** ICD-10, e.g. F00 or F01.9. */
const diagnosis = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]\d\d(\.?[0-9A-Z]{1,4})?$/, '请填写 ICD-10 编码，如 F00');

export const assessmentScore = z.object({
  groups: z.object({
    selfCare: z.number().int(),
    mobility: z.number().int(),
    mental: z.number().int(),
    perceptionSocial: z.number().int(),
  }),
  total: z.number().int(),
  levelByScore: needLevel,
  level: needLevel,
  adjustments: z.array(z.enum(['coma', 'dementia-or-mental-disorder', 'repeated-risk-events'])),
});

const signature = z.object({ accountId: id, name: z.string().nullable(), at: z.string() });
/** What this caller may do now, with the word for the button. */
const command = z.object({
  command: z.enum(['save', 'sign', 'reopen', 'withdraw', 'appeal']),
  label: z.string(),
});

export const assessmentPage = z.object({
  id,
  personId: id,
  /** Masked. */
  personName: z.string(),
  sex,
  age: z.number().int(),
  division: divisionNames,
  standard: z.string(),
  state: assessmentState,
  assessedOn: day,
  items: assessmentItems,
  diagnoses: z.array(z.string()),
  riskEvents: z.array(day),
  /** Null while items are missing. */
  score: assessmentScore.nullable(),
  /** Keys of the items not filled in yet, in the order of the form. */
  missing: z.array(z.string()),
  first: signature.nullable(),
  second: signature.nullable(),
  validUntil: day.nullable(),
  appealOf: id.nullable(),
  /** Why it was appealed or withdrawn. */
  reason: z.string().nullable(),
  commands: z.array(command),
  version,
});
export type AssessmentPage = z.infer<typeof assessmentPage>;

export const assessmentItem = z.object({
  id,
  personId: id,
  personName: z.string(),
  age: z.number().int(),
  division: divisionNames,
  state: assessmentState,
  assessedOn: day,
  total: z.number().int().nullable(),
  level: needLevel.nullable(),
  validUntil: day.nullable(),
  appealOf: id.nullable(),
  version,
});

export const listAssessments = route({
  id: 'people.listAssessments',
  method: 'POST',
  path: '/assessments/search',
  summary: '能力评估清单：待完成、待签字、快到期；新的在前',
  access: READERS,
  body: z
    .object({
      ...pageQuery,
      state: assessmentState.optional(),
      personId: id.optional(),
      division: divisionPrefix.optional(),
      /** Those in force whose validity ends by this day. */
      validUntil: day.optional(),
    })
    .strict(),
  response: pageOf(assessmentItem),
});

export const startAssessment = route({
  id: 'people.startAssessment',
  method: 'POST',
  path: '/persons/:id/assessments',
  summary: '开始能力评估（GB/T 42195-2022）：建立草稿；已有未完成的评估时请接着做那一份',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ assessedOn: day.optional() }).strict(),
  response: changed,
});

export const readAssessment = route({
  id: 'people.readAssessment',
  method: 'GET',
  path: '/assessments/:id',
  summary: '一份能力评估：各项得分、等级、签字、可做的操作',
  access: READERS,
  params: idParam,
  response: assessmentPage,
});

export const saveAssessment = route({
  id: 'people.saveAssessment',
  method: 'PUT',
  path: '/assessments/:id',
  summary: '保存评估草稿：提交的项覆盖原值，没有提交的项不变；得分由服务器计算',
  access: ASSESSORS,
  params: idParam,
  body: z
    .object({
      version,
      assessedOn: day.optional(),
      items: assessmentItems.optional(),
      diagnoses: z.array(diagnosis).max(20).optional(),
      /** Days of falls, getting lost, choking, self-harm and the like. */
      riskEvents: z.array(day).max(50).optional(),
    })
    .strict(),
  response: z.object({ id, version, score: assessmentScore.nullable(), missing: z.array(z.string()) }),
});

export const signAssessment = route({
  id: 'people.signAssessment',
  method: 'POST',
  path: '/assessments/:id/sign',
  summary: '评估签字：两位评估员先后签字，第二位签字后生效，并更新老人的失能等级',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: changed.extend({ state: assessmentState }),
});

export const reopenAssessment = route({
  id: 'people.reopenAssessment',
  method: 'POST',
  path: '/assessments/:id/reopen',
  summary: '退回修改：第二位评估员发现有误时，撤去第一位的签字，回到草稿',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(200) }).strict(),
  response: changed,
});

export const withdrawAssessment = route({
  id: 'people.withdrawAssessment',
  method: 'POST',
  path: '/assessments/:id/withdraw',
  summary: '作废评估：草稿由评估员作废；已生效的由市、区县、街道作废，等级回到前一份有效评估',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(200) }).strict(),
  response: changed,
});

export const appealAssessment = route({
  id: 'people.appealAssessment',
  method: 'POST',
  path: '/assessments/:id/appeal',
  summary: '对结果有异议：由另外两位评估员复评；原结果在复评生效前仍有效',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ reason: words(400) }).strict(),
  response: changed,
});

/** Everything on the printed form, labels included. */
export const printAssessment = route({
  id: 'people.printAssessment',
  method: 'GET',
  path: '/assessments/:id/print',
  summary: '能力评估报告（打印用，记入审计）：仅已生效的评估',
  access: ASSESSORS,
  params: idParam,
  response: z.object({
    title: z.string(),
    standard: z.string(),
    person: z.object({
      id,
      /** Whole name; the ID number stays masked. */
      name: z.string(),
      idNumber: z.string().nullable(),
      sex: z.string(),
      birth: day,
      age: z.number().int(),
      division: z.string(),
    }),
    assessedOn: day,
    validUntil: day,
    groups: z.array(
      z.object({
        name: z.string(),
        score: z.number().int(),
        max: z.number().int(),
        items: z.array(
          z.object({
            key: z.string(),
            name: z.string(),
            score: z.number().int(),
            max: z.number().int(),
            meaning: z.string(),
          }),
        ),
      }),
    ),
    total: z.number().int(),
    levelByScore: z.string(),
    level: z.string(),
    adjustments: z.array(z.string()),
    diagnoses: z.array(z.string()),
    riskEvents: z.array(day),
    signatures: z.array(z.object({ name: z.string(), at: z.string() })),
    printedAt: z.string(),
    printedBy: z.string(),
  }),
});
