import { elapsed } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import { whoOf } from './alarm-stream';
import { shortName, type StreamAlarm } from './tones';

const SHOWN = 2;

/** P0 that nobody has acknowledged: first on the wall, whatever else it shows. */
export function Urgent({ alarms, now }: { alarms: StreamAlarm[]; now: Date }) {
  if (alarms.length === 0) return null;
  return (
    <section className="urgent" role="alert" aria-label="没有人确认的紧急报警">
      <p className="urgent-count">
        {SEVERITIES.p0.shape} {SEVERITIES.p0.word} {alarms.length}
      </p>
      <ul>
        {alarms.slice(0, SHOWN).map((alarm) => (
          <li key={alarm.id}>
            <b>
              {shortName(alarm.facility)} {alarm.room ?? alarm.device} {alarm.kindName}
            </b>
            <span>{whoOf(alarm)}</span>
            <time dateTime={alarm.openedAt}>{elapsed(alarm.openedAt, now)}</time>
          </li>
        ))}
        {alarms.length > SHOWN ? (
          <li className="rest">另有 {alarms.length - SHOWN} 条紧急报警没有人确认</li>
        ) : null}
      </ul>
    </section>
  );
}
