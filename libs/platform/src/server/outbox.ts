import type { Journal, Tx } from './database';

/** An event of a change, written in the change's own transaction. Payload: ids, versions, codes; no personal data. */
export interface NewEvent {
  topic: string;
  /** What it is about, e.g. `visit:42`. */
  key: string;
  division: string;
  org?: number | null;
  personId?: number | null;
  carers?: readonly number[];
  payload?: Record<string, unknown>;
}

export interface OutboxEvent {
  id: number;
  topic: string;
  key: string;
  division: string;
  org: number | null;
  personId: number | null;
  carers: number[];
  payload: Record<string, unknown>;
  createdAt: Date;
}

/** Takes events in the worker, at least once; the transaction also records the delivery, so effects in it happen once. */
export interface Consumer {
  name: string;
  topics: readonly string[];
  consume(tx: Tx, event: OutboxEvent): Promise<void>;
}

/** Work that the worker does again and again; idempotent, and one worker at a time does it. */
export interface Sweep {
  name: string;
  everySeconds: number;
  run(): Promise<void>;
}

/** Called after the commit of a transaction that wrote events, so that the relay need not wait for its next look. */
let nudge: () => void = () => undefined;
export function onEvents(listener: () => void): void {
  nudge = listener;
}

const OUTBOX: Journal = {
  name: 'outbox_rows',
  insert: (rows) =>
    `INSERT INTO outbox (topic, key, division, org, person_id, carers, payload)
     SELECT e.topic, e.key, e.division, e.org, e.person_id,
       coalesce((SELECT array_agg(c::bigint) FROM jsonb_array_elements_text(e.carers) c), '{}'), e.payload
     FROM ${rows} AS e(topic text, key text, division text, org bigint, person_id bigint, carers jsonb, payload jsonb)`,
};

/** Writes events to the outbox with the change's transaction, just before it commits. */
export async function emit(tx: Tx, ...events: NewEvent[]): Promise<void> {
  tx.journal(
    OUTBOX,
    events.map((event) => ({
      topic: event.topic,
      key: event.key,
      division: event.division,
      org: event.org ?? null,
      person_id: event.personId ?? null,
      carers: event.carers ?? [],
      payload: event.payload ?? {},
    })),
  );
  tx.afterCommit(nudge);
}
