import { count } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import { PRIORITY_TONES, type Watched } from './tones';

/** Open alarms by severity, and devices that say nothing: the figures that a glance must answer. */
export function AlarmFigures({
  watched,
  replayed = false,
}: {
  watched: Watched[] | null;
  replayed?: boolean;
}) {
  const counts = watched?.flatMap((each) => each.counts ?? []);
  const sum = (key: 'p0' | 'p1' | 'p2' | 'p3' | 'unacked' | 'devices' | 'silent' | 'unknown') =>
    counts ? counts.reduce((total, each) => total + each[key], 0) : null;
  const lost = counts ? sum('silent')! + sum('unknown')! : null;
  return (
    <dl className="alarm-figures" aria-label="数字">
      {PRIORITY_TONES.map((tone) => (
        <div key={tone} className={`figure ${sum(tone) ? tone : ''}`}>
          <dt>
            {SEVERITIES[tone].shape} {SEVERITIES[tone].word}
          </dt>
          <dd>
            <strong>{numberOf(sum(tone))}</strong>
          </dd>
        </div>
      ))}
      <div className={`figure ${sum('unacked') ? 'open' : ''}`}>
        <dt>没有人确认</dt>
        <dd>
          <strong>{numberOf(sum('unacked'))}</strong>
        </dd>
      </div>
      {replayed ? null : (
        <div className={`figure ${lost ? 'unknown' : ''}`}>
          <dt>{lost ? `${SEVERITIES.unknown.shape} ` : ''}设备失联</dt>
          <dd>
            <strong>{numberOf(lost)}</strong> <small>/ {numberOf(sum('devices'))} 台</small>
          </dd>
        </div>
      )}
    </dl>
  );
}

const numberOf = (value: number | null) => (value === null ? '—' : count(value));
