'use client';
import { useEffect, useState } from 'react';

/** 长辈版 (elder: light and huge, the default) or 标准版 (phone). */
export type Mode = 'elder' | 'phone';
const KEY = 'heling:mode';

/** Runs before the first paint, so that the page does not jump; its hash stands in the policy of the page. */
export const MODE_SCRIPT = `try{var m=localStorage.getItem('${KEY}');if(m==='phone')document.documentElement.dataset.theme=m}catch(e){}`;

/** The mode of this phone and how to change it. */
export function useMode(): [Mode, (mode: Mode) => void] {
  const [mode, setMode] = useState<Mode>('elder');
  useEffect(() => {
    setMode(localStorage.getItem(KEY) === 'phone' ? 'phone' : 'elder');
  }, []);
  return [
    mode,
    (next) => {
      localStorage.setItem(KEY, next);
      document.documentElement.dataset.theme = next;
      setMode(next);
    },
  ];
}
