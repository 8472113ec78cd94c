import { CONDITION_NAMES, type Condition } from '@heling/people/domain/health';
import { ALLERGEN_NAMES, TEXTURE_NAMES, type Allergen, type Texture } from './menu';

export interface StopReason {
  code: string;
  detail: string;
}

export const allergenName = (code: string): string => ALLERGEN_NAMES[code as Allergen] ?? code;
export const conditionName = (code: string): string => CONDITION_NAMES[code as Condition] ?? code;

/** A recorded allergy against a dish: never overridden. */
export function allergyStops(
  dish: { name: string; allergens: readonly string[] },
  allergies: readonly string[],
): StopReason[] {
  const hit = dish.allergens.filter((allergen) => allergies.includes(allergen));
  return hit.length === 0
    ? []
    : [{ code: 'allergen', detail: `“${dish.name}”含${hit.map(allergenName).join('、')}，老人对此过敏。` }];
}

/** A condition that holds on the day against the service: never overridden. */
export function contraindicationStops(
  service: { name: string; contraindications: readonly string[] },
  conditions: readonly { code: string; since: string; until: string | null }[],
  day: string,
): StopReason[] {
  const hit = conditions.filter(
    (each) =>
      service.contraindications.includes(each.code) &&
      each.since <= day &&
      (each.until === null || each.until >= day),
  );
  return hit.length === 0
    ? []
    : [
        {
          code: 'contraindication',
          detail: `老人有${[...new Set(hit.map((each) => conditionName(each.code)))].join('、')}，不能做${service.name}，请先咨询医生。`,
        },
      ];
}

/** Food of another texture than the person can eat: a warning. */
export function textureWarnings(
  lines: readonly { name: string; texture: string }[],
  texture: string,
): StopReason[] {
  const other = lines.filter((line) => line.texture !== texture);
  return texture === 'normal' || other.length === 0
    ? []
    : [
        {
          code: 'texture',
          detail: `老人平时吃${TEXTURE_NAMES[texture as Texture] ?? texture}，所选“${other[0]?.name ?? ''}”不是。`,
        },
      ];
}
