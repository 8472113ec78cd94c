'use client';
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { flush } from './outbox';
import { onUnsent, photosOf, stepsOf, type Unsent, type UnsentPhoto } from './store';

const AGAIN_MS = 15_000;
const SOON_MS = [0, 1000, 3000];

/** What this account's phone has not sent yet; sends it whenever there may be a network. */
export function useUnsent(account: number | null): { steps: Unsent[]; photos: UnsentPhoto[] } {
  const client = useQueryClient();
  const [unsent, setUnsent] = useState<{ steps: Unsent[]; photos: UnsentPhoto[] }>({ steps: [], photos: [] });
  useEffect(() => {
    if (account === null) return undefined;
    let ended = false;
    const read = async () => {
      const [steps, photos] = await Promise.all([stepsOf(account), photosOf(account)]);
      if (!ended) setUnsent({ steps, photos });
    };
    const send = async () => {
      const [steps, photos] = await Promise.all([stepsOf(account), photosOf(account)]);
      const waiting = [...steps, ...photos].some((each) => !each.refused);
      if (!waiting || !navigator.onLine || !(await flush(account)) || ended) return;
      for (const id of ['visits.mine', 'visits.page', 'visits.round']) {
        void client.invalidateQueries({ queryKey: [id] });
      }
    };
    // The first moment after “online” often has no network yet.
    const timers: ReturnType<typeof setTimeout>[] = [];
    const online = () => {
      for (const wait of SOON_MS) timers.push(setTimeout(() => void send(), wait));
    };
    void read();
    void send();
    const stop = onUnsent(() => void read());
    const timer = setInterval(() => void send(), AGAIN_MS);
    window.addEventListener('online', online);
    return () => {
      ended = true;
      stop();
      clearInterval(timer);
      for (const each of timers) clearTimeout(each);
      window.removeEventListener('online', online);
    };
  }, [account, client]);
  return unsent;
}

/** Whether the phone says that it has a network. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const read = () => setOnline(navigator.onLine);
    read();
    window.addEventListener('online', read);
    window.addEventListener('offline', read);
    return () => {
      window.removeEventListener('online', read);
      window.removeEventListener('offline', read);
    };
  }, []);
  return online;
}
