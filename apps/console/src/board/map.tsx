'use client';
import { memo, useMemo, useRef, useState, type PointerEvent, type WheelEvent } from 'react';
import { CITY_BOX, COUNTY_OUTLINES } from '@heling/places/domain/county-outlines';
import { clock } from '@heling/ui/format';
import { LOOKS, lookOf, startOf, type BoardCarer, type BoardVisit, type Look } from './model';
import styles from './board.module.css';

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
const [WEST, SOUTH, EAST, NORTH] = CITY_BOX;
/** A degree of longitude is shorter than one of latitude: the map is drawn in units of equal length. */
const SHRINK = Math.cos((((SOUTH + NORTH) / 2) * Math.PI) / 180);
const SCALE = 1000;
const px = (lng: number) => (lng - WEST) * SHRINK * SCALE;
const py = (lat: number) => (NORTH - lat) * SCALE;
const CITY: Box = { x: -15, y: -15, w: px(EAST) + 30, h: py(SOUTH) + 30 };
const COUNTIES = COUNTY_OUTLINES.map((county) => ({
  code: county.code,
  name: county.name,
  centre: [px(county.centre[0]), py(county.centre[1])] as const,
  rings: county.rings.map((ring) =>
    ring
      .split(' ')
      .map((pair) => {
        const [lng = 0, lat = 0] = pair.split(',').map(Number);
        return `${px(lng).toFixed(1)},${py(lat).toFixed(1)}`;
      })
      .join(' '),
  ),
}));

function boxOf(code: string | undefined): Box {
  const county = COUNTIES.find((each) => code?.startsWith(each.code));
  if (!county) return CITY;
  const points = county.rings.flatMap((ring) => ring.split(' ').map((pair) => pair.split(',').map(Number)));
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  const [x, y] = [Math.min(...xs) - 8, Math.min(...ys) - 8];
  return { x, y, w: Math.max(...xs) + 8 - x, h: Math.max(...ys) + 8 - y };
}

export interface MapProps {
  visits: readonly BoardVisit[];
  carers: readonly BoardCarer[];
  division?: string;
  selected: number | null;
  onOpen: (visit: BoardVisit) => void;
}

/** The day on the map: county outlines, homes to visit by state, carers at home; the same is in the list for the keyboard. */
export function BoardMap({ visits, carers, division, selected, onOpen }: MapProps) {
  const [box, setBox] = useState<Box>(() => boxOf(division));
  const [hidden, setHidden] = useState<ReadonlySet<Look | 'carers'>>(new Set());
  const [shownFor, setShownFor] = useState(division);
  if (shownFor !== division) {
    setShownFor(division);
    setBox(boxOf(division));
  }
  const pan = useRef<{ x: number; y: number; box: Box } | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const zoom = (factor: number, fx = 0.5, fy = 0.5) =>
    setBox((b) => {
      const w = Math.min(CITY.w * 1.5, Math.max(4, b.w * factor));
      const h = (b.h * w) / b.w;
      return { x: b.x + (b.w - w) * fx, y: b.y + (b.h - h) * fy, w, h };
    });
  const wheel = (event: WheelEvent) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, (event.clientX - left) / width, (event.clientY - top) / height);
  };
  const press = (event: PointerEvent) => {
    pan.current = { x: event.clientX, y: event.clientY, box };
  };
  const drag = (event: PointerEvent) => {
    const from = pan.current;
    const width = svg.current?.getBoundingClientRect().width;
    if (!from || !width) return;
    const unit = from.box.w / width;
    setBox({
      ...from.box,
      x: from.box.x - (event.clientX - from.x) * unit,
      y: from.box.y - (event.clientY - from.y) * unit,
    });
  };
  const drop = () => (pan.current = null);
  const size = box.w / 110;
  const toggle = (look: Look | 'carers') =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(look)) next.add(look);
      return next;
    });
  const counts = useMemo(() => {
    const found = new Map<Look, number>();
    for (const visit of visits) found.set(lookOf(visit), (found.get(lookOf(visit)) ?? 0) + 1);
    return found;
  }, [visits]);

  return (
    <div className={styles.map}>
      <svg
        ref={svg}
        viewBox={`${box.x} ${box.y} ${box.w} ${box.h}`}
        role="group"
        aria-label={`地图：${visits.length} 次上门，${carers.length} 名护理员`}
        onWheel={wheel}
        onPointerDown={press}
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerLeave={drop}
      >
        <Outlines size={size} />
        {!hidden.has('carers') && <Carers carers={carers} size={size} />}
        <Homes visits={visits} size={size} hidden={hidden} selected={selected} onOpen={onOpen} />
      </svg>
      <div className={styles.zoom}>
        <button type="button" onClick={() => zoom(0.7)} aria-label="放大">
          ＋
        </button>
        <button type="button" onClick={() => zoom(1.4)} aria-label="缩小">
          －
        </button>
        <button type="button" onClick={() => setBox(boxOf(division))}>
          全部
        </button>
      </div>
      <div className={styles.legend} role="group" aria-label="图例，可点选显示">
        {(Object.keys(LOOKS) as Look[]).map((look) => (
          <button
            key={look}
            type="button"
            aria-pressed={!hidden.has(look)}
            onClick={() => toggle(look)}
            className={`${styles.mark} ${styles[look]}`}
          >
            {LOOKS[look].shape} {LOOKS[look].word} {counts.get(look) ?? 0}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={!hidden.has('carers')}
          onClick={() => toggle('carers')}
          className={styles.mark}
        >
          ■ 护理员住处 {carers.length}
        </button>
      </div>
    </div>
  );
}

const Outlines = memo(function Outlines({ size }: { size: number }) {
  return (
    <g>
      {COUNTIES.map((county) => (
        <g key={county.code}>
          {county.rings.map((ring) => (
            <polygon key={ring.slice(0, 30)} points={ring} className={styles.county} />
          ))}
          <text
            x={county.centre[0]}
            y={county.centre[1]}
            className={styles.countyName}
            fontSize={size * 2}
            aria-hidden="true"
          >
            {county.name}
          </text>
        </g>
      ))}
    </g>
  );
});

const Carers = memo(function Carers({ carers, size }: { carers: readonly BoardCarer[]; size: number }) {
  return (
    <g className={styles.homes}>
      {carers.map((carer) => (
        <rect
          key={carer.id}
          x={px(carer.lng) - size * 0.4}
          y={py(carer.lat) - size * 0.4}
          width={size * 0.8}
          height={size * 0.8}
        >
          <title>{`${carer.name}，${carer.visits} 次上门，已排 ${carer.loadMinutes} 分钟`}</title>
        </rect>
      ))}
    </g>
  );
});

type HomesProps = Pick<MapProps, 'visits' | 'selected' | 'onOpen'> & {
  size: number;
  hidden: ReadonlySet<Look | 'carers'>;
};
const Homes = memo(function Homes({ visits, size, hidden, selected, onOpen }: HomesProps) {
  const taken = new Map<string, number>();
  return (
    <g>
      {visits.map((visit) => {
        const look = lookOf(visit);
        if (hidden.has(look)) return null;
        // Homes of one building stand around their place, so that each can be clicked.
        const place = `${visit.lng},${visit.lat}`;
        const nth = taken.get(place) ?? 0;
        taken.set(place, nth + 1);
        const aside = size * 0.9 * Math.sqrt(nth);
        const x = px(visit.lng) + Math.cos(nth * 2.4) * aside;
        const y = py(visit.lat) + Math.sin(nth * 2.4) * aside;
        return (
          <g
            key={visit.id}
            data-point={visit.id}
            className={styles[`dot-${look}`]}
            onClick={() => onOpen(visit)}
          >
            {visit.id === selected && <circle cx={x} cy={y} r={size * 1.4} className={styles.halo} />}
            <Shape look={look} x={x} y={y} r={size * 0.6} />
            <title>
              {`${clock(startOf(visit))} ${visit.personName ?? ''} ${visit.serviceName} ${visit.stateName}`}
            </title>
          </g>
        );
      })}
    </g>
  );
});

function Shape({ look, x, y, r }: { look: Look; x: number; y: number; r: number }) {
  if (look === 'unassigned') return <path d={`M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`} />;
  if (look === 'risk') return <path d={`M${x} ${y - r}L${x + r} ${y + r}L${x - r} ${y + r}Z`} />;
  if (look === 'moving') return <path d={`M${x - r} ${y - r}L${x + r} ${y}L${x - r} ${y + r}Z`} />;
  if (look === 'notDone') {
    return <path d={`M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`} />;
  }
  return <circle cx={x} cy={y} r={r} />;
}
