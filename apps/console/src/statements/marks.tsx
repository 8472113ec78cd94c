'use client';
import { Mark } from '../parts/marks';

/** Where a statement stands. */
export function StateMark({ state }: { state: 'draft' | 'signed' | 'frozen' }) {
  if (state === 'frozen') return <Mark tone="ok">已冻结</Mark>;
  if (state === 'signed') return <Mark tone="p3">已有一人签字</Mark>;
  return <Mark tone="p2">草稿</Mark>;
}
