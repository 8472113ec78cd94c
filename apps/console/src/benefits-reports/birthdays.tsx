'use client';
import { Button } from 'antd';
import { benefitsBirthdays } from '@heling/ui/api.gen';
import { PersonLink } from '../benefits/person-link';
import { monthName } from '../benefits/words';
import { Mark } from '../parts/marks';
import { Empty, Problem, Waiting } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { ReportTable } from './report-table';

/** Those who turn 80, 90 or 100 in a month, and whether they have applied (政策找人). */
export function Birthdays({ month }: { month: string }) {
  const pages = usePages(benefitsBirthdays, { query: { month, limit: 200 } });
  if (pages.problem && pages.rows.length === 0)
    return <Problem problem={pages.problem} retry={pages.retry} />;
  if (pages.loading) return <Waiting lines={8} />;
  if (pages.rows.length === 0) {
    return <Empty title={`${monthName(month)}没有人满 80、90 或 100 岁`}>换一个月份再看。</Empty>;
  }
  return (
    <>
      <ReportTable
        label={`${monthName(month)}满 80、90、100 岁的老人`}
        rows={pages.rows}
        rowKey={(row) => row.personId}
        columns={[
          { title: '老人', of: (row) => <PersonLink id={row.personId} name={row.name} /> },
          { title: '社区（村）', of: (row) => row.division },
          { title: '出生日期', of: (row) => row.birth },
          { title: '满', figure: true, of: (row) => `${row.turns} 岁` },
          {
            title: '高龄津贴',
            of: (row) => (row.applied ? <Mark tone="ok">已申请</Mark> : <Mark tone="p2">还没有申请</Mark>),
          },
        ]}
      />
      {pages.hasMore && (
        <Button className="no-print" loading={pages.loadingMore} onClick={pages.more}>
          再看 200 人
        </Button>
      )}
    </>
  );
}
