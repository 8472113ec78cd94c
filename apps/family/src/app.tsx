'use client';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react';
import { useLive, type Live } from '@heling/ui/react/live';
import { ServerState } from '@heling/ui/react/server-state';
import { accessMe } from '@heling/ui/api.gen';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { useMoves } from './moves';

const LiveContext = createContext<Live>({ state: 'connecting', heardAt: null });
/** Whether this phone hears the server now. */
export const useLiveState = (): Live => useContext(LiveContext);

/** Answers that an event of such a topic makes old. */
const TOUCHED: [RegExp, string[]][] = [
  [/^(order|visit|payment|complaint)\./, ['orders.list', 'orders.page', 'payments.page', 'complaints.list']],
  [/^(visit|order|round)\./, ['visits.mine', 'visits.page', 'visits.round']],
  [/^standing\./, ['standing.list']],
  [/^consent\./, ['access.me', 'access.listConsents']],
];

/** Answers that the state of a visit shows in. */
const FOLLOWED = ['orders.list', 'orders.page', 'visits.mine', 'visits.round'];

function Listening({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  // Asked again each minute: rights may be withdrawn while the page stands open.
  const me = useCall(accessMe, {}, { refetchInterval: 60_000 });
  useMoves();
  useForgetting(me.data?.persons.map((person) => person.id));
  const live = useLive((events) => {
    const ids = new Set(
      events.flatMap((event) => TOUCHED.flatMap(([topic, held]) => (topic.test(event.topic) ? held : []))),
    );
    for (const id of ids) void client.invalidateQueries({ queryKey: [id] });
  }, Boolean(me.data));
  useEffect(() => {
    const refetch = () => {
      for (const id of FOLLOWED) void client.invalidateQueries({ queryKey: [id] });
    };
    // What happened between the first answers and the first word of the server.
    if (live.state === 'live') refetch();
    if (live.state !== 'cut') return undefined;
    // Unheard: ask now and then instead, and at once when the network is back.
    const timer = setInterval(refetch, 20_000);
    window.addEventListener('online', refetch);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', refetch);
    };
  }, [live.state, client]);
  useEffect(() => {
    // Rights may be withdrawn while the page stands open.
    const again = () => {
      if (document.visibilityState === 'visible')
        void client.invalidateQueries({ queryKey: keyOf(accessMe) });
    };
    document.addEventListener('visibilitychange', again);
    return () => document.removeEventListener('visibilitychange', again);
  }, [client]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** What was fetched about a senior goes as soon as their consent has gone. */
function useForgetting(persons: number[] | undefined): void {
  const client = useQueryClient();
  const before = useRef<number[]>([]);
  useEffect(() => {
    if (!persons) return;
    const lost = before.current.some((id) => !persons.includes(id));
    before.current = persons;
    if (lost) void client.resetQueries({ predicate: (query) => query.queryKey[0] !== accessMe.id });
  });
}

/** What every page stands in: answers of the api, live news, and the service worker that keeps the shell for offline. */
export function App({ children }: { children: ReactNode }) {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    navigator.serviceWorker
      .register('/family/sw.js', { scope: '/family/' })
      .then((registration) => registration.active?.postMessage('keep'))
      // Browsers refuse it on a plain-HTTP address: the app then works online only.
      .catch(() => undefined);
  }, []);
  return (
    <ServerState>
      <Listening>{children}</Listening>
    </ServerState>
  );
}
