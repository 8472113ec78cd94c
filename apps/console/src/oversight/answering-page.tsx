'use client';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import type { alarmFiguresRoute } from '@heling/oversight/contract/alarms';
import { KINDS } from '@heling/oversight/domain/kinds';
import { oversightFigures } from '@heling/ui/api.gen';
import { count, percent } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { HouseSelect } from '../duty/house-select';
import { useHouses } from '../duty/use-houses';
import { useFilters } from '../filters/use-filters';
import { DataTable, type Column } from '../parts/data-table';
import { Mark } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { SHIFT_NAMES } from './shifts';
import styles from './oversight.module.css';

type Figures = Output<typeof alarmFiguresRoute>;
type Row = Figures['items'][number];
/** TSA's codes for telecare: shares of P0 answered within 60 and 180 seconds. */
const TARGETS = { 60: 0.975, 180: 0.99 } as const;
const REFRESH_MS = 30_000;

/** How fast alarms are answered, by institution and shift; every figure opens its alarms. */
export function AnsweringPage() {
  const today = businessDay(useNow(60_000));
  const houses = useHouses();
  const [value, , change] = useFilters(['from', 'to'] as const);
  const from = value.from ?? addDays(today, -6);
  const to = value.to ?? today;
  const answer = useCall(
    oversightFigures,
    {
      query: {
        from: atLocal(from, '00:00').toISOString(),
        to: atLocal(addDays(to, 1), '00:00').toISOString(),
        ...(houses.facilityId === null ? {} : { facilityId: houses.facilityId }),
      },
    },
    { refetchInterval: REFRESH_MS, keep: true },
  );
  const alarmsOf = (more: Record<string, string>) =>
    `/alarms/?${new URLSearchParams({ from, to, ...(houses.facilityId === null ? {} : { house: String(houses.facilityId) }), ...more })}`;
  const of = (row: Row) => ({ house: String(row.facilityId), shift: row.shift });
  const columns: Column<Row>[] = [
    { key: 'facility', title: '机构', width: 240, fixedly: true, render: (row) => row.facility },
    { key: 'shift', title: '班次', width: 150, fixedly: true, render: (row) => SHIFT_NAMES[row.shift] },
    {
      key: 'p0',
      title: '紧急报警',
      width: 100,
      align: 'right',
      render: (row) => <Link href={alarmsOf({ ...of(row), priority: 'P0' })}>{count(row.p0)}</Link>,
    },
    {
      key: 'w60',
      title: '60 秒内应答',
      width: 150,
      align: 'right',
      render: (row) => <Share of={row.within60} all={row.within60 + row.slower60} target={TARGETS[60]} />,
    },
    {
      key: 'slow60',
      title: '超过 60 秒',
      width: 110,
      align: 'right',
      render: (row) => <Link href={alarmsOf({ ...of(row), slow: '60' })}>{count(row.slower60)}</Link>,
    },
    {
      key: 'w180',
      title: '180 秒内应答',
      width: 150,
      align: 'right',
      render: (row) => <Share of={row.within180} all={row.within180 + row.slower180} target={TARGETS[180]} />,
    },
    {
      key: 'alarms',
      title: '全部报警',
      width: 100,
      align: 'right',
      render: (row) => <Link href={alarmsOf(of(row))}>{count(row.alarms)}</Link>,
    },
    {
      key: 'false',
      title: '误报',
      width: 100,
      align: 'right',
      render: (row) => (
        <Link href={alarmsOf({ ...of(row), outcome: 'false' })}>{count(row.falseAlarms)}</Link>
      ),
    },
  ];
  return (
    <>
      <PageHead
        title="响应达标"
        sub={
          <span className="row">
            <DayInput label="从哪天" value={from} max={to} onChange={(next) => change({ from: next })} />
            至
            <DayInput
              label="到哪天"
              value={to}
              min={from}
              max={today}
              onChange={(next) => change({ to: next })}
            />
            <HouseSelect houses={houses} all />
          </span>
        }
      />
      <Answer of={answer} lines={8}>
        {(data) => (
          <div className={styles.rules}>
            <dl className={styles.totals} aria-label="达标">
              <Total
                name="紧急报警 60 秒内应答"
                of={data.totals.within60}
                all={data.totals.within60 + data.totals.slower60}
                target={TARGETS[60]}
              />
              <Total
                name="紧急报警 180 秒内应答"
                of={data.totals.within180}
                all={data.totals.within180 + data.totals.slower180}
                target={TARGETS[180]}
              />
              <div>
                <dt>全部报警</dt>
                <dd>
                  <Link href={alarmsOf({})}>{count(data.totals.alarms)}</Link>
                  <small>其中误报 {count(data.totals.falseAlarms)}</small>
                </dd>
              </div>
            </dl>
            <Panel title="哪家机构、哪个班次应答慢？">
              <DataTable<Row>
                name="answering"
                label="各机构各班次的应答"
                rows={data.items}
                rowKey={(row) => `${row.facilityId}/${row.shift}`}
                columns={columns}
                asOf={data.asOf}
                empty={<Empty title="这段时间没有报警" />}
              />
            </Panel>
            <Panel title="哪些设备报警最多？">
              <Worst rows={data.worst} alarmsOf={alarmsOf} />
            </Panel>
          </div>
        )}
      </Answer>
    </>
  );
}

function Share({ of, all, target }: { of: number; all: number; target: number }) {
  if (all === 0) return <span className="muted">—</span>;
  const good = of / all >= target;
  return (
    <Mark tone={good ? 'ok' : 'p1'}>
      {percent(of / all)}（{of}/{all}）
    </Mark>
  );
}

function Total({ name, of, all, target }: { name: string; of: number; all: number; target: number }) {
  const good = all === 0 || of / all >= target;
  return (
    <div>
      <dt>{name}</dt>
      <dd className={all === 0 ? '' : good ? styles.good : styles.bad}>
        {all === 0 ? '—' : percent(of / all)}
        <small>
          {all === 0 ? '没有紧急报警' : `${of}/${all}，${good ? '达标' : '没有达标'}`}（目标 {percent(target)}
          ）
        </small>
      </dd>
    </div>
  );
}

function Worst({
  rows,
  alarmsOf,
}: {
  rows: Figures['worst'];
  alarmsOf(more: Record<string, string>): string;
}) {
  const columns: Column<Figures['worst'][number]>[] = [
    { key: 'code', title: '设备', width: 160, fixedly: true, render: (row) => row.code },
    { key: 'kind', title: '报警', width: 160, render: (row) => KINDS[row.kind].name },
    { key: 'raises', title: '触发次数', width: 100, align: 'right', render: (row) => count(row.raises) },
    {
      key: 'alarms',
      title: '报警',
      width: 100,
      align: 'right',
      render: (row) => (
        <Link
          href={alarmsOf({ house: String(row.facilityId), device: String(row.deviceId), kind: row.kind })}
        >
          {count(row.alarms)}
        </Link>
      ),
    },
    { key: 'false', title: '误报', width: 100, align: 'right', render: (row) => count(row.falseAlarms) },
  ];
  return (
    <DataTable
      name="worst-sources"
      label="报警最多的设备"
      rows={rows}
      rowKey={(row) => `${row.deviceId}/${row.kind}`}
      columns={columns}
      empty={<Empty title="这段时间没有报警" />}
    />
  );
}
