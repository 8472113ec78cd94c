import type { CallInput } from '@heling/platform/contract/route';
import type { Allergen, Condition, Texture } from '@heling/people/domain/health';
import { idFault, normaliseId, normalisePhone, readId, type IdFault } from '@heling/people/domain/identity';
import type { Living, NoIdReason, Priority, Relation, Sex } from '@heling/people/domain/person';
import type { peopleAdd } from '@heling/ui/api.gen';
import type { RouteAddress } from '@heling/ui/route-address';

/** What is typed of a person to be entered. */
export interface NewPerson {
  name: string;
  idNumber: string;
  noIdReason: NoIdReason | null;
  birth: string;
  sex: Sex | null;
  phone: string;
  division: string | null;
  address: string;
  living: Living | null;
  priority: Priority[];
  texture: Texture;
  bathSex: Sex | 'any';
  conditions: Condition[];
  allergies: Allergen[];
  contactName: string;
  contactPhone: string;
  contactRelation: Relation;
}
export const NOBODY: NewPerson = {
  name: '',
  idNumber: '',
  noIdReason: null,
  birth: '',
  sex: null,
  phone: '',
  division: null,
  address: '',
  living: null,
  priority: [],
  texture: 'normal',
  bathSex: 'any',
  conditions: [],
  allergies: [],
  contactName: '',
  contactPhone: '',
  contactRelation: 'child',
};

/** What is wrong with a telephone number that may be left empty. */
export const phoneFault = (text: string): string | null =>
  text.trim() && normalisePhone(text) === undefined ? '电话号码有误' : null;

/** What is wrong with the ID number; null also when there is none. */
export function idNumberFault(typed: NewPerson): IdFault | null {
  const id = normaliseId(typed.idNumber);
  if (!id) return null;
  const facts = readId(id);
  if (typeof facts === 'string') return facts;
  return typed.birth && typed.sex ? idFault(id, { birth: typed.birth, sex: typed.sex }) : null;
}

/** What must still be filled in, by field: a sentence, or false. */
export function missingOf(typed: NewPerson) {
  return {
    name: !typed.name.trim() && '请填写姓名',
    idNumber: !normaliseId(typed.idNumber) && !typed.noIdReason && '请填写身份证号；没有的，选一个原因',
    birth: !typed.birth && '请填写出生日期',
    sex: !typed.sex && '请选择性别',
    division: !typed.division && '请选到社区（村）',
    address: !typed.address.trim() && '请填写地址',
    living: !typed.living && '请选择居住状况',
    contact:
      Boolean(typed.contactName.trim()) !== Boolean(typed.contactPhone.trim()) &&
      '联系人的姓名和电话要一起填',
  };
}

type InputOf<A> = A extends RouteAddress<infer S> ? CallInput<S> : never;

/** The request that enters the person; null while something is missing. */
export function bodyOf(typed: NewPerson, notDuplicate: boolean): InputOf<typeof peopleAdd>['body'] | null {
  const { sex, division, living, noIdReason } = typed;
  const id = normaliseId(typed.idNumber);
  if (!sex || !division || !living || (!id && !noIdReason)) return null;
  const contact = {
    name: typed.contactName.trim(),
    phone: typed.contactPhone,
    relation: typed.contactRelation,
    emergency: true,
  };
  return {
    name: typed.name.trim(),
    ...(id ? { idNumber: id } : noIdReason ? { noIdReason } : {}),
    sex,
    birth: typed.birth,
    ...(typed.phone.trim() ? { phone: typed.phone } : {}),
    division,
    address: typed.address.trim(),
    living,
    priority: typed.priority,
    texture: typed.texture,
    bathSex: typed.bathSex === 'any' ? null : typed.bathSex,
    contacts: contact.name ? [contact] : [],
    conditions: typed.conditions,
    allergies: typed.allergies,
    notDuplicate,
  };
}
