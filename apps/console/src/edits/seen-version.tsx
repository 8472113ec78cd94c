'use client';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ApiProblem } from '@heling/ui/client';
import { keyOf } from '@heling/ui/react/use-call';
import type { RouteAddress } from '@heling/ui/route-address';
import { Mark } from '../parts/marks';

/**
 * The version that a form began with. The page behind it goes on living: when somebody else has changed the thing, the
 * form must not send its own values under a version that its user has never looked at.
 */
export function useSeenVersion(newest: number, routes: readonly RouteAddress[]) {
  const client = useQueryClient();
  const [version, setVersion] = useState(newest);
  return {
    version,
    outdated: newest > version,
    /** The user has looked at what is there now and holds to what was typed. */
    takeNewest: () => setVersion(newest),
    /** For `onError`: a refusal as stale fetches what is there now. */
    onError: (problem: ApiProblem) => {
      if (problem.status !== 409) return;
      for (const route of routes) void client.invalidateQueries({ queryKey: keyOf(route) });
    },
  };
}

/** Says that somebody else has changed what is being edited, and lets the user decide. */
export function Outdated({
  seen,
  onGiveUp,
}: {
  seen: { outdated: boolean; takeNewest: () => void };
  onGiveUp: () => void;
}) {
  if (!seen.outdated) return null;
  return (
    <div className="row" role="status">
      <Mark tone="p1">这条记录刚被别人改过，您填的还在</Mark>
      <Button onClick={seen.takeNewest}>看过了，仍按我填的保存</Button>
      <Button onClick={onGiveUp}>放弃我填的，看最新的</Button>
    </div>
  );
}
