'use client';
import Link from 'next/link';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { ordersKitchenDays } from '@heling/ui/api.gen';
import { clock, dayLabel, duration } from '@heling/ui/format';
import { label } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useIdParam } from '../parts/use-param';
import { OrgSelect } from '../providers/org-select';
import { KitchenDay } from './kitchen-day';
import type { KitchenDayRow } from './model';

/** Kitchens by day: places taken and cut-off; one of them with its count sheet and its delivery rounds. */
export function KitchenPage() {
  const now = useNow(30_000);
  const today = businessDay(now);
  const [value, set, change] = useFilters(['from', 'org'] as const);
  const [id, setId] = useIdParam();
  const from = value.from ?? today;
  const query = {
    from,
    to: addDays(from, 6),
    ...(value.org ? { org: Number(value.org) } : {}),
  };
  const days = useCall(ordersKitchenDays, { query }, { keep: true, refetchInterval: 60_000 });
  if (id !== null) {
    return (
      <KitchenDay
        key={id}
        id={id}
        row={days.data?.items.find((each) => each.id === id)}
        back={() => setId(null)}
      />
    );
  }
  const columns: Column<KitchenDayRow>[] = [
    {
      key: 'day',
      title: '日期',
      width: 120,
      fixedly: true,
      render: (row) => <Link href={`/kitchen/?id=${row.id}`}>{dayLabel(row.day, now)}</Link>,
    },
    { key: 'meal', title: '餐次', width: 80, render: (row) => label('meal', row.meal) },
    { key: 'org', title: '助餐点', width: 200, fixedly: true, render: (row) => row.orgName },
    {
      key: 'taken',
      title: '份数',
      width: 150,
      align: 'right',
      render: (row) => (
        <span className="number">
          {row.taken} / {row.capacity} {row.taken >= row.capacity ? <Mark tone="p2">满</Mark> : null}
        </span>
      ),
    },
    {
      key: 'cutoff',
      title: '截止订餐',
      width: 200,
      render: (row) => {
        const left = Date.parse(row.cutoffAt) - now.getTime();
        if (row.sheetAt) return <Mark tone="ok">已定稿</Mark>;
        if (left <= 0) return <Mark tone="p2">已截止，正在定稿</Mark>;
        return `${dayLabel(businessDay(new Date(row.cutoffAt)), now)} ${clock(row.cutoffAt)}，还有 ${duration(left)}`;
      },
    },
    {
      key: 'window',
      title: '送餐',
      width: 120,
      render: (row) => `${clock(row.window.start)}–${clock(row.window.end)}`,
    },
    {
      key: 'dishes',
      title: '菜品',
      width: 320,
      render: (row) => row.dishes.map((dish) => dish.name).join('、'),
    },
  ];
  return (
    <>
      <PageHead title="厨房" sub="备餐单、送餐路线和送餐员" />
      <DataTable<KitchenDayRow>
        name="kitchen"
        label="助餐点每天的供餐"
        rows={days.data?.items ?? []}
        rowKey={(row) => row.id}
        columns={columns}
        loading={days.isPending}
        problem={days.error}
        retry={() => void days.refetch()}
        onOpen={(row) => setId(row.id)}
        empty={
          value.org ? (
            <NothingFound what="供餐" reset={() => set({})} />
          ) : (
            <Empty title="这一周还没有供餐">
              <p>
                先到 <Link href="/menu/?tab=weeks">菜单价格 → 每周菜单</Link> 里排菜品、份数和截止时间。
              </p>
            </Empty>
          )
        }
        filters={
          <>
            <DayInput label="从哪天起的一周" value={from} onChange={(next) => change({ from: next })} />
            <OrgSelect
              kind="kitchen"
              value={value.org ? Number(value.org) : null}
              onChange={(org) => change({ org: org ? String(org) : '' })}
            />
          </>
        }
      />
    </>
  );
}
