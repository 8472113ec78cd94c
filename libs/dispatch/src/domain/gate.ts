import type { PolicyValues } from '@heling/orders/domain/policies';
import type { Reason } from './candidates';

/** Limits [least, most] within which a bath may begin (policy data). */
export type GateLimits = PolicyValues['bathGate'];

/** What the carers measured and saw before the bath. Pressures in mmHg, temperatures in °C. */
export interface Measures {
  systolic: number;
  diastolic: number;
  temperature: number;
  pulse?: number;
  spo2?: number;
  water: number;
  mealOk: boolean;
  skinOk: boolean;
  familyPresent: boolean;
  consentOnFile: boolean;
  feelsWell: boolean;
}
export type Vitals = Pick<Measures, 'systolic' | 'diastolic' | 'temperature' | 'pulse'>;

/** Judges the check before a bath (助浴前安全检查). `crew`: carers who have checked in at the home. */
export function evaluateGate(
  measures: Measures,
  limits: GateLimits,
  crew: number,
): { passed: boolean; reasons: Reason[] } {
  const reasons = vitalsReasons(measures, limits);
  const refuse = (code: string, detail: string) => reasons.push({ code, detail });
  if (measures.spo2 !== undefined && measures.spo2 < limits.spo2) {
    refuse('spo2', `血氧 ${measures.spo2}%，低于 ${limits.spo2}%`);
  }
  outside(reasons, 'water', '水温', measures.water, limits.water, '℃');
  if (!measures.consentOnFile) refuse('consent', '没有签署助浴同意书');
  if (!measures.mealOk) refuse('meal', '空腹或刚吃完饭');
  if (!measures.skinOk) refuse('skin', '皮肤检查有异常');
  if (!measures.feelsWell) refuse('unwell', '老人自述不适');
  if (!measures.familyPresent && crew < 2) refuse('alone', '没有家属或第二名护理员在场');
  return { passed: reasons.length === 0, reasons };
}

/** Which vitals lie outside the limits; after a bath they are warnings. */
export function vitalsReasons(vitals: Vitals, limits: GateLimits): Reason[] {
  const reasons: Reason[] = [];
  outside(reasons, 'systolic', '收缩压', vitals.systolic, limits.systolic, ' mmHg');
  outside(reasons, 'diastolic', '舒张压', vitals.diastolic, limits.diastolic, ' mmHg');
  if (vitals.diastolic >= vitals.systolic) {
    reasons.push({ code: 'pressures', detail: '舒张压不应高于收缩压，请重新测量' });
  }
  outside(reasons, 'temperature', '体温', vitals.temperature, limits.temperature, '℃');
  if (vitals.pulse !== undefined) outside(reasons, 'pulse', '脉搏', vitals.pulse, limits.pulse, ' 次/分');
  return reasons;
}

function outside(
  reasons: Reason[],
  code: string,
  name: string,
  value: number,
  [least, most]: readonly [number, number],
  unit: string,
): void {
  if (value >= least && value <= most) return;
  reasons.push({ code, detail: `${name} ${value}${unit}，应在 ${least}–${most}${unit} 之间` });
}
