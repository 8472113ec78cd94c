'use client';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import { accessMe } from '@heling/ui/api.gen';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import type { RouteAddress } from '@heling/ui/route-address';

type AnswerOf<A> = A extends RouteAddress<infer S> ? Output<S> : never;
export type Me = AnswerOf<typeof accessMe>;
export type Person = Me['persons'][number];

/** Who is signed in on this phone. */
export const useMe = () => useCall(accessMe, {});

/** Someone has signed in: nothing that was fetched for another account stays. */
export function become(client: QueryClient, me: Me): void {
  client.setQueryData(keyOf(accessMe, {}), me);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== accessMe.id });
}

const KEY = 'heling:person';
const listeners = new Set<() => void>();

/** Remembers for whom this phone orders (an opaque id). */
export function choosePerson(id: number): void {
  localStorage.setItem(KEY, String(id));
  for (const listener of listeners) listener();
}

/** The senior that the pages are about: the one chosen on this phone, else the first. */
export function usePerson(me: Me): Person | null {
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    const read = () => setChosen(Number(localStorage.getItem(KEY)));
    read();
    listeners.add(read);
    return () => {
      listeners.delete(read);
    };
  }, []);
  return me.persons.find((person) => person.id === chosen) ?? me.persons[0] ?? null;
}

/** How a family calls the person: 母亲 王秀英 for others, the name alone for oneself. */
export function callOf(me: Me, person: Person): string {
  return person.id === me.personId ? '我' : person.name;
}
