'use client';
import type { Output } from '@heling/platform/contract/route';
import type { menuRoute } from '@heling/orders/contract/menu';
import { businessDay } from '@heling/platform/domain/calendar';
import { ordersMenu } from '@heling/ui/api.gen';
import { dayLabel, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { useHome } from '../filters/places';
import { useFilters } from '../filters/use-filters';
import { DataTable, type Column } from '../parts/data-table';
import { DivisionSelect } from '../parts/division-select';
import { Mark } from '../parts/marks';
import { Empty } from '../parts/states';
import { useNow } from '../parts/use-now';

type Row = Output<typeof menuRoute>['services'][number];
const FORMS = { visit: '上门', meal: '送餐', stay: '托养', activity: '活动' } as const;

/** What can be ordered on a day at a place, from whom and at what price. */
export function Services() {
  const now = useNow(60_000);
  const [value, , change] = useFilters(['day', 'division'] as const);
  const day = value.day ?? businessDay(now);
  const home = useHome();
  const division = value.division ?? home;
  const menu = useCall(
    ordersMenu,
    { body: { day, division: division ?? '410611' } },
    { keep: true, enabled: division !== undefined },
  );
  const columns: Column<Row>[] = [
    { key: 'category', title: '类别', width: 100, render: (row) => row.categoryName },
    { key: 'name', title: '服务', width: 120, fixedly: true, render: (row) => <b>{row.name}</b> },
    { key: 'form', title: '形式', width: 80, render: (row) => FORMS[row.form] },
    { key: 'minutes', title: '时长', width: 90, render: (row) => `${row.minutes} 分钟` },
    {
      key: 'carers',
      title: '人数',
      width: 70,
      render: (row) => (row.carers > 1 ? `${row.carers} 人同时` : row.carers),
    },
    {
      key: 'gate',
      title: '安全检查',
      width: 100,
      render: (row) => (row.gate ? <Mark tone="p2">服务前必做</Mark> : '不需要'),
    },
    {
      key: 'state',
      title: '状态',
      width: 110,
      fixedly: true,
      render: (row) =>
        !row.active ? (
          <Mark tone="unknown">还没开通</Mark>
        ) : row.offers.length === 0 && row.form === 'visit' ? (
          <Mark tone="p2">这里没有人做</Mark>
        ) : (
          <Mark tone="ok">可以预约</Mark>
        ),
    },
    {
      key: 'offers',
      title: '谁做，多少钱',
      render: (row) =>
        row.form === 'meal'
          ? '按菜品计价，见“菜品”'
          : row.offers
              .slice(0, 4)
              .map((offer) => `${offer.orgName} ${yuan(offer.price)}/${row.unit}`)
              .join('；') + (row.offers.length > 4 ? ` 等 ${row.offers.length} 家` : ''),
    },
  ];
  return (
    <DataTable<Row>
      name="services"
      label="服务项目"
      rows={menu.data?.services ?? []}
      rowKey={(row) => row.code}
      columns={columns}
      loading={menu.isLoading}
      problem={menu.error}
      retry={() => void menu.refetch()}
      empty={<Empty title={division ? '没有服务项目' : '先选区划：各地的服务商和价格不同'} />}
      filters={
        <>
          <DayInput label="哪一天" value={day} onChange={(next) => change({ day: next })} />
          <DivisionSelect value={value.division} onChange={(next) => change({ division: next ?? '' })} />
          <span className="muted">{dayLabel(day, now)}的价格和服务商</span>
        </>
      }
    />
  );
}
