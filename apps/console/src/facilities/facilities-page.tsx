'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Button, Checkbox } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { facilitiesRoute } from '@heling/places/contract/facilities';
import { FACILITY_KINDS, type FacilityKind } from '@heling/places/domain/facilities';
import { placesFacilities } from '@heling/ui/api.gen';
import { ago, count } from '@heling/ui/format';
import { useState } from 'react';
import { Choose } from '../filters/choose';
import { Find } from '../filters/find';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DivisionSelect } from '../parts/division-select';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { SavedFilters } from '../parts/saved-filters';
import { useNews } from '../parts/use-news';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useMay } from '../shell/me';
import { DaysLeft, StandardMark } from './marks';

type Row = Output<typeof facilitiesRoute>['items'][number];
const NAMES = ['kind', 'division', 'permits', 'below', 'fresh'] as const;
const FRESHNESS = { fresh: '24 小时内已报', stale: '超过 24 小时', none: '从未上报' } as const;
const PERMITS = { '0': '已过期', '30': '30 天内到期', '60': '60 天内到期', '180': '半年内到期' } as const;

/** All facilities (机构) of the scope with beds, occupancy and its age, permits and the standard. */
export function FacilitiesPage() {
  const router = useRouter();
  const now = useNow(60_000);
  const [value, set, change] = useFilters(NAMES);
  const [q, setQ] = useState('');
  const mayAdd = useMay(['city', 'county', 'street']);
  const pages = usePages(placesFacilities, {
    body: {
      limit: 100,
      ...(value.kind ? { kinds: [value.kind as FacilityKind] } : {}),
      ...(value.division ? { division: value.division } : {}),
      ...(value.permits ? { permitWithinDays: Number(value.permits) } : {}),
      ...(value.below ? { belowStandard: true } : {}),
      ...(value.fresh ? { freshness: value.fresh as keyof typeof FRESHNESS } : {}),
      ...(q ? { q } : {}),
    },
  });
  const news = useNews(['facility.'], [placesFacilities]);
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: '机构',
      width: 240,
      fixedly: true,
      render: (row) => <Link href={`/facility/?id=${row.id}`}>{row.name}</Link>,
    },
    { key: 'kind', title: '类型', width: 170, render: (row) => row.kindName },
    { key: 'division', title: '区划', width: 220, render: (row) => row.divisionName },
    { key: 'org', title: '运营方', width: 180, render: (row) => row.orgName ?? '没有登记' },
    { key: 'area', title: '面积（平方米）', width: 120, align: 'right', render: (row) => count(row.area) },
    {
      key: 'beds',
      title: '床位',
      width: 180,
      render: (row) =>
        row.beds === 0 ? '没有床位' : <Share taken={row.occupancy.bedsTaken} of={row.beds} unit="张" />,
    },
    {
      key: 'places',
      title: '日托',
      width: 180,
      render: (row) =>
        row.places === 0 ? '没有日托' : <Share taken={row.occupancy.placesTaken} of={row.places} unit="人" />,
    },
    {
      key: 'fresh',
      title: '入住上报',
      width: 140,
      fixedly: true,
      render: (row) =>
        row.occupancy.freshness === 'none' || !row.occupancy.reportedAt ? (
          <Mark tone="unknown">从未上报</Mark>
        ) : (
          <Mark tone={row.occupancy.freshness === 'fresh' ? 'ok' : 'unknown'}>
            {ago(row.occupancy.reportedAt, now)}
          </Mark>
        ),
    },
    {
      key: 'permit',
      title: '最早到期的证照',
      width: 150,
      render: (row) => <DaysLeft days={row.permitDaysLeft} until={row.permitUntil} />,
    },
    {
      key: 'standard',
      title: '建设标准',
      width: 110,
      render: (row) => <StandardMark met={row.standardMet} />,
    },
  ];
  return (
    <>
      <PageHead
        title="机构"
        sub={pages.first ? `符合条件 ${count(pages.first.total)} 家` : undefined}
        actions={
          mayAdd && (
            <Link href="/facility/?new=1">
              <Button type="primary" tabIndex={-1}>
                登记机构
              </Button>
            </Link>
          )
        }
      />
      <DataTable<Row>
        name="facilities"
        label="机构"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        news={news}
        onOpen={(row) => router.push(`/facility/?id=${row.id}`)}
        empty={
          <NothingFound
            what="机构"
            reset={() => {
              set({});
              setQ('');
            }}
          />
        }
        filters={
          <>
            <Find label="机构名称" onFind={setQ} />
            <Choose
              label="类型"
              all="全部类型"
              width={180}
              value={value.kind}
              options={FACILITY_KINDS}
              onChange={(kind) => change({ kind: kind ?? '' })}
            />
            <DivisionSelect
              value={value.division}
              onChange={(division) => change({ division: division ?? '' })}
            />
            <Choose
              label="证照"
              all="证照不限"
              value={value.permits}
              options={PERMITS}
              onChange={(permits) => change({ permits: permits ?? '' })}
            />
            <Choose
              label="入住上报"
              all="上报不限"
              value={value.fresh}
              options={FRESHNESS}
              onChange={(fresh) => change({ fresh: fresh ?? '' })}
            />
            <Checkbox
              checked={value.below === '1'}
              onChange={(event) => change({ below: event.target.checked ? '1' : '' })}
            >
              未达标准
            </Checkbox>
            <SavedFilters name="facilities" value={value} onChoose={set} />
          </>
        }
      />
    </>
  );
}

function Share({ taken, of, unit }: { taken: number | null; of: number; unit: string }) {
  if (taken === null)
    return (
      <span className="muted">
        不明 / {of} {unit}
      </span>
    );
  return (
    <span className="number">
      <meter min={0} max={of} value={taken} aria-label={`已用 ${taken}，共 ${of} ${unit}`} /> {taken} / {of}{' '}
      {unit}
    </span>
  );
}
