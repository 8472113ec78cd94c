'use client';
import { useEffect, useState } from 'react';
import type { CallInput, Output, RouteSpec } from '@heling/platform/contract/route';
import { accessMe, visitsMine, visitsRound } from '@heling/ui/api.gen';
import type { ApiProblem } from '@heling/ui/client';
import { useCall } from '@heling/ui/react/use-call';
import type { RouteAddress } from '@heling/ui/route-address';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import type { Me } from '../session';
import { project } from './project';
import { learnTime } from './server-time';
import { copyOf, forgetAll, keepCopy, type Copy } from './store';
import { useOnline, useUnsent } from './use-unsent';

export interface Kept<T> {
  data: T | undefined;
  /** When `data` was true, if it is a copy from before; null when it has just come. */
  copyAt: string | null;
  /** The copy is shown until the answer comes; else there is no reaching the api. */
  coming: boolean;
  error: ApiProblem | null;
  isPending: boolean;
  refetch: () => unknown;
}

/**
 * Reads an endpoint and keeps a copy on the phone under `name`. The copy is shown at once, until the answer comes: at
 * a weak signal a phone believes that it has a network for many seconds.
 */
function useKept<S extends RouteSpec>(
  route: RouteAddress<S>,
  input: CallInput<S>,
  name: string,
): Kept<Output<S>> {
  const query = useCall(route, input);
  const [copy, setCopy] = useState<Copy<Output<S>> | null>(null);
  const online = useOnline();
  const { data, dataUpdatedAt, error } = query;
  useEffect(() => {
    let left = false;
    void copyOf<Output<S>>(name)
      .then((found) => (left ? undefined : setCopy(found ?? null)))
      .catch(() => undefined);
    return () => {
      left = true;
    };
  }, [name]);
  useEffect(() => {
    if (data === undefined) return;
    void keepCopy(name, data).catch(() => undefined);
    const asOf: unknown = (data as { asOf?: unknown }).asOf;
    if (typeof asOf === 'string') learnTime(asOf, dataUpdatedAt);
  }, [name, data, dataUpdatedAt]);
  const unreached = !online || (error !== null && error.unanswered);
  if (data !== undefined) {
    const copyAt = unreached ? new Date(dataUpdatedAt).toISOString() : null;
    return { ...query, data, error: unreached ? null : error, copyAt, coming: false };
  }
  if (copy && (unreached || query.isPending)) {
    const shown = { data: copy.data, error: null, isPending: false, copyAt: copy.at };
    return { ...query, ...shown, coming: !unreached };
  }
  return { ...query, copyAt: null, coming: false };
}

/** The signed-in carer; without a network whoever was signed in last on this phone. */
export function useCarer(): Kept<Me> {
  const kept = useKept(accessMe, {}, 'me');
  const ended = kept.error?.status === 401;
  useEffect(() => {
    // The session was ended, perhaps because the phone is lost: names and addresses go.
    if (ended) void forgetAll().catch(() => undefined);
  }, [ended]);
  return kept;
}

export interface CarersDay {
  mine: Kept<Output<typeof visitsMine extends RouteAddress<infer S> ? S : never>>;
  /** Today's visits as they stand with what this phone has recorded. */
  visits: PhoneVisit[];
  unsent: ReturnType<typeof useUnsent>;
}

/** Today's visits, in order. */
export function useDay(me: Me): CarersDay {
  const mine = useKept(visitsMine, { query: {} }, `${me.accountId}:mine`);
  const unsent = useUnsent(me.accountId);
  const entries = unsent.steps.filter((step) => !step.refused).map((step) => step.entry);
  return {
    mine,
    unsent,
    visits: mine.data?.visits.map((visit) => project(visit, entries, mine.data!.gateLimits)) ?? [],
  };
}

/** Today's rounds of a courier, with what this phone has recorded. */
export function useRounds(me: Me) {
  const rounds = useKept(visitsRound, { query: {} }, `${me.accountId}:round`);
  const unsent = useUnsent(me.accountId);
  const entries = unsent.steps.filter((step) => !step.refused).map((step) => step.entry);
  return {
    rounds,
    unsent,
    items:
      rounds.data?.rounds.map((round) => ({
        ...round,
        stops: round.stops.map((stop) => project(stop, entries, NO_GATE)),
      })) ?? [],
  };
}

/** Meals have no gate; the limits are never asked. */
const NO_GATE = {
  systolic: [0, 0] as [number, number],
  diastolic: [0, 0] as [number, number],
  temperature: [0, 0] as [number, number],
  pulse: [0, 0] as [number, number],
  spo2: 0,
  water: [0, 0] as [number, number],
};
