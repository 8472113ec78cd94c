'use client';
import type { ImportPage } from '@heling/people/contract/imports';
import type { ToneName } from '@heling/ui/tokens';
import { count, duration } from '@heling/ui/format';

type Counted = Pick<
  ImportPage,
  'rows' | 'left' | 'added' | 'updated' | 'unchanged' | 'rejected' | 'state' | 'secondsLeft'
>;

export const IMPORT_STATES: Record<ImportPage['state'], { name: string; tone: ToneName }> = {
  preview: { name: '等待开始', tone: 'p3' },
  running: { name: '正在导入', tone: 'p2' },
  done: { name: '已完成', tone: 'ok' },
  cancelled: { name: '已取消', tone: 'unknown' },
};

/** How far an import is, and how long it will take. */
export function Progress({ of }: { of: Counted }) {
  const through = of.rows - of.left;
  const share = of.rows === 0 ? 1 : through / of.rows;
  return (
    <div className="import-progress">
      <div
        role="progressbar"
        aria-label="导入进度"
        aria-valuemin={0}
        aria-valuemax={of.rows}
        aria-valuenow={through}
        className="bar"
      >
        <span style={{ width: `${(share * 100).toFixed(1)}%` }} />
      </div>
      <span className="number">
        {count(through)}/{count(of.rows)} 行
        {of.state === 'running' &&
          (of.secondsLeft === null ? '，正在估算时间' : `，还要 ${duration(of.secondsLeft * 1000)}`)}
      </span>
      <span className="muted">
        新增 {count(of.added)} · 更新 {count(of.updated)} · 没有变化 {count(of.unchanged)} · 没导入{' '}
        {count(of.rejected)}
      </span>
    </div>
  );
}
