import { isKind } from '../kinds';
import { counter, jsonOf, objectOf, PayloadFault, type Said } from './adapter';

const TYPES = ['raise', 'clear', 'heartbeat'] as const;
const MAX_BATCH = 500;

/**
 * Our own JSON: `{"type":"raise","kind":"fall","boot":3,"seq":7,"at":"2026-11-24T00:00:00+08:00","readings":{"heartRate":62}}`, or
 * a list of them (a device's buffer). `at` and `readings` may be absent.
 */
export function readHeling(payload: Uint8Array): Said[] {
  const value = jsonOf(payload);
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length > MAX_BATCH) throw new PayloadFault('missing-field');
  return list.map((each) => {
    const { type, kind, boot, seq, at, readings } = objectOf(each);
    const known = TYPES.find((one) => one === type);
    if (!known) throw new PayloadFault('missing-field');
    if (known !== 'heartbeat' && !(typeof kind === 'string' && isKind(kind) && kind !== 'silent')) {
      throw new PayloadFault('unknown-kind');
    }
    return {
      type: known,
      kind: known === 'heartbeat' ? null : (kind as string),
      epoch: counter(boot),
      seq: counter(seq),
      eventAt: at === undefined ? null : timeOf(at),
      readings: readings === undefined ? null : numbersOf(objectOf(readings)),
    };
  });
}

function timeOf(value: unknown): number {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) throw new PayloadFault('missing-field');
  return time;
}

const MAX_READINGS = 20;
function numbersOf(readings: Record<string, unknown>): Record<string, number> {
  const entries = Object.entries(readings);
  const fit = ([name, value]: [string, unknown]) =>
    /^[A-Za-z]{1,30}$/.test(name) && typeof value === 'number' && Number.isFinite(value);
  if (entries.length > MAX_READINGS || !entries.every(fit)) throw new PayloadFault('missing-field');
  return Object.fromEntries(entries) as Record<string, number>;
}
