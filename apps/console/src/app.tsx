'use client';
import type { ReactNode } from 'react';
import { ServerState } from '@heling/ui/react/server-state';
import { Shell } from './shell/shell';

/** What every page stands in. */
export function App({ children }: { children: ReactNode }) {
  return (
    <ServerState>
      <Shell>{children}</Shell>
    </ServerState>
  );
}
