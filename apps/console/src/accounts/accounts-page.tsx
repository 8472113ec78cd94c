'use client';
import { useState } from 'react';
import { Button } from 'antd';
import type { Account } from '@heling/access/contract/accounts';
import { ROLE_NAMES, type Role } from '@heling/platform/contract/roles';
import { accessListAccounts } from '@heling/ui/api.gen';
import { choices, label } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { Choose } from '../filters/choose';
import { Find } from '../filters/find';
import { usePlaceName } from '../filters/places';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { DivisionSelect } from '../parts/division-select';
import { Mark } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Empty, Problem, Waiting } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { useNow } from '../parts/use-now';
import { useIdParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import { AccountView } from './account-view';
import { Invite } from './invite';

const STATES = Object.fromEntries(choices('account').map((each) => [each.value, each.label]));
const KINDS = Object.fromEntries(choices('accountKind').map((each) => [each.value, each.label]));

/** Accounts (账号): invited by one administrator, given roles by the other, recovered by both. */
export function AccountsPage() {
  const now = useNow(30_000);
  const [value, set, change] = useFilters(['kind', 'role', 'division', 'status'] as const);
  const [login, setLogin] = useState('');
  const [, setOpen] = useIdParam('open');
  const [inviting, setInviting] = useState(false);
  const placeName = usePlaceName();
  const mayInvite = useMay(['systemAdmin']);
  const pages = usePages(accessListAccounts, {
    query: {
      limit: 100,
      kind: (value.kind as Account['kind'] | undefined) ?? 'staff',
      ...(value.role ? { role: value.role as Role } : {}),
      ...(value.division ? { division: value.division } : {}),
      ...(value.status ? { status: value.status as Account['status'] } : {}),
      ...(login ? { login } : {}),
    },
  });
  const columns: Column<Account>[] = [
    {
      key: 'login',
      title: '登录名',
      width: 200,
      fixedly: true,
      render: (row) => row.login ?? '（用手机号登录）',
    },
    { key: 'name', title: '姓名', width: 120, render: (row) => row.name },
    {
      key: 'status',
      title: '状态',
      width: 220,
      fixedly: true,
      render: (row) => (
        <span className="row">
          <Mark tone={row.status === 'active' ? 'ok' : row.status === 'invited' ? 'p3' : 'unknown'}>
            {label('account', row.status)}
          </Mark>
          {row.lockedUntil && new Date(row.lockedUntil) > now && <Mark tone="p1">已锁定</Mark>}
          {row.recovery && <Mark tone="p2">等待核准重绑</Mark>}
        </span>
      ),
    },
    {
      key: 'roles',
      title: '角色',
      width: 220,
      render: (row) => (row.roles.length > 0 ? row.roleNames.join('、') : <Mark tone="p2">还没有授权</Mark>),
    },
    {
      key: 'scopes',
      title: '范围',
      width: 260,
      render: (row) =>
        row.scopes
          .map((scope) =>
            scope.division
              ? placeName(scope.division)
              : scope.unit
                ? `管理单元 ${scope.unit}`
                : `服务商 ${scope.org}`,
          )
          .join('；') || '—',
    },
    {
      key: 'division',
      title: '所在',
      width: 200,
      shown: false,
      render: (row) => row.divisionName ?? row.division,
    },
    { key: 'phone', title: '电话', width: 130, render: (row) => row.phone ?? '—' },
    {
      key: 'factor',
      title: '动态验证码',
      width: 110,
      render: (row) => (row.secondFactor ? '已绑定' : <span className="muted">没有绑定</span>),
    },
  ];
  return (
    <>
      <PageHead
        title="账号"
        sub="系统管理员邀请和停用，安全管理员授权和解锁，两人互相牵制"
        actions={
          mayInvite && (
            <Button type="primary" onClick={() => setInviting(!inviting)}>
              邀请
            </Button>
          )
        }
      />
      {inviting && (
        <Panel title="邀请工作人员，或登记对接系统">
          <Invite onLeave={() => setInviting(false)} />
        </Panel>
      )}
      <DataTable<Account>
        name="accounts"
        label="账号"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => setOpen(row.id)}
        empty={<NothingFound what="账号" reset={() => set({})} />}
        filters={
          <>
            <Find label="登录名" onFind={setLogin} />
            <Choose
              label="类别"
              all="工作人员"
              value={value.kind ?? 'staff'}
              options={KINDS}
              onChange={(kind) => change({ kind: kind ?? '' })}
            />
            <Choose
              label="角色"
              all="全部角色"
              width={160}
              value={value.role}
              options={ROLE_NAMES}
              onChange={(role) => change({ role: role ?? '' })}
            />
            <DivisionSelect
              value={value.division}
              onChange={(division) => change({ division: division ?? '' })}
            />
            <Choose
              label="状态"
              all="全部状态"
              value={value.status}
              options={STATES}
              onChange={(status) => change({ status: status ?? '' })}
            />
          </>
        }
      />
      <DetailDrawer param="open" title="账号" width={640}>
        {(id) => <Opened key={id} id={id} row={pages.rows.find((each) => each.id === id)} />}
      </DetailDrawer>
    </>
  );
}

/** A linked account need not be among the rows that are shown. */
function Opened({ id, row }: { id: number; row: Account | undefined }) {
  const alone = useCall(accessListAccounts, { query: { id, limit: 1 } }, { enabled: !row });
  const found = row ?? alone.data?.items[0];
  if (found) return <AccountView key={`${found.id}:${found.version}`} account={found} />;
  if (alone.error) return <Problem problem={alone.error} retry={() => void alone.refetch()} />;
  if (alone.isPending) return <Waiting />;
  return <Empty title={`没有账号 ${id}`}>或者不在您的管理范围内。</Empty>;
}
