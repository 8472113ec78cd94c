'use client';
import { Button } from 'antd';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import type { alarmsRoute } from '@heling/oversight/contract/alarms';
import { KINDS, type AlarmKind } from '@heling/oversight/domain/kinds';
import { OUTCOME_NAMES, STATE_NAMES, type Outcome } from '@heling/oversight/domain/words';
import { oversightAlarm, oversightAlarms } from '@heling/ui/api.gen';
import { duration } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Course } from '../duty/course';
import { HouseSelect } from '../duty/house-select';
import { placeOf } from '../duty/model';
import { useHouses } from '../duty/use-houses';
import { Choose } from '../filters/choose';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { Severity, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Answer } from '../parts/states';
import { useNews } from '../parts/use-news';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { SHIFT_NAMES } from './shifts';

type Row = Output<typeof alarmsRoute>['items'][number];
const PRIORITIES = Object.fromEntries(
  (['P0', 'P1', 'P2', 'P3'] as const).map((each) => [each, SEVERITIES[each.toLowerCase() as 'p0'].word]),
);
const KIND_NAMES = Object.fromEntries(Object.entries(KINDS).map(([code, { name }]) => [code, name]));
const OPEN = { true: '未结束', false: '已结束' };
const SLOW = { '60': '紧急且 60 秒内没有应答', '180': '紧急且 180 秒内没有应答' };

/** Every alarm of the scope, to be searched; one of them with its whole course. */
export function AlarmsPage() {
  const today = businessDay(useNow(60_000));
  const houses = useHouses();
  const [, setOpen] = useIdParam('open');
  const [value, set, change] = useFilters([
    ...(['from', 'to', 'priority', 'kind', 'outcome', 'state', 'shift', 'slow', 'device'] as const),
  ]);
  const from = value.from ?? addDays(today, -6);
  const to = value.to ?? today;
  const pages = usePages(oversightAlarms, {
    query: {
      limit: 100,
      from: atLocal(from, '00:00').toISOString(),
      to: atLocal(addDays(to, 1), '00:00').toISOString(),
      ...(houses.facilityId === null ? {} : { facilityId: houses.facilityId }),
      ...(value.priority ? { priority: value.priority as Row['priority'] } : {}),
      ...(value.kind ? { kind: value.kind as AlarmKind } : {}),
      ...(value.outcome ? { outcome: value.outcome as Outcome } : {}),
      ...(value.state ? { open: value.state as 'true' | 'false' } : {}),
      ...(value.shift ? { shift: value.shift as keyof typeof SHIFT_NAMES } : {}),
      ...(value.slow ? { slowerThan: Number(value.slow) } : {}),
      ...(value.device ? { deviceId: Number(value.device) } : {}),
    },
  });
  const news = useNews(['alarm.'], [oversightAlarms]);
  const columns: Column<Row>[] = [
    {
      key: 'opened',
      title: '发生时间',
      width: 150,
      fixedly: true,
      render: (row) => <When at={row.openedAt} />,
    },
    {
      key: 'priority',
      title: '级别',
      width: 90,
      fixedly: true,
      render: (row) => <Severity of={row.priority} />,
    },
    { key: 'kind', title: '报警', width: 150, fixedly: true, render: (row) => row.kindName },
    { key: 'facility', title: '机构', width: 200, render: (row) => row.facility },
    { key: 'place', title: '房间床位', width: 130, render: placeOf },
    { key: 'device', title: '设备', width: 120, render: (row) => row.device },
    { key: 'state', title: '状态', width: 150, render: (row) => STATE_NAMES[row.state] },
    {
      key: 'answered',
      title: '应答用时',
      width: 110,
      align: 'right',
      render: (row) =>
        row.answeredAt ? duration(Date.parse(row.answeredAt) - Date.parse(row.openedAt)) : '没有应答',
    },
    {
      key: 'outcome',
      title: '结论',
      width: 100,
      render: (row) => (row.outcome ? OUTCOME_NAMES[row.outcome] : '—'),
    },
    { key: 'occurrences', title: '次数', width: 70, align: 'right', render: (row) => row.occurrences },
  ];
  return (
    <>
      <PageHead title="报警记录" />
      <DataTable<Row>
        name="alarms"
        label="报警记录"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        news={news}
        onOpen={(row) => setOpen(row.id)}
        empty={<NothingFound what="报警" reset={() => set({})} />}
        filters={
          <>
            <DayInput label="从哪天" value={from} max={to} onChange={(next) => change({ from: next })} />
            至
            <DayInput label="到哪天" value={to} min={from} onChange={(next) => change({ to: next })} />
            <HouseSelect houses={houses} all />
            <Choose
              label="级别"
              all="全部级别"
              value={value.priority}
              options={PRIORITIES}
              onChange={(priority) => change({ priority: priority ?? '' })}
            />
            <Choose
              label="报警"
              all="全部报警"
              value={value.kind}
              options={KIND_NAMES}
              onChange={(kind) => change({ kind: kind ?? '' })}
            />
            <Choose
              label="状态"
              all="全部状态"
              value={value.state}
              options={OPEN}
              onChange={(state) => change({ state: state ?? '' })}
            />
            <Choose
              label="结论"
              all="全部结论"
              value={value.outcome}
              options={OUTCOME_NAMES}
              onChange={(outcome) => change({ outcome: outcome ?? '' })}
            />
            <Choose
              label="班次"
              all="全部班次"
              value={value.shift}
              options={SHIFT_NAMES}
              onChange={(shift) => change({ shift: shift ?? '' })}
            />
            <Choose
              label="应答"
              all="应答快慢不限"
              width={210}
              value={value.slow}
              options={SLOW}
              onChange={(slow) => change({ slow: slow ?? '' })}
            />
            {Object.keys(value).length > 0 ? (
              <Button type="text" onClick={() => set({})}>
                清除
              </Button>
            ) : null}
          </>
        }
      />
      <DetailDrawer param="open" title="报警">
        {(id) => <OneAlarm id={id} />}
      </DetailDrawer>
    </>
  );
}

function OneAlarm({ id }: { id: number }) {
  const answer = useCall(oversightAlarm, { params: { id } });
  return (
    <Answer of={answer} lines={8}>
      {(alarm) => (
        <>
          <h3>
            <Severity of={alarm.priority} /> {alarm.kindName} · {placeOf(alarm)}
          </h3>
          <dl className="facts">
            <dt>机构</dt>
            <dd>{alarm.facility}</dd>
            <dt>设备</dt>
            <dd>{alarm.device}</dd>
            <dt>状态</dt>
            <dd>{STATE_NAMES[alarm.state]}</dd>
            <dt>发生</dt>
            <dd>
              <When at={alarm.openedAt} />
              ，共 {alarm.occurrences} 次
            </dd>
            <dt>应答</dt>
            <dd>
              {alarm.answeredAt
                ? `${duration(Date.parse(alarm.answeredAt) - Date.parse(alarm.openedAt))}后`
                : '没有应答'}
            </dd>
            <dt>结论</dt>
            <dd>{alarm.outcome ? OUTCOME_NAMES[alarm.outcome] : '没有'}</dd>
          </dl>
          {alarm.state === 'closed' ? null : <Link href={`/duty/?id=${alarm.id}`}>到值守台处置</Link>}
          <Course alarm={alarm} />
        </>
      )}
    </Answer>
  );
}
