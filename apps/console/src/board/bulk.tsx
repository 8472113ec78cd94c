'use client';
import { useState } from 'react';
import { Button, Modal } from 'antd';
import Link from 'next/link';
import { addDays } from '@heling/platform/domain/calendar';
import type { RowResult } from '@heling/dispatch/contract/shared';
import {
  dispatchAutoAssign,
  dispatchCarerSick,
  dispatchPlan,
  dispatchPlans,
  dispatchSettings,
} from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Problem } from '../parts/states';
import { saveFile } from '../parts/save-file';
import { canMove, isMeal, isUnassigned, startOf, type BoardCarer, type BoardVisit } from './model';
import styles from './board.module.css';

interface Results {
  results: RowResult[];
  assigned: number;
  failed: number;
  remaining?: number;
}
const csv = (text: string) => `"${text.replace(/"/g, '""')}"`;

/** What became of each row, failures first; the rows that failed can be saved, and tried again without harm. */
function ResultTable({
  done,
  visits,
  onOpen,
}: {
  done: Results;
  visits: ReadonlyMap<number, BoardVisit>;
  onOpen: (visit: BoardVisit) => void;
}) {
  const rows = [...done.results].sort((a, b) => Number(a.ok) - Number(b.ok));
  const save = () => {
    const lines = rows
      .filter((row) => !row.ok)
      .map((row) =>
        [row.visitId, row.code ?? '', row.detail ?? ''].map((cell) => csv(String(cell))).join(','),
      );
    const text = `\ufeff上门编号,代码,原因\r\n${lines.join('\r\n')}\r\n`;
    saveFile({ content: new Blob([text], { type: 'text/csv' }), fileName: '没有派出的上门.csv' });
  };
  return (
    <div>
      <p role="status">
        派出 <b>{done.assigned}</b> 次，没有派出 <b>{done.failed}</b> 次。
        {done.remaining ? `还有 ${done.remaining} 次没有看到，请再派一轮。` : ''}
        {done.failed > 0 && <Button onClick={save}>导出没有派出的</Button>}
      </p>
      {rows.length === 0 ? (
        <p className="muted">没有需要派的上门。</p>
      ) : (
        <div className={styles.results} tabIndex={0} role="region" aria-label="逐条结果">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">结果</th>
                <th scope="col">上门</th>
                <th scope="col">护理员</th>
                <th scope="col">说明</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const visit = visits.get(row.visitId);
                return (
                  <tr key={row.visitId}>
                    <td>{row.ok ? '✓ 派出' : '✕ 没有派出'}</td>
                    <td>
                      {visit ? (
                        <Button type="link" size="small" onClick={() => onOpen(visit)}>
                          {clock(startOf(visit))} {visit.personName} {visit.serviceName}
                        </Button>
                      ) : (
                        `上门 ${row.visitId}`
                      )}
                    </td>
                    <td>{row.carers.map((each) => each.name).join('、')}</td>
                    <td>
                      {row.startsAt && row.ok ? `${clock(row.startsAt)} 开始 ` : ''}
                      {row.detail}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

interface BulkProps {
  visits: readonly BoardVisit[];
  onClose: () => void;
  onChanged: () => void;
  onOpen: (visit: BoardVisit) => void;
}
const index = (visits: readonly BoardVisit[]) => new Map(visits.map((visit) => [visit.id, visit]));

/** Automatic assignment of the chosen visits, or of all that have nobody. */
export function AutoAssign({
  day,
  org,
  service,
  chosen,
  visits,
  onClose,
  onChanged,
  onOpen,
}: BulkProps & { day: string; org?: number; service?: string; chosen: readonly number[] }) {
  const settings = useCall(dispatchSettings, {});
  const command = useCommand(dispatchAutoAssign);
  const background = useCommand(dispatchPlan, [dispatchPlans]);
  const [known] = useState(() => index(visits));
  // Meals go to couriers by rounds, unless they are asked for.
  const open = visits.filter((visit) => isUnassigned(visit) && canMove(visit) && (!isMeal(visit) || service));
  const number = chosen.length > 0 ? chosen.length : open.length;
  const body = {
    day,
    ...(org ? { org } : {}),
    ...(service ? { service } : {}),
    ...(chosen.length > 0 ? { visitIds: chosen.slice(0, 500) } : {}),
  };
  const run = () => command.mutate({ body }, { onSuccess: onChanged });
  return (
    <Modal
      open
      title="批量自动派单"
      width={860}
      onCancel={onClose}
      footer={
        background.data ? (
          <Button type="primary" onClick={onClose}>
            知道了
          </Button>
        ) : command.data ? (
          <>
            {(command.data.remaining > 0 || command.data.failed > 0) && (
              <Button onClick={run} loading={command.isPending}>
                再派一轮
              </Button>
            )}
            <Button type="primary" onClick={onClose}>
              完成
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>取消</Button>
            <Button
              onClick={() => background.mutate({ body })}
              loading={background.isPending}
              disabled={number === 0 || command.isPending}
            >
              在后台派
            </Button>
            <Button type="primary" onClick={run} loading={command.isPending} disabled={number === 0}>
              派 {number} 次上门
            </Button>
          </>
        )
      }
    >
      {background.data ? (
        <p role="status">
          后台已开始派 {number} 次上门，可以离开这一页；进度和逐条结果在{' '}
          <Link href={`/tasks/?plan=${background.data.id}`}>任务中心</Link>。
        </p>
      ) : command.data ? (
        <ResultTable done={command.data} visits={known} onOpen={onOpen} />
      ) : (
        <>
          <p>
            给{chosen.length > 0 ? '选中的' : '当天没有护理员的'} <b>{number}</b>{' '}
            次上门各找最合适的护理员：资质、时间、路程、是否熟悉、工作量都看。已经派好的不动，派不出的逐条写明原因，之后仍可逐个改派。送餐在厨房里成批排路线，不在这里。
          </p>
          {settings.data && (
            <p className="muted">
              新订单无人值守时的自动派单范围：
              {settings.data.autoAssign.services.length > 0
                ? `${settings.data.autoAssign.services.length} 项服务，${settings.data.autoAssign.maxKilometres} 公里内`
                : '未开启，都由人派单'}
            </p>
          )}
        </>
      )}
      <Problem problem={command.error ?? background.error} />
    </Modal>
  );
}

/** A carer falls ill: shows what stands on their day, then gives it to others, row by row. */
export function CarerSick({
  carer,
  day,
  visits,
  onClose,
  onChanged,
  onOpen,
}: BulkProps & { carer: BoardCarer; day: string }) {
  const command = useCommand(dispatchCarerSick);
  const [until, setUntil] = useState(day);
  const [known] = useState(() => index(visits));
  const theirs = visits.filter((visit) => visit.carers.some((each) => each.id === carer.id));
  const move = theirs.filter(canMove);
  return (
    <Modal
      open
      title={`${carer.name} 请病假`}
      width={860}
      onCancel={onClose}
      footer={
        command.data ? (
          <Button type="primary" onClick={onClose}>
            完成
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>取消</Button>
            <Button
              type="primary"
              danger
              loading={command.isPending}
              onClick={() =>
                command.mutate(
                  { body: { carerId: carer.id, day, ...(until > day ? { until } : {}) } },
                  { onSuccess: onChanged },
                )
              }
            >
              记病假并改派
            </Button>
          </>
        )
      }
    >
      {command.data ? (
        <ResultTable done={command.data} visits={known} onOpen={onOpen} />
      ) : (
        <>
          <p>
            班次作废；当天还没出发的 <b>{move.length}</b> 次上门逐条改派给别人，派不出的进入待办。
            {theirs.length > move.length && `已经出发或完成的 ${theirs.length - move.length} 次不受影响。`}
          </p>
          <ul className={styles.blocked}>
            {move.map((visit) => (
              <li key={visit.id}>
                {clock(startOf(visit))} {visit.personName} {visit.serviceName}
              </li>
            ))}
          </ul>
          <p>
            <label>
              请假到（最多 31 天）{' '}
              <DayInput value={until} min={day} max={addDays(day, 30)} onChange={setUntil} />
            </label>
          </p>
        </>
      )}
      <Problem problem={command.error} />
    </Modal>
  );
}
