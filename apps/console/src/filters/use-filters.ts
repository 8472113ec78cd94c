'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';

/** Filters of a list by name; only codes, days and ids, for they stand in the address. */
export type Filters<K extends string> = Partial<Record<K, string>>;

/** The filters of a list, kept in the address so that the list can be linked to; all are written in one step. */
export function useFilters<K extends string>(
  names: readonly K[],
): [Filters<K>, (next: Filters<K>) => void, (change: Filters<K>) => void] {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const list = names.join(' ');
  const value = useMemo(() => {
    const found: Filters<K> = {};
    for (const name of list.split(' ') as K[]) {
      const text = params.get(name);
      if (text) found[name] = text;
    }
    return found;
  }, [params, list]);
  const set = (next: Filters<K>) => {
    const search = new URLSearchParams(window.location.search);
    for (const name of names) {
      const text = next[name];
      if (text) search.set(name, text);
      else search.delete(name);
    }
    const text = search.toString();
    router.replace(text ? `${path}?${text}` : path, { scroll: false });
  };
  return [value, set, (change) => set({ ...value, ...change })];
}
