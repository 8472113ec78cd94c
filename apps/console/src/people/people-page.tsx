'use client';
import { Button, Input, InputNumber, Select } from 'antd';
import type { InputRef } from 'antd';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { PersonItem } from '@heling/people/contract/persons';
import {
  LIVING_NAMES,
  NEED_LEVEL_NAMES,
  PRIORITY_NAMES,
  SEX_NAMES,
  STATUS_NAMES,
} from '@heling/people/domain/person';
import { TASKS } from '@heling/ui/glossary';
import { peopleSearch } from '@heling/ui/api.gen';
import { useDraft } from '@heling/ui/react/use-draft';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DivisionSelect, useDivisions } from '../parts/division-select';
import { useHotkeys } from '../parts/hotkeys';
import { Mark } from '../parts/marks';
import { optionsOf } from '../parts/options';
import { PageHead } from '../parts/page-head';
import { SavedFilters } from '../parts/saved-filters';
import { Empty } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { useSettled } from '../parts/use-settled';
import { useMay, useMe } from '../shell/me';

type Filters = {
  division?: string;
  ageFrom?: number;
  ageTo?: number;
  living?: PersonItem['living'];
  needLevel?: NonNullable<PersonItem['needLevel']>;
  priority?: PersonItem['priority'][number];
  status?: 'active' | 'deceased' | 'left' | 'all';
};

const MATCH_NAMES: Record<PersonItem['matchedBy'][number], string> = {
  name: '姓名',
  pinyin: '拼音',
  initials: '首字母',
  idNumber: '身份证号',
  phone: '本人电话',
  contactPhone: '联系人电话',
  address: '地址',
};

/** The registry: one box for everything, filters beside it, rows by keys. */
export function PeoplePage() {
  const me = useMe();
  const router = useRouter();
  const keeps = useMay(['city', 'county', 'street', 'community', 'dispatcher']);
  const { path } = useDivisions();
  // The words typed stay in this tab only, so that Back from a profile finds the same rows.
  const [search, setSearch] = useDraft<{ q: string; filters: Filters }>(`people-${me.accountId}`, {
    q: '',
    filters: {},
  });
  const box = useRef<InputRef>(null);
  const table = useRef<HTMLDivElement>(null);
  const q = search.q.trim();
  const settled = useSettled(q);
  const { filters } = search;
  const tooShort = settled.length === 1;
  const pages = usePages(
    peopleSearch,
    { body: { limit: 50, ...(settled.length >= 2 ? { q: settled } : {}), ...filters } },
    { enabled: !tooShort },
  );
  const setFilters = (next: Filters) => setSearch({ ...search, filters: next });
  const put = <K extends keyof Filters>(key: K, value: Filters[K] | null | undefined) => {
    const next = { ...filters };
    if (value === null || value === undefined) delete next[key];
    else next[key] = value;
    setFilters(next);
  };
  const open = (person: PersonItem) => router.push(`/person/?id=${person.id}`);
  useEffect(() => box.current?.focus(), []);
  useHotkeys([
    {
      keys: '/',
      does: '回到查找框',
      run: () => {
        box.current?.focus();
        box.current?.select();
      },
    },
    ...(keeps ? [{ keys: 'Alt+n', does: '登记老人', run: () => router.push('/person-new/') }] : []),
  ]);

  const columns: Column<PersonItem>[] = [
    { key: 'name', title: '姓名', width: 110, fixedly: true, render: (row) => <strong>{row.name}</strong> },
    { key: 'sex', title: '性别', width: 60, render: (row) => SEX_NAMES[row.sex] },
    { key: 'age', title: '年龄', width: 70, render: (row) => <span className="number">{row.age} 岁</span> },
    {
      key: 'phone',
      title: '电话',
      width: 130,
      render: (row) => row.phone ?? <span className="muted">无</span>,
    },
    {
      key: 'division',
      title: '区划',
      width: 320,
      render: ({ division }) =>
        [division.county, division.street, division.community].filter(Boolean).join(' ') ||
        path(division.code),
    },
    { key: 'living', title: '居住', width: 110, render: (row) => LIVING_NAMES[row.living] },
    {
      key: 'need',
      title: '能力等级',
      width: 110,
      render: (row) =>
        row.needLevel ? NEED_LEVEL_NAMES[row.needLevel] : <span className="muted">未评估</span>,
    },
    {
      key: 'priority',
      title: '重点人群',
      width: 220,
      render: (row) => row.priority.map((code) => PRIORITY_NAMES[code]).join('、'),
    },
    {
      key: 'status',
      title: '状态',
      width: 90,
      render: (row) =>
        row.status === 'active' ? (
          STATUS_NAMES.active
        ) : (
          <Mark tone="unknown">{STATUS_NAMES[row.status]}</Mark>
        ),
    },
    {
      key: 'matched',
      title: '找到的依据',
      width: 150,
      render: (row) => (
        <span className="muted">{row.matchedBy.map((code) => MATCH_NAMES[code]).join('、')}</span>
      ),
    },
  ];

  const reset = () => setSearch({ q: '', filters: {} });
  return (
    <>
      <PageHead
        title={TASKS.people}
        actions={keeps && <Button onClick={() => router.push('/person-new/')}>登记老人</Button>}
      />
      <div className="no-print people-search">
        <Input
          ref={box}
          size="large"
          allowClear
          aria-label="查找老人"
          placeholder="姓名、拼音、首字母、地址的一部分，或完整的身份证号、电话；几个词用空格隔开"
          value={search.q}
          maxLength={60}
          onChange={(event) => setSearch({ ...search, q: event.target.value })}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const [only] = pages.rows;
            if (event.key === 'Enter' && pages.rows.length === 1 && only && settled === q) open(only);
            else if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault();
              table.current?.querySelector<HTMLElement>('[data-index="0"]')?.focus();
            }
          }}
        />
      </div>
      <div ref={table}>
        <DataTable<PersonItem>
          name="people"
          label="老人"
          pages={tooShort ? { ...pages, rows: [] } : pages}
          rowKey={(row) => row.id}
          columns={columns}
          onOpen={open}
          rowKeys={{ o: (row) => router.push(`/order-new/?person=${row.id}`) }}
          empty={
            tooShort ? (
              <Empty title="再输入一个字">
                <p>至少两个字或两个字母才能查找。</p>
              </Empty>
            ) : (
              <NothingFound what="老人" reset={reset} />
            )
          }
          filters={
            <>
              <DivisionSelect
                value={filters.division}
                onChange={(code) => put('division', code)}
                style={{ width: 280 }}
              />
              <span className="row">
                <InputNumber
                  aria-label="年龄从"
                  placeholder="年龄从"
                  min={0}
                  max={130}
                  value={filters.ageFrom ?? null}
                  onChange={(value) => put('ageFrom', value)}
                  style={{ width: 90 }}
                />
                <InputNumber
                  aria-label="年龄到"
                  placeholder="到"
                  min={0}
                  max={130}
                  value={filters.ageTo ?? null}
                  onChange={(value) => put('ageTo', value)}
                  style={{ width: 80 }}
                />
              </span>
              <Select
                aria-label="居住状况"
                placeholder="居住状况"
                allowClear
                style={{ width: 130 }}
                value={filters.living ?? null}
                onChange={(value) => put('living', value)}
                options={optionsOf(LIVING_NAMES)}
              />
              <Select
                aria-label="能力等级"
                placeholder="能力等级"
                allowClear
                style={{ width: 120 }}
                value={filters.needLevel ?? null}
                onChange={(value) => put('needLevel', value)}
                options={optionsOf(NEED_LEVEL_NAMES)}
              />
              <Select
                aria-label="重点人群"
                placeholder="重点人群"
                allowClear
                style={{ width: 120 }}
                value={filters.priority ?? null}
                onChange={(value) => put('priority', value)}
                options={optionsOf(PRIORITY_NAMES)}
              />
              <Select
                aria-label="状态"
                style={{ width: 110 }}
                value={filters.status ?? 'active'}
                onChange={(value) => put('status', value === 'active' ? null : value)}
                options={[...optionsOf(STATUS_NAMES), { value: 'all', label: '全部' }]}
              />
              <SavedFilters name="people" value={filters} onChoose={setFilters} />
            </>
          }
        />
      </div>
    </>
  );
}
