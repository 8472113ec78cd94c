import {
  ALLERGEN_NAMES,
  CONDITION_NAMES,
  TEXTURE_NAMES,
  type Allergen,
  type Condition,
  type Texture,
} from './health';
import { exists, idFault, normaliseId, normalisePhone, readId } from './identity';
import type { ImportField, ImportMapping } from './import-fields';
import {
  LIVING_NAMES,
  NO_ID_REASON_NAMES,
  PRIORITY_NAMES,
  RELATION_NAMES,
  type Living,
  type NoIdReason,
  type Priority,
  type Relation,
  type Sex,
} from './person';

/** Why a row is refused, in words for the person who mends the file. */
export const ROW_PROBLEMS = {
  formula: '单元格里是公式，请改为固定的值',
  needed: '此项必填',
  tooLong: '内容太长',
  idNumber: '身份证号不对（位数、日期或校验位），请核对；在表格中应设为文本格式',
  birthDiffers: '出生日期与身份证号不一致',
  sexDiffers: '性别与身份证号不一致',
  idOrReason: '没有身份证号的，须填写“无身份证号的原因”',
  birth: '出生日期无法识别，请写成 1940-05-06',
  sex: '性别请填“男”或“女”',
  phone: '电话号码不对',
  division: '没有这个社区（村），或名称不唯一，请填 12 位区划代码',
  outside: '这个社区不在您的管辖范围内',
  unknownWord: '内容无法识别，请使用系统中的名称',
  contact: '联系人的姓名和电话须同时填写',
  elsewhere: '这个身份证号已在其他区县登记，请联系对方迁出',
  notActive: '已有档案登记为去世或迁出，请人工核对',
  failed: '保存失败，请稍后重新导入这一行',
} as const;
export type RowProblemCode = keyof typeof ROW_PROBLEMS;

export interface RowProblem {
  code: RowProblemCode;
  field: ImportField | null;
}

/** A person as a row tells of them; what the row leaves open is absent. */
export interface RowPerson {
  name: string;
  idNumber?: string;
  noIdReason?: NoIdReason;
  sex: Sex;
  birth: string;
  phone?: string;
  division: string;
  address: string;
  living: Living;
  priority: Priority[];
  texture?: Texture;
  conditions: Condition[];
  allergies: Allergen[];
  contact?: { name: string; phone: string; relation: Relation };
}

/** What a row is read against. */
export interface RowSetting {
  mapping: ImportMapping;
  /** Business day. */
  today: string;
  /** Division prefixes within which people may be entered. */
  within: readonly string[];
  /** Where people live when the file does not say. */
  home: string | null;
  /** A community by its code or name; undefined when none or several fit. */
  communityOf(text: string): string | undefined;
}

const LIMITS: Partial<Record<ImportField, number>> = { name: 40, address: 120, contactName: 40 };
const MAX_CELL = 200;

const wordsOf = <C extends string>(
  names: Readonly<Record<C, string>>,
  more: Record<string, C> = {},
): Map<string, C> =>
  new Map([
    ...(Object.entries(names) as [C, string][]).flatMap(([code, name]): [string, C][] => [
      [name, code],
      [code.toLowerCase(), code],
    ]),
    ...Object.entries(more),
  ]);
const SEX_WORDS = new Map<string, Sex>([
  ['男', 'male'],
  ['男性', 'male'],
  ['male', 'male'],
  ['m', 'male'],
  ['女', 'female'],
  ['女性', 'female'],
  ['female', 'female'],
  ['f', 'female'],
]);
const LIVING_WORDS = wordsOf<Living>(LIVING_NAMES, {
  独居老人: 'alone',
  单独居住: 'alone',
  空巢老人: 'emptyNest',
  仅与配偶同住: 'emptyNest',
  与配偶同住: 'emptyNest',
  与子女同住: 'family',
  家庭同住: 'family',
  同住: 'family',
  机构: 'institution',
  养老机构: 'institution',
  养老院: 'institution',
});
const PRIORITY_WORDS = wordsOf<Priority>(PRIORITY_NAMES, {
  失能老人: 'disabled',
  认知障碍: 'dementia',
  高龄老人: 'veryOld',
  困难: 'hardship',
  低保: 'hardship',
  特困: 'hardship',
});
const TEXTURE_WORDS = wordsOf<Texture>(TEXTURE_NAMES, { 普食: 'normal', 正常: 'normal', 半流食: 'minced' });
const CONDITION_WORDS = wordsOf<Condition>(CONDITION_NAMES, {
  糖尿: 'diabetes',
  老年痴呆: 'dementia',
  慢阻肺: 'copd',
});
const ALLERGEN_WORDS = wordsOf<Allergen>(ALLERGEN_NAMES, {
  海鲜: 'shellfish',
  虾: 'shellfish',
  牛乳: 'milk',
});
const REASON_WORDS = wordsOf<NoIdReason>(NO_ID_REASON_NAMES);
const RELATION_WORDS = wordsOf<Relation>(RELATION_NAMES, {
  儿子: 'child',
  女儿: 'child',
  儿媳: 'child',
  女婿: 'child',
  老伴: 'spouse',
  妻子: 'spouse',
  丈夫: 'spouse',
  孙子: 'grandchild',
  孙女: 'grandchild',
  亲属: 'relative',
  社工: 'worker',
});
const NOTHING = new Set(['无', '没有', '否', '-', '/', '不详']);

/** Reads one row. Every problem of the row is told, not the first alone; nothing is guessed. */
export function readRow(
  cells: readonly string[],
  setting: RowSetting,
): { person: RowPerson } | { problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const fault = (code: RowProblemCode, field: ImportField | null) => void problems.push({ code, field });
  const text = (field: ImportField): string | undefined => {
    const column = setting.mapping[field];
    const cell = column === undefined ? '' : (cells[column] ?? '').trim();
    if (cell.startsWith('=')) fault('formula', field);
    else if (cell.length > (LIMITS[field] ?? MAX_CELL)) fault('tooLong', field);
    else if (cell !== '') return cell;
    return undefined;
  };
  const needed = (field: ImportField): string => {
    const before = problems.length;
    const value = text(field);
    if (value === undefined && problems.length === before) fault('needed', field);
    return value ?? '';
  };
  const word = <C extends string>(
    field: ImportField,
    known: Map<string, C>,
    value = text(field),
  ): C | undefined => {
    const code = value === undefined ? undefined : known.get(value.toLowerCase());
    if (value !== undefined && code === undefined) fault('unknownWord', field);
    return code;
  };
  const list = <C extends string>(field: ImportField, known: Map<string, C>): C[] => {
    const parts = (text(field) ?? '')
      .split(/[、,，;；/\s]+/)
      .filter((part) => part !== '' && !NOTHING.has(part));
    return parts.flatMap((part) => word(field, known, part) ?? []);
  };

  const name = needed('name');
  const address = needed('address');
  const division = divisionOf(setting, text('division'), fault);
  const { idNumber, noIdReason, birth, sex } = identityOf(text, word, setting.today, fault);
  const typed = text('phone');
  const phone = typed === undefined || NOTHING.has(typed) ? undefined : normalisePhone(typed);
  if (typed !== undefined && !NOTHING.has(typed) && phone === undefined) fault('phone', 'phone');
  const living = word('living', LIVING_WORDS, needed('living') || undefined);
  const priority = list('priority', PRIORITY_WORDS);
  const texture = word('texture', TEXTURE_WORDS);
  const conditions = list('conditions', CONDITION_WORDS);
  const allergies = list('allergies', ALLERGEN_WORDS);
  const contact = contactOf(text, fault);
  if (problems.length > 0 || !birth || !sex || !division || !living) return { problems };
  return {
    person: {
      ...{ name, address, division, birth, sex, living, priority, conditions, allergies },
      ...(idNumber !== undefined && { idNumber }),
      ...(noIdReason !== undefined && { noIdReason }),
      ...(phone !== undefined && { phone }),
      ...(texture !== undefined && { texture }),
      ...(contact !== undefined && { contact }),
    },
  };
}

type Text = (field: ImportField) => string | undefined;
type Fault = (code: RowProblemCode, field: ImportField | null) => void;

function divisionOf(setting: RowSetting, typed: string | undefined, fault: Fault): string | undefined {
  if (typed === undefined && setting.home === null) fault('needed', 'division');
  const code = typed === undefined ? (setting.home ?? undefined) : setting.communityOf(typed);
  if (typed !== undefined && code === undefined) fault('division', 'division');
  if (code !== undefined && !setting.within.some((prefix) => code.startsWith(prefix))) {
    fault('outside', 'division');
    return undefined;
  }
  return code;
}

function identityOf(
  text: Text,
  word: <C extends string>(field: ImportField, known: Map<string, C>, value?: string) => C | undefined,
  today: string,
  fault: Fault,
): { idNumber?: string; noIdReason?: NoIdReason; birth?: string; sex?: Sex } {
  const typedId = text('idNumber');
  const typedBirth = text('birth');
  const typedSex = text('sex');
  const birth = typedBirth === undefined ? undefined : dayOf(typedBirth);
  const sex = typedSex === undefined ? undefined : SEX_WORDS.get(typedSex.toLowerCase());
  if (typedBirth !== undefined && (birth === undefined || birth > today)) fault('birth', 'birth');
  if (typedSex !== undefined && sex === undefined) fault('sex', 'sex');
  if (typedId === undefined || NOTHING.has(typedId)) {
    const noIdReason = word('noIdReason', REASON_WORDS);
    if (noIdReason === undefined) fault('idOrReason', 'idNumber');
    if (typedBirth === undefined) fault('needed', 'birth');
    if (typedSex === undefined) fault('needed', 'sex');
    return { noIdReason, birth, sex };
  }
  const idNumber = normaliseId(typedId);
  const facts = readId(idNumber);
  if (typeof facts === 'string' || facts.birth > today) {
    fault('idNumber', 'idNumber');
    return {};
  }
  const differs = idFault(idNumber, { birth: birth ?? facts.birth, sex: sex ?? facts.sex });
  if (differs === 'birthDiffers') fault('birthDiffers', 'birth');
  if (differs === 'sexDiffers') fault('sexDiffers', 'sex');
  return { idNumber, birth: facts.birth, sex: facts.sex };
}

function contactOf(text: Text, fault: Fault): RowPerson['contact'] {
  const name = text('contactName');
  const typed = text('contactPhone');
  if (name === undefined && typed === undefined) return undefined;
  const phone = typed === undefined ? undefined : normalisePhone(typed);
  if (name === undefined || typed === undefined) fault('contact', 'contactName');
  else if (phone === undefined) fault('phone', 'contactPhone');
  if (name === undefined || phone === undefined) return undefined;
  return { name, phone, relation: RELATION_WORDS.get(text('contactRelation') ?? '') ?? 'other' };
}

/** A day as offices write it: 1940-05-06, 1940/5/6, 1940.5.6, 19400506, 1940年5月6日. */
export function dayOf(typed: string): string | undefined {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(typed.trim());
  if (!match) return undefined;
  const [, year = '', month = match[4] ?? '', date = match[5] ?? ''] = match;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return exists(day) ? day : undefined;
}
