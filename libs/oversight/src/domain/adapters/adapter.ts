/** What a device said, whatever its payload looked like. */
export interface Said {
  type: 'raise' | 'clear' | 'heartbeat';
  /** Absent for a heartbeat. */
  kind: string | null;
  /** Counts restarts, so that (epoch, seq) never repeats. */
  epoch: number;
  seq: number | null;
  /** By the device's clock, milliseconds since 1970. */
  eventAt: number | null;
  /** Numbers that came along, e.g. `{heartRate: 62}`. */
  readings: Record<string, number> | null;
}

/** A payload that cannot be read; `reason` is the quarantine's code. */
export class PayloadFault extends Error {
  constructor(readonly reason: 'not-json' | 'bad-frame' | 'bad-checksum' | 'missing-field' | 'unknown-kind') {
    super(reason);
  }
}

/** Reads one payload style (报文格式), whatever the firmware; throws `PayloadFault`. */
export type Adapter = (payload: Uint8Array) => Said[];

const MAX_SEQ = 2 ** 48;

/** A whole number of a device's counter; anything else is a fault. */
export function counter(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_SEQ) {
    throw new PayloadFault('missing-field');
  }
  return value;
}

/** The JSON object of a payload. */
export function objectOf(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new PayloadFault('not-json');
  return value as Record<string, unknown>;
}

export function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as unknown;
  } catch {
    throw new PayloadFault('not-json');
  }
}
