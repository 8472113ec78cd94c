'use client';
import { READING_NAMES } from '@heling/oversight/domain/words';
import { ago } from '@heling/ui/format';
import { Panel } from '../parts/page-head';
import type { WholeAlarm } from './model';

const MINUTES = 10;
const WIDTH = 300;
const HEIGHT = 48;

/** What the device measured in the last ten minutes: each value as a line, its last one in figures with its age. */
export function Readings({ readings, now }: { readings: WholeAlarm['readings']; now: Date }) {
  const names = [...new Set(readings.flatMap((each) => Object.keys(each.values)))];
  return (
    <Panel title={`最近 ${MINUTES} 分钟的读数`}>
      {names.length === 0 ? <p className="muted">设备最近没有送来读数。</p> : null}
      {names.map((name) => {
        const points = readings
          .flatMap(({ at, values }) => (values[name] === undefined ? [] : [{ at, value: values[name] }]))
          .reverse();
        const last = points.at(-1)!;
        const { name: word, unit } = READING_NAMES[name] ?? { name, unit: '' };
        return (
          <div key={name} className="duty-reading">
            <span>
              {word} <strong className="number">{last.value}</strong> {unit}
            </span>
            <Line points={points} now={now} label={`${word}，最近 ${points.length} 次`} />
            <span className="muted">{ago(last.at, now)}</span>
          </div>
        );
      })}
    </Panel>
  );
}

function Line({ points, now, label }: { points: { at: string; value: number }[]; now: Date; label: string }) {
  const values = points.map((point) => point.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const begin = now.getTime() - MINUTES * 60_000;
  const xy = points.map(({ at, value }) => {
    const x = ((Date.parse(at) - begin) / (MINUTES * 60_000)) * WIDTH;
    const y = high === low ? HEIGHT / 2 : HEIGHT - 4 - ((value - low) / (high - low)) * (HEIGHT - 8);
    return [x, y] as const;
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMaxYMid meet" role="img" aria-label={label}>
      <polyline
        points={xy.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        stroke="var(--colour-primary)"
        strokeWidth={2}
      />
      {xy.map(([x, y], i) => (
        <circle key={i} cx={x} cy={y} r={2.5} fill="var(--colour-primary)" />
      ))}
    </svg>
  );
}
