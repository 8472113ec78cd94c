'use client';
import { Button } from 'antd';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { certificationsRoute } from '@heling/benefits/contract/desk';
import { CERTIFICATION_STATES, CERTIFIED_BY } from '@heling/benefits/domain/states';
import { benefitsCertifications } from '@heling/ui/api.gen';
import { Choose } from '../filters/choose';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { PrintTable } from '../print/print-table';
import { useMay } from '../shell/me';
import { FactDialog } from './fact-dialog';
import { PersonLink } from './person-link';
import { monthName } from './words';

type Row = Output<typeof certificationsRoute>['items'][number];
const TONES = { soon: 'p3', grace: 'p2', overdue: 'p1' } as const;

/** Life certification (生存认证): who is due, who is overdue, recording it, and visits at which nobody was met. */
export function CertificationsPage() {
  const keeps = useMay(['allowanceClerk', 'street', 'community']);
  const [value, , change] = useFilters(['state'] as const);
  const [recording, setRecording] = useState<{ row: Row; kind: 'certification' | 'visitAttempt' } | null>(
    null,
  );
  const pages = usePages(benefitsCertifications, {
    body: { limit: 100, ...(value.state ? { state: value.state as Row['state'] } : {}) },
  });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: '老人',
      width: 90,
      fixedly: true,
      render: (row) => <PersonLink id={row.personId} name={row.name} />,
    },
    { key: 'division', title: '社区（村）', width: 180, render: (row) => row.division },
    {
      key: 'state',
      title: '情况',
      width: 130,
      fixedly: true,
      render: (row) => <Mark tone={TONES[row.state]}>{row.stateName}</Mark>,
    },
    { key: 'until', title: '到期月份', width: 100, render: (row) => monthName(row.until) },
    { key: 'grace', title: '宽限到', width: 100, render: (row) => monthName(row.graceUntil) },
    {
      key: 'last',
      title: '上次认证',
      width: 180,
      render: (row) => `${row.last}（${row.lastBy ? CERTIFIED_BY[row.lastBy] : '申请时'}）`,
    },
    {
      key: 'visits',
      title: '上门未见到',
      width: 190,
      render: (row) =>
        row.attempts === 0 ? (
          <span className="muted">还没有上门</span>
        ) : (
          `${row.attempts} 次，最近 ${row.lastAttempt}`
        ),
    },
    {
      key: 'paying',
      title: '发放',
      width: 220,
      fixedly: true,
      render: (row) =>
        row.suspended ? (
          <Mark tone="p1">暂停，重新认证后恢复</Mark>
        ) : row.extendedTo ? (
          <Mark tone="p2">没有上门，顺延到 {monthName(row.extendedTo)}</Mark>
        ) : (
          '照常'
        ),
    },
    ...(keeps
      ? [
          {
            key: 'record',
            title: '登记',
            width: 200,
            fixedly: true,
            render: (row: Row) => (
              <span className="row">
                <Button
                  size="small"
                  type="primary"
                  onClick={() => setRecording({ row, kind: 'certification' })}
                >
                  认证
                </Button>
                <Button size="small" onClick={() => setRecording({ row, kind: 'visitAttempt' })}>
                  上门未见到
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHead
        title="生存认证"
        sub="没有上门过的不会停发：过了宽限期先按月顺延，上门未见到后才暂停"
        actions={<Button onClick={() => window.print()}>打印名单</Button>}
      />
      <PrintTable
        title="生存认证名单"
        rows={pages.rows}
        rowKey={(row) => row.personId}
        columns={columns}
        only={['name', 'division', 'state', 'until', 'grace', 'last', 'visits']}
      />
      <div className="no-print">
        <DataTable<Row>
          name="certifications"
          label="要做生存认证的老人"
          pages={pages}
          rowKey={(row) => row.personId}
          columns={columns}
          filters={
            <Choose
              label="情况"
              all="快到期和已到期的"
              width={190}
              value={value.state}
              options={CERTIFICATION_STATES}
              onChange={(state) => change({ state: state ?? '' })}
            />
          }
          empty={
            value.state ? (
              <NothingFound what="老人" reset={() => change({ state: '' })} />
            ) : (
              <Empty title="下月以前没有人要认证">
                <p>领津贴的老人每年认证一次；快到期的会列在这里，到期最早的在前。</p>
              </Empty>
            )
          }
        />
      </div>
      {recording && (
        <FactDialog
          personId={recording.row.personId}
          name={recording.row.name}
          kind={recording.kind}
          close={() => setRecording(null)}
        />
      )}
    </>
  );
}
