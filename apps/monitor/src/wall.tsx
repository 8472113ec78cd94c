'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { insightOverview, oversightStream, oversightWall, placesWall } from '@heling/ui/api.gen';
import { VERBS } from '@heling/ui/glossary';
import { useAlarmSound } from '@heling/ui/react/alarm-sound';
import { useLive } from '@heling/ui/react/live';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { useFreshen } from '@heling/ui/react/use-freshen';
import { useRinging } from '@heling/ui/react/use-ringing';
import type { LiveEvent } from '@heling/platform/contract/live';
import { rowOf } from './alarm-stream';
import { AlarmView } from './alarm-view';
import { Header, type View } from './header';
import { Replay } from './replay';
import { ServiceView } from './service-view';
import { useMe } from './signed-in';
import { alarmToneOf, type Watched } from './tones';
import { Urgent } from './urgent';
import { useNow } from './use-now';

/** Events kept for the service view; a wall runs for weeks. */
const KEPT = 40;
/** What is fetched anew even when nothing was heard, ms. */
const REFRESH_MS = 60_000;
/** Devices' freshness is no event; it is asked for. */
const FRESHNESS_MS = 15_000;
const KEYS: Record<string, View> = { 1: 'alarms', 2: 'service', r: 'replay' };

/** The wall (大屏): alarms of all institutions in the scope; beds and orders in a second view; the last day again. */
export function Wall() {
  const me = useMe();
  const client = useQueryClient();
  const [view, setView] = useState<View>('alarms');
  const [events, setEvents] = useState<LiveEvent[]>([]);
  const watches = me.roles.some((role) =>
    ['city', 'county', 'street', 'institutionDuty', 'institutionManager', 'wall'].includes(role),
  );
  const freshen = useFreshen([oversightStream, oversightWall]);
  const live = useLive((fresh) => {
    setEvents((before) =>
      [...fresh.filter((event) => !event.topic.startsWith('alarm.')).toReversed(), ...before].slice(0, KEPT),
    );
    if (fresh.some((event) => event.topic.startsWith('alarm.'))) freshen();
    if (fresh.some((event) => event.topic.startsWith('facility.')))
      void client.invalidateQueries({ queryKey: keyOf(placesWall) });
    if (fresh.some((event) => event.topic.startsWith('order.')))
      void client.invalidateQueries({ queryKey: keyOf(insightOverview) });
  });
  const now = useNow();
  const wall = useCall(placesWall, { query: {} }, { refetchInterval: REFRESH_MS });
  const stream = useCall(oversightStream, {}, { refetchInterval: REFRESH_MS, enabled: watches });
  const alarms = useCall(oversightWall, {}, { refetchInterval: FRESHNESS_MS, enabled: watches });
  const counts = me.roles.some((role) =>
    ['city', 'county', 'street', 'community', 'dispatcher', 'wall'].includes(role),
  );
  const [division = '4106'] = me.scope.divisions;
  const overview = useCall(
    insightOverview,
    { query: { division } },
    { refetchInterval: REFRESH_MS, enabled: counts },
  );
  const sound = useAlarmSound();
  const urgent = stream.data?.urgent ?? [];
  useRinging(sound, stream.data?.items, urgent.length);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wanted = KEYS[event.key.toLowerCase()];
      if (wanted && watches && !event.ctrlKey && !event.altKey && !event.metaKey) setView(wanted);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [watches]);
  // A life in danger brings the alarms back, whatever was looked at.
  const called = urgent.length > 0;
  useEffect(() => {
    if (called) setView((before) => (before === 'service' ? 'alarms' : before));
  }, [called]);

  // Freshness changes by the minute, not by the second.
  const minute = Math.floor(now.getTime() / FRESHNESS_MS);
  const watched = useMemo((): Watched[] | null => {
    if (!wall.data || !alarms.data) return null;
    const by = new Map(alarms.data.items.map((item) => [item.facilityId, item]));
    const at = new Date(minute * FRESHNESS_MS);
    return wall.data.items.map((institution) => {
      const found = by.get(institution.id) ?? null;
      return { institution, counts: found, tone: alarmToneOf(found, at) };
    });
  }, [wall.data, alarms.data, minute]);
  const rows = useMemo(() => stream.data?.items.map(rowOf) ?? null, [stream.data]);

  const problem = wall.error ?? stream.error ?? alarms.error;
  const shown = watches ? view : 'service';
  return (
    <div className="wall" data-ringing={called && sound.on}>
      <Header
        now={now}
        live={live}
        asOf={(watches ? stream.data?.asOf : wall.data?.asOf) ?? null}
        view={shown}
        sound={watches ? sound : null}
        show={watches ? setView : null}
      />
      {problem ? (
        <p className="problem banner" role="alert">
          {problem.message}
          <button
            type="button"
            onClick={() => {
              void wall.refetch();
              if (watches) freshen();
            }}
          >
            {VERBS.retry}
          </button>
        </p>
      ) : null}
      <Urgent alarms={urgent} now={now} />
      {shown === 'alarms' ? (
        <AlarmView watched={watched} rows={rows} now={now} most={called ? 5 : 8} />
      ) : null}
      {shown === 'service' ? (
        <ServiceView wall={wall.data} overview={overview.data} events={events} now={now} />
      ) : null}
      {shown === 'replay' ? (
        <Replay
          institutions={wall.data?.items ?? null}
          most={called ? 3 : 6}
          leave={() => setView('alarms')}
        />
      ) : null}
    </div>
  );
}
