'use client';
import { useState } from 'react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Button } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { orgsRoute } from '@heling/places/contract/orgs';
import { ORG_KINDS, type OrgKind } from '@heling/places/domain/facilities';
import { placesOrgs } from '@heling/ui/api.gen';
import { count } from '@heling/ui/format';
import { Choose } from '../filters/choose';
import { Find } from '../filters/find';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DivisionSelect } from '../parts/division-select';
import { Mark } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { SavedFilters } from '../parts/saved-filters';
import { usePages } from '../parts/use-pages';
import { useMay } from '../shell/me';
import { OrgForm } from './org-form';

type Row = Output<typeof orgsRoute>['items'][number];
const ACTIVE = { yes: '在营', no: '停用' } as const;

/** Organisations (服务商、助餐点、机构运营方) of the scope. */
export function ProvidersPage() {
  const router = useRouter();
  const [value, set, change] = useFilters(['kind', 'division', 'active'] as const);
  const [q, setQ] = useState('');
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay(['city', 'county']);
  const pages = usePages(placesOrgs, {
    body: {
      limit: 100,
      ...(value.kind ? { kind: value.kind as OrgKind } : {}),
      ...(value.division ? { division: value.division } : {}),
      ...(value.active ? { active: value.active === 'yes' } : {}),
      ...(q ? { q } : {}),
    },
  });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: '名称',
      width: 240,
      fixedly: true,
      render: (row) => <Link href={`/provider/?id=${row.id}`}>{row.name}</Link>,
    },
    { key: 'kind', title: '类型', width: 120, render: (row) => row.kindName },
    { key: 'division', title: '区划', width: 240, render: (row) => row.divisionName },
    { key: 'phone', title: '电话', width: 140, render: (row) => row.phone },
    {
      key: 'facilities',
      title: '运营机构',
      width: 100,
      align: 'right',
      render: (row) => (row.facilities ? `${row.facilities} 家` : '—'),
    },
    {
      key: 'active',
      title: '状态',
      width: 100,
      render: (row) => (row.active ? <Mark tone="ok">在营</Mark> : <Mark tone="unknown">停用</Mark>),
    },
  ];
  return (
    <>
      <PageHead
        title="服务商"
        sub={pages.first ? `符合条件 ${count(pages.first.total)} 家` : undefined}
        actions={
          mayAdd && (
            <Button type="primary" onClick={() => setAdding(!adding)}>
              登记服务商
            </Button>
          )
        }
      />
      {adding && (
        <Panel title="登记服务商">
          <OrgForm
            org={null}
            onSaved={(id) => router.push(`/provider/?id=${id}`)}
            onLeave={() => setAdding(false)}
          />
        </Panel>
      )}
      <DataTable<Row>
        name="providers"
        label="服务商"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => router.push(`/provider/?id=${row.id}`)}
        empty={<NothingFound what="服务商" reset={() => set({})} />}
        filters={
          <>
            <Find label="名称" onFind={setQ} />
            <Choose
              label="类型"
              all="全部类型"
              value={value.kind}
              options={ORG_KINDS}
              onChange={(kind) => change({ kind: kind ?? '' })}
            />
            <DivisionSelect
              value={value.division}
              onChange={(division) => change({ division: division ?? '' })}
            />
            <Choose
              label="状态"
              all="全部状态"
              value={value.active}
              options={ACTIVE}
              onChange={(active) => change({ active: active ?? '' })}
            />
            <SavedFilters name="providers" value={value} onChoose={set} />
          </>
        }
      />
    </>
  );
}
