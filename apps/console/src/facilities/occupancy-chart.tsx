'use client';
import styles from './facilities.module.css';

interface Day {
  day: string;
  bedsTaken: number | null;
  placesTaken: number | null;
}
const WIDTH = 760;
const HEIGHT = 200;
const LEFT = 40;
const BOTTOM = 24;

/** How full was it in the last 30 days? Days without a report are hatched, never drawn as zero. */
export function OccupancyChart({
  days,
  field,
  capacity,
  unit,
}: {
  days: readonly Day[];
  field: 'bedsTaken' | 'placesTaken';
  capacity: number;
  unit: string;
}) {
  const top = Math.max(capacity, ...days.map((day) => day[field] ?? 0), 1);
  const step = (WIDTH - LEFT) / Math.max(1, days.length);
  const y = (value: number) => (1 - value / top) * (HEIGHT - BOTTOM - 10) + 10;
  const known = days.filter((day) => day[field] !== null);
  const average = known.length
    ? Math.round(known.reduce((sum, day) => sum + (day[field] ?? 0), 0) / known.length)
    : null;
  const said = known.length
    ? `最近 ${days.length} 天里 ${known.length} 天有上报，平均 ${average} ${unit}，共 ${capacity} ${unit}`
    : `最近 ${days.length} 天没有上报`;
  return (
    <figure className={styles.chart}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said}>
        <defs>
          <pattern
            id="hatch"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="6" className={styles.hatch} />
          </pattern>
        </defs>
        {[0, Math.round(top / 2), top].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} className={styles.gridLine} />
            <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className={styles.axis}>
              {value}
            </text>
          </g>
        ))}
        {days.map((day, i) => {
          const value = day[field];
          const x = LEFT + i * step + 2;
          const title = `${day.day}：${value === null ? '没有上报' : `${value} ${unit}`}`;
          return value === null ? (
            <rect
              key={day.day}
              x={x}
              y={10}
              width={step - 4}
              height={HEIGHT - BOTTOM - 10}
              fill="url(#hatch)"
            >
              <title>{title}</title>
            </rect>
          ) : (
            <rect
              key={day.day}
              x={x}
              y={y(value)}
              width={step - 4}
              height={y(0) - y(value)}
              className={styles.column}
            >
              <title>{title}</title>
            </rect>
          );
        })}
        <line x1={LEFT} x2={WIDTH} y1={y(capacity)} y2={y(capacity)} className={styles.capacity} />
        {days.map((day, i) =>
          i % 5 === 0 ? (
            <text key={day.day} x={LEFT + i * step} y={HEIGHT - 6} className={styles.axis}>
              {day.day.slice(5)}
            </text>
          ) : null,
        )}
      </svg>
      <figcaption className="muted">{said}。虚线是总数，斜纹是没有上报的日子。</figcaption>
    </figure>
  );
}
