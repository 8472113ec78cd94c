import type { Figure } from '@heling/insight/contract/shared';
import type { Measure } from '@heling/insight/contract/figures';

/** What is counted, with the question that it answers. */
export const MEASURES = {
  orders: '全部订单',
  done: '完成',
  notDone: '没做成',
  cancelled: '取消',
  open: '还没做',
  onTime: '准时到',
  rated: '有评价',
  subsidised: '用了补贴',
} as const satisfies Partial<Record<Measure, string>>;
export type Shown = keyof typeof MEASURES;

/** Marks can be drawn for what the figures hold a number of. */
export const DRAWN: readonly Shown[] = ['orders', 'done', 'notDone', 'cancelled', 'open', 'onTime', 'rated'];

export function valueOf(figure: Figure, measure: Shown): number {
  if (measure === 'subsidised') return figure.orders;
  return figure[measure];
}

/** Days, weeks or months: so that a chart has between a handful and forty marks. */
export function stepFor(from: string, to: string): 'day' | 'week' | 'month' {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days <= 45) return 'day';
  return days <= 240 ? 'week' : 'month';
}
export const STEP_WORDS = { day: '每天', week: '每周', month: '每月' } as const;
