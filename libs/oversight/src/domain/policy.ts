import type { EscalationPolicy, Priority } from './model';

/** Duties (值守岗位) that a step of an escalation can call. */
export const DUTIES = { seat: '值班席', nurse: '护士', manager: '机构负责人', district: '区县值守' } as const;
export type Duty = keyof typeof DUTIES;

/** Ways to call somebody (通知方式). */
export const CHANNELS = { screen: '屏幕', sms: '短信' } as const;

export type Rules = Partial<Record<Priority, EscalationPolicy>>;

/** Who is called for an alarm as long as an institution has set nothing else. */
export const DEFAULT_RULES: Rules = {
  P0: {
    steps: [
      { afterSeconds: 0, to: 'seat', channels: ['screen', 'sms'] },
      { afterSeconds: 60, to: 'manager', channels: ['sms'] },
      { afterSeconds: 180, to: 'district', channels: ['screen', 'sms'] },
    ],
    resolveWithinSeconds: 900,
  },
  P1: {
    steps: [
      { afterSeconds: 0, to: 'seat', channels: ['screen', 'sms'] },
      { afterSeconds: 300, to: 'manager', channels: ['sms'] },
    ],
    resolveWithinSeconds: 1800,
  },
  P2: { steps: [{ afterSeconds: 0, to: 'seat', channels: ['screen'] }] },
};
/** Without a receipt within this a call counts as missed (policy data). */
export const DEFAULT_RECEIPT_SECONDS = 15;

/** The duties that a policy calls. */
export function dutiesOf(rules: Rules): string[] {
  return [...new Set(Object.values(rules).flatMap((policy) => policy.steps.map((step) => step.to)))].sort();
}

interface Span {
  from: number;
  to: number;
}

/** The spans of [from, to) that no shift covers (值守空档); times in milliseconds. */
export function gapsOf(from: number, to: number, shifts: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let at = from;
  for (const shift of [...shifts].sort((a, b) => a.from - b.from)) {
    if (shift.from > at) gaps.push({ from: at, to: Math.min(shift.from, to) });
    at = Math.max(at, shift.to);
    if (at >= to) break;
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps.filter((gap) => gap.to > gap.from);
}
