'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { CallInput, Output } from '@heling/platform/contract/route';
import type { paymentsRoute } from '@heling/benefits/contract/runs';
import { HOLD_CODES } from '@heling/benefits/domain/states';
import { benefitsPayments } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { DataTable, type Column } from '../parts/data-table';
import { Mark, Money } from '../parts/marks';
import { useNews } from '../parts/use-news';
import { usePages } from '../parts/use-pages';
import { Amount } from './amount';
import { usePaymentDrawer } from './payment-drawer';
import { PersonLink } from './person-link';
import { monthName, PAYMENT_TONES } from './words';

type Row = Output<typeof paymentsRoute>['items'][number];
const CHANGE_TONES = { same: null, new: 'ok', stopped: 'p1', changed: 'p2' } as const;

/** Rows of payment runs; every amount opens what it is made of. */
export function PaymentsTable({
  ask,
  name,
  label,
  filters,
  empty,
}: {
  ask: Omit<CallInput<typeof paymentsRoute>['body'], 'cursor' | 'limit'>;
  name: string;
  label: string;
  filters: ReactNode;
  empty: ReactNode;
}) {
  const open = usePaymentDrawer();
  const pages = usePages(benefitsPayments, { body: { limit: 100, ...ask } });
  const news = useNews(['benefitRun.changed'], [benefitsPayments]);
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: '老人',
      width: 130,
      fixedly: true,
      render: (row) => <PersonLink id={row.personId} name={row.name} />,
    },
    { key: 'division', title: '社区（村）', width: 200, render: (row) => row.division },
    ...(ask.runId === undefined
      ? [{ key: 'month', title: '哪月', width: 110, render: (row: Row) => monthName(row.runMonth) }]
      : []),
    {
      key: 'last',
      title: '上月',
      width: 110,
      align: 'right',
      render: (row) => <Money fen={row.lastFen} />,
    },
    {
      key: 'fen',
      title: '本次（含补发）',
      width: 130,
      align: 'right',
      fixedly: true,
      render: (row) => <Amount fen={row.fen} explain={() => open(row.id)} />,
    },
    {
      key: 'change',
      title: '与上月比',
      width: 210,
      render: (row) => {
        const tone = CHANGE_TONES[row.change];
        return tone === null ? (
          <span className="muted">{row.changeName}</span>
        ) : (
          <>
            <Mark tone={tone}>{row.changeName}</Mark> {row.reasonName}
          </>
        );
      },
    },
    {
      key: 'state',
      title: '状态',
      width: 130,
      fixedly: true,
      render: (row) => <Mark tone={PAYMENT_TONES[row.state]}>{row.stateName}</Mark>,
    },
    {
      key: 'why',
      title: '为什么停在这里，怎么办',
      width: 300,
      render: (row) => <Stopped row={row} />,
    },
  ];
  const sum = pages.rows.reduce((total, row) => total + row.fen, 0);
  return (
    <DataTable<Row>
      name={name}
      label={label}
      pages={pages}
      rowKey={(row) => row.id}
      columns={columns}
      news={news}
      onOpen={(row) => open(row.id)}
      filters={
        <>
          {filters}
          {pages.rows.length > 0 && <span className="muted">已显示的合计 {yuan(sum)}</span>}
        </>
      }
      empty={empty}
    />
  );
}

/** Holds that another account takes away. */
const BY_ACCOUNT: readonly (Row['holdCode'] | undefined)[] = ['noPayee', 'duplicateAccount', 'nameMismatch'];

function Stopped({ row }: { row: Row }) {
  if (row.conflict) return <>银行前后结果矛盾，问过银行后登记</>;
  if (row.state === 'unknown') return <>银行没说结果，问过银行后登记</>;
  if (row.state === 'dropped') return <>{HOLD_CODES[row.bankCode as keyof typeof HOLD_CODES]}</>;
  const account = row.state === 'rejected' || BY_ACCOUNT.includes(row.holdCode);
  return (
    <>
      {row.holdName}
      {row.state === 'rejected' && `银行代码 ${row.bankCode ?? '没有写'}`}
      {account && (
        <>
          {' '}
          <Link
            prefetch={false}
            style={{ textDecoration: 'underline' }}
            href={`/payees/?person=${row.personId}`}
          >
            换账户
          </Link>
          {row.state === 'rejected' && '，下次补发'}
        </>
      )}
    </>
  );
}
