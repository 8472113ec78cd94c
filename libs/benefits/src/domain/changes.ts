/** How a person's amount of a run compares with last month's. */
export const CHANGES = { same: '不变', new: '新增', stopped: '停发', changed: '变动' } as const;

const REASONS: Record<string, string> = {
  first: '第一次发放',
  back: '恢复发放',
  band: '年龄档变化',
  amount: '标准变化',
  restored: '重新认证，恢复并补发',
  uncertified: '生存认证过期，暂停',
  'before-pack': '政策还没有开始',
  'no-amount': '政策没有规定标准',
  died: '已去世',
  'month-of-death': '去世当月不发',
  'not-registered': '户籍不在本地',
  'too-young': '还没到年龄',
  'paid-elsewhere': '已在外地领取',
  'not-disabled': '残疾证无效或没有',
  'no-minimum-living': '不再是低保家庭',
  'no-care-need': '没有长期照护评定',
  'special-hardship': '已享受特困供养',
  'work-injury': '已领工伤护理费',
  'before-back-pay': '早于可补发的月份',
  'not-judged': '没有可用的政策',
};
const FIELDS: readonly [string, string][] = [
  ['person.residence', '户籍记录前后重叠'],
  ['person.died', '去世日期有误'],
  ['person.disability', '残疾证记录有误'],
  ['person', '个人情况记录有误'],
  ['application', '申请日期有误'],
  ['pack', '政策标准不唯一'],
];

/** The reason of a change in words; a field of the record, when it could not be judged. */
export function changeReasonName(reason: string | null): string | null {
  if (reason === null) return null;
  return REASONS[reason] ?? FIELDS.find(([field]) => reason.startsWith(field))?.[1] ?? '资料有误';
}
