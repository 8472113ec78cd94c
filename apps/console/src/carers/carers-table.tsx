'use client';
import { useState } from 'react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { Output } from '@heling/platform/contract/route';
import type { carersRoute } from '@heling/people/contract/carers';
import {
  CARER_STATES,
  QUALIFICATIONS,
  SHIFT_STATES,
  TRANSPORTS,
  type Qualification,
} from '@heling/people/domain/carers';
import { peopleCarers } from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { label } from '@heling/ui/glossary';
import { Choose } from '../filters/choose';
import { Find } from '../filters/find';
import { useFilters } from '../filters/use-filters';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { useDivisions } from '../parts/division-select';
import { Mark } from '../parts/marks';
import { usePages } from '../parts/use-pages';

type Row = Output<typeof carersRoute>['items'][number];
const CERTIFICATES = { '0': '已过期', '30': '30 天内到期', '60': '60 天内到期' } as const;

/** The carers of an organisation, with what they are qualified for, and whether they are on duty today. */
export function CarersTable({ org }: { org: number }) {
  const router = useRouter();
  const divisions = useDivisions();
  const [value, set, change] = useFilters(['qualification', 'status', 'certificates'] as const);
  const [q, setQ] = useState('');
  const status = (value.status ?? 'active') as keyof typeof CARER_STATES;
  const pages = usePages(peopleCarers, {
    body: {
      org,
      status,
      limit: 100,
      ...(value.qualification ? { qualification: value.qualification as Qualification } : {}),
      ...(value.certificates ? { certificateWithinDays: Number(value.certificates) } : {}),
      ...(q ? { q } : {}),
    },
  });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      title: '姓名',
      width: 100,
      fixedly: true,
      render: (row) => <Link href={`/carer/?id=${row.id}`}>{row.name}</Link>,
    },
    { key: 'sex', title: '性别', width: 60, render: (row) => label('sex', row.sex) },
    { key: 'phone', title: '电话', width: 130, render: (row) => row.phone },
    {
      key: 'qualifications',
      title: '资质',
      width: 380,
      render: (row) => (
        <span className="row">
          {row.qualifications.length === 0 && <span className="muted">没有登记</span>}
          {row.qualifications.map((each) => (
            <Mark key={each.code} tone={each.state === 'over' ? 'p0' : each.state === 'soon' ? 'p2' : 'ok'}>
              {QUALIFICATIONS[each.code]}
              {each.state === 'over' ? '（过期）' : each.state === 'soon' ? '（快到期）' : ''}
            </Mark>
          ))}
        </span>
      ),
    },
    {
      key: 'today',
      title: '今天',
      width: 150,
      render: (row) =>
        row.today ? (
          row.today.state === 'planned' ? (
            `${clock(row.today.startsAt)}–${clock(row.today.endsAt)}`
          ) : (
            <Mark tone="p1">{SHIFT_STATES[row.today.state]}</Mark>
          )
        ) : (
          <span className="muted">没有排班</span>
        ),
    },
    { key: 'transport', title: '交通', width: 90, render: (row) => TRANSPORTS[row.transport] },
    { key: 'division', title: '住处区划', width: 220, render: (row) => divisions.path(row.division) },
    { key: 'birth', title: '出生年', width: 80, shown: false, render: (row) => row.birthYear },
  ];
  return (
    <DataTable<Row>
      name="carers"
      label="护理员"
      pages={pages}
      rowKey={(row) => row.id}
      columns={columns}
      onOpen={(row) => router.push(`/carer/?id=${row.id}`)}
      empty={<NothingFound what="护理员" reset={() => set({})} />}
      filters={
        <>
          <Find label="姓名或完整电话" onFind={setQ} />
          <Choose
            label="资质"
            all="全部资质"
            value={value.qualification}
            options={QUALIFICATIONS}
            onChange={(qualification) => change({ qualification: qualification ?? '' })}
          />
          <Choose
            label="证书"
            all="证书不限"
            value={value.certificates}
            options={CERTIFICATES}
            onChange={(certificates) => change({ certificates: certificates ?? '' })}
          />
          <Choose
            label="状态"
            all="在岗"
            value={status}
            options={CARER_STATES}
            onChange={(next) => change({ status: next ?? '' })}
          />
        </>
      }
    />
  );
}
