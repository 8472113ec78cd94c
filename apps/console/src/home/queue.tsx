'use client';
import { Button, Checkbox, Select } from 'antd';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { queueClaim, queueDone, queueList } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useHotkeys } from '../parts/hotkeys';
import { Severity } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Empty, Problem, Waiting } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useKept } from '../parts/use-kept';
import { useNews } from '../parts/use-news';
import { usePages } from '../parts/use-pages';
import { useMe } from '../shell/me';
import { useDivisions } from '../parts/division-select';
import { DoneDialog } from './done-dialog';
import { Due, type WorkItem } from './work-item';
import { QueueItem, subjectPath } from './queue-item';

/** Works through the queue by keys: J/K to move, C to claim, D when it is done, Enter to open what it is about. */
export function Queue() {
  const me = useMe();
  const router = useRouter();
  const toasts = useToasts();
  const [filter, setFilter] = useKept<{ kind: WorkItem['kind'] | null; mine: boolean }>('queue', {
    kind: null,
    mine: false,
  });
  const [at, setAt] = useState<number | null>(null);
  const [finishing, setFinishing] = useState<WorkItem | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const pages = usePages(queueList, {
    query: {
      limit: 100,
      ...(filter.kind ? { kind: filter.kind } : {}),
      ...(filter.mine ? { mine: 'true' as const } : {}),
    },
  });
  const news = useNews(['queue.changed'], [queueList]);
  const claim = useCommand(queueClaim, [queueList]);
  const items = pages.rows;
  const index = Math.max(
    0,
    items.findIndex((item) => item.id === at),
  );
  const item = items[index];

  // Nothing to be moved under the pointer: a new item shows at once.
  const { count, take } = news;
  useEffect(() => {
    if (count > 0 && items.length === 0) take();
  }, [count, items.length, take]);

  const names = useKindNames(items);
  const counts = pages.first?.counts ?? {};
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);

  const move = (to: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, to))];
    if (!next) return;
    setAt(next.id);
    list.current?.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus();
    if (to >= items.length - 3) pages.more();
  };
  const setClaim = async (target: WorkItem, release: boolean) => {
    try {
      const answer = await claim.mutateAsync({
        params: { id: target.id },
        body: { version: target.version, release },
      });
      const back = () =>
        claim.mutateAsync({
          params: { id: target.id },
          body: { version: answer.version, release: !release },
        });
      toasts.undoable(release ? '已放回待办' : '已认领', back);
    } catch (error) {
      toasts.failed(error);
    }
  };
  useHotkeys([
    { keys: 'j', does: '下一条待办', run: () => move(index + 1) },
    { keys: 'k', does: '上一条待办', run: () => move(index - 1) },
    {
      keys: 'c',
      does: '认领或放回这条待办',
      run: () => item && void setClaim(item, item.claimedBy === me.accountId),
    },
    { keys: 'd', does: '这条待办处理完毕', run: () => item && setFinishing(item) },
    { keys: 'n', does: '更新待办', run: news.take },
  ]);

  return (
    <>
      <Panel
        title={`待办 ${total}`}
        className="queue"
        actions={
          <>
            <Checkbox
              checked={filter.mine}
              onChange={(event) => setFilter({ ...filter, mine: event.target.checked })}
            >
              只看我认领的
            </Checkbox>
            <Select
              aria-label="待办种类"
              style={{ width: 210 }}
              value={filter.kind}
              onChange={(kind) => setFilter({ ...filter, kind })}
              options={[
                { value: null, label: `全部种类 ${total}` },
                ...Object.entries(counts).map(([kind, number]) => ({
                  value: kind as WorkItem['kind'],
                  label: `${names.get(kind) ?? kind} ${number}`,
                })),
              ]}
            />
          </>
        }
      >
        {news.count > 0 && items.length > 0 && (
          <button type="button" className="news-bar" onClick={news.take}>
            待办有 {news.count} 条变化，点此或按 N 更新
          </button>
        )}
        {pages.problem && <Problem problem={pages.problem} retry={pages.retry} />}
        {pages.loading ? (
          <Waiting lines={8} />
        ) : (
          items.length === 0 &&
          !pages.problem && (
            <Empty title={filter.kind || filter.mine ? '没有符合条件的待办' : '现在没有需要人处理的事'}>
              <p>有新的待办时会自动出现在这里。</p>
            </Empty>
          )
        )}
        <ul ref={list} className="queue-list">
          {items.map((each, i) => (
            <li key={each.id}>
              <button
                type="button"
                data-id={each.id}
                tabIndex={i === index ? 0 : -1}
                aria-current={i === index ? 'true' : undefined}
                onFocus={() => setAt(each.id)}
                onClick={() => setAt(each.id)}
                onDoubleClick={() => router.push(subjectPath(each))}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') {
                    event.preventDefault();
                    router.push(subjectPath(each));
                  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                    event.preventDefault();
                    move(index + (event.key === 'ArrowDown' ? 1 : -1));
                  }
                }}
              >
                <Severity of={each.severity} />
                <span className="queue-name">{each.kindName}</span>
                <Place code={each.division} />
                <Due at={each.dueAt} />
                <span className="queue-claim">
                  {each.claimedBy === null ? '' : each.claimedBy === me.accountId ? '我在处理' : '有人处理'}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {pages.hasMore && (
          <Button onClick={pages.more} loading={pages.loadingMore}>
            再显示一些
          </Button>
        )}
      </Panel>
      <QueueItem
        item={item}
        onClaim={(target, release) => void setClaim(target, release)}
        onDone={(target) => setFinishing(target)}
        busy={claim.isPending}
      />
      {finishing && (
        <DoneDialog
          item={finishing}
          route={queueDone}
          close={() => {
            setFinishing(null);
            list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
          }}
        />
      )}
    </>
  );
}

/** Names of the kinds that have been seen; the words themselves come with the items. */
function useKindNames(items: WorkItem[]): Map<string, string> {
  const [names] = useState(() => new Map<string, string>());
  for (const item of items) names.set(item.kind, item.kindName);
  return names;
}

function Place({ code }: { code: string }) {
  const { path } = useDivisions();
  // The county is the operator's own: street and community tell places apart.
  return (
    <span className="queue-place muted" title={path(code)}>
      {path(code).split(' / ').slice(-2).join(' ')}
    </span>
  );
}
