'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Socket } from 'socket.io-client';
import type { LiveEvent, LiveHello } from '@heling/platform/contract/live';
import { platformEventsAfter } from '../api.gen';
import { call } from '../client';

/** Path of the socket.io endpoint; the same as `LIVE_PATH` of the contract, which brings zod along. */
const LIVE_PATH = '/live';
/** The server speaks each second: silence for this long means that the picture is old. */
const SILENCE_MS = 3000;
const FIRST_MS = 10_000;
const COME_BACK_MS = 2000;

export interface Live {
  /** `live`: hears the server; `cut`: does not, what is shown may be old. */
  state: 'connecting' | 'live' | 'cut';
  /** When the server was last heard. */
  heardAt: Date | null;
}

/**
 * Listens to what changes in the caller's scope. `onEvents` hears every event once, in order of position, also those
 * that a cut connection missed (fetched from PostgreSQL by position); it should fetch anew what it shows.
 */
export function useLive(onEvents: (events: LiveEvent[]) => void, enabled = true): Live {
  const [live, setLive] = useState<Live>({ state: 'connecting', heardAt: null });
  const client = useQueryClient();
  const listener = useRef(onEvents);
  useEffect(() => {
    listener.current = onEvents;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    let position: number | null = null;
    let catching = false;
    let heard = 0;
    const begun = Date.now();
    let socket: Socket | null = null;
    let ended = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const take = (events: LiveEvent[]) => {
      const fresh = events.filter((event) => position !== null && event.position > position);
      if (fresh.length > 0) listener.current(fresh);
    };
    // Positions grow city-wide and this caller sees some of them, so a gap is no sign of loss: after each new
    // connection everything since the last known position is asked for.
    const catchUp = async (): Promise<void> => {
      if (position === null || catching) return;
      catching = true;
      try {
        for (;;) {
          const answer = await call(platformEventsAfter, { query: { after: position } });
          take(answer.events);
          position = Math.max(position, answer.last);
          if (!answer.more) break;
        }
      } finally {
        catching = false;
      }
    };
    const listen = (opened: Socket) => {
      opened.on('connect', () => void catchUp().catch(() => undefined));
      // Turned away or shown out by the server (it stops, or could not look up the session), socket.io does not try
      // again by itself.
      const comeBack = () => {
        if (ended || opened.active) return;
        clearTimeout(again);
        again = setTimeout(() => opened.connect(), COME_BACK_MS);
      };
      opened.on('disconnect', comeBack);
      opened.on('connect_error', comeBack);
      opened.on('event', (event: LiveEvent) => {
        if (position === null || catching) return;
        take([event]);
        position = Math.max(position, event.position);
      });
      opened.on('hello', (hello: LiveHello) => {
        heard = Date.now();
        if (position === null) {
          position = hello.position;
          // What changed between the page's first answers and this moment was told to nobody.
          void client.invalidateQueries();
        }
        // A message can be lost on the way while the connection stands; the server's mark tells.
        else if (hello.position > position) void catchUp().catch(() => undefined);
        setLive({ state: 'live', heardAt: new Date(heard) });
      });
    };
    // Fetched after the page is there: what is shown first does not need it.
    const start = () => {
      import('socket.io-client').then(
        ({ io }) => {
          if (ended) return;
          socket = io({
            path: LIVE_PATH,
            transports: ['websocket', 'polling'],
            reconnectionDelayMax: 3000,
          });
          listen(socket);
        },
        () => {
          if (ended) return;
          setLive((before) => ({ ...before, state: 'cut' }));
          again = setTimeout(start, 3000);
        },
      );
    };
    start();
    const timer = setInterval(() => {
      // A first connection may take longer than a word of the server.
      const patience = heard === 0 ? FIRST_MS : SILENCE_MS;
      if (Date.now() - (heard || begun) < patience) return;
      setLive((before) => (before.state === 'cut' ? before : { ...before, state: 'cut' }));
    }, 500);
    return () => {
      clearInterval(timer);
      clearTimeout(again);
      ended = true;
      socket?.close();
    };
  }, [client, enabled]);
  return live;
}
