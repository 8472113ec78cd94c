'use client';
import type { Output } from '@heling/platform/contract/route';
import type { queueListRoute } from '@heling/orders/contract/queue';
import { ago, duration } from '@heling/ui/format';
import { useNow } from '../parts/use-now';

/** A matter that needs a person, as the api gives it. */
export type WorkItem = Output<typeof queueListRoute>['items'][number];

/** How long there is until it is due, or how long it has been. */
export function Due({ at }: { at: string }) {
  const now = useNow();
  const left = new Date(at).getTime() - now.getTime();
  return (
    <time dateTime={at} className={left < 0 ? 'due overdue' : 'due'}>
      {left < 0 ? `超时 ${ago(at, now).replace('前', '')}` : `还有 ${duration(left)}`}
    </time>
  );
}
