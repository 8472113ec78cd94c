'use client';
import { useEffect, useState } from 'react';

interface Paged {
  hasMore: boolean;
  loadingMore: boolean;
  problem: unknown;
  more(): void;
}

/** Prints a paged list whole: the rows that are not there yet are fetched first. */
export function usePrintAll(list: Paged): { preparing: boolean; print: () => void } {
  const [wanted, setWanted] = useState(false);
  const { hasMore, loadingMore, problem, more } = list;
  useEffect(() => {
    if (!wanted) return;
    if (hasMore && !problem) {
      if (!loadingMore) more();
      return;
    }
    setWanted(false);
    // A list that could not be fetched whole is not printed as if it were.
    if (!problem) window.print();
  }, [wanted, hasMore, loadingMore, problem, more]);
  return { preparing: wanted, print: () => setWanted(true) };
}
