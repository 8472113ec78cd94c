import type { Output } from '@heling/platform/contract/route';
import type { wallRoute } from '@heling/places/contract/wall';

export type Institution = Output<typeof wallRoute>['items'][number];

/** How the state of a report looks: never by colour alone, and never normal when it is old or missing. */
export const FRESHNESS = {
  fresh: { tone: 'ok', shape: '✓', word: '正常' },
  stale: { tone: 'unknown', shape: '▨', word: '过时' },
  none: { tone: 'unknown', shape: '▨', word: '未报' },
} as const;

/** Full (满) at this share of beds. */
const FULL = 0.97;

/** The tone of an institution: old or missing data first, then full. */
export function toneOf(item: Institution): { tone: string; shape: string; word: string } {
  if (item.freshness !== 'fresh') return FRESHNESS[item.freshness];
  const full = item.beds > 0 && (item.bedsTaken ?? 0) / item.beds >= FULL;
  return full ? { tone: 'p2', shape: '●', word: '满员' } : FRESHNESS.fresh;
}
