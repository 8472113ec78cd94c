import type { Random } from '../seed/random';
import { speaks } from './payload';
import type { Style } from '@heling/oversight/domain/adapters/styles';

/** A device as the plot needs it. */
export interface Actor {
  code: string;
  style: Style;
  gateway: boolean;
}
/** Something that happens at a device. Times in milliseconds from now; `minutes` pass in the house's (quicker) time. */
export type Happening =
  | { what: 'episode'; kind: string; lastsMs: number; repeats: number; lateMs: number; twice: boolean }
  | { what: 'chatter'; kind: string; times: number }
  | { what: 'reboot' }
  | { what: 'outage'; lastsMs: number };

/** How often in an hour, for one device, and how long it lasts in minutes. */
interface Risk {
  kind: string;
  perHour: number;
  minutes: [number, number];
  /** Only at these hours of the day. */
  night?: boolean;
}

/** By what the device's code begins with. About what a house of 130 beds sees: one call for help each half hour, a fall in some days. */
const RISKS: Record<string, Risk[]> = {
  bed: [
    { kind: 'bed-exit', perHour: 0.06, minutes: [3, 18], night: true },
    { kind: 'heart-rate', perHour: 0.008, minutes: [2, 12] },
    { kind: 'breathing', perHour: 0.004, minutes: [2, 8] },
    { kind: 'fall', perHour: 0.0012, minutes: [4, 15] },
    { kind: 'no-breathing', perHour: 0.0003, minutes: [1, 3] },
    { kind: 'battery', perHour: 0.001, minutes: [60, 240] },
  ],
  band: [
    { kind: 'wandered', perHour: 0.02, minutes: [5, 30] },
    { kind: 'fall', perHour: 0.003, minutes: [4, 15] },
    { kind: 'sos', perHour: 0.01, minutes: [2, 10] },
    { kind: 'battery', perHour: 0.01, minutes: [60, 240] },
  ],
  call: [{ kind: 'sos', perHour: 0.03, minutes: [1, 6] }],
  smoke: [{ kind: 'fire', perHour: 0.0008, minutes: [2, 10] }],
  'kitchen-smoke': [{ kind: 'fire', perHour: 0.002, minutes: [2, 10] }],
  'kitchen-gas': [{ kind: 'gas', perHour: 0.003, minutes: [2, 15] }],
  'kitchen-temp': [{ kind: 'temperature', perHour: 0.04, minutes: [10, 40] }],
  'kitchen-water': [{ kind: 'water', perHour: 0.006, minutes: [5, 30] }],
  door: [{ kind: 'door', perHour: 0.08, minutes: [1, 10], night: true }],
};
const FAULTS = { chatter: 0.002, reboot: 0.02, deviceOutage: 0.004, gatewayOutage: 0.06 };
const LATE = 0.05;
const TWICE = 0.05;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const risksOf = (code: string): Risk[] =>
  RISKS[code] ?? Object.entries(RISKS).find(([name]) => code.startsWith(`${name}-`))?.[1] ?? [];

/**
 * What happens at one device within `stepMs`, `speed` times as much as in life; at most one of each. `hour`: of the day in Shanghai.
 * What it lasts is divided by `speed`, but never shorter than two seconds, since the platform's clock does not run quicker.
 */
export function happenings(
  random: Random,
  { code, style, gateway }: Actor,
  { stepMs, speed, hour }: { stepMs: number; speed: number; hour: number },
): Happening[] {
  const hours = (stepMs * speed) / HOUR;
  const lasts = ([low, high]: [number, number]) =>
    Math.max(2000, ((low + random.next() * (high - low)) * MINUTE) / speed);
  const found: Happening[] = [];
  const atNight = hour >= 21 || hour < 6;
  for (const { kind, perHour, minutes, night } of risksOf(code)) {
    if ((night && !atNight) || !speaks(style, kind) || !random.chance(perHour * hours)) continue;
    found.push({
      ...{ what: 'episode', kind, lastsMs: lasts(minutes) },
      repeats: random.chance(0.3) ? random.between(1, 3) : 0,
      lateMs: random.chance(LATE) ? random.between(2, 90) * 1000 : 0,
      twice: random.chance(TWICE),
    });
  }
  const first = risksOf(code)[0];
  if (first && speaks(style, first.kind) && random.chance(FAULTS.chatter * hours)) {
    found.push({ what: 'chatter', kind: first.kind, times: random.between(20, 50) });
  }
  if (!gateway && random.chance(FAULTS.reboot * hours)) found.push({ what: 'reboot' });
  if (random.chance((gateway ? FAULTS.gatewayOutage : FAULTS.deviceOutage) * hours)) {
    // Real time: three heartbeats are what they are.
    found.push({ what: 'outage', lastsMs: random.between(20, gateway ? 240 : 900) * 1000 });
  }
  return found;
}
