import { PayloadFault, type Said } from './adapter';

const LENGTH = 18;
const MAGIC = 0x484c;
const TYPES = ['heartbeat', 'raise', 'clear'] as const;
/** By the frame's kind number. */
const KIND_OF = [
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

/**
 * A binary frame of 18 bytes, big-endian: magic 'HL' (2), version 1 (1), type (1: 0 heartbeat, 1 raise, 2 clear), kind (1), boot (2),
 * seq (4), seconds since 1970, 0 when the device has no clock (4), heart rate (1), breathing (1), sum of all before mod 256 (1).
 */
export function readFrame(payload: Uint8Array): Said[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  if (payload.length !== LENGTH || view.getUint16(0) !== MAGIC || view.getUint8(2) !== 1) {
    throw new PayloadFault('bad-frame');
  }
  const sum = payload.subarray(0, LENGTH - 1).reduce((total, byte) => (total + byte) & 0xff, 0);
  if (sum !== view.getUint8(LENGTH - 1)) throw new PayloadFault('bad-checksum');
  const type = TYPES[view.getUint8(3)];
  if (!type) throw new PayloadFault('bad-frame');
  const kind = KIND_OF[view.getUint8(4)] ?? null;
  if (type !== 'heartbeat' && !kind) throw new PayloadFault('unknown-kind');
  const seconds = view.getUint32(11);
  const [heartRate, breathing] = [view.getUint8(15), view.getUint8(16)];
  const readings = { ...(heartRate ? { heartRate } : {}), ...(breathing ? { breathing } : {}) };
  return [
    {
      type,
      kind: type === 'heartbeat' ? null : kind,
      epoch: view.getUint16(5),
      seq: view.getUint32(7),
      eventAt: seconds === 0 ? null : seconds * 1000,
      readings: Object.keys(readings).length > 0 ? readings : null,
    },
  ];
}
