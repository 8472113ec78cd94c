'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { onSignedOut, problemOf } from '../client';

/** Holds what pages have fetched. An answer 401 makes every page ask again who is signed in. */
export function ServerState({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 15_000,
            refetchOnWindowFocus: true,
            // Without a network a call fails with a sentence; the library's own way is to wait without a word.
            networkMode: 'always',
            // The client itself has already tried again where that may help.
            retry: (failures, error) => failures < 1 && problemOf(error).status === 0,
          },
          mutations: { networkMode: 'always' },
        },
      }),
  );
  useEffect(
    () =>
      onSignedOut(() => {
        // Not while it is being asked: its own 401 would ask again for ever.
        void client.invalidateQueries({ queryKey: ['access.me'] }, { cancelRefetch: false });
      }),
    [client],
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
