'use client';
import { useState } from 'react';
import { useRouter } from 'next/navigation';
import Link from 'next/link';
import { Button, Tabs } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { statementListRoute } from '@heling/orders/contract/statements';
import { addDays, businessMonth, firstOfMonth } from '@heling/platform/domain/calendar';
import { statementsList, statementsMake } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { MonthInput } from '../calendar/day-input';
import { useFilters } from '../filters/use-filters';
import { DataTable, type Column } from '../parts/data-table';
import { Money, When } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useNews } from '../parts/use-news';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useParam } from '../parts/use-param';
import { OrgSelect } from '../providers/org-select';
import { useMay, useMe } from '../shell/me';
import { StateMark } from './marks';
import { Reconciliation } from './reconciliation';

type Row = Output<typeof statementListRoute>['items'][number];

/** Monthly statements (结算单) of providers: made, signed by two, frozen; and the reconciliation of a month. */
export function StatementsPage() {
  const router = useRouter();
  const me = useMe();
  const now = useNow(60_000);
  const [value, , change] = useFilters(['month', 'org'] as const);
  const [tab, setTab] = useParam('tab');
  // On the fifth of a month the clerk looks at the month before.
  const last = addDays(firstOfMonth(`${businessMonth(now)}-01`), -1).slice(0, 7);
  const month = value.month ?? last;
  const org = value.org ? Number(value.org) : me.org;
  const mayMake = useMay(['city', 'county', 'street', 'dispatcher']);
  const [making, setMaking] = useState(false);
  const pages = usePages(statementsList, { query: { month, ...(org ? { org } : {}), limit: 100 } });
  const news = useNews(['statement.'], [statementsList]);
  const columns: Column<Row>[] = [
    {
      key: 'org',
      title: '服务商',
      width: 240,
      fixedly: true,
      render: (row) => <Link href={`/statement/?id=${row.id}`}>{row.orgName}</Link>,
    },
    { key: 'month', title: '月份', width: 100, render: (row) => row.month },
    {
      key: 'state',
      title: '状态',
      width: 130,
      fixedly: true,
      render: (row) => <StateMark state={row.state} />,
    },
    { key: 'visits', title: '服务次数', width: 100, align: 'right', render: (row) => row.visits },
    { key: 'amount', title: '总价', width: 130, align: 'right', render: (row) => <Money fen={row.amount} /> },
    {
      key: 'subsidy',
      title: '补贴',
      width: 130,
      align: 'right',
      render: (row) => <Money fen={row.subsidy} />,
    },
    {
      key: 'selfPay',
      title: '自付',
      width: 130,
      align: 'right',
      render: (row) => <Money fen={row.selfPay} />,
    },
    {
      key: 'deductions',
      title: '扣款',
      width: 120,
      align: 'right',
      render: (row) => <Money fen={row.deductions} />,
    },
    {
      key: 'payable',
      title: '应付服务商',
      width: 140,
      align: 'right',
      fixedly: true,
      render: (row) => (
        <b>
          <Money fen={row.payable} />
        </b>
      ),
    },
    { key: 'made', title: '生成', width: 130, render: (row) => <When at={row.madeAt} /> },
  ];
  const payable = pages.rows.reduce((sum, row) => sum + row.payable, 0);
  return (
    <>
      <PageHead
        title="结算"
        sub={pages.rows.length > 0 ? `${month} 共 ${pages.rows.length} 份，应付 ${yuan(payable)}` : undefined}
        actions={
          mayMake && (
            <Button type="primary" onClick={() => setMaking(!making)}>
              生成结算单
            </Button>
          )
        }
      />
      {making && (
        <Make
          month={month}
          org={org}
          onMade={(id) => router.push(`/statement/?id=${id}`)}
          onLeave={() => setMaking(false)}
        />
      )}
      <div className="row no-print">
        <MonthInput label="月份" value={month} onChange={(next) => change({ month: next })} />
        <OrgSelect kind="any" value={org} onChange={(next) => change({ org: next ? String(next) : '' })} />
      </div>
      <Tabs
        activeKey={tab ?? 'list'}
        onChange={(key) => setTab(key === 'list' ? null : key, true)}
        items={[
          { key: 'list', label: '结算单' },
          { key: 'reconciliation', label: '对账' },
        ]}
      />
      {tab === 'reconciliation' ? (
        org === null ? (
          <Empty title="先选服务商">
            <p>对账按服务商、按月：订单 = 上门 = 结算单 = 付款，逐条列出差异。</p>
          </Empty>
        ) : (
          <Reconciliation org={org} month={month} />
        )
      ) : (
        <DataTable<Row>
          name="statements"
          label="结算单"
          pages={pages}
          rowKey={(row) => row.id}
          columns={columns}
          news={news}
          onOpen={(row) => router.push(`/statement/?id=${row.id}`)}
          empty={
            <Empty title={`${month} 还没有结算单`}>
              <p>
                {mayMake
                  ? '点“生成结算单”，选服务商和月份。生成的是草稿，可以反复重算，两个人签字后才定下来。'
                  : '由街道以上工作人员或调度员生成。'}
              </p>
            </Empty>
          }
        />
      )}
    </>
  );
}

function Make({
  month: given,
  org: chosen,
  onMade,
  onLeave,
}: {
  month: string;
  org: number | null;
  onMade: (id: number) => void;
  onLeave: () => void;
}) {
  const [month, setMonth] = useState(given);
  const [org, setOrg] = useState(chosen);
  const make = useCommand(statementsMake, [statementsList]);
  return (
    <Panel title="生成结算单">
      <p className="muted">生成的是草稿：按当月完成的上门计算，不付任何钱；签字前可以重算。</p>
      <div className="row">
        <MonthInput label="结算月份" value={month} onChange={setMonth} />
        <OrgSelect kind="any" value={org} onChange={setOrg} />
        <Button
          type="primary"
          disabled={org === null}
          loading={make.isPending}
          onClick={() =>
            org !== null && make.mutate({ body: { org, month } }, { onSuccess: (made) => onMade(made.id) })
          }
        >
          生成草稿
        </Button>
        <Button onClick={onLeave}>取消</Button>
      </div>
      <Problem problem={make.error} />
    </Panel>
  );
}
