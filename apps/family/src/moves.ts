'use client';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

const KEY = 'heling:moves';
/** How often this tab has gone from one of our pages to another; a reload forgets nothing. */
export const moves = (): number => Number(sessionStorage.getItem(KEY));
const count = (): void => sessionStorage.setItem(KEY, String(moves() + 1));

/** Counts them; used once, above all pages. */
export function useMoves(): void {
  const here = usePathname();
  const before = useRef(here);
  useEffect(() => {
    if (before.current !== here) count();
    before.current = here;
  }, [here]);
}

/** Goes to another step of the same page, to which 返回 leads back. */
export function useStepTo(): (to: string) => void {
  const router = useRouter();
  return (to) => {
    count();
    router.push(to);
  };
}
