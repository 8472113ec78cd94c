'use client';
import { Button, Input, Select } from 'antd';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { listAssessments } from '@heling/people/contract/assessments';
import { NEED_LEVEL_NAMES } from '@heling/people/domain/person';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { peopleListAssessments, peopleStartAssessment } from '@heling/ui/api.gen';
import { problemOf, type ApiProblem } from '@heling/ui/client';
import { useCommand } from '@heling/ui/react/use-call';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { Dialog } from '../parts/dialog';
import { DivisionSelect } from '../parts/division-select';
import { useHotkeys } from '../parts/hotkeys';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Problem } from '../parts/states';
import { SavedFilters } from '../parts/saved-filters';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { PersonPicker } from '../people/person-picker';
import { useMay } from '../shell/me';
import { ASSESSMENT_STATES } from './states';

type Item = Output<typeof listAssessments>['items'][number];
type Filters = { state?: Item['state']; division?: string; validUntil?: string };
const SOON_DAYS = 60;

/** Assessments to finish, to sign and soon to renew. */
export function AssessmentsPage() {
  const router = useRouter();
  const assesses = useMay(['city', 'county', 'street', 'community']);
  const today = businessDay(useNow(60_000));
  const [filters, setFilters] = useState<Filters>({});
  const [starting, setStarting] = useState(false);
  const pages = usePages(peopleListAssessments, { body: { limit: 50, ...filters } });
  useHotkeys(assesses ? [{ keys: 'Alt+n', does: '开始评估', run: () => setStarting(true) }] : []);
  const put = <K extends keyof Filters>(key: K, value: Filters[K] | null | undefined) => {
    const next = { ...filters };
    if (value === null || value === undefined || value === '') delete next[key];
    else next[key] = value;
    setFilters(next);
  };
  const columns: Column<Item>[] = [
    {
      key: 'person',
      title: '老人',
      width: 120,
      fixedly: true,
      render: (row) => <strong>{row.personName}</strong>,
    },
    { key: 'age', title: '年龄', width: 80, render: (row) => `${row.age} 岁` },
    {
      key: 'division',
      title: '区划',
      width: 300,
      render: ({ division }) =>
        [division.county, division.street, division.community].filter(Boolean).join(' '),
    },
    {
      key: 'state',
      title: '状态',
      width: 150,
      render: (row) => (
        <>
          <Mark tone={ASSESSMENT_STATES[row.state].tone}>{ASSESSMENT_STATES[row.state].name}</Mark>
          {row.appealOf !== null && <Mark tone="p3">复评</Mark>}
        </>
      ),
    },
    { key: 'on', title: '评估日期', width: 120, render: (row) => row.assessedOn },
    {
      key: 'total',
      title: '总分',
      width: 80,
      render: (row) => row.total ?? <span className="muted">未评完</span>,
    },
    {
      key: 'level',
      title: '等级',
      width: 110,
      render: (row) => (row.level ? NEED_LEVEL_NAMES[row.level] : ''),
    },
    {
      key: 'valid',
      title: '有效至',
      width: 150,
      render: (row) =>
        row.validUntil === null ? (
          ''
        ) : row.validUntil < today ? (
          <Mark tone="p1">{row.validUntil} 已过期</Mark>
        ) : (
          row.validUntil
        ),
    },
  ];
  return (
    <>
      <PageHead
        title="能力评估"
        sub="GB/T 42195-2022"
        actions={
          assesses && (
            <Button type="primary" onClick={() => setStarting(true)}>
              开始评估 <kbd>Alt N</kbd>
            </Button>
          )
        }
      />
      <DataTable<Item>
        name="assessments"
        label="能力评估"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => router.push(`/assessment/?id=${row.id}`)}
        autoFocus
        empty={<NothingFound what="评估" reset={() => setFilters({})} />}
        filters={
          <>
            <Select
              aria-label="状态"
              placeholder="状态"
              allowClear
              style={{ width: 150 }}
              value={filters.state ?? null}
              onChange={(value) => put('state', value)}
              options={(Object.keys(ASSESSMENT_STATES) as Item['state'][]).map((value) => ({
                value,
                label: ASSESSMENT_STATES[value].name,
              }))}
            />
            <DivisionSelect value={filters.division} onChange={(code) => put('division', code)} />
            <label className="row">
              有效期到
              <Input
                type="date"
                style={{ width: 150 }}
                value={filters.validUntil ?? ''}
                onChange={(event) => put('validUntil', event.target.value)}
              />
            </label>
            <Button onClick={() => setFilters({ ...filters, validUntil: addDays(today, SOON_DAYS) })}>
              {SOON_DAYS} 天内到期
            </Button>
            <SavedFilters name="assessments" value={filters} onChoose={setFilters} />
          </>
        }
      />
      {starting && <StartDialog close={() => setStarting(false)} />}
    </>
  );
}

function StartDialog({ close }: { close(): void }) {
  const router = useRouter();
  const start = useCommand(peopleStartAssessment, [peopleListAssessments]);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const begin = (personId: number) =>
    start.mutate(
      { params: { id: personId }, body: {} },
      {
        onSuccess: ({ id }) => router.push(`/assessment/?id=${id}`),
        onError: (error) => {
          const refused = problemOf(error);
          const open = (refused.problem.current as { id?: number } | undefined)?.id;
          // An unfinished one stands: go on with it.
          if (refused.code === 'people.assessment_open' && open) router.push(`/assessment/?id=${open}`);
          else setProblem(refused);
        },
      },
    );
  return (
    <Dialog title="评估哪位老人" footer={null} onCancel={close} width={760}>
      <PersonPicker onPick={(person) => begin(person.id)} />
      <Problem problem={problem} />
    </Dialog>
  );
}
