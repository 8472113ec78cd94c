'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button, Tabs } from 'antd';
import { placesOrg } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { CarerForm } from '../carers/carer-form';
import { CarersTable } from '../carers/carers-table';
import { Roster } from '../carers/roster';
import { Mark } from '../parts/marks';
import { PageAnswer } from '../filters/page-answer';
import { PageHead, Panel } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useIdParam, useParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import { OrgForm, type OrgAnswer } from './org-form';
import { useRouter } from 'next/navigation';

/** One organisation: what it runs, its carers with their certificates, the roster of a fortnight. */
export function ProviderPage() {
  const [id] = useIdParam();
  if (id === null) {
    return (
      <>
        <PageHead title="服务商" />
        <Empty title="没有说明是哪个服务商">
          <Link href="/providers/">到服务商列表里选一个</Link>
        </Empty>
      </>
    );
  }
  return <Provider key={id} id={id} />;
}

function Provider({ id }: { id: number }) {
  const answer = useCall(placesOrg, { params: { id } });
  return (
    <PageAnswer of={answer} title="服务商">
      {(org) => <ProviderView org={org} />}
    </PageAnswer>
  );
}

function ProviderView({ org }: { org: OrgAnswer }) {
  const router = useRouter();
  const [tab, setTab] = useParam('tab');
  const [editing, setEditing] = useState(false);
  const [adding, setAdding] = useState(false);
  const mayKeep = useMay(['city', 'county', 'dispatcher', 'providerManager']);
  return (
    <>
      <PageHead
        title={org.name}
        sub={
          <span className="row">
            {org.kindName} · {org.divisionName} · {org.phone}
            {org.active ? <Mark tone="ok">在营</Mark> : <Mark tone="unknown">停用</Mark>}
          </span>
        }
        actions={
          <>
            <Link style={{ alignSelf: 'center' }} href={`/orders/?org=${org.id}`}>
              订单
            </Link>
            <Link style={{ alignSelf: 'center' }} href={`/statements/?org=${org.id}`}>
              结算
            </Link>
            <Link style={{ alignSelf: 'center' }} href={`/menu/?org=${org.id}`}>
              价格和菜品
            </Link>
            {mayKeep && (
              <Button type="primary" onClick={() => setAdding(!adding)}>
                登记护理员
              </Button>
            )}
            {org.canSave && (
              <Button onClick={() => setEditing(!editing)}>{editing ? '不改了' : '修改'}</Button>
            )}
          </>
        }
      />
      {editing && (
        <Panel title="修改服务商">
          <OrgForm org={org} onSaved={() => setEditing(false)} onLeave={() => setEditing(false)} />
        </Panel>
      )}
      {adding && (
        <Panel title="登记护理员">
          <CarerForm
            carer={null}
            org={org}
            onSaved={(id) => router.push(`/carer/?id=${id}`)}
            onLeave={() => setAdding(false)}
          />
        </Panel>
      )}
      <Tabs
        activeKey={tab ?? 'carers'}
        onChange={(key) => setTab(key === 'carers' ? null : key, true)}
        items={[
          { key: 'carers', label: '护理员', children: <CarersTable org={org.id} /> },
          { key: 'roster', label: '两周排班', children: <Roster org={org.id} /> },
          { key: 'runs', label: `运营的机构（${org.runs.length}）`, children: <Runs org={org} /> },
        ]}
      />
    </>
  );
}

function Runs({ org }: { org: OrgAnswer }) {
  if (org.runs.length === 0) return <Empty title="没有运营的机构" />;
  return (
    <ul>
      {org.runs.map((each) => (
        <li key={each.id}>
          <Link href={`/facility/?id=${each.id}`}>{each.name}</Link>　床位{' '}
          {each.bedsTaken === null ? '不明' : each.bedsTaken} / {each.beds}{' '}
          {each.freshness !== 'fresh' && (
            <Mark tone="unknown">{each.freshness === 'none' ? '从未上报' : '超过 24 小时'}</Mark>
          )}
        </li>
      ))}
    </ul>
  );
}
