'use client';
import { Button } from 'antd';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import type { Output } from '@heling/platform/contract/route';
import type { list } from '@heling/people/contract/imports';
import { peopleListImports } from '@heling/ui/api.gen';
import { DataTable, type Column } from '../parts/data-table';
import { Mark, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty, Waiting } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { useMay } from '../shell/me';
import { IMPORT_STATES, Progress } from './progress';
import './import.css';

type Item = Output<typeof list>['items'][number];
const AGAIN_MS = 3000;

const COLUMNS: Column<Item>[] = [
  { key: 'id', title: '编号', width: 80, render: (row) => row.id },
  { key: 'file', title: '文件', width: 320, fixedly: true, render: (row) => row.fileName },
  {
    key: 'state',
    title: '状态',
    width: 130,
    render: (row) => <Mark tone={IMPORT_STATES[row.state].tone}>{IMPORT_STATES[row.state].name}</Mark>,
  },
  { key: 'progress', title: '进度', render: (row) => <Progress of={row} /> },
  { key: 'created', title: '上传', width: 150, render: (row) => <When at={row.createdAt} /> },
  {
    key: 'finished',
    title: '完成',
    width: 150,
    render: (row) => (row.finishedAt ? <When at={row.finishedAt} /> : ''),
  },
];

const Plans = dynamic(() => import('../board/plans').then((m) => m.Plans), { loading: () => <Waiting /> });

/** 任务中心: long work that was left, to be found again. */
export function TasksPage() {
  const router = useRouter();
  const imports = useMay(['city', 'county', 'street', 'community']);
  const plans = useMay(['city', 'county', 'dispatcher', 'providerManager']);
  return (
    <>
      <PageHead
        title="任务中心"
        sub="在后台做的事，离开后在这里找回来"
        actions={imports && <Button onClick={() => router.push('/import/')}>导入名单</Button>}
      />
      {imports && <Imports />}
      {plans && <Plans />}
    </>
  );
}

function Imports() {
  const router = useRouter();
  const pages = usePages(peopleListImports, { query: { limit: 50 } }, { refetchInterval: AGAIN_MS });
  return (
    <DataTable<Item>
      name="tasks"
      label="任务"
      pages={pages}
      rowKey={(row) => row.id}
      columns={COLUMNS}
      onOpen={(row) => router.push(`/import/?id=${row.id}`)}
      autoFocus
      empty={
        <Empty title="还没有导入过名单">
          <p>导入老人名单后，进度和结果会在这里。</p>
        </Empty>
      }
    />
  );
}
