'use client';
import { Button, Dropdown } from 'antd';
import { useRouter } from 'next/navigation';
import type { Output } from '@heling/platform/contract/route';
import type { packsRoute } from '@heling/benefits/contract/packs';
import { SCHEME_NAMES } from '@heling/benefits/domain/pack';
import { benefitsPacks } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { Choose } from '../filters/choose';
import { usePlaceName } from '../filters/places';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { Mark, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useMay } from '../shell/me';
import { amountsOf } from './pack-form';
import { DRAFTERS, PACK_STATES } from './pack-words';
import { monthName } from './words';

type Row = Output<typeof packsRoute>['items'][number];

/** Policy packs (政策包): every version of every scheme, when it takes effect, and whose signature it waits for. */
export function PacksPage() {
  const router = useRouter();
  const place = usePlaceName();
  const drafts = useMay(DRAFTERS);
  const [value, set, change] = useFilters(['scheme'] as const);
  const answer = useCall(benefitsPacks, {});
  const rows = (answer.data?.items ?? []).filter((row) => !value.scheme || row.scheme === value.scheme);
  const columns: Column<Row>[] = [
    { key: 'scheme', title: '津贴', width: 180, fixedly: true, render: (row) => row.schemeName },
    { key: 'version', title: '版本', width: 100, fixedly: true, render: (row) => row.packVersion },
    { key: 'place', title: '适用范围', width: 100, render: (row) => place(row.jurisdiction) },
    {
      key: 'from',
      title: '从哪月的发放起',
      width: 130,
      fixedly: true,
      render: (row) => monthName(row.effectiveFrom),
    },
    {
      key: 'state',
      title: '状态',
      width: 110,
      fixedly: true,
      render: (row) => <Mark tone={PACK_STATES[row.state].tone}>{PACK_STATES[row.state].name}</Mark>,
    },
    { key: 'amounts', title: '标准（每月）', width: 310, render: (row) => amountsOf(row.data).join('；') },
    { key: 'drafted', title: '起草', width: 135, render: (row) => <When at={row.draftedAt} /> },
    { key: 'published', title: '公布', width: 135, render: (row) => <When at={row.publishedAt} /> },
  ];
  return (
    <>
      <PageHead
        title="津贴政策"
        sub="标准和规则都在政策包里：按月生效，已发过的月份不改，差额在以后补发或追回"
        actions={
          drafts && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: Object.entries(SCHEME_NAMES).map(([key, label]) => ({ key, label })),
                onClick: ({ key }) => router.push(`/pack/?scheme=${key}`),
              }}
            >
              <Button type="primary">起草政策包</Button>
            </Dropdown>
          )
        }
      />
      <DataTable<Row>
        name="packs"
        label="政策包"
        rows={rows}
        rowKey={(row) => row.id}
        columns={columns}
        loading={answer.isPending}
        problem={answer.error}
        retry={() => void answer.refetch()}
        onOpen={(row) => router.push(`/pack/?id=${row.id}`)}
        filters={
          <Choose
            label="津贴"
            all="全部津贴"
            width={190}
            value={value.scheme}
            options={SCHEME_NAMES}
            onChange={(scheme) => change({ scheme: scheme ?? '' })}
          />
        }
        empty={
          value.scheme ? (
            <NothingFound what="政策包" reset={() => set({})} />
          ) : (
            <Empty title="还没有政策包">
              <p>由市、区县或津贴审核人员起草，试算后两个人签字公布；没有公布的政策，就不能计算发放。</p>
            </Empty>
          )
        }
      />
    </>
  );
}
