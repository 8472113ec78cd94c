'use client';
import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { HOUR_WIDTH, canMove, startAt, startOf, xOf, type BoardVisit } from './model';

export interface Drop {
  visit: BoardVisit;
  /** Whose bar was dragged; null from the column of unassigned visits. */
  from: number | null;
  carer: number;
  /** The start where it was dropped; null: the earliest that fits. */
  startsAt: string | null;
}
interface Grabbed {
  visit: BoardVisit;
  from: number | null;
  /** Where the pointer took hold, and how far that is from the bar's left edge. */
  x: number;
  y: number;
  inside: number;
}
/** Movement that makes a press a drag, px. */
const THRESHOLD = 5;
/** A bar moved sideways by less keeps its time: it was meant for another carer, px. */
const SIDEWAYS = HOUR_WIDTH / 6;
const EDGE = 48;

/**
 * Drags visits on carers by pointer (mouse, pen or touch). Nothing is changed by a drop: `onDrop` shows what it would
 * mean. Escape gives up.
 */
export function useDrag(day: string, onDrop: (drop: Drop) => void) {
  const grabbed = useRef<Grabbed | null>(null);
  const [drag, setDrag] = useState<{
    visit: BoardVisit;
    x: number;
    y: number;
    over: number | null;
    at: string | null;
  } | null>(null);
  const dragging = drag !== null;

  const grab = useCallback(
    (visit: BoardVisit, from: number | null, event: ReactPointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !canMove(visit)) return;
      const box = event.currentTarget.getBoundingClientRect();
      grabbed.current = {
        visit,
        from,
        x: event.clientX,
        y: event.clientY,
        inside: from === null ? 0 : event.clientX - box.left,
      };
    },
    [],
  );

  useEffect(() => {
    const target = (event: PointerEvent, held: Grabbed) => {
      const row = document
        .elementsFromPoint(event.clientX, event.clientY)
        .map((element) => element.closest<HTMLElement>('[data-carer]'))
        .find((element) => element !== null);
      if (!row) return { over: null, at: null };
      const track = row.lastElementChild!.getBoundingClientRect();
      const named = event.clientX < row.firstElementChild!.getBoundingClientRect().right;
      const left = event.clientX - held.inside - track.left;
      const straight = held.from !== null && Math.abs(left - xOf(startOf(held.visit), day)) < SIDEWAYS;
      return {
        over: Number(row.dataset.carer),
        at: straight ? startOf(held.visit) : named ? null : startAt(held.visit, left, day),
      };
    };
    const move = (event: PointerEvent) => {
      const held = grabbed.current;
      if (!held) return;
      if (!dragging && Math.hypot(event.clientX - held.x, event.clientY - held.y) < THRESHOLD) return;
      event.preventDefault();
      scrollAtEdge(event);
      setDrag({ visit: held.visit, x: event.clientX, y: event.clientY, ...target(event, held) });
    };
    const up = (event: PointerEvent) => {
      const held = grabbed.current;
      grabbed.current = null;
      if (!held || !dragging) return;
      setDrag(null);
      // The click that follows the release belongs to the drag.
      const swallow = (click: MouseEvent) => click.stopPropagation();
      window.addEventListener('click', swallow, { capture: true });
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
      const { over, at } = target(event, held);
      if (over === null || (over === held.from && at === startOf(held.visit))) return;
      onDrop({ visit: held.visit, from: held.from, carer: over, startsAt: at });
    };
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !grabbed.current) return;
      grabbed.current = null;
      setDrag(null);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('keydown', giveUp);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('keydown', giveUp);
    };
  }, [dragging, day, onDrop]);

  return { grab, drag };
}

function scrollAtEdge(event: PointerEvent): void {
  const box = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-scrolls]');
  if (!box) return;
  const { top, bottom } = box.getBoundingClientRect();
  if (event.clientY < top + EDGE) box.scrollTop -= 16;
  else if (event.clientY > bottom - EDGE) box.scrollTop += 16;
}
