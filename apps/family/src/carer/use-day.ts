'use client';
import { useEffect, useState } from 'react';
import type { CallInput, Output, RouteSpec } from '@heling/platform/contract/route';
import { accessMe, visitsMine, visitsRound } from '@heling/ui/api.gen';
import type { ApiProblem } from '@heling/ui/client';
import { useCall } from '@heling/ui/react/use-call';
import type { RouteAddress } from '@heling/ui/route-address';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { useMe, type Me } from '../session';
import { project } from './project';
import { learnTime } from './server-time';
import { copyOf, keepCopy, type Copy } from './store';
import { useOnline, useUnsent } from './use-unsent';

export interface Kept<T> {
  data: T | undefined;
  /** When `data` was true, if it is a copy from before; null when it has just come. */
  copyAt: string | null;
  error: ApiProblem | null;
  isPending: boolean;
  refetch: () => unknown;
}

/** Reads an endpoint and keeps a copy on the phone under `name`, which is shown while the api cannot be reached. */
function useKept<S extends RouteSpec>(
  route: RouteAddress<S>,
  input: CallInput<S>,
  name: string | null,
): Kept<Output<S>> {
  const query = useCall(route, input, { enabled: name !== null });
  const [copy, setCopy] = useState<Copy<Output<S>> | null>(null);
  const { data, dataUpdatedAt, error } = query;
  useEffect(() => {
    if (name && data !== undefined) void keepCopy(name, data).catch(() => undefined);
    const asOf: unknown = (data as { asOf?: unknown } | undefined)?.asOf;
    if (typeof asOf === 'string') learnTime(asOf, dataUpdatedAt);
  }, [name, data, dataUpdatedAt]);
  const online = useOnline();
  const unreached = !online || (error !== null && error.unanswered);
  useEffect(() => {
    if (name && unreached) void copyOf<Output<S>>(name).then((found) => setCopy(found ?? null));
  }, [name, unreached]);
  if (unreached && data !== undefined) {
    return { ...query, data, error: null, copyAt: new Date(dataUpdatedAt).toISOString() };
  }
  if (unreached && copy) return { ...query, data: copy.data, error: null, isPending: false, copyAt: copy.at };
  return { ...query, copyAt: null };
}

/** The signed-in carer; without a network whoever was signed in last on this phone. */
export function useCarer(): Kept<Me> {
  const me = useMe();
  const kept = useKept(accessMe, {}, 'me');
  return { ...kept, error: kept.data ? kept.error : me.error };
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
