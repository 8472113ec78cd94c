/** Words and codes of a person's record. */
export const SEX_NAMES = { male: '男', female: '女' } as const;
export type Sex = keyof typeof SEX_NAMES;

/** With whom somebody lives (居住状况). */
export const LIVING_NAMES = {
  alone: '独居',
  emptyNest: '空巢',
  family: '与家人同住',
  institution: '住机构',
} as const;
export type Living = keyof typeof LIVING_NAMES;

/** Ability (失能等级) by the assessment in force. */
export const NEED_LEVEL_NAMES = {
  intact: '能力完好',
  mild: '轻度失能',
  moderate: '中度失能',
  severe: '重度失能',
  total: '完全失能',
} as const;
export type NeedLevel = keyof typeof NEED_LEVEL_NAMES;

/** Groups that are served first (重点人群). */
export const PRIORITY_NAMES = {
  disabled: '失能',
  dementia: '失智',
  veryOld: '高龄',
  emptyNest: '空巢',
  alone: '独居',
  hardship: '生活困难',
} as const;
export type Priority = keyof typeof PRIORITY_NAMES;

export const STATUS_NAMES = { active: '在册', deceased: '已去世', left: '已迁出' } as const;
export type PersonStatus = keyof typeof STATUS_NAMES;

/** What a contact is to the person. */
export const RELATION_NAMES = {
  spouse: '配偶',
  child: '子女',
  grandchild: '孙辈',
  sibling: '兄弟姐妹',
  relative: '其他亲属',
  neighbour: '邻居',
  friend: '朋友',
  worker: '社区工作人员',
  other: '其他',
} as const;
export type Relation = keyof typeof RELATION_NAMES;

/** Why somebody has no ID number (无身份证号的原因). */
export const NO_ID_REASON_NAMES = {
  unregistered: '户籍未登记',
  lost: '证件遗失补办中',
  foreign: '境外人员',
  unknown: '身份待查',
} as const;
export type NoIdReason = keyof typeof NO_ID_REASON_NAMES;

/** 张*明, 王*, 欧*娜娜: the first character, then stars for the middle (the last stays from three characters on). */
export function maskName(name: string): string {
  const letters = [...name];
  const [first = ''] = letters;
  if (letters.length <= 2) return first + '*'.repeat(letters.length - 1);
  return first + '*'.repeat(letters.length - 2) + (letters.at(-1) ?? '');
}

/** 4106************1X: four digits of the area and the last two. */
export function maskIdNumber(idNumber: string): string {
  return `${idNumber.slice(0, 4)}${'*'.repeat(Math.max(0, idNumber.length - 6))}${idNumber.slice(-2)}`;
}

/** Up to the first number, at most 8 characters: 长风中路***. */
export function maskAddress(address: string): string {
  const open = /^[^0-9０-９一二三四五六七八九十]{0,8}/.exec(address)?.[0] ?? '';
  return `${open}***`;
}
