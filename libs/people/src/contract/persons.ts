import { z } from 'zod';
import { day, fen, idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import {
  allergen,
  condition,
  divisionNames,
  divisionPrefix,
  id,
  idNumber,
  KEEPERS,
  living,
  needLevel,
  phone,
  priority,
  READERS,
  sex,
  status,
  texture,
  version,
  warning,
  words,
} from './shared';

export const MATCHES = [
  'name',
  'pinyin',
  'initials',
  'idNumber',
  'phone',
  'contactPhone',
  'address',
] as const;

/** A person in a list: masked. */
export const personItem = z.object({
  id,
  /** 张*明. */
  name: z.string(),
  /** Full years today. */
  age: z.number().int(),
  sex,
  division: divisionNames,
  living,
  needLevel: needLevel.nullable(),
  priority: z.array(priority),
  status,
  /** 138****0000, null when none is on record. */
  phone: z.string().nullable(),
  /** How `q` was found; empty without `q`. */
  matchedBy: z.array(z.enum(MATCHES)),
});
export type PersonItem = z.infer<typeof personItem>;

export const search = route({
  id: 'people.search',
  method: 'POST',
  path: '/persons/search',
  summary: '查找老人：姓名、拼音、首字母、身份证号、本人或联系人电话、地址的一部分，可加筛选',
  access: READERS,
  // Asked at every key that is pressed.
  ratePerMinute: 1800,
  body: z
    .object({
      ...pageQuery,
      /** What was typed in the one box; several words must all match; at least two characters. */
      q: z.string().trim().max(60).optional(),
      division: divisionPrefix.optional(),
      ageFrom: z.number().int().min(0).max(130).optional(),
      ageTo: z.number().int().min(0).max(130).optional(),
      living: living.optional(),
      needLevel: needLevel.optional(),
      priority: priority.optional(),
      /** `active` unless told. */
      status: z.enum(['active', 'deceased', 'left', 'all']).default('active'),
    })
    .strict(),
  response: pageOf(personItem),
});

export const caller = route({
  id: 'people.caller',
  method: 'POST',
  path: '/persons/caller',
  summary: '来电弹屏：按完整电话号码找到老人（通话本身即为用途，记入审计）',
  access: KEEPERS,
  body: z.object({ phone }).strict(),
  response: z.object({
    items: z.array(
      z.object({
        id,
        /** Whole: the caller is on the line. */
        name: z.string(),
        age: z.number().int(),
        sex,
        status,
        division: divisionNames,
        address: z.string(),
        living,
        needLevel: needLevel.nullable(),
        priority: z.array(priority),
        /** `self`, or the code of the contact's relation. */
        callerIs: z.string(),
        /** Name of the contact who calls; null when the person calls. */
        callerName: z.string().nullable(),
        warnings: z.array(warning),
      }),
    ),
    asOf: z.string(),
  }),
});

export const contact = z.object({
  id,
  /** Masked. */
  name: z.string(),
  phone: z.string(),
  relation: z.string(),
  emergency: z.boolean(),
});

export const assessmentBrief = z.object({
  id,
  state: z.enum(['draft', 'signed', 'final', 'withdrawn']),
  assessedOn: day,
  total: z.number().int().nullable(),
  level: needLevel.nullable(),
  validUntil: day.nullable(),
  /** Is an appeal (复评) against this earlier one. */
  appealOf: id.nullable(),
  version,
});

/** What of health a family may read only with the consent `health`. */
export const health = z.object({
  /** The one in force today. */
  assessment: assessmentBrief.nullable(),
  assessments: z.array(assessmentBrief),
  conditions: z.array(
    z.object({ id, code: condition, since: day, until: day.nullable(), holds: z.boolean() }),
  ),
  allergies: z.array(allergen),
});

export const personPage = z.object({
  id,
  version,
  warnings: z.array(warning),
  identity: z.object({
    /** Masked for staff; whole for the senior and the family. */
    name: z.string(),
    idNumber: z.string().nullable(),
    noIdReason: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string(),
    masked: z.boolean(),
  }),
  sex,
  birth: day,
  age: z.number().int(),
  status,
  deceasedOn: day.nullable(),
  division: divisionNames,
  lng: z.number(),
  lat: z.number(),
  living,
  needLevel: needLevel.nullable(),
  priority: z.array(priority),
  texture,
  /** Sex of the carer who may bathe the person. */
  bathSex: sex.nullable(),
  householdId: id.nullable(),
  /** Other members of the household. */
  household: z.array(z.object({ id, name: z.string(), age: z.number().int(), sex, status })),
  contacts: z.array(contact),
  consents: z.array(
    z.object({
      id,
      /** Masked name of the family member. */
      name: z.string(),
      relation: z.string(),
      covers: z.array(z.string()),
      expiresAt: z.string(),
    }),
  ),
  /** Null for a family without the consent `health`. */
  health: health.nullable(),
  residences: z.array(
    z.object({
      id,
      division: divisionNames,
      /** Masked. */
      address: z.string(),
      from: day,
      to: day.nullable(),
    }),
  ),
  /** Subsidy of this month; null before the first subsidised order of the month. */
  quota: z.object({ month: day, authorised: fen, reserved: fen, consumed: fen }).nullable(),
  asOf: z.string(),
});
export type PersonPage = z.infer<typeof personPage>;

export const page = route({
  id: 'people.page',
  method: 'GET',
  path: '/persons/:id',
  summary: '一位老人的全部情况（一屏）：提醒在前；家属须有“查看基本档案”的授权',
  access: [...READERS, 'family'],
  params: idParam,
  response: personPage,
});

export const timeline = route({
  id: 'people.timeline',
  method: 'GET',
  path: '/persons/:id/timeline',
  summary: '一位老人的经过，新的在前：档案变动、评估、订单、上门、投诉',
  access: READERS,
  params: idParam,
  query: z.object(pageQuery).strict(),
  response: pageOf(
    z.object({
      at: z.string(),
      kind: z.enum(['change', 'assessment', 'order', 'visit', 'complaint']),
      /** Id of what it is about: audit row, assessment, order, visit, complaint. */
      refId: id,
      /** The order that a visit or complaint belongs to. */
      orderId: id.nullable(),
      title: z.string(),
      detail: z.string().nullable(),
      /** Code of the state, or of the action. */
      code: z.string(),
      accountId: id.nullable(),
      /** Name of the member of staff, when the caller may see the account. */
      accountName: z.string().nullable(),
    }),
  ),
});

export const DUPLICATE_REASONS = ['idNumber', 'phone', 'nameBirth', 'similarNameBirth'] as const;
export const duplicates = route({
  id: 'people.duplicates',
  method: 'POST',
  path: '/persons/duplicates',
  summary: '录入时查重：同身份证号、同电话、姓名（或读音）与出生日期相同',
  access: KEEPERS,
  // It also tells whether an ID number is known outside the scope.
  ratePerMinute: 60,
  body: z
    .object({
      name: words(40).optional(),
      birth: day.optional(),
      idNumber: idNumber.optional(),
      phone: phone.optional(),
      /** The record being edited, which is no duplicate of itself. */
      exceptId: id.optional(),
    })
    .strict(),
  response: z.object({
    items: z.array(personItem.extend({ reasons: z.array(z.enum(DUPLICATE_REASONS)) })),
    /** The ID number is on record outside the caller's scope: the county that has it, nothing more. Audited. */
    elsewhere: z.object({ county: z.string(), countyName: z.string().nullable() }).nullable(),
  }),
});
