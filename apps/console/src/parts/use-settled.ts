'use client';
import { useEffect, useState } from 'react';

/** Long enough that not every stroke asks the api, short enough not to be felt. */
const SOON_MS = 120;

/** Text that follows what is typed a moment later. */
export function useSettled(text: string, ms = SOON_MS): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}
