'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { shiftsRoute } from '@heling/people/contract/shifts';
import { mondayOf } from '@heling/people/domain/carers';
import { addDays, businessDay, weekday } from '@heling/platform/domain/calendar';
import { peopleCopyWeek, peopleShifts } from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { Answer, Empty, Problem } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import styles from './carers.module.css';

export type Shift = Output<typeof shiftsRoute>['items'][number];
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

/** Who works when over a fortnight; a week can be copied to the next, row by row. */
export function Roster({ org }: { org: number }) {
  const today = businessDay(useNow(60_000));
  const confirm = useConfirm();
  const [param, setParam] = useParam('from');
  const from = mondayOf(param && /^\d{4}-\d\d-\d\d$/.test(param) ? param : today);
  const answer = useCall(peopleShifts, { body: { org, from, to: addDays(from, 13) } }, { keep: true });
  const copy = useCommand(peopleCopyWeek, [peopleShifts]);
  const [refused, setRefused] = useState<{ carerId: number; day: string; detail: string | null }[] | null>(
    null,
  );
  const mayKeep = useMay(['city', 'county', 'dispatcher', 'providerManager']);
  const days = Array.from({ length: 14 }, (_, i) => addDays(from, i));
  const copyWeek = async () => {
    const go = await confirm({
      title: '把第一周复制到第二周',
      consequences: [
        `${from} 起一周的班次，照样排到 ${addDays(from, 7)} 起的一周`,
        '已有班次重叠的不复制，逐条列出；再做一次也不会重复',
      ],
      verb: '复制',
    });
    if (!go) return;
    copy.mutate(
      { body: { org, from, to: addDays(from, 7) } },
      { onSuccess: (done) => setRefused(done.results.filter((each) => !each.ok)) },
    );
  };
  return (
    <>
      <div className="row no-print">
        <Button onClick={() => setParam(addDays(from, -7), true)}>‹ 前一周</Button>
        <b>
          {from} 至 {addDays(from, 13)}
        </b>
        <Button onClick={() => setParam(addDays(from, 7), true)}>后一周 ›</Button>
        {from !== mondayOf(today) && <Button onClick={() => setParam(null, true)}>本周</Button>}
        {mayKeep && (
          <Button onClick={() => void copyWeek()} loading={copy.isPending}>
            第一周复制到第二周
          </Button>
        )}
        <Button onClick={() => window.print()}>打印</Button>
      </div>
      <Problem problem={copy.error} />
      {copy.data && refused && (
        <div role="status" className={styles.results}>
          复制了 {copy.data.copied} 个班次，{refused.length} 个没有复制
          {refused.length > 0 && (
            <ul>
              {refused.map((each) => (
                <li key={`${each.carerId}-${each.day}`}>
                  <Link href={`/carer/?id=${each.carerId}`}>护理员 {each.carerId}</Link> {each.day}：
                  {each.detail}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <Answer of={answer} lines={10}>
        {(data) => {
          const rows = new Map<number, { name: string; shifts: Map<string, Shift[]> }>();
          for (const shift of data.items) {
            const row = rows.get(shift.carerId) ?? {
              name: shift.carerName,
              shifts: new Map<string, Shift[]>(),
            };
            row.shifts.set(shift.day, [...(row.shifts.get(shift.day) ?? []), shift]);
            rows.set(shift.carerId, row);
          }
          if (rows.size === 0) {
            return (
              <Empty title="这两周还没有排班">
                <p>打开一名护理员的页面逐天排班，或回到有排班的一周，再复制过来。</p>
              </Empty>
            );
          }
          return (
            <div className={styles.roster} tabIndex={0} role="region" aria-label="两周排班表">
              <table>
                <thead>
                  <tr>
                    <th scope="col">护理员</th>
                    {days.map((day) => (
                      <th scope="col" key={day} className={day === today ? styles.today : ''}>
                        {day.slice(5)} {WEEKDAYS[weekday(day) - 1]}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {[...rows].map(([carer, row]) => (
                    <tr key={carer}>
                      <th scope="row">
                        <Link href={`/carer/?id=${carer}`}>{row.name}</Link>
                      </th>
                      {days.map((day) => (
                        <td key={day} className={day === today ? styles.today : ''}>
                          {row.shifts.get(day)?.map((shift) => (
                            <div key={shift.id} className={shift.state === 'planned' ? '' : styles.away}>
                              {shift.state === 'sick' ? '✕病假 ' : shift.state === 'leave' ? '✕事假 ' : ''}
                              {clock(shift.startsAt)}–{clock(shift.endsAt)}
                            </div>
                          ))}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Answer>
    </>
  );
}
