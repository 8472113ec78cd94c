'use client';
import { Button } from 'antd';
import Link from 'next/link';
import { peoplePage } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { When, Severity } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useMe } from '../shell/me';
import { Warnings } from '../person/warnings';
import { Due, type WorkItem } from './work-item';

/** Where the matter of an item is dealt with. */
export function subjectPath(item: WorkItem): string {
  const order = item.facts.orderId;
  const paths: Record<WorkItem['subject'], string> = {
    order: `/order/?id=${item.subjectId}`,
    visit: `/board/?visit=${item.subjectId}`,
    complaint: `/complaints/?open=${item.subjectId}`,
    welfareCheck: item.personId ? `/person/?id=${item.personId}` : '/board/',
    carer: `/carer/?id=${item.subjectId}`,
    payment: typeof order === 'number' ? `/order/?id=${order}` : '/orders/',
  };
  return paths[item.subject];
}

const SUBJECTS: Record<WorkItem['subject'], string> = {
  order: '打开订单',
  visit: '到派单台处理',
  complaint: '打开投诉',
  welfareCheck: '打开档案',
  carer: '打开护理员',
  payment: '打开订单',
};

/** The chosen item: whom it concerns, what is known, and what can be done. */
export function QueueItem({
  item,
  onClaim,
  onDone,
  busy,
}: {
  item: WorkItem | undefined;
  onClaim(item: WorkItem, release: boolean): void;
  onDone(item: WorkItem): void;
  busy: boolean;
}) {
  const me = useMe();
  if (!item) {
    return (
      <Panel title="待办详情" className="queue-item">
        <Empty title="选一条待办，这里显示老人的情况和可以做的事">
          <p>
            <kbd>J</kbd> <kbd>K</kbd> 上下移动，<kbd>Enter</kbd> 打开
          </p>
        </Empty>
      </Panel>
    );
  }
  const mine = item.claimedBy === me.accountId;
  const order = item.facts.orderId;
  return (
    <Panel title={item.kindName} className="queue-item">
      <dl className="facts">
        <dt>程度</dt>
        <dd>
          <Severity of={item.severity} />
        </dd>
        <dt>时限</dt>
        <dd>
          <When at={item.dueAt} /> <Due at={item.dueAt} />
        </dd>
        <dt>出现</dt>
        <dd>
          <When at={item.openedAt} />
        </dd>
        <dt>处理人</dt>
        <dd>{item.claimedBy === null ? '还没有人认领' : mine ? '我' : '另一位同事'}</dd>
        {typeof order === 'number' && (
          <>
            <dt>订单</dt>
            <dd>
              <Link prefetch={false} href={`/order/?id=${order}`}>
                {order}
              </Link>
            </dd>
          </>
        )}
      </dl>
      {item.personId !== null && <PersonBrief id={item.personId} />}
      <div className="row">
        <Button
          onClick={() => onClaim(item, mine)}
          loading={busy}
          disabled={item.claimedBy !== null && !mine}
        >
          {mine ? '放回' : '认领'} <kbd>C</kbd>
        </Button>
        <Button type="primary" onClick={() => onDone(item)}>
          处理完毕 <kbd>D</kbd>
        </Button>
        <Link prefetch={false} href={subjectPath(item)}>
          {SUBJECTS[item.subject]}
        </Link>
      </div>
    </Panel>
  );
}

function PersonBrief({ id }: { id: number }) {
  const person = useCall(peoplePage, { params: { id } });
  return (
    <Answer of={person} lines={3}>
      {(page) => (
        <div className="person-brief">
          <p>
            <Link prefetch={false} href={`/person/?id=${page.id}`}>
              {page.identity.name}
            </Link>{' '}
            {page.age} 岁{' '}
            <span className="muted">
              {[page.division.county, page.division.street, page.division.community]
                .filter(Boolean)
                .join(' ')}
            </span>
          </p>
          <Warnings of={page.warnings} />
        </div>
      )}
    </Answer>
  );
}
