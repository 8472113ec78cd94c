import { clock, elapsed } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import { DUTIES } from '@heling/oversight/domain/policy';
import { OUTCOME_NAMES, STATE_NAMES } from '@heling/oversight/domain/words';
import { shortName, type StreamAlarm } from './tones';

/** What people need to know of the answer to an alarm. */
export function whoOf(alarm: StreamAlarm): string {
  const { state, calling, ackedBy } = alarm;
  if (state === 'closed') return alarm.outcome ? `已结束：${OUTCOME_NAMES[alarm.outcome]}` : '已结束';
  if (state === 'active-acked') {
    return `${ackedBy ?? '已确认'}${alarm.onSiteAt ? ' 已到场' : ' 已确认，正在处理'}`;
  }
  if (state === 'shelved' || state === 'suppressed' || !calling) return STATE_NAMES[state];
  const duty = DUTIES[calling.duty as keyof typeof DUTIES] ?? calling.duty;
  if (calling.state === 'nobody') return `${duty}没有人值守`;
  const name = calling.name ? `${duty} ${calling.name}` : duty;
  return { sent: `正在呼叫 ${name}`, received: `${name} 已收到`, missed: `${name} 没有回应` }[calling.state];
}

/** Alarms, newest first. `at`: as they stood at an instant of the past. */
export function AlarmStream({
  alarms,
  now,
  most,
  replayed = false,
}: {
  alarms: StreamRow[] | null;
  now: Date;
  /** So many have room. */
  most: number;
  replayed?: boolean;
}) {
  return (
    <section className="alarms" aria-label="报警">
      <h2>{replayed ? '当时未结束的报警' : '报警'}</h2>
      {alarms?.length === 0 ? (
        <p className="calm">
          {SEVERITIES.ok.shape} {replayed ? '当时没有未结束的报警' : '没有未结束的报警'}
        </p>
      ) : null}
      <ol>
        {(alarms ?? []).slice(0, most).map((alarm) => (
          <Row key={alarm.id} alarm={alarm} now={now} />
        ))}
      </ol>
      {alarms && alarms.length > most ? (
        <p className="rest">另有 {alarms.length - most} 条，在值守台查看</p>
      ) : null}
    </section>
  );
}

/** What a row shows of an alarm, now or in the past. */
export interface StreamRow {
  id: number;
  priority: StreamAlarm['priority'];
  state: StreamAlarm['state'];
  facility: string;
  place: string;
  kindName: string;
  occurrences: number;
  openedAt: string;
  closedAt: string | null;
  who: string;
}

export function rowOf(alarm: StreamAlarm): StreamRow {
  return { ...alarm, place: alarm.room ?? alarm.device, who: whoOf(alarm) };
}

function Row({ alarm, now }: { alarm: StreamRow; now: Date }) {
  const { shape, word } = SEVERITIES[alarm.priority.toLowerCase() as 'p0'];
  const open = alarm.state === 'active-unacked' || alarm.state === 'cleared-unacked';
  const quiet = alarm.state === 'closed' || alarm.state === 'shelved';
  return (
    <li className={`alarm ${alarm.priority.toLowerCase()} ${open ? 'open' : ''} ${quiet ? 'quiet' : ''}`}>
      <span className="severity">
        {shape} {word}
      </span>
      <span className="what">
        <b>{alarm.kindName}</b>
        {alarm.occurrences > 1 ? ` ×${alarm.occurrences}` : ''}
      </span>
      <span className="where">
        {shortName(alarm.facility)} {alarm.place}
      </span>
      <span className="who">{alarm.who}</span>
      <time dateTime={alarm.openedAt}>
        {alarm.closedAt ? clock(alarm.openedAt) : elapsed(alarm.openedAt, now)}
      </time>
    </li>
  );
}
