'use client';
import { Button } from 'antd';
import { useState } from 'react';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import { DUTIES } from '@heling/oversight/domain/policy';
import { oversightPolicy, oversightShifts } from '@heling/ui/api.gen';
import { clock, dayLabel, span } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { HouseSelect } from '../duty/house-select';
import type { DutyShift } from '../duty/model';
import { useHouses } from '../duty/use-houses';
import { DataTable, type Column } from '../parts/data-table';
import { Mark } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import { KEEPING } from './model';
import { ShiftDialog } from './shift-dialog';
import styles from './oversight.module.css';

const DAYS = 7;

/** Who is on duty (值守排班), a week at a time; swaps; the times at which nobody is. */
export function RostersPage() {
  const now = useNow(60_000);
  const today = businessDay(now);
  const houses = useHouses();
  const may = useMay(KEEPING);
  const [given, setDay] = useParam('from');
  const day = given && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : today;
  const [over, setOver] = useState<{ swap: DutyShift | null } | null>(null);
  const { facilityId } = houses;
  const shifts = useCall(
    oversightShifts,
    {
      query: {
        facilityId: facilityId ?? 0,
        from: atLocal(day, '00:00').toISOString(),
        to: atLocal(addDays(day, DAYS), '00:00').toISOString(),
      },
    },
    { enabled: facilityId !== null },
  );
  const policy = useCall(
    oversightPolicy,
    { params: { id: facilityId ?? 0 } },
    { enabled: facilityId !== null },
  );
  const columns: Column<DutyShift>[] = [
    {
      key: 'day',
      title: '日期',
      width: 140,
      fixedly: true,
      render: (row) => dayLabel(businessDay(new Date(row.startsAt)), now),
    },
    { key: 'duty', title: '岗位', width: 120, fixedly: true, render: (row) => DUTIES[row.duty] },
    { key: 'name', title: '值守人', width: 140, fixedly: true, render: (row) => row.name },
    { key: 'time', title: '时间', width: 260, render: (row) => span(row.startsAt, row.endsAt, now) },
    {
      key: 'state',
      title: '状态',
      width: 140,
      render: (row) => {
        if (row.endedAt) return <Mark tone="p3">{clock(row.endedAt)} 已交班</Mark>;
        if (Date.parse(row.endsAt) <= now.getTime()) return <span className="muted">已过</span>;
        return Date.parse(row.startsAt) <= now.getTime() ? <Mark tone="ok">正在值守</Mark> : '待值守';
      },
    },
    {
      key: 'act',
      title: '操作',
      width: 100,
      render: (row) =>
        may && !row.endedAt && Date.parse(row.endsAt) > now.getTime() ? (
          <Button size="small" onClick={() => setOver({ swap: row })}>
            换班
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <PageHead
        title="值守排班"
        sub={<HouseSelect houses={houses} />}
        actions={
          may && facilityId !== null ? (
            <Button type="primary" onClick={() => setOver({ swap: null })}>
              排班
            </Button>
          ) : null
        }
      />
      {facilityId === null ? (
        <Empty title="先选一家机构">
          <p>每家机构各排各的班；报警时按通知规则呼叫正在值守的人。</p>
        </Empty>
      ) : (
        <div className={styles.rules}>
          <Panel title="未来 7 天什么时候没有人？">
            <Answer of={policy} lines={2}>
              {({ gaps }) =>
                gaps.length === 0 ? (
                  <p>
                    <Mark tone="ok">通知规则要呼叫的岗位都排满了</Mark>
                  </p>
                ) : (
                  <>
                    <p>
                      <Mark tone="p1">{gaps.length} 处空档</Mark> 这些时候报警会直接升级到下一步。
                    </p>
                    <ul className={styles.gaps} aria-label="空档">
                      {gaps.map((gap) => (
                        <li key={gap.duty + gap.from}>
                          {SEVERITIES.p1.shape} {DUTIES[gap.duty as keyof typeof DUTIES] ?? gap.duty}：
                          {span(gap.from, gap.to, now)}
                        </li>
                      ))}
                    </ul>
                  </>
                )
              }
            </Answer>
          </Panel>
          <DataTable<DutyShift>
            name="rosters"
            label="值守排班"
            rows={shifts.data?.items ?? []}
            rowKey={(row) => row.id}
            columns={columns}
            loading={shifts.isPending}
            problem={shifts.error}
            retry={() => void shifts.refetch()}
            filters={
              <>
                从
                <DayInput label="从哪天" value={day} onChange={(next) => setDay(next, true)} />起 {DAYS} 天
              </>
            }
            empty={
              <Empty title="这 7 天没有排班">
                <p>没有排班时，报警没有人接。按“排班”安排值守。</p>
              </Empty>
            }
          />
        </div>
      )}
      {over && facilityId !== null ? (
        <ShiftDialog facilityId={facilityId} swap={over.swap} close={() => setOver(null)} />
      ) : null}
    </>
  );
}
