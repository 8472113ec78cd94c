import { addDays, ageOn } from '@heling/platform/domain/calendar';
import { ACUTE_CONDITIONS, ALLERGEN_NAMES, CONDITION_NAMES, TEXTURE_NAMES } from './health';

/** From this age on somebody counts as very old (高龄). */
const VERY_OLD = 80;
/** Days before the end of an assessment when the next is due. */
const DUE_DAYS = 60;

/** What the warnings are made from. */
export interface WarningFacts {
  status: string;
  birth: string;
  living: string;
  priority: readonly string[];
  texture: string;
  /** Codes of the conditions that hold today. */
  conditions: readonly string[];
  allergies: readonly string[];
  /** Last day of the assessment in force; null when there never was one. */
  assessedUntil: string | null;
  contacts: number;
}

export interface PersonWarning {
  code: string;
  severity: 'p1' | 'p2' | 'p3';
  text: string;
}

/** What must be seen before serving somebody, gravest first. `today`: a business day. */
export function warningsOf(facts: WarningFacts, today: string): PersonWarning[] {
  const found: PersonWarning[] = [];
  const say = (severity: PersonWarning['severity'], code: string, text: string) =>
    found.push({ code, severity, text });
  if (facts.status === 'deceased') say('p1', 'deceased', '老人已去世，不能再下单。');
  if (facts.status === 'left') say('p2', 'left', '老人已迁出本市。');
  if (facts.allergies.length > 0) say('p1', 'allergy', `过敏：${names(ALLERGEN_NAMES, facts.allergies)}`);
  const acute = facts.conditions.filter((code) => (ACUTE_CONDITIONS as readonly string[]).includes(code));
  const dementia = facts.conditions.includes('dementia') || facts.priority.includes('dementia');
  const others = facts.conditions.filter((code) => !acute.includes(code) && code !== 'dementia');
  if (acute.length > 0) say('p1', 'condition', `当前：${names(CONDITION_NAMES, acute)}`);
  if (dementia) say('p1', 'dementia', '认知障碍：请与家属确认，上门时注意走失风险。');
  if (facts.living === 'alone') say('p2', 'alone', '独居：敲门无人应答时，按流程联系家属并上门查看。');
  if (facts.contacts === 0) say('p2', 'noContact', '没有登记联系人，请补充。');
  if (facts.assessedUntil === null) say('p3', 'assessmentDue', '还没有做过能力评估。');
  else if (facts.assessedUntil < today)
    say('p2', 'assessmentOverdue', `能力评估已于 ${facts.assessedUntil} 到期，请安排复评。`);
  else if (facts.assessedUntil <= addDays(today, DUE_DAYS)) {
    say('p3', 'assessmentDue', `能力评估将于 ${facts.assessedUntil} 到期。`);
  }
  if (others.length > 0) say('p3', 'condition', `健康状况：${names(CONDITION_NAMES, others)}`);
  if (facts.texture !== 'normal') say('p2', 'texture', `膳食：${names(TEXTURE_NAMES, [facts.texture])}`);
  if (ageOn(facts.birth, today) >= VERY_OLD) say('p3', 'veryOld', `高龄：${ageOn(facts.birth, today)} 岁`);
  return found.sort((a, b) => a.severity.localeCompare(b.severity));
}

function names(known: Readonly<Record<string, string>>, codes: readonly string[]): string {
  return codes.map((code) => known[code] ?? code).join('、');
}
