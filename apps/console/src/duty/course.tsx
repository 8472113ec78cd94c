'use client';
import { DUTIES } from '@heling/oversight/domain/policy';
import { CHANNELS } from '@heling/oversight/domain/policy';
import { CALL_STATES, CHANGE_NAMES, OUTCOME_NAMES } from '@heling/oversight/domain/words';
import { absolute } from '@heling/ui/format';
import { Panel } from '../parts/page-head';
import type { WholeAlarm } from './model';

interface Line {
  at: string;
  what: string;
  who: string;
  text: string;
}

/** What happened to an alarm and who was called, the newest first. */
export function Course({ alarm }: { alarm: WholeAlarm }) {
  const changes = alarm.course.map((each): Line => ({
    at: each.at,
    what: CHANGE_NAMES[each.change] ?? each.change,
    who: each.byName ?? '',
    text: [
      each.change === 'resolved' && alarm.outcome ? OUTCOME_NAMES[alarm.outcome] : '',
      each.reason ?? '',
      each.change === 'repeated' ? `第 ${each.occurrences} 次` : '',
    ]
      .filter(Boolean)
      .join('：'),
  }));
  const calls = alarm.calls.map((each): Line => ({
    at: each.at,
    what: `呼叫${DUTIES[each.duty as keyof typeof DUTIES] ?? each.duty}`,
    who: each.name ?? '',
    text: [
      each.channel ? (CHANNELS[each.channel as keyof typeof CHANNELS] ?? each.channel) : '',
      CALL_STATES[each.state],
    ]
      .filter(Boolean)
      .join('，'),
  }));
  // Of the same instant a call follows what it tells of.
  const lines = [...calls.reverse(), ...changes.reverse()].sort((a, b) =>
    a.at < b.at ? 1 : a.at > b.at ? -1 : 0,
  );
  return (
    <Panel title="经过和通知">
      <ol className="duty-course" tabIndex={0} aria-label="经过">
        {lines.map((line, i) => (
          <li key={i}>
            <time dateTime={line.at} title={absolute(line.at)} className="number">
              {absolute(line.at).slice(11)}
            </time>
            <span>
              <b>{line.what}</b> {line.who} {line.text ? <span className="muted">{line.text}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
