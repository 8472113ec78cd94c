'use client';
import { Button, Tabs } from 'antd';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { entitlementsRoute, noticesRoute } from '@heling/benefits/contract/entitlements';
import { SCHEME_NAMES, type Scheme } from '@heling/benefits/domain/pack';
import { ENTITLEMENT_STATES, SOURCES } from '@heling/benefits/domain/states';
import { benefitsEntitlements, benefitsNotices } from '@heling/ui/api.gen';
import { dayLabel } from '@heling/ui/format';
import { Choose } from '../filters/choose';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useNews } from '../parts/use-news';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useParam } from '../parts/use-param';
import { PrintTable } from '../print/print-table';
import { useMay } from '../shell/me';
import { ApplyDialog } from './apply-dialog';
import { PersonLink } from './person-link';
import { ENTITLEMENT_TONES } from './words';

type Row = Output<typeof entitlementsRoute>['items'][number];
type Notice = Output<typeof noticesRoute>['items'][number];

/** What is asked of a tab's list. */
const TABS = {
  waiting: { label: '待办', ask: { waiting: true } },
  overdue: { label: '已超期', ask: { waiting: true, overdue: true } },
  found: { label: '政策找人', ask: { source: 'system' as const } },
  all: { label: '全部', ask: {} },
} as const;
type TabKey = keyof typeof TABS;

/** Applications for allowances: what waits with its deadline, what the system found, all, and the public notice. */
export function ApplicationsPage() {
  const [tab, setTab] = useParam('tab');
  const [applying, setApplying] = useState(false);
  const mayApply = useMay(['allowanceClerk', 'street', 'community']);
  const at = tab ?? 'waiting';
  return (
    <>
      <PageHead
        title="津贴申请"
        actions={
          mayApply && (
            <Button type="primary" onClick={() => setApplying(true)}>
              代办申请
            </Button>
          )
        }
      />
      <Tabs
        className="no-print"
        activeKey={at}
        onChange={(key) => setTab(key === 'waiting' ? null : key, true)}
        items={[
          ...Object.entries(TABS).map(([key, { label }]) => ({ key, label })),
          { key: 'notice', label: '公示' },
        ]}
      />
      {at === 'notice' ? (
        <Notices />
      ) : (
        <Applications key={at} tab={at in TABS ? (at as TabKey) : 'waiting'} />
      )}
      {applying && <ApplyDialog close={() => setApplying(false)} />}
    </>
  );
}

function Applications({ tab }: { tab: TabKey }) {
  const router = useRouter();
  const now = useNow(60_000);
  const [value, set, change] = useFilters(['state', 'scheme'] as const);
  const pages = usePages(benefitsEntitlements, {
    body: {
      limit: 100,
      ...TABS[tab].ask,
      ...(value.state ? { state: value.state as Row['state'] } : {}),
      ...(value.scheme ? { scheme: value.scheme as Scheme } : {}),
    },
  });
  const news = useNews(['entitlement.changed'], [benefitsEntitlements]);
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: '老人',
      width: 110,
      fixedly: true,
      render: (row) => <PersonLink id={row.personId} name={row.name} />,
    },
    { key: 'scheme', title: '津贴', width: 170, fixedly: true, render: (row) => row.schemeName },
    { key: 'division', title: '社区（村）', width: 200, render: (row) => row.division },
    {
      key: 'state',
      title: '状态',
      width: 140,
      fixedly: true,
      render: (row) => <Mark tone={ENTITLEMENT_TONES[row.state]}>{row.stateName}</Mark>,
    },
    {
      key: 'due',
      title: '办理期限',
      width: 220,
      fixedly: true,
      render: (row) =>
        row.dueOn === null ? (
          row.noticeUntil ? (
            <>公示到 {dayLabel(row.noticeUntil, now)}</>
          ) : (
            <span className="muted">—</span>
          )
        ) : row.overdue ? (
          <Mark tone="p1">超期，应于 {dayLabel(row.dueOn, now)}</Mark>
        ) : (
          dayLabel(row.dueOn, now)
        ),
    },
    { key: 'received', title: '申请日期', width: 120, render: (row) => row.received },
    { key: 'source', title: '来源', width: 130, render: (row) => SOURCES[row.source] },
    {
      key: 'relative',
      title: '干部亲属',
      width: 110,
      render: (row) => (row.officialRelative ? <Mark tone="p2">干部亲属</Mark> : ''),
    },
  ];
  const filtered = Boolean(value.state ?? value.scheme);
  return (
    <DataTable<Row>
      name="applications"
      label="津贴申请"
      pages={pages}
      rowKey={(row) => row.id}
      columns={columns}
      news={news}
      onOpen={(row) => router.push(`/application/?id=${row.id}`)}
      filters={
        <>
          <Choose
            label="状态"
            all="全部状态"
            value={value.state}
            options={ENTITLEMENT_STATES}
            onChange={(state) => change({ state: state ?? '' })}
          />
          <Choose
            label="津贴"
            all="全部津贴"
            width={190}
            value={value.scheme}
            options={SCHEME_NAMES}
            onChange={(scheme) => change({ scheme: scheme ?? '' })}
          />
        </>
      }
      empty={
        filtered ? (
          <NothingFound what="申请" reset={() => set({})} />
        ) : (
          <Empty title={EMPTY[tab][0]}>
            <p>{EMPTY[tab][1]}</p>
          </Empty>
        )
      }
    />
  );
}

const EMPTY: Record<TabKey, [string, string]> = {
  waiting: ['没有等着办的申请', '新的申请、退回补正后重新提交的、提出异议的会排在这里，期限近的在前。'],
  overdue: ['没有超期的申请', '过了办理期限还没有办的会列在这里。'],
  found: ['系统还没有替人申请', '下个月满年龄的老人由系统自动申请，列在这里等街道初审。'],
  all: ['还没有人申请津贴', '老人和家属在手机上申请，工作人员在这里代办，满年龄的由系统自动申请。'],
};

function Notices() {
  const now = useNow(60_000);
  const pages = usePages(benefitsNotices, { query: { limit: 200 } });
  const columns: Column<Notice>[] = [
    { key: 'name', title: '姓名', width: 140, fixedly: true, render: (row) => row.name },
    { key: 'division', title: '社区（村）', width: 240, fixedly: true, render: (row) => row.division },
    { key: 'scheme', title: '津贴', width: 200, render: (row) => row.schemeName },
    { key: 'until', title: '公示到', width: 140, fixedly: true, render: (row) => dayLabel(row.until, now) },
  ];
  return (
    <>
      <PrintTable
        title="津贴公示名单（如有异议，请在公示期内向街道提出）"
        rows={pages.rows}
        rowKey={(row) => row.id}
        columns={[...columns.slice(0, 3), { key: 'until', title: '公示到', render: (row) => row.until }]}
        only={['name', 'division', 'scheme', 'until']}
      />
      <div className="no-print">
        <DataTable<Notice>
          name="notices"
          label="公示名单"
          pages={pages}
          rowKey={(row) => row.id}
          columns={columns}
          filters={<span className="muted">姓名已遮盖，可以打印张贴；公示期满没有异议的自动生效</span>}
          actions={<Button onClick={() => window.print()}>打印</Button>}
          empty={
            <Empty title="现在没有公示中的名单">
              <p>区县批准后开始公示，期满没有异议就生效。</p>
            </Empty>
          }
        />
      </div>
    </>
  );
}
