'use client';
import { useRouter } from 'next/navigation';
import type { Output } from '@heling/platform/contract/route';
import type { debtsRoute } from '@heling/benefits/contract/runs';
import { DEBT_STATES } from '@heling/benefits/domain/states';
import { businessDay } from '@heling/platform/domain/calendar';
import { benefitsDebts } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { Choose } from '../filters/choose';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { Mark, Money } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { DebtView } from './debt-view';
import { PersonLink } from './person-link';
import { monthsName } from './words';

type Row = Output<typeof debtsRoute>['items'][number];

/** Claw-back (多发追回): what was paid too much, what has come back, and what was written off. */
export function DebtsPage() {
  const router = useRouter();
  const today = businessDay(useNow(60_000));
  const [, setOpen] = useIdParam('open');
  const [value, , change] = useFilters(['state'] as const);
  const pages = usePages(benefitsDebts, {
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
    { key: 'scheme', title: '津贴', width: 100, render: (row) => row.schemeName },
    {
      key: 'months',
      title: '多发的月份',
      width: 190,
      fixedly: true,
      render: (row) => monthsName(row.from, row.to),
    },
    { key: 'fen', title: '应追', width: 95, align: 'right', render: (row) => <Money fen={row.fen} /> },
    {
      key: 'recovered',
      title: '已追回',
      width: 95,
      align: 'right',
      render: (row) => <Money fen={row.recovered} />,
    },
    {
      key: 'left',
      title: '余额',
      width: 95,
      align: 'right',
      fixedly: true,
      render: (row) => (
        <b>
          <Money fen={row.fen - row.recovered - row.writtenOff} />
        </b>
      ),
    },
    {
      key: 'due',
      title: '归还日期',
      width: 190,
      render: (row) => `${row.dueOn}${row.instalments > 1 ? ` 起 ${row.instalments} 期` : ''}`,
    },
    {
      key: 'state',
      title: '状态',
      width: 170,
      fixedly: true,
      render: (row) =>
        row.state === 'settled' ? (
          <Mark tone="ok">{row.stateName}</Mark>
        ) : row.writeOffAsked ? (
          <Mark tone="p2">申请核销，待另一人签字</Mark>
        ) : row.instalments === 1 && row.dueOn < today ? (
          <Mark tone="p1">过期未还</Mark>
        ) : (
          <Mark tone="p3">{row.stateName}</Mark>
        ),
    },
  ];
  const open = pages.rows.filter((row) => row.state === 'open');
  const left = open.reduce((sum, row) => sum + row.fen - row.recovered - row.writtenOff, 0);
  return (
    <>
      <PageHead
        title="多发追回"
        sub={open.length > 0 ? `已显示的追回中 ${open.length} 笔，余额 ${yuan(left)}` : undefined}
      />
      <DataTable<Row>
        name="benefit-debts"
        label="多发追回"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => setOpen(row.id)}
        filters={
          <Choose
            label="状态"
            all="全部状态"
            value={value.state}
            options={DEBT_STATES}
            onChange={(state) => change({ state: state ?? '' })}
          />
        }
        empty={
          value.state ? (
            <NothingFound what="追回" reset={() => change({ state: '' })} />
          ) : (
            <Empty title="没有要追回的">
              <p>去世、迁出的消息晚到时，逐月说明里会出现“多发”，在那里立追回。</p>
            </Empty>
          )
        }
      />
      <DetailDrawer param="open" title="追回">
        {(id) => <DebtView id={id} print={() => router.push(`/debt-letter/?id=${id}`)} />}
      </DetailDrawer>
    </>
  );
}
