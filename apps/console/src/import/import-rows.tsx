'use client';
import { Select } from 'antd';
import Link from 'next/link';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { rows } from '@heling/people/contract/imports';
import { IMPORT_FIELDS, type ImportField } from '@heling/people/domain/import-fields';
import { peopleImportRows } from '@heling/ui/api.gen';
import type { ToneName } from '@heling/ui/tokens';
import { DataTable, type Column } from '../parts/data-table';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Empty } from '../parts/states';
import { usePages } from '../parts/use-pages';

type Row = Output<typeof rows>['items'][number];
const STATES: Record<Row['state'], { name: string; tone: ToneName }> = {
  waiting: { name: '等待', tone: 'unknown' },
  added: { name: '新增', tone: 'ok' },
  updated: { name: '更新', tone: 'ok' },
  unchanged: { name: '没有变化', tone: 'p3' },
  rejected: { name: '没导入', tone: 'p1' },
};
const AGAIN_MS = 3000;

const COLUMNS: Column<Row>[] = [
  {
    key: 'row',
    title: '行',
    width: 80,
    fixedly: true,
    render: (row) => <span className="number">{row.row}</span>,
  },
  {
    key: 'state',
    title: '结果',
    width: 120,
    render: (row) => <Mark tone={STATES[row.state].tone}>{STATES[row.state].name}</Mark>,
  },
  {
    key: 'field',
    title: '哪一列',
    width: 140,
    render: (row) =>
      row.problem?.field ? (IMPORT_FIELDS[row.problem.field as ImportField]?.name ?? '') : '',
  },
  { key: 'why', title: '原因', render: (row) => row.problem?.text ?? '' },
  {
    key: 'person',
    title: '档案',
    width: 120,
    render: (row) =>
      row.personId === null ? (
        ''
      ) : (
        <Link prefetch={false} href={`/person/?id=${row.personId}`}>
          打开档案
        </Link>
      ),
  },
];

/** What became of each row of the file. */
export function ImportRows({ id, running }: { id: number; running: boolean }) {
  const [state, setState] = useState<Row['state'] | null>(null);
  const pages = usePages(
    peopleImportRows,
    { params: { id }, query: { limit: 100, ...(state ? { state } : {}) } },
    running ? { refetchInterval: AGAIN_MS } : {},
  );
  return (
    <Panel title="逐行结果" className="import-rows">
      <DataTable<Row>
        name="import-rows"
        label="逐行结果"
        pages={pages}
        rowKey={(row) => row.row}
        columns={COLUMNS}
        empty={<Empty title={state ? `没有“${STATES[state].name}”的行` : '还没有结果'} />}
        filters={
          <Select
            aria-label="结果"
            style={{ width: 140 }}
            value={state}
            onChange={setState}
            options={[
              { value: null, label: '全部结果' },
              ...(Object.keys(STATES) as Row['state'][]).map((value) => ({
                value,
                label: STATES[value].name,
              })),
            ]}
          />
        }
      />
    </Panel>
  );
}
