'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { dispatchBoard } from '@heling/ui/api.gen';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { useLiveEvents } from '../shell/live';
import { heldBack, type BoardVisit } from './model';

export interface BoardFilters {
  day: string;
  org?: number;
  division?: string;
  service?: string;
}
/** Changes are fetched at most so often, ms: a day of a county is a large answer. */
const CALM_MS = 1500;
const TOPICS = ['visit.', 'order.', 'carer.', 'shift.'];

/**
 * The day as it stands, live. While `busy` (the pointer is over the board, something is dragged or chosen) nothing moves:
 * `waiting` counts what has moved elsewhere, `bringIn` shows it.
 */
export function useBoard(filters: BoardFilters, busy: boolean) {
  const client = useQueryClient();
  const input = { body: filters };
  const answer = useCall(dispatchBoard, input, { keep: true, refetchInterval: 60_000 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = useCallback(() => {
    if (timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: keyOf(dispatchBoard) });
    }, CALM_MS);
  }, [client]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveEvents(TOPICS, refresh);

  const newest = answer.data;
  const question = JSON.stringify(filters);
  const [shown, setShown] = useState<{ question: string; visits: BoardVisit[] } | null>(null);
  const fresh = newest && !answer.isPlaceholderData ? newest : null;
  const hold = busy && shown?.question === question;
  const held = useMemo(
    () => (hold && shown && fresh ? heldBack(shown.visits, fresh.visits) : null),
    [hold, shown, fresh],
  );
  useEffect(() => {
    if (fresh && !hold) setShown({ question, visits: fresh.visits });
  }, [fresh, hold, question]);
  const bringIn = useCallback(() => {
    if (fresh) setShown({ question, visits: fresh.visits });
  }, [fresh, question]);
  /** Fetches now, and shows what comes: after one's own change. */
  const reload = useCallback(async () => {
    await client.invalidateQueries({ queryKey: keyOf(dispatchBoard) });
    const now = client.getQueryData<typeof newest>(keyOf(dispatchBoard, { body: filters }));
    if (now) setShown({ question, visits: now.visits });
  }, [client, filters, question]);

  return {
    answer,
    visits: held?.visits ?? (hold ? shown?.visits : fresh?.visits) ?? shown?.visits ?? [],
    carers: newest?.carers ?? [],
    waiting: held?.waiting ?? 0,
    bringIn,
    reload,
  };
}
