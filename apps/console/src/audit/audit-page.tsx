'use client';
import { useState } from 'react';
import { Button, Input } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { searchAudit } from '@heling/access/contract/auditLog';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import { accessAuditState, accessSearchAudit } from '@heling/ui/api.gen';
import { absolute, ago, count } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { usePlaceName } from '../filters/places';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import styles from './audit.module.css';

type Row = Output<typeof searchAudit>['items'][number];
/** Rows that wait longer than this for the sealer are a sign that it does not run. */
const SEAL_LATE_MS = 60_000;

/** The audit (审计): who did what, on whom, why, from where; and whether the chain is sealed. */
export function AuditPage() {
  const today = businessDay(useNow(60_000));
  const [value, set, change] = useFilters(['from', 'to', 'account', 'person', 'action'] as const);
  const [, setOpen] = useIdParam('open');
  const placeName = usePlaceName();
  const from = value.from ?? addDays(today, -6);
  const to = value.to ?? today;
  const pages = usePages(accessSearchAudit, {
    body: {
      limit: 100,
      from: atLocal(from, '00:00').toISOString(),
      to: atLocal(addDays(to, 1), '00:00').toISOString(),
      ...(value.account ? { accountId: Number(value.account) } : {}),
      ...(value.person ? { personId: Number(value.person) } : {}),
      ...(value.action ? { action: value.action } : {}),
    },
  });
  const columns: Column<Row>[] = [
    { key: 'at', title: '时间', width: 170, fixedly: true, render: (row) => absolute(row.at) },
    {
      key: 'account',
      title: '谁',
      width: 160,
      fixedly: true,
      render: (row) => (row.accountId === null ? '系统' : `${row.accountName ?? ''}（${row.accountId}）`),
    },
    { key: 'action', title: '做了什么', width: 220, fixedly: true, render: (row) => row.action },
    {
      key: 'subject',
      title: '对什么',
      width: 160,
      render: (row) => `${row.subject}${row.subjectId === null ? '' : ` ${row.subjectId}`}`,
    },
    { key: 'person', title: '老人编号', width: 100, render: (row) => row.personId ?? '—' },
    { key: 'purpose', title: '用途', width: 160, render: (row) => row.purpose ?? '—' },
    { key: 'division', title: '区划', width: 180, render: (row) => placeName(row.division) },
    { key: 'address', title: '来自', width: 130, render: (row) => row.address ?? '—' },
    {
      key: 'sealed',
      title: '封存',
      width: 100,
      render: (row) => (row.sealed ? <Mark tone="ok">已封</Mark> : <Mark tone="p3">未封</Mark>),
    },
  ];
  return (
    <>
      <PageHead title="审计" actions={<SealState />} />
      <DataTable<Row>
        name="audit"
        label="审计记录"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => setOpen(row.id)}
        empty={<NothingFound what="审计记录" reset={() => set({})} />}
        filters={
          <>
            <DayInput label="从哪天" value={from} max={to} onChange={(next) => change({ from: next })} />
            至
            <DayInput label="到哪天" value={to} min={from} onChange={(next) => change({ to: next })} />
            <Number_ label="账号编号" value={value.account} onFind={(account) => change({ account })} />
            <Number_ label="老人编号" value={value.person} onFind={(person) => change({ person })} />
            <Text
              label="动作或其开头，如 access."
              value={value.action}
              onFind={(action) => change({ action })}
            />
            {Object.keys(value).length > 0 && (
              <Button type="text" onClick={() => set({})}>
                清除
              </Button>
            )}
          </>
        }
      />
      <DetailDrawer param="open" title="审计记录" width={680}>
        {(id) => {
          const row = pages.rows.find((each) => each.id === id);
          return row ? <One row={row} /> : <Empty title="现在的列表里没有这一条">放宽日期后再打开。</Empty>;
        }}
      </DetailDrawer>
    </>
  );
}

/** Is the chain sealed up to now? A long queue means that the sealer stands still. */
function SealState() {
  const now = useNow(5000);
  const state = useCall(accessAuditState, {}, { refetchInterval: 10_000 });
  return (
    <Answer of={state} lines={1}>
      {(data) => {
        const late =
          data.oldestWaitingAt !== null && now.getTime() - Date.parse(data.oldestWaitingAt) > SEAL_LATE_MS;
        return (
          <span role="status">
            <Mark tone={late ? 'p0' : 'ok'}>
              已封 {count(data.sealed)} 条{data.lastSealedAt ? `，最近 ${ago(data.lastSealedAt, now)}` : ''}
              ；未封 {count(data.waiting)} 条
              {late && data.oldestWaitingAt
                ? `，最早的在 ${ago(data.oldestWaitingAt, now)}：请检查封存任务`
                : ''}
            </Mark>
          </span>
        );
      }}
    </Answer>
  );
}

function Text({
  label,
  value,
  onFind,
}: {
  label: string;
  value: string | undefined;
  onFind: (text: string) => void;
}) {
  const [typed, setTyped] = useState(value ?? '');
  return (
    <Input
      aria-label={label}
      placeholder={label}
      style={{ width: 190 }}
      maxLength={80}
      allowClear
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value === '') onFind('');
      }}
      onPressEnter={() => onFind(typed.trim())}
      onBlur={() => typed.trim() !== (value ?? '') && onFind(typed.trim())}
    />
  );
}
const Number_ = (props: Parameters<typeof Text>[0]) => (
  <Text {...props} onFind={(text) => props.onFind(/^[1-9]\d{0,14}$/.test(text) ? text : '')} />
);

function One({ row }: { row: Row }) {
  return (
    <>
      <dl className="facts">
        <dt>编号</dt>
        <dd>{row.id}</dd>
        <dt>时间</dt>
        <dd>{absolute(row.at)}</dd>
        <dt>谁</dt>
        <dd>{row.accountId === null ? '系统' : `${row.accountName ?? ''}（账号 ${row.accountId}）`}</dd>
        <dt>做了什么</dt>
        <dd>{row.action}</dd>
        <dt>对什么</dt>
        <dd>
          {row.subject} {row.subjectId ?? ''}
        </dd>
        <dt>老人编号</dt>
        <dd>{row.personId ?? '—'}</dd>
        <dt>用途</dt>
        <dd>{row.purpose ?? '—'}</dd>
        <dt>来自</dt>
        <dd>{row.address ?? '—'}</dd>
        <dt>请求编号</dt>
        <dd>{row.requestId ?? '—'}</dd>
        <dt>封存</dt>
        <dd>{row.sealed ? '已封' : '未封'}</dd>
      </dl>
      <h3>之前</h3>
      <Json value={row.before} />
      <h3>之后</h3>
      <Json value={row.after} />
    </>
  );
}

function Json({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <p className="muted">没有</p>;
  return (
    <pre className={styles.json} tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
