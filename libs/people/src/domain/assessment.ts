/**
 * Ability assessment of older people (老年人能力评估) by GB/T 42195-2022.
 *
 * Pure: the same function scores the form on the tablet, the record on the server and the file on the
 * command line. Scores are points; a higher score is more able; 26 items, 90 points in all.
 */

/** The standard that this module implements; kept with every assessment so that an old one can be replayed. */
export const ASSESSMENT_STANDARD = 'GB/T 42195-2022';

/** The four groups of items with the highest score of each item, in the order of the standard's form. */
export const ASSESSMENT_ITEMS = {
  selfCare: {
    eating: 4,
    grooming: 4,
    bathing: 4,
    dressingUpper: 4,
    dressingLower: 4,
    urination: 4,
    defecation: 4,
    toileting: 4,
  },
  mobility: { bedMobility: 4, transfer: 4, walking: 4, stairs: 3 },
  mental: {
    timeOrientation: 4,
    placeOrientation: 4,
    personOrientation: 4,
    memory: 4,
    understanding: 4,
    expression: 4,
    aggression: 1,
    depression: 1,
    consciousness: 2,
  },
  perceptionSocial: { vision: 2, hearing: 2, dailyAffairs: 4, transport: 3, socialInteraction: 4 },
} as const;

export type AssessmentGroup = keyof typeof ASSESSMENT_ITEMS;
type KeysOfUnion<T> = T extends unknown ? keyof T : never;
/** Key of one of the 26 items. */
export type AssessmentItem = KeysOfUnion<(typeof ASSESSMENT_ITEMS)[AssessmentGroup]>;

/** Levels from the most able to the least: 能力完好, 轻度, 中度, 重度, 完全失能. */
export const ABILITY_LEVELS = ['intact', 'mild', 'moderate', 'severe', 'total'] as const;
export type AbilityLevel = (typeof ABILITY_LEVELS)[number];

export type AssessmentAdjustment = 'coma' | 'dementia-or-mental-disorder' | 'repeated-risk-events';

export interface AssessmentScore {
  groups: Record<AssessmentGroup, number>;
  /** Sum of the 26 items, 0 to 90. */
  total: number;
  /** Level by the total alone. */
  levelByScore: AbilityLevel;
  /** Level after the adjustments of the standard. */
  level: AbilityLevel;
  /** Reasons that applied; the list may hold two although they do not add up. */
  adjustments: AssessmentAdjustment[];
}

/** The input cannot be scored; `field` names what is wrong. Nothing is guessed. */
export class AssessmentInputError extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = 'AssessmentInputError';
  }
}

const groups = Object.keys(ASSESSMENT_ITEMS) as AssessmentGroup[];
/** Every item with its highest score, in the order of the form. */
export const ITEM_MAXIMA = new Map<AssessmentItem, number>(
  groups.flatMap((group) => Object.entries(ASSESSMENT_ITEMS[group]) as [AssessmentItem, number][]),
);

const KNOWN_FIELDS = new Set(['standard', 'assessedOn', 'items', 'diagnoses', 'riskEvents']);
const RISK_WINDOW_DAYS = 30;
const RISK_EVENTS_NEEDED = 2;
/** ICD-10 F00 to F99, with or without a subcode: dementia and other mental or behavioural disorders. */
const MENTAL_DISORDER = /^F\d\d(\.?[0-9A-Za-z]{1,4})?$/;

/**
 * Scores one assessment.
 * @param input `{standard, assessedOn: 'YYYY-MM-DD', items: {26 keys}, diagnoses?: ICD-10[], riskEvents?: 'YYYY-MM-DD'[]}`
 * @throws AssessmentInputError when an item is missing, unknown, not an integer or out of range, a date is
 * malformed, or the standard is another one.
 */
export function scoreAssessment(input: unknown): AssessmentScore {
  const record = requireObject(input, 'input');
  for (const key of Object.keys(record)) {
    if (!KNOWN_FIELDS.has(key)) throw new AssessmentInputError(key, `unknown field "${key}"`);
  }
  if (record.standard !== ASSESSMENT_STANDARD) {
    throw new AssessmentInputError('standard', `standard must be "${ASSESSMENT_STANDARD}"`);
  }
  const assessedOn = requireDay(record.assessedOn, 'assessedOn');
  const items = requireItems(record.items);
  const diagnoses = requireStrings(record.diagnoses, 'diagnoses');
  const events = requireStrings(record.riskEvents, 'riskEvents').map((day, i) =>
    requireDay(day, `riskEvents[${i}]`),
  );

  const sums = {} as Record<AssessmentGroup, number>;
  let total = 0;
  for (const group of groups) {
    sums[group] = 0;
    for (const key of Object.keys(ASSESSMENT_ITEMS[group])) sums[group] += items[key as AssessmentItem];
    total += sums[group];
  }
  const levelByScore = levelOf(total);
  const adjustments: AssessmentAdjustment[] = [];
  if (items.consciousness === 0) adjustments.push('coma');
  if (diagnoses.some((code) => MENTAL_DISORDER.test(code))) adjustments.push('dementia-or-mental-disorder');
  const recent = events.filter((day) => day <= assessedOn && assessedOn - day <= RISK_WINDOW_DAYS);
  if (recent.length >= RISK_EVENTS_NEEDED) adjustments.push('repeated-risk-events');

  return { groups: sums, total, levelByScore, level: adjusted(levelByScore, adjustments), adjustments };
}

function levelOf(total: number): AbilityLevel {
  if (total >= 90) return 'intact';
  if (total >= 66) return 'mild';
  if (total >= 46) return 'moderate';
  return total >= 30 ? 'severe' : 'total';
}

function adjusted(level: AbilityLevel, adjustments: AssessmentAdjustment[]): AbilityLevel {
  if (adjustments.includes('coma')) return 'total';
  if (adjustments.length === 0) return level;
  return ABILITY_LEVELS[Math.min(ABILITY_LEVELS.indexOf(level) + 1, ABILITY_LEVELS.length - 1)] ?? 'total';
}

function requireObject(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AssessmentInputError(field, `${field} must be an object`);
  }
  return value as Record<string, unknown>;
}

function requireItems(value: unknown): Record<AssessmentItem, number> {
  const items = requireObject(value, 'items');
  for (const key of Object.keys(items)) {
    if (!ITEM_MAXIMA.has(key as AssessmentItem)) {
      throw new AssessmentInputError(`items.${key}`, `unknown item "${key}"`);
    }
  }
  for (const [key, max] of ITEM_MAXIMA) {
    const score = Object.hasOwn(items, key) ? items[key] : undefined;
    if (score === undefined) throw new AssessmentInputError(`items.${key}`, `item "${key}" is missing`);
    if (typeof score !== 'number' || !Number.isInteger(score) || score < 0 || score > max) {
      throw new AssessmentInputError(`items.${key}`, `item "${key}" must be an integer from 0 to ${max}`);
    }
  }
  return items as Record<AssessmentItem, number>;
}

function requireStrings(value: unknown, field: string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new AssessmentInputError(field, `${field} must be a list`);
  value.forEach((entry, i) => {
    if (typeof entry !== 'string')
      throw new AssessmentInputError(`${field}[${i}]`, `${field}[${i}] must be text`);
  });
  return value as string[];
}

/** Day number since 1970-01-01 of a calendar date; refuses dates that do not exist. */
function requireDay(value: unknown, field: string): number {
  const match = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
  if (match) {
    const ms = Date.parse(`${match[0]}T00:00:00Z`);
    if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(match[0])) return ms / 86_400_000;
  }
  throw new AssessmentInputError(field, `${field} must be a date such as 2026-05-01`);
}
