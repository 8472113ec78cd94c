'use client';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import type { plansRoute } from '@heling/dispatch/contract/plans';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { dispatchPlanPage, dispatchPlans } from '@heling/ui/api.gen';
import { duration } from '@heling/ui/format';
import type { ToneName } from '@heling/ui/tokens';
import { useCall } from '@heling/ui/react/use-call';
import { DataTable, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { Mark, When } from '../parts/marks';
import { Answer, Empty } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { useParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import styles from './board.module.css';

type Plan = Output<typeof plansRoute>['items'][number];
const TONES: Record<Plan['state'], ToneName> = { waiting: 'p3', running: 'p2', done: 'ok', failed: 'p1' };
const AGAIN_MS = 3000;

const COLUMNS: Column<Plan>[] = [
  { key: 'id', title: '编号', width: 80, render: (row) => row.id },
  {
    key: 'day',
    title: '派哪天',
    width: 180,
    fixedly: true,
    render: (row) => `${row.day}${row.service ? ` ${SERVICE_NAMES[row.service] ?? row.service}` : ''}`,
  },
  {
    key: 'state',
    title: '状态',
    width: 110,
    render: (row) => <Mark tone={TONES[row.state]}>{row.stateName}</Mark>,
  },
  {
    key: 'progress',
    title: '进度',
    fixedly: true,
    render: (row) =>
      row.total === null
        ? ''
        : `${row.assigned + row.failed}/${row.total}，派出 ${row.assigned}，没有派出 ${row.failed}${
            row.secondsLeft === null ? '' : `，还要 ${duration(row.secondsLeft * 1000)}`
          }`,
  },
  { key: 'created', title: '开始', width: 150, render: (row) => <When at={row.createdAt} /> },
  {
    key: 'finished',
    title: '完成',
    width: 150,
    render: (row) => (row.finishedAt ? <When at={row.finishedAt} /> : ''),
  },
];

/** Plans that the worker makes in the background (后台派单), with what became of each visit. */
export function Plans() {
  const [, setOpen] = useParam('plan');
  const pages = usePages(dispatchPlans, { query: { limit: 20 } }, { refetchInterval: AGAIN_MS });
  useLiveEvents(['plan.'], pages.retry);
  return (
    <>
      <DataTable<Plan>
        name="plans"
        label="后台派单"
        pages={pages}
        rowKey={(row) => row.id}
        columns={COLUMNS}
        onOpen={(row) => setOpen(String(row.id))}
        empty={
          <Empty title="没有后台派单">
            <p>
              在 <Link href="/board/">派单台</Link> 点“批量自动派单”，选“在后台派”。
            </p>
          </Empty>
        }
      />
      <DetailDrawer param="plan" title="后台派单" width={640}>
        {(id) => <PlanResults id={id} />}
      </DetailDrawer>
    </>
  );
}

function PlanResults({ id }: { id: number }) {
  const page = useCall(dispatchPlanPage, { params: { id } }, { refetchInterval: AGAIN_MS });
  return (
    <Answer of={page}>
      {(plan) => (
        <>
          <p role="status">
            {plan.day}：派出 <b>{plan.assigned}</b> 次，没有派出 <b>{plan.failed}</b> 次。
            {plan.state === 'running' || plan.state === 'waiting' ? '还在进行。' : ''}
          </p>
          {plan.results.length === 0 ? (
            <p className="muted">还没有逐条结果。</p>
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">上门</th>
                  <th scope="col">结果</th>
                  <th scope="col">护理员或原因</th>
                </tr>
              </thead>
              <tbody>
                {[...plan.results]
                  .sort((a, b) => Number(a.ok) - Number(b.ok))
                  .map((row) => {
                    const href = `/board/?day=${plan.day}&visit=${row.visitId}`;
                    return (
                      <tr key={row.visitId}>
                        <td>
                          <Link href={href}>{row.visitId}</Link>
                        </td>
                        <td>{row.ok ? '✓ 派出' : '✕ 没有派出'}</td>
                        <td style={{ whiteSpace: 'normal' }}>
                          {row.ok ? row.carers.map((each) => each.name).join('、') : row.detail}
                        </td>
                      </tr>
                    );
                  })}
              </tbody>
            </table>
          )}
        </>
      )}
    </Answer>
  );
}
