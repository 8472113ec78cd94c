'use client';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import type { rowsRoute } from '@heling/insight/contract/figures';
import type { Filter } from '@heling/insight/contract/shared';
import { insightRows, insightRowsExport } from '@heling/ui/api.gen';
import { download } from '@heling/ui/client';
import { count, yuan } from '@heling/ui/format';
import { DataTable, type Column } from '../parts/data-table';
import { ExportButton } from '../parts/export-button';
import { Mark, Money } from '../parts/marks';
import { Empty } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { orderTone } from '../orders/words';
import type { Shown } from './measures';

type Row = Output<typeof rowsRoute>['items'][number];

/** The orders behind a figure; the total is counted from these very rows. */
export function Rows({ filter, measure }: { filter: Filter; measure: Shown | 'late' }) {
  const pages = usePages(insightRows, { body: { ...filter, measure, limit: 100 } });
  const total = pages.first?.total;
  const columns: Column<Row>[] = [
    {
      key: 'order',
      title: '订单',
      width: 90,
      fixedly: true,
      render: (row) => <Link href={`/order/?id=${row.orderId}`}>{row.orderId}</Link>,
    },
    { key: 'day', title: '服务日', width: 110, render: (row) => row.day },
    { key: 'service', title: '服务', width: 100, render: (row) => row.serviceName },
    {
      key: 'state',
      title: '状态',
      width: 100,
      render: (row) => <Mark tone={orderTone(row.state)}>{row.stateName}</Mark>,
    },
    { key: 'division', title: '区划', width: 200, render: (row) => row.divisionName },
    { key: 'org', title: '服务商', width: 160, render: (row) => row.orgName },
    { key: 'price', title: '价格', width: 100, align: 'right', render: (row) => <Money fen={row.price} /> },
    {
      key: 'subsidy',
      title: '补贴',
      width: 100,
      align: 'right',
      render: (row) => <Money fen={row.subsidy} />,
    },
    {
      key: 'onTime',
      title: '准时',
      width: 80,
      render: (row) =>
        row.onTime === null ? <span className="muted">不明</span> : row.onTime ? '✓' : '✕ 迟到',
    },
    {
      key: 'stars',
      title: '评价',
      width: 80,
      render: (row) => (row.stars === null ? '—' : `★ ${row.stars}`),
    },
  ];
  return (
    <>
      {total && (
        <p>
          共 <b>{count(total.orders)}</b> 单，完成 {count(total.done)}，补贴 {yuan(total.subsidy)}，自付{' '}
          {yuan(total.selfPay)}
        </p>
      )}
      <DataTable<Row>
        name="figure-rows"
        label="统计明细"
        pages={pages}
        rowKey={(row) => row.orderId}
        columns={columns}
        empty={<Empty title="没有这样的订单" />}
        actions={
          <ExportButton
            fetch={(format) => download(insightRowsExport, { body: { ...filter, measure, format } })}
          />
        }
      />
    </>
  );
}
