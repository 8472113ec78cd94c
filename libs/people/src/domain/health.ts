/** Codes of what matters for serving somebody safely. The menu's contraindications and dishes use the same codes. */

/** Conditions (健康状况). */
export const CONDITION_NAMES = {
  recentHeartAttack: '近期心肌梗死',
  openWound: '开放性伤口',
  fever: '发热',
  severeHypertension: '严重高血压',
  acuteStroke: '急性脑卒中',
  hypertension: '高血压',
  diabetes: '糖尿病',
  dementia: '认知障碍',
  stroke: '脑卒中后遗症',
  heartDisease: '冠心病',
  copd: '慢性阻塞性肺病',
  arthritis: '关节炎',
  parkinson: '帕金森病',
  fracture: '骨折史',
  cataract: '白内障',
  hearingLoss: '听力障碍',
  cancer: '肿瘤',
  kidneyDisease: '慢性肾病',
  depression: '抑郁障碍',
  pressureSore: '压疮',
} as const;
export type Condition = keyof typeof CONDITION_NAMES;

/** Conditions that make somebody's service dangerous or urgent: they stand first on the screen. */
export const ACUTE_CONDITIONS: readonly Condition[] = [
  'recentHeartAttack',
  'openWound',
  'fever',
  'severeHypertension',
  'acuteStroke',
  'pressureSore',
];

/** Allergens (过敏原). */
export const ALLERGEN_NAMES = {
  peanut: '花生',
  egg: '鸡蛋',
  milk: '牛奶',
  soy: '大豆',
  wheat: '小麦',
  fish: '鱼',
  shellfish: '虾蟹贝',
  sesame: '芝麻',
  nuts: '坚果',
  mango: '芒果',
} as const;
export type Allergen = keyof typeof ALLERGEN_NAMES;

/** What food somebody can eat (膳食质地). */
export const TEXTURE_NAMES = { normal: '普通', soft: '软食', minced: '碎食', liquid: '流食' } as const;
export type Texture = keyof typeof TEXTURE_NAMES;
