'use client';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import type { reconciliationRoute } from '@heling/orders/contract/statements';
import { statementsReconciliation } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { DataTable, type Column } from '../parts/data-table';
import { Mark, Money } from '../parts/marks';
import { Answer, Empty } from '../parts/states';
import styles from './statements.module.css';

type Answered = Output<typeof reconciliationRoute>;
type Row = Answered['differences'][number];

/** Do orders, visits, statement and payments of a month agree? Every difference is a row. */
export function Reconciliation({ org, month }: { org: number; month: string }) {
  const answer = useCall(statementsReconciliation, { query: { org, month } });
  return <Answer of={answer}>{(data) => <View data={data} />}</Answer>;
}

function View({ data }: { data: Answered }) {
  const columns: Column<Row>[] = [
    {
      key: 'kind',
      title: '差异',
      width: 200,
      fixedly: true,
      render: (row) => <Mark tone="p1">{row.kindName}</Mark>,
    },
    {
      key: 'order',
      title: '订单',
      width: 100,
      fixedly: true,
      render: (row) => <Link href={`/order/?id=${row.orderId}`}>{row.orderId}</Link>,
    },
    { key: 'visit', title: '上门', width: 100, render: (row) => row.visitId ?? '—' },
    {
      key: 'expected',
      title: '应为',
      width: 130,
      align: 'right',
      render: (row) => <Money fen={row.expected} />,
    },
    { key: 'found', title: '实为', width: 130, align: 'right', render: (row) => <Money fen={row.found} /> },
    {
      key: 'difference',
      title: '相差',
      width: 130,
      align: 'right',
      render: (row) => <Money fen={row.found - row.expected} />,
    },
  ];
  const parts: { title: string; count: number | null; amounts: [string, number][] }[] = [
    {
      title: '订单',
      count: data.orders.count,
      amounts: [
        ['补贴', data.orders.subsidy],
        ['自付', data.orders.selfPay],
      ],
    },
    { title: '上门', count: data.visits.count, amounts: [] },
    {
      title: '结算单',
      count: data.statement?.count ?? null,
      amounts: data.statement
        ? [
            ['补贴', data.statement.subsidy],
            ['自付', data.statement.selfPay],
          ]
        : [],
    },
    { title: '付款', count: data.payments.count, amounts: [['收到', data.payments.amount]] },
  ];
  return (
    <>
      <div className={styles.parts}>
        {parts.map((part, i) => (
          <div key={part.title} className={styles.part}>
            {i > 0 && (
              <span className={styles.equals} aria-hidden="true">
                =
              </span>
            )}
            <dl>
              <dt>{part.title}</dt>
              <dd>
                <b>{part.count === null ? '还没有生成' : `${part.count} 笔`}</b>
              </dd>
              {part.amounts.map(([name, fen]) => (
                <dd key={name}>
                  {name} <Money fen={fen} />
                </dd>
              ))}
            </dl>
          </div>
        ))}
      </div>
      {data.otherPayments.count > 0 && (
        <p className="muted">
          另收 <Money fen={data.otherPayments.amount} />（{data.otherPayments.count}{' '}
          笔）：订单还没有完成、有异议，或取消后按规定不退的部分，不在上面比较。
        </p>
      )}
      {data.more && (
        <p>
          <Mark tone="p1">差异超过 1000 条，只列出前 1000 条；先处理这些再对一次</Mark>
        </p>
      )}
      <DataTable<Row>
        name="differences"
        label="差异"
        rows={data.differences}
        rowKey={(row) => `${row.kind}-${row.orderId}-${row.visitId}`}
        columns={columns}
        asOf={data.asOf}
        empty={
          <Empty title="没有差异">
            <p>{data.month} 的订单、上门、结算单、付款一一对得上。</p>
          </Empty>
        }
      />
    </>
  );
}
