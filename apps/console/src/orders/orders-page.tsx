'use client';
import { useRouter } from 'next/navigation';
import Link from 'next/link';
import { Button } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { listRoute } from '@heling/orders/contract/orders';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { ORDER_STATES, type OrderState } from '@heling/orders/domain/order-machine';
import { businessDay } from '@heling/platform/domain/calendar';
import { ordersExport, ordersList } from '@heling/ui/api.gen';
import { download } from '@heling/ui/client';
import { clock, dayLabel } from '@heling/ui/format';
import { DayInput } from '../calendar/day-input';
import { Choose } from '../filters/choose';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { useDivisions } from '../parts/division-select';
import { ExportButton } from '../parts/export-button';
import { Mark, Money, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { SavedFilters } from '../parts/saved-filters';
import { useNews } from '../parts/use-news';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { PrintTable } from '../print/print-table';
import { OrgSelect } from '../providers/org-select';
import { useMay } from '../shell/me';
import { CHANNELS, PAY_STATES, orderTone, visitTone } from './words';

type Row = Output<typeof listRoute>['items'][number];
type PayState = keyof typeof PAY_STATES;
const NAMES = ['from', 'to', 'state', 'service', 'org', 'payState', 'personId'] as const;

/** All orders (订单) of the scope: filters that can be saved and linked to, export, print, live behind a bar. */
export function OrdersPage() {
  const router = useRouter();
  const now = useNow(60_000);
  const today = businessDay(now);
  const [value, set, change] = useFilters(NAMES);
  const divisions = useDivisions();
  const mayPlace = useMay(['city', 'county', 'street', 'community', 'dispatcher']);
  const filters = {
    from: value.from ?? (value.personId ? undefined : today),
    to: value.to ?? (value.personId ? undefined : today),
    ...(value.state ? { state: value.state as OrderState } : {}),
    ...(value.service ? { service: value.service } : {}),
    ...(value.org ? { org: Number(value.org) } : {}),
    ...(value.payState ? { payState: value.payState as PayState } : {}),
    ...(value.personId ? { personId: Number(value.personId) } : {}),
  };
  const pages = usePages(ordersList, { body: { ...filters, limit: 100 } });
  const news = useNews(['order.', 'visit.'], [ordersList]);
  const columns: Column<Row>[] = [
    {
      key: 'id',
      title: '订单',
      width: 90,
      fixedly: true,
      render: (row) => <Link href={`/order/?id=${row.id}`}>{row.id}</Link>,
    },
    { key: 'day', title: '服务日', width: 110, render: (row) => dayLabel(row.day, now) },
    {
      key: 'window',
      title: '约定时间',
      width: 130,
      render: (row) => `${clock(row.window.start)}–${clock(row.window.end)}`,
    },
    {
      key: 'person',
      title: '老人',
      width: 100,
      fixedly: true,
      render: (row) => <Link href={`/person/?id=${row.personId}`}>{row.personName ?? '（已注销）'}</Link>,
    },
    { key: 'division', title: '区划', width: 200, render: (row) => divisions.path(row.division) },
    { key: 'service', title: '服务', width: 100, render: (row) => row.serviceName },
    {
      key: 'state',
      title: '订单状态',
      width: 110,
      fixedly: true,
      render: (row) => <Mark tone={orderTone(row.state)}>{row.stateName}</Mark>,
    },
    {
      key: 'visit',
      title: '上门',
      width: 120,
      render: (row) => <Mark tone={visitTone(row.visitState)}>{row.visitStateName}</Mark>,
    },
    { key: 'org', title: '服务商', width: 160, render: (row) => row.orgName },
    {
      key: 'price',
      title: '价格',
      width: 100,
      align: 'right',
      render: (row) => <Money fen={row.split.price} />,
    },
    {
      key: 'subsidy',
      title: '补贴',
      width: 100,
      align: 'right',
      render: (row) => <Money fen={row.split.subsidy} />,
    },
    {
      key: 'selfPay',
      title: '自付',
      width: 100,
      align: 'right',
      render: (row) => <Money fen={row.split.selfPay} />,
    },
    { key: 'pay', title: '付款', width: 90, render: (row) => PAY_STATES[row.payState] },
    { key: 'channel', title: '下单渠道', width: 100, shown: false, render: (row) => CHANNELS[row.channel] },
    {
      key: 'placed',
      title: '下单时间',
      width: 130,
      shown: false,
      render: (row) => <When at={row.placedAt} />,
    },
  ];
  return (
    <>
      <PageHead
        title="订单"
        actions={
          <>
            <Button onClick={() => window.print()}>打印</Button>
            {mayPlace && (
              <Link href="/order-new/">
                <Button type="primary" tabIndex={-1}>
                  代客下单
                </Button>
              </Link>
            )}
          </>
        }
      />
      <PrintTable
        title={`订单 ${filters.from ?? ''} 至 ${filters.to ?? ''}`}
        rows={[...pages.rows].sort((a, b) => a.window.start.localeCompare(b.window.start))}
        rowKey={(row) => row.id}
        columns={columns}
        only={['id', 'day', 'window', 'person', 'division', 'service', 'visit', 'org', 'selfPay', 'pay']}
      />
      <div className="no-print">
        <DataTable<Row>
          name="orders"
          label="订单"
          pages={pages}
          rowKey={(row) => row.id}
          columns={columns}
          news={news}
          onOpen={(row) => router.push(`/order/?id=${row.id}`)}
          empty={<NothingFound what="订单" reset={() => set({})} />}
          filters={
            <>
              <DayInput label="从哪天" value={filters.from ?? ''} onChange={(from) => change({ from })} />
              至
              <DayInput label="到哪天" value={filters.to ?? ''} onChange={(to) => change({ to })} />
              <Choose
                label="订单状态"
                all="全部状态"
                value={value.state}
                options={ORDER_STATES}
                onChange={(state) => change({ state: state ?? '' })}
              />
              <Choose
                label="服务"
                all="全部服务"
                value={value.service}
                options={SERVICE_NAMES}
                onChange={(service) => change({ service: service ?? '' })}
              />
              <OrgSelect
                kind="any"
                value={value.org ? Number(value.org) : null}
                onChange={(org) => change({ org: org ? String(org) : '' })}
              />
              <Choose
                label="付款"
                all="全部付款"
                value={value.payState}
                options={PAY_STATES}
                onChange={(payState) => change({ payState: payState ?? '' })}
              />
              {value.personId && <Button onClick={() => change({ personId: '' })}>只看这位老人 ×</Button>}
              <SavedFilters name="orders" value={value} onChoose={set} />
              {Object.keys(value).length > 0 && (
                <Button type="text" onClick={() => set({})}>
                  清除
                </Button>
              )}
            </>
          }
          actions={
            <ExportButton fetch={(format) => download(ordersExport, { body: { ...filters, format } })} />
          }
        />
      </div>
    </>
  );
}
