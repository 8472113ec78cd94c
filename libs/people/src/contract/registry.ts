import { z } from 'zod';
import { day, idParam, route } from '@heling/platform/contract/route';
import {
  allergen,
  ASSESSORS,
  changed,
  community,
  condition,
  id,
  idNumber,
  KEEPERS,
  living,
  noIdReason,
  phone,
  priority,
  relation,
  sex,
  texture,
  version,
  words,
} from './shared';

/** Rounded by the server to 0.001 degree (about 100 m). */
const lng = z.number().min(113.5).max(115);
const lat = z.number().min(35).max(36.5);

const contactFields = {
  name: words(40),
  phone,
  relation,
  emergency: z.boolean().default(false),
};

export const add = route({
  id: 'people.add',
  method: 'POST',
  path: '/persons',
  summary: '登记老人：身份证号的校验位、出生日期、性别须一致；没有身份证号须写明原因',
  access: KEEPERS,
  idempotent: true,
  body: z
    .object({
      name: words(40),
      idNumber: idNumber.optional(),
      /** Needed without an ID number. */
      noIdReason: noIdReason.optional(),
      sex,
      birth: day,
      phone: phone.optional(),
      division: community,
      address: words(120),
      /** The middle of the division unless told. */
      lng: lng.optional(),
      lat: lat.optional(),
      living,
      priority: z.array(priority).max(6).default([]),
      texture: texture.default('normal'),
      bathSex: sex.nullable().default(null),
      contacts: z.array(z.object(contactFields).strict()).max(6).default([]),
      conditions: z.array(condition).max(20).default([]),
      allergies: z.array(allergen).max(10).default([]),
      householdId: id.optional(),
      /** The duplicates that `people.duplicates` showed were looked at and are other people. */
      notDuplicate: z.boolean().default(false),
    })
    .strict(),
  response: changed,
});

export const correct = route({
  id: 'people.correct',
  method: 'PATCH',
  path: '/persons/:id',
  summary: '更正老人的档案：只提交要改的项，注明看到的版本',
  access: KEEPERS,
  params: idParam,
  body: z
    .object({
      version,
      name: words(40).optional(),
      /** Null takes the number away; a reason is then needed. */
      idNumber: idNumber.nullable().optional(),
      noIdReason: noIdReason.optional(),
      sex: sex.optional(),
      birth: day.optional(),
      phone: phone.nullable().optional(),
      living: living.optional(),
      priority: z.array(priority).max(6).optional(),
      texture: texture.optional(),
      bathSex: sex.nullable().optional(),
      /** Why; kept in the audit. */
      reason: words(200).optional(),
    })
    .strict(),
  response: changed,
});

export const move = route({
  id: 'people.move',
  method: 'POST',
  path: '/persons/:id/move',
  summary: '迁居：从某日起住到新的区划和地址，原住址留作历史；也用于更正现住址',
  access: KEEPERS,
  params: idParam,
  idempotent: true,
  body: z
    .object({
      version,
      division: community,
      address: words(120),
      from: day,
      lng: lng.optional(),
      lat: lat.optional(),
      /** The present address was wrong from the start: replaced without a history. */
      correction: z.boolean().default(false),
    })
    .strict(),
  response: changed,
});

export const markDeceased = route({
  id: 'people.markDeceased',
  method: 'POST',
  path: '/persons/:id/deceased',
  summary: '登记去世：未开始的订单会取消并退款，长期订单终止',
  access: KEEPERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, on: day, note: words(200).optional() }).strict(),
  response: changed,
});

export const takeBackDeceased = route({
  id: 'people.takeBackDeceased',
  method: 'POST',
  path: '/persons/:id/deceased/take-back',
  summary: '撤销误登记的去世：恢复在册（已取消的订单须重新下单）',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(200) }).strict(),
  response: changed,
});

export const addContact = route({
  id: 'people.addContact',
  method: 'POST',
  path: '/persons/:id/contacts',
  summary: '增加联系人',
  access: KEEPERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, ...contactFields }).strict(),
  response: changed.extend({ contactId: id }),
});

export const editContact = route({
  id: 'people.editContact',
  method: 'PUT',
  path: '/persons/:id/contacts/:contactId',
  summary: '修改联系人：没有提交的项不变',
  access: KEEPERS,
  params: z
    .object({ id: z.coerce.number().int().positive(), contactId: z.coerce.number().int().positive() })
    .strict(),
  body: z
    .object({
      version,
      name: words(40).optional(),
      phone: phone.optional(),
      relation: relation.optional(),
      emergency: z.boolean().optional(),
    })
    .strict(),
  response: changed,
});

export const removeContact = route({
  id: 'people.removeContact',
  method: 'DELETE',
  path: '/persons/:id/contacts/:contactId',
  summary: '删除联系人',
  access: KEEPERS,
  params: editContact.params,
  body: z.object({ version }).strict(),
  response: changed,
});

export const setHealth = route({
  id: 'people.setHealth',
  method: 'PUT',
  path: '/persons/:id/health',
  summary: '更新健康状况和过敏原：提交完整清单，去掉的健康状况记为到今天为止',
  access: KEEPERS,
  params: idParam,
  body: z
    .object({
      version,
      /** The conditions that hold. */
      conditions: z
        .array(z.object({ code: condition, since: day, until: day.nullable().default(null) }).strict())
        .max(20),
      allergies: z.array(allergen).max(10),
    })
    .strict(),
  response: changed,
});

export const setHousehold = route({
  id: 'people.setHousehold',
  method: 'POST',
  path: '/persons/:id/household',
  summary: '住户：加入某位老人的住户、离开、另立',
  access: KEEPERS,
  params: idParam,
  idempotent: true,
  body: z
    .object({
      version,
      /** `join`: the household of `with` (made when they have none). */
      action: z.enum(['join', 'leave', 'new']),
      with: id.optional(),
    })
    .strict(),
  response: changed.extend({ householdId: id.nullable() }),
});
