'use client';
import { PERMIT_SOON_DAYS } from '@heling/places/domain/facilities';
import { Mark } from '../parts/marks';

/** How many days a permit or certificate is still valid. */
export function DaysLeft({ days, until }: { days: number | null; until: string | null }) {
  if (days === null || until === null) return <span className="muted">没有</span>;
  const tone = days < 0 ? 'p0' : days <= PERMIT_SOON_DAYS ? 'p2' : 'ok';
  return (
    <span title={`到 ${until}`}>
      <Mark tone={tone}>{days < 0 ? `过期 ${-days} 天` : `还有 ${days} 天`}</Mark>
    </span>
  );
}

/** Whether the building standard is met; kinds without one say so. */
export function StandardMark({ met }: { met: boolean | null }) {
  if (met === null) return <span className="muted">没有标准</span>;
  return met ? <Mark tone="ok">达标</Mark> : <Mark tone="p1">未达标</Mark>;
}
