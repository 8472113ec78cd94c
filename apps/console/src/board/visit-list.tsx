'use client';
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { absolute, clock } from '@heling/ui/format';
import { LOOKS, lookOf, startOf, type BoardVisit } from './model';
import { showRow, useVirtual } from './use-virtual';
import styles from './board.module.css';

export interface VisitListProps {
  label: string;
  visits: readonly BoardVisit[];
  /** The visit whose drawer is open. */
  selected: number | null;
  /** Visits marked for a bulk action. */
  marked: ReadonlySet<number>;
  onOpen: (visit: BoardVisit) => void;
  onMark: (ids: number[]) => void;
  onGrab?: (visit: BoardVisit, event: PointerEvent<HTMLElement>) => void;
  /** Two lines a visit, for a narrow column. */
  narrow?: boolean;
  empty: string;
}

/** Visits as rows: arrows move, Enter opens, Space marks, Ctrl+A marks all; a narrow row can be dragged. */
export function VisitList(props: VisitListProps) {
  const { visits, selected, marked, narrow = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const height = narrow ? 56 : 36;
  const { from, to, total } = useVirtual(box, visits.length, height);
  const at = visits.findIndex((visit) => visit.id === selected);
  useEffect(() => {
    if (at >= 0) showRow(box.current, at, height);
  }, [at, height]);

  const keys = (event: KeyboardEvent) => {
    const move = (next: number) => {
      event.preventDefault();
      const visit = visits[Math.max(0, Math.min(visits.length - 1, next))];
      if (visit) props.onOpen(visit);
    };
    const current = visits[at];
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at < 0 ? 0 : at - 1);
    else if (event.key === 'PageDown') move(at + 12);
    else if (event.key === 'PageUp') move(at - 12);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(visits.length - 1);
    else if (event.key === ' ' && current) {
      event.preventDefault();
      toggle(current.id);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      props.onMark(visits.map((visit) => visit.id));
    } else if (event.key === 'Enter' && (current ?? visits[0])) {
      event.preventDefault();
      props.onOpen((current ?? visits[0])!);
      // The drawer's list of candidates takes over the keyboard.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-candidates]')?.focus());
    }
  };
  const toggle = (id: number) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    props.onMark([...next]);
  };

  if (visits.length === 0) return <p className={styles.empty}>{props.empty}</p>;
  return (
    <>
      {!narrow && (
        <div className={`${styles.row} ${styles.rowHead}`} aria-hidden="true">
          {['开始', '约定', '老人', '服务', '状态', '护理员', '路上', '服务商', '风险'].map((title) => (
            <span key={title}>{title}</span>
          ))}
        </div>
      )}
      <div
        ref={box}
        className={styles.list}
        role="listbox"
        tabIndex={0}
        aria-label={props.label}
        aria-multiselectable="true"
        aria-activedescendant={at >= from && at < to ? `${props.label}-${selected}` : undefined}
        onKeyDown={keys}
      >
        <div style={{ height: total, position: 'relative' }} role="presentation">
          {visits.slice(from, to).map((visit, i) => (
            <div
              key={visit.id}
              id={`${props.label}-${visit.id}`}
              role="option"
              data-visit={visit.id}
              aria-selected={marked.has(visit.id)}
              aria-posinset={from + i + 1}
              aria-setsize={visits.length}
              className={`${styles.row} ${narrow ? styles.narrow : ''} ${visit.id === selected ? styles.selected : ''}`}
              style={{ top: (from + i) * height, height }}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey) toggle(visit.id);
                else props.onOpen(visit);
              }}
              onPointerDown={(event) => props.onGrab?.(visit, event)}
            >
              {narrow ? <Narrow visit={visit} marked={marked.has(visit.id)} /> : <Wide visit={visit} />}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

export function LookMark({ visit }: { visit: BoardVisit }) {
  const look = lookOf(visit);
  return (
    <span className={`${styles.mark} ${styles[look]}`}>
      {LOOKS[look].shape} {visit.stateName}
    </span>
  );
}

function Narrow({ visit, marked }: { visit: BoardVisit; marked: boolean }) {
  return (
    <>
      <span className={styles.line}>
        <b>
          {marked ? '☑ ' : ''}
          {clock(visit.window.start)}–{clock(visit.window.end)}
        </b>
        <span>{visit.serviceName}</span>
        {visit.carersNeeded > 1 && <span className={styles.pair}>双人</span>}
      </span>
      <span className={styles.line}>
        <span>{visit.personName ?? '（已注销）'}</span>
        {visit.warnings > 0 && <span title="健康或安全提醒">⚠ {visit.warnings}</span>}
        {visit.risks[0] ? (
          <span className={`${styles.mark} ${styles.risk}`}>▲ {visit.risks[0].name}</span>
        ) : (
          <span className={styles.muted}>{visit.orgName}</span>
        )}
      </span>
    </>
  );
}

function Wide({ visit }: { visit: BoardVisit }) {
  return (
    <>
      <span title={absolute(startOf(visit))}>{clock(startOf(visit))}</span>
      <span className={styles.muted}>
        {clock(visit.window.start)}–{clock(visit.window.end)}
      </span>
      <span>{visit.personName ?? '（已注销）'}</span>
      <span>{visit.serviceName}</span>
      <LookMark visit={visit} />
      <span>{visit.carers.map((each) => each.name).join('、') || '（没有护理员）'}</span>
      <span>{visit.travelMinutes === null ? '' : `${visit.travelMinutes} 分钟`}</span>
      <span className={styles.muted}>{visit.orgName}</span>
      <span>{visit.risks.map((risk) => risk.name).join('；')}</span>
    </>
  );
}
