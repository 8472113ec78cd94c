'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { insightOverview, placesWall } from '@heling/ui/api.gen';
import { VERBS } from '@heling/ui/glossary';
import { useLive } from '@heling/ui/react/live';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import type { LiveEvent } from '@heling/platform/contract/live';
import { Figures } from './figures';
import { Header } from './header';
import { InstitutionGrid } from './institution-grid';
import { useMe } from './signed-in';
import { Stream } from './stream';
import { WallMap } from './wall-map';

/** Events kept for the stream; a wall runs for weeks. */
const KEPT = 40;
/** What is fetched anew even when nothing was heard, ms. */
const REFRESH_MS = 60_000;

/** The wall (大屏): map, stream and figures of all institutions in the scope, without scrolling or touching. */
export function Wall() {
  const me = useMe();
  const client = useQueryClient();
  const [events, setEvents] = useState<LiveEvent[]>([]);
  const live = useLive((fresh) => {
    setEvents((before) => [...fresh.toReversed(), ...before].slice(0, KEPT));
    if (fresh.some((event) => event.topic.startsWith('facility.')))
      void client.invalidateQueries({ queryKey: keyOf(placesWall) });
    if (fresh.some((event) => event.topic.startsWith('order.')))
      void client.invalidateQueries({ queryKey: keyOf(insightOverview) });
  });
  const now = useNow();
  const wall = useCall(placesWall, { query: {} }, { refetchInterval: REFRESH_MS });
  const counts = me.roles.some((role) =>
    ['city', 'county', 'street', 'community', 'dispatcher'].includes(role),
  );
  const [division = '4106'] = me.scope.divisions;
  const overview = useCall(
    insightOverview,
    { query: { division } },
    { refetchInterval: REFRESH_MS, enabled: counts },
  );
  return (
    <div className="wall">
      <Header now={now} live={live} asOf={wall.data?.asOf ?? null} />
      {wall.error ? (
        <p className="problem banner" role="alert">
          {wall.error.message}
          <button type="button" onClick={() => void wall.refetch()}>
            {VERBS.retry}
          </button>
        </p>
      ) : null}
      <main className="zones">
        <WallMap items={wall.data?.items ?? null} />
        <section className="side">
          <Figures totals={wall.data?.totals ?? null} overview={overview.data ?? null} />
          <Stream events={events} now={now} />
        </section>
        <InstitutionGrid items={wall.data?.items ?? null} now={now} />
      </main>
    </div>
  );
}

/** The time, each second. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
