'use client';
import { useEffect, useRef } from 'react';
import { DUTIES } from '@heling/oversight/domain/policy';
import { CALL_STATES, STATE_NAMES } from '@heling/oversight/domain/words';
import { elapsed } from '@heling/ui/format';
import { Severity } from '../parts/marks';
import { useNow } from '../parts/use-now';
import { placeOf, type QueuedAlarm } from './model';

/** Open alarms, the worst and oldest first; what is shelved or suppressed stands last. */
export function Queue({
  items,
  more,
  at,
  choose,
}: {
  items: QueuedAlarm[];
  more: boolean;
  at: number | null;
  choose(id: number): void;
}) {
  const now = useNow(1000);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <>
      <ol ref={list}>
        {items.map((alarm) => (
          <li key={alarm.id}>
            <button
              type="button"
              className={`duty-item duty-${alarm.priority.toLowerCase()}`}
              aria-current={alarm.id === at}
              onClick={() => choose(alarm.id)}
            >
              <span className="duty-item-head">
                <Severity of={alarm.priority} /> <b>{alarm.kindName}</b>
                <time className="number" dateTime={alarm.openedAt}>
                  {elapsed(alarm.openedAt, now)}
                </time>
              </span>
              <span>
                {alarm.facility} {placeOf(alarm)}
                {alarm.occurrences > 1 ? `，${alarm.occurrences} 次` : ''}
              </span>
              <span className="duty-who">{handOf(alarm)}</span>
            </button>
          </li>
        ))}
      </ol>
      {more ? <p className="muted">报警太多，只列出最急的 {items.length} 条。</p> : null}
    </>
  );
}

/** Who has it in hand, or who is called. */
export function handOf(alarm: QueuedAlarm): string {
  const owner = alarm.owner ? `，已交给 ${alarm.owner}` : '';
  if (alarm.state === 'active-acked') {
    return `${alarm.ackedBy ?? '已确认'}${alarm.onSiteAt ? ' 已到场' : ' 处理中'}${owner}`;
  }
  const { calling } = alarm;
  if (!calling || alarm.state === 'shelved' || alarm.state === 'suppressed')
    return STATE_NAMES[alarm.state] + owner;
  const duty = DUTIES[calling.duty as keyof typeof DUTIES] ?? calling.duty;
  return `${STATE_NAMES[alarm.state]}；${duty}${calling.name ? ` ${calling.name}` : ''} ${CALL_STATES[calling.state]}${owner}`;
}
