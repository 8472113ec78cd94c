'use client';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { businessDay } from '@heling/platform/domain/calendar';
import { CHANGE_NAMES } from '@heling/oversight/domain/words';
import { oversightDutyLog } from '@heling/ui/api.gen';
import { absolute } from '@heling/ui/format';
import { VERBS } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Severity } from '../parts/marks';
import { Answer, Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { HouseSelect } from './house-select';
import type { useHouses } from './use-houses';

/** The log of a day at an institution (值班日志): alarms, calls, what people did; to be read and printed. */
export function DutyLog({
  facilityId,
  houses,
  close,
}: {
  facilityId: number | null;
  houses: ReturnType<typeof useHouses>;
  close(): void;
}) {
  const today = businessDay(useNow(60_000));
  const [day, setDay] = useState(today);
  const log = useCall(
    oversightDutyLog,
    {
      params: { id: facilityId ?? 0 },
      query: { day },
    },
    { enabled: facilityId !== null },
  );
  return (
    <Drawer
      title="值班日志"
      open
      size={760}
      onClose={close}
      extra={<Button onClick={() => window.print()}>{VERBS.print}</Button>}
    >
      <div className="row no-print">
        <HouseSelect houses={houses} />
        <DayInput label="哪一天" value={day} max={today} onChange={setDay} />
      </div>
      {facilityId === null ? (
        <Empty title="先选一家机构" />
      ) : (
        <Answer of={log} lines={8}>
          {(data) =>
            data.items.length === 0 ? (
              <Empty title="这一天没有报警" />
            ) : (
              <>
                <table className="duty-log">
                  <thead>
                    <tr>
                      <th>时间</th>
                      <th>报警</th>
                      <th>事项</th>
                      <th>人</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.items.map((line, i) => (
                      <tr key={i}>
                        <td className="number">{absolute(line.at).slice(11)}</td>
                        <td>
                          <Severity of={line.priority} /> {line.kindName} {line.room ?? line.device}
                        </td>
                        <td>
                          {CHANGE_NAMES[line.change] ?? line.change}
                          {line.text ? `：${line.text}` : ''}
                        </td>
                        <td>{line.by ?? ''}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                {data.more ? <p className="muted">只列出前 {data.items.length} 条。</p> : null}
              </>
            )
          }
        </Answer>
      )}
    </Drawer>
  );
}
