'use client';
import { Button } from 'antd';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { waitingPayeesRoute } from '@heling/benefits/contract/desk';
import { benefitsWaitingPayees } from '@heling/ui/api.gen';
import { DataTable, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { Dialog } from '../parts/dialog';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { PersonPicker } from '../people/person-picker';
import { useMay } from '../shell/me';
import { ConfirmPayee, PayeesPanel } from './payees-panel';
import { PersonLink } from './person-link';

type Row = Output<typeof waitingPayeesRoute>['items'][number];

/** Bank accounts: those that wait for a second person, and one person's by `?person=`. */
export function PayeesPage() {
  const [, setPerson] = useIdParam('person');
  const finds = useMay(['allowanceClerk', 'allowanceReviewer', 'street']);
  const confirms = useMay(['allowanceClerk', 'street', 'allowanceReviewer']);
  const [finding, setFinding] = useState(false);
  const pages = usePages(benefitsWaitingPayees, { query: { limit: 100 } });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: '老人',
      width: 100,
      fixedly: true,
      render: (row) => <PersonLink id={row.personId} name={row.name} />,
    },
    { key: 'division', title: '社区（村）', width: 200, render: (row) => row.division },
    { key: 'payee', title: '户名', width: 100, fixedly: true, render: (row) => row.payee },
    { key: 'bank', title: '开户行', width: 150, render: (row) => row.bank },
    {
      key: 'account',
      title: '账号',
      width: 120,
      fixedly: true,
      render: (row) => <span className="number">{row.account}</span>,
    },
    {
      key: 'replaces',
      title: '代替',
      width: 120,
      render: (row) => row.replaces ?? <span className="muted">第一个账户</span>,
    },
    {
      key: 'proxy',
      title: '代领',
      width: 130,
      render: (row) => row.proxyRelation && <Mark tone="p2">代领（{row.proxyRelation}）</Mark>,
    },
    { key: 'from', title: '从哪天起', width: 120, render: (row) => row.from },
    {
      key: 'confirm',
      title: '确认',
      width: 150,
      fixedly: true,
      render: (row) =>
        !confirms || !row.canConfirm ? (
          <span className="muted">由另一人确认</span>
        ) : (
          <ConfirmPayee id={row.id} />
        ),
    },
  ];
  return (
    <>
      <PageHead
        title="收款账户"
        sub="换账户须另一个人确认；账号只显示末四位"
        actions={
          finds && (
            <Button type="primary" onClick={() => setFinding(true)}>
              查一位老人的账户
            </Button>
          )
        }
      />
      <DataTable<Row>
        name="payees"
        label="待确认的收款账户"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => setPerson(row.personId)}
        empty={
          <Empty title="没有等着确认的账户">
            <p>有人提出换账户后排在这里，由另一个人核对后确认或驳回。</p>
          </Empty>
        }
      />
      {finding && (
        <Dialog title="查收款账户" footer={null} width={680} onCancel={() => setFinding(false)}>
          <PersonPicker
            autoFocus
            onPick={(person) => {
              setFinding(false);
              setPerson(person.id);
            }}
          />
        </Dialog>
      )}
      <DetailDrawer param="person" title="收款账户">
        {(id) => <PayeesPanel personId={id} />}
      </DetailDrawer>
    </>
  );
}
