'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf, type ApiProblem } from '@heling/ui/client';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { record } from './outbox';
import type { Entry } from './store';

type Parts<E> = E extends Entry ? Omit<E, 'visitId' | 'key'> : never;
/** A step as its form gives it; visit and key are added here. */
export type Step = Parts<Entry>;

const HELD = ['visits.mine', 'visits.page', 'visits.round'];

/** Records the steps of visits, with or without a network. */
export function useRecord(account: number) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<number | null>(null);
  const [failed, setFailed] = useState<{ visitId: number; error: ApiProblem } | null>(null);
  const refetch = () => Promise.all(HELD.map((id) => client.invalidateQueries({ queryKey: [id] })));
  const give = async (visit: PhoneVisit, step: Step, label: string, done?: () => void) => {
    setBusy(visit.id);
    setFailed(null);
    try {
      const where = visit.recipient ? `${visit.serviceName} · ${visit.recipient.name}` : visit.serviceName;
      const entry = { ...step, visitId: visit.id, key: `phone-${keyOf()}` } as Entry;
      const { kept } = await record(account, entry, `${where}：${label}`);
      done?.();
      // What is only on the phone shows by itself; the server has nothing new to say.
      if (!kept) await refetch();
    } catch (error) {
      setFailed({ visitId: visit.id, error: problemOf(error) });
      void refetch();
    } finally {
      setBusy(null);
    }
  };
  return {
    give,
    busyWith: (visit: PhoneVisit) => busy === visit.id,
    errorOf: (visit: PhoneVisit) => (failed?.visitId === visit.id ? failed.error : null),
  };
}

function keyOf(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
