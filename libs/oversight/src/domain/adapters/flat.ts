import { counter, jsonOf, objectOf, PayloadFault, type Said } from './adapter';

/** A vendor's event codes: kind, and whether it begins or ends. */
const EVENTS: Record<string, [Said['type'], string | null]> = {
  HB: ['heartbeat', null],
  FALL: ['raise', 'fall'],
  FALL_END: ['clear', 'fall'],
  SOS: ['raise', 'sos'],
  SOS_END: ['clear', 'sos'],
  OUT_OF_BED: ['raise', 'bed-exit'],
  IN_BED: ['clear', 'bed-exit'],
  APNEA: ['raise', 'no-breathing'],
  APNEA_END: ['clear', 'no-breathing'],
  HR: ['raise', 'heart-rate'],
  HR_END: ['clear', 'heart-rate'],
  BATT: ['raise', 'battery'],
  BATT_END: ['clear', 'battery'],
};

/** A vendor's flat JSON: `{"evt":"FALL","up":3,"cnt":7,"ts":1795449600,"hr":62,"br":14}`; `ts` in seconds since 1970. */
export function readFlat(payload: Uint8Array): Said[] {
  const { evt, up, cnt, ts, hr, br } = objectOf(jsonOf(payload));
  const event = typeof evt === 'string' && Object.hasOwn(EVENTS, evt) ? EVENTS[evt] : undefined;
  if (!event) throw new PayloadFault('unknown-kind');
  const readings: Record<string, number> = {};
  if (typeof hr === 'number') readings.heartRate = hr;
  if (typeof br === 'number') readings.breathing = br;
  return [
    {
      type: event[0],
      kind: event[1],
      epoch: counter(up),
      seq: counter(cnt),
      eventAt: ts === undefined ? null : secondsOf(ts),
      readings: Object.keys(readings).length > 0 ? readings : null,
    },
  ];
}

const MAX_SECONDS = 2 ** 32;
function secondsOf(value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value < MAX_SECONDS))
    throw new PayloadFault('missing-field');
  return Math.round(value * 1000);
}
