'use client';
import { useMemo, useState } from 'react';
import { Button, Input, Select } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { listTokens } from '@heling/access/contract/tokens';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import {
  accessCreateToken,
  accessListAccounts,
  accessListTokens,
  accessRevokeToken,
} from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { Secret } from '../accounts/secret';
import { DayInput } from '../calendar/day-input';
import { useConfirm } from '../parts/confirm';
import { DataTable, type Column } from '../parts/data-table';
import { Field } from '../parts/field';
import { Mark, When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useMay } from '../shell/me';
import { useOperations } from './operations';

type Row = Output<typeof listTokens>['items'][number];

/** API tokens: of which system, for which endpoints, until when. */
export function Tokens() {
  const now = useNow(60_000);
  const confirm = useConfirm();
  const mayMake = useMay(['systemAdmin']);
  const mayRevoke = useMay(['systemAdmin', 'securityAdmin']);
  const [making, setMaking] = useState(false);
  const tokens = useCall(accessListTokens, {});
  const revoke = useCommand(accessRevokeToken, [accessListTokens]);
  const take = async (row: Row) => {
    const go = await confirm({
      title: `吊销令牌“${row.name}”`,
      consequences: [`${row.accountName} 用这个令牌的调用立即被拒绝`, '不能恢复，要用就重新签发'],
      verb: '吊销',
      danger: true,
    });
    if (go) revoke.mutate({ params: { id: row.id } });
  };
  const columns: Column<Row>[] = [
    { key: 'name', title: '用途', width: 180, fixedly: true, render: (row) => row.name },
    { key: 'account', title: '对接系统', width: 180, render: (row) => row.accountName },
    {
      key: 'routes',
      title: '可以调用',
      width: 320,
      render: (row) =>
        row.routes.length > 4
          ? `${row.routes.slice(0, 4).join('、')} 等 ${row.routes.length} 个`
          : row.routes.join('、'),
    },
    { key: 'created', title: '签发', width: 130, render: (row) => <When at={row.createdAt} /> },
    { key: 'expires', title: '到期', width: 130, render: (row) => <When at={row.expiresAt} /> },
    {
      key: 'state',
      title: '状态',
      width: 110,
      fixedly: true,
      render: (row) =>
        row.revokedAt ? (
          <Mark tone="unknown">已吊销</Mark>
        ) : new Date(row.expiresAt) < now ? (
          <Mark tone="p1">已到期</Mark>
        ) : (
          <Mark tone="ok">有效</Mark>
        ),
    },
    {
      key: 'revoke',
      title: '操作',
      width: 90,
      render: (row) =>
        mayRevoke &&
        !row.revokedAt && (
          <Button size="small" danger onClick={() => void take(row)}>
            吊销
          </Button>
        ),
    },
  ];
  return (
    <>
      {making && (
        <Panel title="签发接口令牌">
          <Make onLeave={() => setMaking(false)} />
        </Panel>
      )}
      <Problem problem={revoke.error} />
      <DataTable<Row>
        name="tokens"
        label="接口令牌"
        rows={tokens.data?.items ?? []}
        rowKey={(row) => row.id}
        columns={columns}
        loading={tokens.isPending}
        problem={tokens.error}
        retry={() => void tokens.refetch()}
        empty={
          <Empty title="还没有接口令牌">
            <p>先在“账号”里登记对接系统并授权，再为它签发令牌，只给需要的接口。</p>
          </Empty>
        }
        actions={
          mayMake && (
            <Button type="primary" onClick={() => setMaking(!making)}>
              签发令牌
            </Button>
          )
        }
      />
    </>
  );
}

function Make({ onLeave }: { onLeave: () => void }) {
  const today = businessDay(useNow(60_000));
  const [account, setAccount] = useState<number | null>(null);
  const [name, setName] = useState('');
  const [routes, setRoutes] = useState<string[]>([]);
  const [until, setUntil] = useState(addDays(today, 180));
  const systems = useCall(accessListAccounts, { query: { kind: 'integration', limit: 200 } });
  const operations = useOperations();
  const options = useMemo(
    () =>
      (operations.data ?? []).map((each) => ({
        value: each.id,
        label: `${each.id}　${each.summary}`,
      })),
    [operations.data],
  );
  const make = useCommand(accessCreateToken, [accessListTokens]);
  if (make.data) {
    return (
      <>
        <Secret label="接口令牌" value={make.data.token}>
          <p className="muted">调用时放在请求头：Authorization: Bearer 令牌</p>
        </Secret>
        <p>
          <Button onClick={onLeave}>关闭</Button>
        </p>
      </>
    );
  }
  const missing = account === null || !name.trim() || routes.length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (missing) return;
        make.mutate({ body: { accountId: account, name: name.trim(), routes, expiresOn: until } });
      }}
    >
      <div className="fields">
        <Field
          label="对接系统"
          required
          hint={systems.data?.items.length === 0 ? '先到“账号”里登记对接系统' : undefined}
        >
          {(ids) => (
            <Select
              id={ids.id}
              loading={systems.isPending}
              value={account}
              options={(systems.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))}
              onChange={setAccount}
            />
          )}
        </Field>
        <Field label="用途" required>
          {(ids) => (
            <Input {...ids} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="到哪天" hint="最多一年">
          {(ids) => (
            <DayInput id={ids.id} min={today} max={addDays(today, 365)} value={until} onChange={setUntil} />
          )}
        </Field>
        <Field label="可以调用的接口" required wide hint="只给需要的">
          {(ids) => (
            <Select
              id={ids.id}
              mode="multiple"
              maxCount={100}
              loading={operations.isPending}
              showSearch={{ optionFilterProp: 'label' }}
              value={routes}
              options={options}
              onChange={(next: string[]) => setRoutes(next)}
            />
          )}
        </Field>
      </div>
      <Problem problem={make.error ?? systems.error ?? operations.error} />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={missing} loading={make.isPending}>
          签发
        </Button>
        <Button onClick={onLeave}>取消</Button>
      </p>
    </form>
  );
}
