import { ageOn } from '@heling/platform/domain/calendar';
import { exists, idFault, type IdFault } from './identity';
import type { Living, NeedLevel, Priority, Sex } from './person';

const FIRST_BIRTH = '1890-01-01';
/** From this age on somebody is very old (高龄). */
const VERY_OLD = 80;
const DISABLED: readonly (NeedLevel | null)[] = ['moderate', 'severe', 'total'];
/** Groups that follow from other facts and are never entered by hand. */
const DERIVED: readonly Priority[] = ['veryOld', 'emptyNest', 'alone'];

export interface Identity {
  idNumber?: string;
  noIdReason?: string;
  sex: Sex;
  birth: string;
}
export type IdentityFault = 'birth' | 'idOrReason' | { idNumber: IdFault };

/** What is wrong with an identity as entered; null when nothing is. `today`: a business day. */
export function identityFault(person: Identity, today: string): IdentityFault | null {
  if (!exists(person.birth) || person.birth < FIRST_BIRTH || person.birth > today) return 'birth';
  if (person.idNumber === undefined) return person.noIdReason === undefined ? 'idOrReason' : null;
  const fault = idFault(person.idNumber, person);
  return fault === null ? null : { idNumber: fault };
}

/**
 * The groups (重点人群) of a person: those entered by hand (hardship, dementia, disabled), with those that follow from
 * age, living and the assessment in force.
 */
export function priorityOf(
  entered: readonly Priority[],
  person: { birth: string; living: Living; needLevel: NeedLevel | null },
  today: string,
): Priority[] {
  const groups = new Set(entered.filter((group) => !DERIVED.includes(group)));
  if (person.needLevel !== null) {
    if (DISABLED.includes(person.needLevel)) groups.add('disabled');
    else groups.delete('disabled');
  }
  if (ageOn(person.birth, today) >= VERY_OLD) groups.add('veryOld');
  if (person.living === 'alone') groups.add('alone');
  if (person.living === 'emptyNest') groups.add('emptyNest');
  return [...groups];
}
