import type { Style } from '@heling/oversight/domain/adapters/styles';

/** What a device says, before it is put into its payload style. */
export interface Saying {
  type: 'raise' | 'clear' | 'heartbeat';
  kind?: string;
  boot: number;
  seq: number;
  /** By the device's clock, milliseconds since 1970. */
  at: number;
  readings?: Record<string, number>;
}

const FLAT: Record<string, string> = {
  fall: 'FALL',
  sos: 'SOS',
  'bed-exit': 'OUT_OF_BED',
  'no-breathing': 'APNEA',
  'heart-rate': 'HR',
  battery: 'BATT',
};
const FRAME = [
  'fall',
  'sos',
  'no-breathing',
  'bed-exit',
  'heart-rate',
  'breathing',
  'door',
  'water',
  'battery',
];

/** Kinds that a device of this style can speak of. */
export function speaks(style: Style, kind: string): boolean {
  return style === 'heling' || (style === 'flat' ? kind in FLAT : FRAME.includes(kind));
}

/** A payload as such a device sends it (the adapters read it back). */
export function payloadOf(style: Style, saying: Saying): Uint8Array {
  if (style === 'flat') return Buffer.from(JSON.stringify(flat(saying)));
  return style === 'frame' ? frame(saying) : Buffer.from(JSON.stringify(heling(saying)));
}

function heling({ at, ...said }: Saying): object {
  return { ...said, at: new Date(at).toISOString() };
}

function flat({ type, kind, boot, seq, at, readings }: Saying): object {
  const name =
    type === 'heartbeat' ? 'HB' : kind === 'bed-exit' && type === 'clear' ? 'IN_BED' : FLAT[kind ?? ''];
  return {
    evt: type === 'clear' && name !== 'IN_BED' ? `${name}_END` : name,
    ...{ up: boot, cnt: seq, ts: Math.floor(at / 1000) },
    ...(readings && { hr: readings.heartRate, br: readings.breathing }),
  };
}

function frame({ type, kind, boot, seq, at, readings }: Saying): Uint8Array {
  const bytes = Buffer.alloc(18);
  bytes.write('HL', 0, 'latin1');
  bytes.set([1, ['heartbeat', 'raise', 'clear'].indexOf(type), Math.max(0, FRAME.indexOf(kind ?? ''))], 2);
  bytes.writeUInt16BE(boot, 5);
  bytes.writeUInt32BE(seq, 7);
  bytes.writeUInt32BE(Math.floor(at / 1000), 11);
  bytes.set([readings?.heartRate ?? 0, readings?.breathing ?? 0], 15);
  bytes[17] = bytes.subarray(0, 17).reduce((total, byte) => (total + byte) & 0xff, 0);
  return bytes;
}
