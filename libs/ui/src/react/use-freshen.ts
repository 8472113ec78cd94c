'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { RouteAddress } from '../route-address';
import { keyOf } from './use-call';

/** Between two fetches, ms: a flood of events must not become a flood of requests. */
const PAUSE_MS = 250;

/**
 * Fetches endpoints anew when told, one fetch at a time: what is told while one is under way leads to one more after it.
 * So nothing is missed and a flood of events costs a few requests a second.
 */
export function useFreshen(routes: readonly RouteAddress[]): () => void {
  const client = useQueryClient();
  const running = useRef(false);
  const dirty = useRef(false);
  const wanted = useRef(routes);
  return useCallback(() => {
    dirty.current = true;
    if (running.current) return;
    running.current = true;
    void (async () => {
      while (dirty.current) {
        dirty.current = false;
        await Promise.all(
          wanted.current.map((route) => client.invalidateQueries({ queryKey: keyOf(route) })),
        );
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
      running.current = false;
    })();
  }, [client]);
}
