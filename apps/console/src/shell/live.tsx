'use client';
import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { LiveEvent } from '@heling/platform/contract/live';
import { ago, clock } from '@heling/ui/format';
import { useLive, type Live } from '@heling/ui/react/live';
import { useNow } from '../parts/use-now';
import { Mark } from '../parts/marks';

type Hearer = (events: LiveEvent[]) => void;
const Events = createContext<{ hear(hearer: Hearer): () => void }>({ hear: () => () => undefined });
const State = createContext<Live>({ state: 'connecting', heardAt: null });

/** One connection for the whole console; pages hear of their topics by `useLiveEvents`. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const hearers = useRef(new Set<Hearer>());
  const live = useLive((events) => {
    for (const hearer of hearers.current) hearer(events);
  });
  const events = useMemo(
    () => ({
      hear: (hearer: Hearer) => {
        hearers.current.add(hearer);
        return () => hearers.current.delete(hearer);
      },
    }),
    [],
  );
  return (
    <Events value={events}>
      <State value={live}>{children}</State>
    </Events>
  );
}

/** Hears the events of these topics: whole (`queue.changed`) or beginnings that end with a point (`order.`). */
export function useLiveEvents(topics: readonly string[], onEvents: Hearer): void {
  const { hear } = useContext(Events);
  const latest = useRef(onEvents);
  useEffect(() => {
    latest.current = onEvents;
  });
  const wanted = topics.join(' ');
  useEffect(() => {
    const names = wanted.split(' ');
    return hear((events) => {
      const mine = events.filter((event) =>
        names.some((name) => (name.endsWith('.') ? event.topic.startsWith(name) : event.topic === name)),
      );
      if (mine.length > 0) latest.current(mine);
    });
  }, [hear, wanted]);
}

/** Whether what is on screen is fresh, and since when not. */
export function LiveMark() {
  const { state, heardAt } = useContext(State);
  const now = useNow(1000);
  if (state === 'live') return <Mark tone="ok">实时</Mark>;
  if (state === 'connecting' || !heardAt) return <Mark tone="unknown">正在连接</Mark>;
  return (
    <span role="status">
      <Mark tone="p1">
        连接中断，数据停在 {clock(heardAt)}（{ago(heardAt, now)}）
      </Mark>
    </span>
  );
}
