import { refuse, type Problem } from '@heling/platform/server/problem';
import { ID_FAULT_NAMES, type IdFault } from '../domain/identity';
import type { QueryFault } from '../domain/query';

const QUERY_FAULTS: Record<QueryFault, [code: string, detail: string]> = {
  tooShort: ['people.query_too_short', '请至少输入两个字（或两个字母）。'],
  tooVague: ['people.query_too_vague', '内容太笼统，请再输入一些，如小区名、路名或姓名。'],
  partOfNumber: ['people.query_part_of_number', '身份证号和电话请输入完整号码。'],
  tooManyWords: ['people.query_too_many_words', '最多可同时查找 3 个词。'],
};

/** Every refusal of this context, by stable code. */
export const problems = {
  query: (fault: QueryFault): Problem => refuse(422, ...QUERY_FAULTS[fault], { field: 'q' }),
  idNumber: (fault: IdFault): Problem =>
    refuse(422, 'people.id_number', ID_FAULT_NAMES[fault], {
      field: fault === 'birthDiffers' ? 'birth' : fault === 'sexDiffers' ? 'sex' : 'idNumber',
    }),
  idOrReason: (): Problem =>
    refuse(422, 'people.id_or_reason', '请填写身份证号；没有身份证号的，请选择原因。', { field: 'idNumber' }),
  idTaken: (where: string): Problem =>
    refuse(409, 'people.id_taken', `这个身份证号已登记（${where}），请核对号码，或查找已有档案。`, {
      field: 'idNumber',
    }),
  duplicates: (count: number): Problem =>
    refuse(
      409,
      'people.possible_duplicate',
      `找到 ${count} 位可能重复的老人，请核对；确认不是同一人后再提交。`,
    ),
  birth: (): Problem =>
    refuse(422, 'people.birth', '出生日期应在 1890 年之后且不晚于今天。', { field: 'birth' }),
  division: (): Problem =>
    refuse(422, 'people.division', '没有这个社区（村），请重新选择。', { field: 'division' }),
  outside: (): Problem =>
    refuse(403, 'people.outside', '这个社区不在您的管辖范围内，请由上级或对方社区办理。', {
      field: 'division',
    }),
  notActive: (): Problem =>
    refuse(409, 'people.not_active', '老人不在册（已去世或已迁出），不能做这项操作。'),
  notDeceased: (): Problem => refuse(409, 'people.not_deceased', '老人没有登记去世，不需要撤销。'),
  erased: (): Problem => refuse(410, 'people.erased', '老人的个人信息已按申请删除，无法查看。'),
  day: (field: string, detail: string): Problem => refuse(422, 'people.day', detail, { field }),
  consent: (): Problem => refuse(403, 'people.consent', '需要老人授权“查看基本档案”后才能查看。'),
  unmaskLimit: (): Problem =>
    refuse(429, 'people.unmask_limit', '本小时查看次数已用完，请稍后再试；如有紧急情况请联系区县管理员。'),
  contacts: (detail: string): Problem => refuse(422, 'people.contacts', detail),
  household: (detail: string): Problem => refuse(422, 'people.household', detail, { field: 'with' }),
  assessmentOpen: (id?: number): Problem =>
    refuse(409, 'people.assessment_open', '这位老人有一份未完成的评估，请接着做那一份。', {
      current: { id },
    }),
  assessmentState: (): Problem =>
    refuse(409, 'people.assessment_state', '评估现在的状态不能做这项操作，请刷新后再看。'),
  assessmentIncomplete: (missing: number): Problem =>
    refuse(422, 'people.assessment_incomplete', `还有 ${missing} 项没有评分，填完后才能签字。`, {
      field: 'items',
    }),
  assessmentItem: (field: string): Problem =>
    refuse(422, 'people.assessment_item', '有一项得分超出该项的最高分，请核对。', { field }),
  sameAssessor: (): Problem => refuse(403, 'people.same_assessor', '两次签字须由两位不同的评估员完成。'),
  formerAssessor: (): Problem => refuse(403, 'people.former_assessor', '复评须由原评估以外的评估员签字。'),
  notAssessor: (): Problem => refuse(403, 'people.not_assessor', '只有评估员本人或上级可以做这项操作。'),
  importFile: (detail: string): Problem => refuse(422, 'people.import_file', detail, { field: 'file' }),
  importState: (): Problem =>
    refuse(409, 'people.import_state', '导入现在的状态不能做这项操作，请刷新后再看。'),
  importMapping: (detail: string): Problem =>
    refuse(422, 'people.import_mapping', detail, { field: 'mapping' }),
};
