'use client';
import { useEffect, useState } from 'react';

/**
 * State of a form that a reload or a lost session does not take away: kept in this tab's session storage under `key`
 * until `clear()`. A key names the account and the form, never a person's data.
 */
export function useDraft<T>(key: string, initial: T): [T, (next: T) => void, () => void] {
  const name = `heling:draft:${key}`;
  const [value, setValue] = useState<T>(initial);
  useEffect(() => {
    const kept = sessionStorage.getItem(name);
    if (kept) setValue(JSON.parse(kept) as T);
  }, [name]);
  const keep = (next: T) => {
    setValue(next);
    sessionStorage.setItem(name, JSON.stringify(next));
  };
  const clear = () => {
    setValue(initial);
    sessionStorage.removeItem(name);
  };
  return [value, keep, clear];
}
