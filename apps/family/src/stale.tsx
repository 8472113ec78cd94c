'use client';
import { ago } from '@heling/ui/format';
import { useLiveState } from './app';
import { useNow } from './now';
import { Notice } from './parts/basics';

/** Says when what is shown may be old. */
export function StaleNotice() {
  const live = useLiveState();
  const now = useNow();
  if (live.state !== 'cut') return null;
  return (
    <Notice tone="stale" title="信号不好，下面的情况可能不是最新的">
      {live.heardAt && <span>最后更新：{ago(live.heardAt, now)}</span>}
    </Notice>
  );
}
