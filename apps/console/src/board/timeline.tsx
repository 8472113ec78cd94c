'use client';
import { memo, useEffect, useMemo, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { clock } from '@heling/ui/format';
import {
  FIRST_HOUR,
  HOUR_WIDTH,
  LAST_HOUR,
  LOOKS,
  byCarer,
  lookOf,
  rowsOf,
  startOf,
  xOf,
  type BoardCarer,
  type BoardVisit,
} from './model';
import { showRow, useVirtual } from './use-virtual';
import styles from './board.module.css';

const ROW = 40;
const HEAD = 28;
export const NAME_WIDTH = 190;
const HOURS = Array.from({ length: LAST_HOUR - FIRST_HOUR }, (_, i) => FIRST_HOUR + i);

export interface TimelineProps {
  day: string;
  visits: readonly BoardVisit[];
  carers: readonly BoardCarer[];
  selected: number | null;
  /** The carer over whom something is dragged. */
  over: number | null;
  now: string | null;
  onOpen: (visit: BoardVisit) => void;
  onGrab: (visit: BoardVisit, from: number | null, event: PointerEvent<HTMLElement>) => void;
  /** What can be done with a carer, at the end of the name. */
  menu: (carer: BoardCarer) => ReactNode;
}

/** Carers by hours of the day; a bar is a visit, and is dragged to another carer or another time. */
export function Timeline(props: TimelineProps) {
  const { day, carers, visits, selected } = props;
  const [find, setFind] = useState('');
  const rows = useMemo(() => byCarer(visits), [visits]);
  // Rows keep their places while visits move between them; only another day or other carers order them anew.
  const order = useRef<{ key: string; ids: number[] }>({ key: '', ids: [] });
  const shown = useMemo(() => {
    const wanted = rowsOf(carers, rows);
    const key = `${day} ${carers.map((carer) => carer.id).join()}`;
    if (order.current.key !== key) order.current = { key, ids: wanted.map((carer) => carer.id) };
    const place = new Map(order.current.ids.map((id, i) => [id, i]));
    return wanted
      .filter((carer) => carer.name.includes(find.trim()))
      .sort((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity));
  }, [carers, rows, day, find]);
  const box = useRef<HTMLDivElement>(null);
  const { from, to, total } = useVirtual(box, shown.length, ROW);
  const row = shown.findIndex((carer) => rows.get(carer.id)?.some((visit) => visit.id === selected));
  useEffect(() => {
    if (row >= 0) showRow(box.current, row, ROW, HEAD);
  }, [row]);
  useEffect(() => {
    // Begin where the work is, not at six in the morning.
    if (box.current) box.current.scrollLeft = props.now ? xOf(props.now, day) - 2 * HOUR_WIDTH : HOUR_WIDTH;
  }, [day]);

  if (shown.length === 0 && !find) {
    return (
      <p className={styles.empty}>这一天没有排班的护理员。请先在“服务商 → 护理员”里排班，再回来派单。</p>
    );
  }
  const width = NAME_WIDTH + HOURS.length * HOUR_WIDTH;
  return (
    <div
      ref={box}
      className={styles.timeline}
      data-scrolls=""
      tabIndex={0}
      role="region"
      aria-label="时间轴：护理员和时间"
    >
      <div className={styles.head} style={{ width, height: HEAD }}>
        <span className={styles.corner} style={{ width: NAME_WIDTH }}>
          <input
            aria-label="找护理员"
            placeholder={`找护理员（${shown.length} 人）`}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </span>
        {HOURS.map((hour) => (
          <span key={hour} style={{ width: HOUR_WIDTH }}>
            {hour}:00
          </span>
        ))}
      </div>
      <div style={{ height: total, width, position: 'relative' }}>
        {shown.slice(from, to).map((carer, i) => (
          <CarerRow
            key={carer.id}
            {...props}
            carer={carer}
            visits={rows.get(carer.id) ?? NONE}
            top={(from + i) * ROW}
          />
        ))}
        {props.now && xOf(props.now, day) > 0 && (
          <span
            className={styles.now}
            style={{ left: NAME_WIDTH + xOf(props.now, day) }}
            aria-hidden="true"
          />
        )}
      </div>
    </div>
  );
}
const NONE: readonly BoardVisit[] = [];

type RowProps = TimelineProps & { carer: BoardCarer; top: number };
const CarerRow = memo(function CarerRow({ carer, visits, top, ...props }: RowProps) {
  const away = carer.shift !== null && carer.shift.state !== 'planned';
  const duty = carer.shift && !away ? carer.shift : null;
  const full = carer.loadMinutes > carer.maxMinutes;
  return (
    <div
      className={`${styles.carer} ${props.over === carer.id ? styles.target : ''}`}
      style={{ top, height: ROW }}
      data-carer={carer.id}
    >
      <div className={styles.name} style={{ width: NAME_WIDTH }}>
        <span className={styles.who}>
          <b>{carer.name}</b>
          <span className={full ? styles.full : styles.muted}>
            {away
              ? carer.shift?.state === 'sick'
                ? '✕ 病假'
                : '✕ 事假'
              : `${carer.visits} 次 · ${carer.loadMinutes}/${carer.maxMinutes} 分${full ? ' 超时' : ''}`}
          </span>
        </span>
        {props.menu(carer)}
      </div>
      <div className={styles.track} style={{ left: NAME_WIDTH }}>
        {duty && (
          <span
            className={styles.duty}
            style={{
              left: xOf(duty.startsAt, props.day),
              width: xOf(duty.endsAt, props.day) - xOf(duty.startsAt, props.day),
            }}
          />
        )}
        {visits.map((visit) => (
          <Bar key={visit.id} visit={visit} carer={carer} {...props} />
        ))}
      </div>
    </div>
  );
});

type BarProps = Pick<TimelineProps, 'day' | 'selected' | 'onOpen' | 'onGrab'> & {
  visit: BoardVisit;
  carer: BoardCarer;
};
function Bar({ visit, carer, day, selected, onOpen, onGrab }: BarProps) {
  const look = lookOf(visit);
  const left = xOf(startOf(visit), day);
  const width = Math.max(22, (visit.minutes / 60) * HOUR_WIDTH - 2);
  const said = [
    clock(startOf(visit)),
    visit.personName ?? '（已注销）',
    visit.serviceName,
    visit.stateName,
    ...visit.risks.map((risk) => risk.name),
  ].join('，');
  return (
    <button
      type="button"
      className={`${styles.bar} ${styles[look]} ${visit.id === selected ? styles.picked : ''}`}
      style={{ left, width }}
      title={said}
      aria-label={`${carer.name}，${said}`}
      aria-pressed={visit.id === selected}
      data-visit={visit.id}
      data-bar={carer.id}
      onClick={() => onOpen(visit)}
      onPointerDown={(event) => onGrab(visit, carer.id, event)}
    >
      {LOOKS[look].shape} {width > 60 ? `${visit.personName ?? ''} ${visit.serviceName}` : ''}
    </button>
  );
}
