'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** On its way from a row to the bar with the news the pointer leaves both for a moment, ms. */
const ON_THE_WAY_MS = 1500;

/** Whether the pointer is over any part that spreads `over`, or has just left one. */
export function useInside() {
  const [inside, setInside] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(leaving.current), []);
  const enter = useCallback(() => {
    clearTimeout(leaving.current);
    setInside(true);
  }, []);
  const leave = useCallback(() => {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => setInside(false), ON_THE_WAY_MS);
  }, []);
  const over = useMemo(() => ({ onPointerEnter: enter, onPointerLeave: leave }), [enter, leave]);
  return { inside, over };
}
