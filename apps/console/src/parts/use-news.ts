'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RouteAddress } from '@heling/ui/route-address';
import { keyOf } from '@heling/ui/react/use-call';
import { useLiveEvents } from '../shell/live';

/**
 * Counts changes (by their keys) that a list does not show yet. `take` fetches the list anew. Topics: whole
 * (`queue.changed`) or beginnings that end with a point (`order.`).
 */
export function useNews(topics: readonly string[], routes: readonly RouteAddress[]) {
  const client = useQueryClient();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  useLiveEvents(topics, (events) =>
    setKeys((before) => new Set([...before, ...events.map((event) => event.key)])),
  );
  return {
    count: keys.size,
    take: () => {
      setKeys(new Set());
      for (const route of routes) void client.invalidateQueries({ queryKey: keyOf(route) });
    },
  };
}
