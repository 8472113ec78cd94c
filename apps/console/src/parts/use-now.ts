'use client';
import { useEffect, useState } from 'react';

/** The present time, anew every `every` ms, for ages and countdowns on screen. */
export function useNow(every = 15_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
