import type { Output } from '@heling/platform/contract/route';
import type { wallRoute } from '@heling/places/contract/wall';

export type Institution = Output<typeof wallRoute>['items'][number];

/** How the state of a report looks: never by colour alone, and never normal when it is old or missing. */
export const FRESHNESS = {
  fresh: { tone: 'ok', shape: '✓', word: '正常' },
  stale: { tone: 'unknown', shape: '▨', word: '过时' },
  none: { tone: 'unknown', shape: '▨', word: '未报' },
} as const;

/** What an institution has room for: day care counts places (位), the others beds (床). */
export function roomIn(item: Institution): { taken: number | null; all: number; unit: string } {
  return item.kind === 'dayCare'
    ? { taken: item.placesTaken, all: item.places, unit: '位' }
    : { taken: item.bedsTaken, all: item.beds, unit: '床' };
}

/** Full (满员) at this share of what there is room for. */
const FULL = 0.97;

/** The tone of an institution: old or missing data first, then full. */
export function toneOf(item: Institution): { tone: string; shape: string; word: string } {
  if (item.freshness !== 'fresh') return FRESHNESS[item.freshness];
  const { taken, all } = roomIn(item);
  const full = all > 0 && (taken ?? 0) / all >= FULL;
  return full ? { tone: 'p2', shape: '●', word: '满员' } : FRESHNESS.fresh;
}
