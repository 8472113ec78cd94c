'use client';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import type { todoRoute } from '@heling/benefits/contract/desk';
import { benefitsTodo } from '@heling/ui/api.gen';
import { count } from '@heling/ui/format';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer } from '../parts/states';
import { useLiveEvents } from '../shell/live';

type Todo = Output<typeof todoRoute>;
const LINES: [keyof Todo, string, string, 'p1' | 'p2' | 'p3'][] = [
  ['overdue', '申请超期了', '/applications/?tab=overdue', 'p1'],
  ['work', '发放停在半路：暂缓、退回、不明', '/runs/?tab=work', 'p1'],
  ['review', '申请待街道初审', '/applications/?state=applied', 'p2'],
  ['decide', '申请待区县审定或复核', '/applications/', 'p2'],
  ['sign', '发放待签字', '/runs/', 'p2'],
  ['payees', '收款账户待确认', '/payees/', 'p2'],
  ['sent', '发放已送银行，等回盘或结账', '/runs/', 'p3'],
  ['packs', '政策草案待签字', '/packs/', 'p3'],
];

/** What waits at the allowance desk; each line leads to it. */
export function AllowancesToday() {
  const client = useQueryClient();
  const answer = useCall(benefitsTodo, {});
  useLiveEvents(['entitlement.changed', 'benefitRun.changed'], () => {
    void client.invalidateQueries({ queryKey: keyOf(benefitsTodo) });
  });
  return (
    <Panel title="津贴：等着办的">
      <Answer of={answer} lines={5}>
        {(todo) => {
          const waiting = LINES.filter(([key]) => todo[key] > 0);
          return waiting.length === 0 ? (
            <p className="muted">都办完了。</p>
          ) : (
            <ul className="lines">
              {waiting.map(([key, name, path, tone]) => (
                <li key={key}>
                  <span>
                    <Mark tone={tone} />{' '}
                    <Link prefetch={false} href={path}>
                      {name}
                    </Link>
                  </span>
                  <b className="number">{count(todo[key])} 件</b>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}
