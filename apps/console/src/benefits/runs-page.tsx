'use client';
import { Button, Select, Tabs } from 'antd';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { runsRoute } from '@heling/benefits/contract/runs';
import { businessMonth } from '@heling/platform/domain/calendar';
import { benefitsRuns, benefitsStartRun } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { MonthInput } from '../calendar/day-input';
import { usePlaceName } from '../filters/places';
import { DataTable, type Column } from '../parts/data-table';
import { Dialog } from '../parts/dialog';
import { useDivisions } from '../parts/division-select';
import { Field } from '../parts/field';
import { Mark, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useNews } from '../parts/use-news';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useParam } from '../parts/use-param';
import { useMay, useMe } from '../shell/me';
import { PaymentDrawer } from './payment-drawer';
import { PaymentsTable } from './payments-table';
import { monthName, RUN_TONES } from './words';

type Row = Output<typeof runsRoute>['items'][number];

/** Payment runs of all months, and the rows of them that somebody must look at. */
export function RunsPage() {
  const [tab, setTab] = useParam('tab');
  const [starting, setStarting] = useState(false);
  const mayStart = useMay(['allowanceClerk', 'allowancePayer']);
  return (
    <>
      <PageHead
        title="津贴发放"
        actions={
          mayStart && (
            <Button type="primary" onClick={() => setStarting(true)}>
              开始发放
            </Button>
          )
        }
      />
      <Tabs
        activeKey={tab === 'work' ? 'work' : 'runs'}
        onChange={(key) => setTab(key === 'runs' ? null : key, true)}
        items={[
          { key: 'runs', label: '各月发放' },
          { key: 'work', label: '工作清单' },
        ]}
      />
      {tab === 'work' ? (
        <PaymentsTable
          ask={{}}
          name="benefit-work"
          label="要处理的发放"
          filters={
            <span className="muted">暂缓的、银行退回的、结果不明的、前后矛盾的；处理好就从这里消失</span>
          }
          empty={
            <Empty title="没有要处理的">
              <p>暂缓的、银行退回的、结果不明的会列在这里。</p>
            </Empty>
          }
        />
      ) : (
        <Runs />
      )}
      {starting && <StartDialog close={() => setStarting(false)} />}
      <PaymentDrawer />
    </>
  );
}

function Runs() {
  const router = useRouter();
  const place = usePlaceName();
  const pages = usePages(benefitsRuns, { query: { limit: 100 } });
  const news = useNews(['benefitRun.changed'], [benefitsRuns]);
  const columns: Column<Row>[] = [
    { key: 'month', title: '月份', width: 120, fixedly: true, render: (row) => monthName(row.month) },
    { key: 'division', title: '区划', width: 200, fixedly: true, render: (row) => place(row.division) },
    {
      key: 'state',
      title: '状态',
      width: 170,
      fixedly: true,
      render: (row) => <Mark tone={RUN_TONES[row.state]}>{row.stateName}</Mark>,
    },
    { key: 'started', title: '开始', width: 140, render: (row) => <When at={row.startedAt} /> },
    { key: 'calculated', title: '算好', width: 140, render: (row) => <When at={row.calculatedAt} /> },
    { key: 'signed', title: '两人签字', width: 140, render: (row) => <When at={row.signedAt} /> },
    { key: 'closed', title: '结账', width: 140, render: (row) => <When at={row.closedAt} /> },
  ];
  return (
    <DataTable<Row>
      name="benefit-runs"
      label="各月发放"
      pages={pages}
      rowKey={(row) => row.id}
      columns={columns}
      news={news}
      onOpen={(row) => router.push(`/run/?id=${row.id}`)}
      empty={
        <Empty title="还没有发放过">
          <p>每月由经办人“开始发放”：先在后台计算，看过差异、两个人签字之后才送银行。</p>
        </Empty>
      }
    />
  );
}

function StartDialog({ close }: { close(): void }) {
  const router = useRouter();
  const { scope } = useMe();
  const { items } = useDivisions();
  const now = useNow(60_000);
  const whole = scope.divisions.find((code) => code.length < 6);
  const [month, setMonth] = useState(businessMonth(now));
  const [division, setDivision] = useState(scope.divisions[0] ?? '');
  const start = useCommand(benefitsStartRun, [benefitsRuns]);
  const there = (start.error?.problem as { current?: { id?: number } } | undefined)?.current?.id;
  const options = [
    ...(whole ? [{ value: whole, label: '全市' }] : []),
    ...items
      .filter((each) => each.level === 'county' && scope.divisions.some((code) => each.code.startsWith(code)))
      .map((each) => ({ value: each.code, label: each.name })),
    ...scope.divisions
      .filter((code) => code.length > 6)
      .map((code) => ({ value: code, label: items.find((each) => each.code === code)?.name ?? code })),
  ];
  return (
    <Dialog
      title="开始发放"
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>取消</Button>
          <Button
            type="primary"
            disabled={!division}
            loading={start.isPending}
            onClick={() =>
              start.mutate(
                { body: { division, month } },
                { onSuccess: ({ id }) => router.push(`/run/?id=${id}`) },
              )
            }
          >
            开始计算
          </Button>
        </>
      }
    >
      <ul className="consequences">
        <li>三项津贴一起算：新增、停发、变动的都列出来，附原因</li>
        <li>现在不付钱；两个不同的人签字之后才生成银行文件</li>
        <li>同一区划同一月只有一次；该月的政策从此不能再改</li>
      </ul>
      <div className="fields">
        <Field label="月份" required>
          {({ status: _status, ...ids }) => (
            <MonthInput {...ids} max={businessMonth(now)} value={month} onChange={setMonth} />
          )}
        </Field>
        <Field label="区划" required>
          {({ id }) => (
            <Select
              id={id}
              aria-label="区划"
              value={division || null}
              onChange={(code: string) => setDivision(code)}
              options={options}
            />
          )}
        </Field>
      </div>
      <Problem problem={start.error} />
      {there !== undefined && (
        <Button onClick={() => router.push(`/run/?id=${there}`)}>打开已开始的那一次</Button>
      )}
    </Dialog>
  );
}
