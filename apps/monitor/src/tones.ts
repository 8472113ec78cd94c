import type { Output } from '@heling/platform/contract/route';
import type { alarmWallRoute } from '@heling/oversight/contract/alarms';
import type { alarmStreamRoute } from '@heling/oversight/contract/wall';
import type { Institution } from './freshness';

export type WallCounts = Output<typeof alarmWallRoute>['items'][number];
export type StreamAlarm = Output<typeof alarmStreamRoute>['items'][number];
export type AlarmTone = 'p0' | 'p1' | 'p2' | 'p3' | 'unknown' | 'ok' | 'none';

export const PRIORITY_TONES = ['p0', 'p1', 'p2', 'p3'] as const;
/** Nothing heard of any device of an institution for so long: its picture is old. */
const OLD_MS = 10 * 60_000;

/** An institution with what its devices say; null counts: none is connected. */
export interface Watched {
  institution: Institution;
  counts: WallCounts | null;
  tone: AlarmTone;
}

/** The worst open severity; else whether its devices can be believed. */
export function alarmToneOf(counts: WallCounts | null, now: Date): AlarmTone {
  if (!counts) return 'none';
  const worst = PRIORITY_TONES.find((tone) => counts[tone] > 0);
  if (worst) return worst;
  if (counts.devices === 0) return 'none';
  const dumb = counts.silent + counts.unknown >= counts.devices;
  return dumb || isOld(counts, now) ? 'unknown' : 'ok';
}

export const isOld = ({ heardAt }: Pick<WallCounts, 'heardAt'>, now: Date): boolean =>
  heardAt === null || now.getTime() - Date.parse(heardAt) > OLD_MS;

const RANK: Record<AlarmTone, number> = { p0: 0, p1: 1, p2: 2, p3: 3, unknown: 4, ok: 5, none: 6 };
export const worseFirst = (a: Watched, b: Watched): number =>
  RANK[a.tone] - RANK[b.tone] ||
  (b.counts?.unacked ?? 0) - (a.counts?.unacked ?? 0) ||
  a.institution.id - b.institution.id;

/** The name without what every name of its kind ends in. */
export function shortName(name: string): string {
  return name.replace(/^鹤壁市/, '').replace(/(社区)?(日间照料中心|(街道)?综合养老服务中心)$/, '') || name;
}
