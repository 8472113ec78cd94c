'use client';
import { useEffect, useState, type RefObject } from 'react';

/** The rows of equal height that can be seen in a scrolling box, with a few around them. */
export function useVirtual(box: RefObject<HTMLElement | null>, count: number, height: number) {
  const [view, setView] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [box]);
  const from = Math.max(0, Math.floor(view.top / height) - 4);
  const to = Math.min(count, Math.ceil((view.top + view.height) / height) + 4);
  return { from, to, total: count * height };
}

/** Scrolls a row into sight, below a sticky head of `head` pixels. */
export function showRow(element: HTMLElement | null, row: number, height: number, head = 0): void {
  if (!element) return;
  const top = row * height;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + height + head > element.scrollTop + element.clientHeight) {
    element.scrollTop = top + height + head - element.clientHeight;
  }
}
