'use client';
import type { ReactNode } from 'react';
import { ServerState } from '@heling/ui/react/server-state';

/** What every page stands in. */
export function App({ children }: { children: ReactNode }) {
  return <ServerState>{children}</ServerState>;
}
