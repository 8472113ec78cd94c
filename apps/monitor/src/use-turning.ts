'use client';
import { useEffect, useState } from 'react';

const TURN_MS = 15_000;

/** Pages that turn by themselves; ← and → turn them by hand, the space bar holds the page. */
export function useTurning(count: number, size: number): { page: number; pages: number; held: boolean } {
  const [page, setPage] = useState(0);
  const [held, setHeld] = useState(false);
  const pages = Math.max(1, Math.ceil(count / size));
  useEffect(() => {
    const turn = (by: number) => setPage((at) => (at + by + pages) % pages);
    const timer = held ? undefined : setInterval(() => turn(1), TURN_MS);
    const onKey = (event: KeyboardEvent) => {
      // On a button, the slider or a field these keys have their own meaning.
      if (event.target instanceof HTMLElement && event.target.closest('button, input')) return;
      if (event.key === 'ArrowRight') turn(1);
      else if (event.key === 'ArrowLeft') turn(-1);
      else if (event.key === ' ') setHeld((before) => !before);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      clearInterval(timer);
      window.removeEventListener('keydown', onKey);
    };
  }, [pages, held]);
  return { page: Math.min(page, pages - 1), pages, held };
}
