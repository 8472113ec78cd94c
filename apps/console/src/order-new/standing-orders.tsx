'use client';
import { Button } from 'antd';
import { standingEnd, standingList } from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { Answer, Problem } from '../parts/states';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

/** `[1,2,3,4,5]` → 周一至周五; otherwise each day. */
export function weekdaysWord(days: readonly number[]): string {
  const sorted = [...days].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return '没有选日子';
  if (sorted.length === 7) return '每天';
  if (sorted.length > 2 && last - first === sorted.length - 1) {
    return `周${WEEKDAYS[first - 1]}至周${WEEKDAYS[last - 1]}`;
  }
  return `周${sorted.map((day) => WEEKDAYS[day - 1]).join('、')}`;
}

/** The standing orders of a person that still make orders. */
export function StandingOrders({ personId, mayEnd }: { personId: number; mayEnd: boolean }) {
  const list = useCall(standingList, { query: { personId, state: 'active', limit: 20 } });
  const end = useCommand(standingEnd, [standingList]);
  const confirm = useConfirm();
  return (
    <Answer of={list} lines={2}>
      {({ items }) => (
        <>
          {items.length === 0 && <p className="muted">没有长期订单</p>}
          <ul className="lines">
            {items.map((each) => (
              <li key={each.id}>
                <span>
                  {each.serviceName} {weekdaysWord(each.weekdays)} {each.windowStart ?? ''}{' '}
                  <span className="muted">
                    {each.holidays === 'skip' ? '节假日不送' : '节假日照常'} · {each.orgName} · 从 {each.from}
                    {each.to ? ` 到 ${each.to}` : ''}
                  </span>
                </span>
                {mayEnd && (
                  <Button
                    type="link"
                    danger
                    className="no-print"
                    onClick={() =>
                      void confirm({
                        title: `停止长期订单：${each.serviceName}？`,
                        consequences: [
                          '不再生成新的订单',
                          each.madeUntil
                            ? `已生成到 ${each.madeUntil} 的订单照常，要取消请逐个取消`
                            : '还没有生成过订单',
                        ],
                        verb: '停止',
                        danger: true,
                      }).then((sure) => {
                        if (sure) end.mutate({ params: { id: each.id }, body: { version: each.version } });
                      })
                    }
                  >
                    停止
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <Problem problem={end.error} />
        </>
      )}
    </Answer>
  );
}
