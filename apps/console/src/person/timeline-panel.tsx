'use client';
import { Button } from 'antd';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import type { timeline } from '@heling/people/contract/persons';
import { peopleTimeline } from '@heling/ui/api.gen';
import { When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Problem, Waiting } from '../parts/states';
import { usePages } from '../parts/use-pages';

type Entry = Output<typeof timeline>['items'][number];
const KINDS: Record<Entry['kind'], string> = {
  change: '档案',
  assessment: '评估',
  order: '订单',
  visit: '上门',
  complaint: '投诉',
};

function pathOf(entry: Entry): string | null {
  if (entry.kind === 'assessment') return `/assessment/?id=${entry.refId}`;
  if (entry.kind === 'order') return `/order/?id=${entry.refId}`;
  if (entry.kind === 'complaint') return `/complaints/?open=${entry.refId}`;
  return entry.orderId === null ? null : `/order/?id=${entry.orderId}`;
}

/** What has happened with a person, the newest first. */
export function TimelinePanel({ personId }: { personId: number }) {
  const pages = usePages(peopleTimeline, { params: { id: personId }, query: { limit: 30 } });
  return (
    <Panel title="经过" className="timeline">
      {pages.problem && <Problem problem={pages.problem} retry={pages.retry} />}
      {pages.loading && <Waiting lines={6} />}
      {!pages.loading && !pages.problem && pages.rows.length === 0 && <p className="muted">还没有记录</p>}
      <ol>
        {pages.rows.map((entry) => {
          const path = pathOf(entry);
          return (
            <li key={`${entry.kind}-${entry.refId}-${entry.at}-${entry.code}`}>
              <span className="timeline-kind">{KINDS[entry.kind]}</span>
              <span>
                {path ? (
                  <Link prefetch={false} href={path}>
                    {entry.title}
                  </Link>
                ) : (
                  entry.title
                )}
                {entry.detail && <span> {entry.detail}</span>}
                <span className="muted">
                  {' '}
                  <When at={entry.at} />
                  {entry.accountName && ` · ${entry.accountName}`}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
      {pages.hasMore && (
        <Button onClick={pages.more} loading={pages.loadingMore} className="no-print">
          更早的
        </Button>
      )}
    </Panel>
  );
}
