'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

let count = 0;
/** How often this visit has gone from one page to another. */
export const moves = (): number => count;

/** Counts them; used once, above all pages. */
export function useMoves(): void {
  const here = usePathname();
  const before = useRef(here);
  useEffect(() => {
    if (before.current !== here) count += 1;
    before.current = here;
  }, [here]);
}
