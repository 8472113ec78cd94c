'use client';
import { useEffect, useState } from 'react';

/**
 * A preference kept in this browser (chosen columns, saved filters). Never a person's data: this storage outlives the
 * session.
 */
export function useKept<T>(name: string, initial: T): [T, (next: T) => void] {
  const key = `heling:console:${name}`;
  const [value, setValue] = useState<T>(initial);
  useEffect(() => {
    const kept = localStorage.getItem(key);
    if (!kept) return;
    try {
      setValue(JSON.parse(kept) as T);
    } catch {
      localStorage.removeItem(key);
    }
  }, [key]);
  return [
    value,
    (next) => {
      setValue(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
  ];
}
