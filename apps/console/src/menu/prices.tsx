'use client';
import { useState } from 'react';
import { Button, Input, Select } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { pricesRoute } from '@heling/orders/contract/menu';
import { SERVICES } from '@heling/orders/domain/menu';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { ordersMenu, ordersPrices, ordersSetPrice } from '@heling/ui/api.gen';
import { fenOf, yuan } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { DataTable, type Column } from '../parts/data-table';
import { Field } from '../parts/field';
import { Mark, Money } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMay } from '../shell/me';

type Row = Output<typeof pricesRoute>['items'][number];
const PRICED = SERVICES.filter((service) => service.form === 'visit');

/** Prices by service and date; a new one holds from a day on, orders already placed keep theirs. */
export function Prices({ org }: { org: number | null }) {
  const today = businessDay(useNow(60_000));
  const maySet = useMay(['city', 'county', 'providerManager']);
  const [setting, setSetting] = useState(false);
  const prices = useCall(ordersPrices, { query: org ? { org } : {} });
  const rows = [...(prices.data?.items ?? [])].sort(
    (a, b) =>
      a.orgName.localeCompare(b.orgName, 'zh-CN') ||
      a.service.localeCompare(b.service) ||
      b.from.localeCompare(a.from),
  );
  const state = (row: Row) =>
    row.from > today ? (
      <Mark tone="p3">还没生效</Mark>
    ) : row.to !== null && row.to <= today ? (
      <Mark tone="unknown">已过去</Mark>
    ) : (
      <Mark tone="ok">现行</Mark>
    );
  const columns: Column<Row>[] = [
    { key: 'org', title: '服务商', width: 220, fixedly: true, render: (row) => row.orgName },
    { key: 'service', title: '服务', width: 130, fixedly: true, render: (row) => row.serviceName },
    {
      key: 'price',
      title: '价格',
      width: 120,
      align: 'right',
      fixedly: true,
      render: (row) => <Money fen={row.price} />,
    },
    { key: 'from', title: '从', width: 120, render: (row) => row.from },
    {
      key: 'to',
      title: '到',
      width: 120,
      render: (row) => (row.to === null ? '一直有效' : addDays(row.to, -1)),
    },
    { key: 'state', title: '状态', width: 110, render: state },
  ];
  return (
    <>
      {setting && org !== null && (
        <SetPrice
          org={org}
          rows={rows.filter((row) => row.org === org)}
          today={today}
          onDone={() => setSetting(false)}
        />
      )}
      <DataTable<Row>
        name="prices"
        label="价目表"
        rows={rows}
        rowKey={(row) => row.id}
        columns={columns}
        loading={prices.isPending}
        problem={prices.error}
        retry={() => void prices.refetch()}
        empty={
          <Empty title="还没有价格">
            <p>{maySet ? '先在右上角选服务商，再点“改价”。' : '由市、区县或服务商设定。'}</p>
          </Empty>
        }
        actions={
          maySet && (
            <Button type="primary" disabled={org === null} onClick={() => setSetting(!setting)}>
              {org === null ? '改价（先选服务商）' : '改价'}
            </Button>
          )
        }
      />
    </>
  );
}

function SetPrice({
  org,
  rows,
  today,
  onDone,
}: {
  org: number;
  rows: readonly Row[];
  today: string;
  onDone: () => void;
}) {
  const toasts = useToasts();
  const [service, setService] = useState('bath');
  const [typed, setTyped] = useState('');
  const [from, setFrom] = useState(addDays(today, 1));
  const set = useCommand(ordersSetPrice, [ordersPrices, ordersMenu]);
  const fen = fenOf(typed);
  const now = rows.find(
    (row) => row.service === service && row.from <= from && (row.to === null || row.to > from),
  );
  return (
    <Panel title="改价">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (fen === null) return;
          set.mutate(
            { body: { org, service, price: fen, from } },
            {
              onSuccess: () => {
                toasts.done(`从 ${from} 起 ${yuan(fen)}`);
                onDone();
              },
            },
          );
        }}
      >
        <div className="fields">
          <Field label="服务">
            {(ids) => (
              <Select
                id={ids.id}
                value={service}
                options={PRICED.map((each) => ({ value: each.code, label: each.name }))}
                onChange={setService}
              />
            )}
          </Field>
          <Field
            label="新价格（元）"
            required
            error={typed && fen === null ? '请填金额，如 120 或 120.50' : undefined}
            hint={now ? `那天原来的价格 ${yuan(now.price)}` : '那天还没有价格'}
          >
            {(ids) => (
              <Input
                {...ids}
                inputMode="decimal"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
          <Field label="从哪天起" hint="已下的订单不变，之后下的按新价">
            {(ids) => <DayInput id={ids.id} min={today} value={from} onChange={setFrom} />}
          </Field>
        </div>
        <Problem problem={set.error} />
        <p className="row">
          <Button type="primary" htmlType="submit" disabled={fen === null} loading={set.isPending}>
            {fen === null ? '改价' : `从 ${from} 起改为 ${yuan(fen)}`}
          </Button>
          <Button onClick={onDone}>取消</Button>
        </p>
      </form>
    </Panel>
  );
}
