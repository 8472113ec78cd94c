/** Categories of the city's menu (点单式). */
export const CATEGORY_NAMES = {
  living: '生活照料',
  health: '健康保健',
  culture: '文体娱乐',
  comfort: '精神慰藉',
  errands: '代买代购',
} as const;
export type Category = keyof typeof CATEGORY_NAMES;

/** How a service is delivered. */
export type Form = 'visit' | 'meal' | 'stay' | 'activity';
export type Meal = 'lunch' | 'dinner';
export const MEAL_NAMES: Record<Meal, string> = { lunch: '午餐', dinner: '晚餐' };

export const TEXTURE_NAMES = { normal: '普通', soft: '软食', minced: '碎食', liquid: '流食' } as const;
export type Texture = keyof typeof TEXTURE_NAMES;

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

/** A row of the `services` table as it stands when the city is made; a clerk may change it afterwards. */
export interface ServiceSeed {
  code: string;
  category: Category;
  form: Form;
  name: string;
  unit: string;
  /** Length of the visit in minutes. */
  minutes: number;
  carers: 0 | 1 | 2;
  /** Qualification of the carer (code of people/domain/carers). */
  qualification: string | null;
  /** Vitals are measured before it may begin. */
  gate: boolean;
  contraindications: readonly string[];
  /** Can be ordered now; the others come with later work. */
  active: boolean;
}

const visit = (code: string, category: Category, name: string, minutes: number, qualification: string) => ({
  code,
  category,
  form: 'visit' as const,
  name,
  unit: '次',
  minutes,
  carers: 1 as const,
  qualification,
  gate: false,
  contraindications: [] as string[],
  active: true,
});

/** The city's menu. The codes of meals (`lunch`, `dinner`) are the meals of kitchen days. */
export const SERVICES: readonly ServiceSeed[] = [
  { ...visit('lunch', 'living', '午餐助餐', 10, 'mealDelivery'), form: 'meal', unit: '份' },
  { ...visit('dinner', 'living', '晚餐助餐', 10, 'mealDelivery'), form: 'meal', unit: '份' },
  {
    ...visit('bath', 'living', '上门助浴', 60, 'bathing'),
    carers: 2,
    gate: true,
    contraindications: ['recentHeartAttack', 'openWound', 'fever', 'severeHypertension', 'acuteStroke'],
  },
  visit('housekeeping', 'living', '家政保洁', 120, 'housekeeping'),
  {
    ...visit('dayCare', 'living', '日间照料', 480, 'company'),
    form: 'stay',
    carers: 0,
    unit: '天',
    active: false,
  },
  {
    ...visit('respite', 'living', '短期托养', 1440, 'company'),
    form: 'stay',
    carers: 0,
    unit: '晚',
    active: false,
  },
  { ...visit('rehabilitation', 'health', '康复训练', 60, 'rehabilitation'), contraindications: ['fever'] },
  {
    ...visit('healthTalk', 'health', '健康讲座', 90, 'company'),
    form: 'activity',
    carers: 0,
    unit: '场',
    active: false,
  },
  {
    ...visit('outing', 'culture', '文体活动', 120, 'company'),
    form: 'activity',
    carers: 0,
    unit: '场',
    active: false,
  },
  visit('company', 'comfort', '陪伴聊天', 60, 'company'),
  visit('errands', 'errands', '代买代购', 60, 'errands'),
];

export const SERVICE_NAMES: Record<string, string> = Object.fromEntries(
  SERVICES.map((service) => [service.code, service.name]),
);
