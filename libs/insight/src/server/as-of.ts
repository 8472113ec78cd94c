import type { Tx } from '@heling/platform/server/database';
import { CONSUMER, FIGURE_TOPICS } from './marks';

/** Up to when everything within the caller's scope is counted: the oldest change not yet counted, or now. */
export async function asOf(tx: Tx, now: Date): Promise<string> {
  const row = await tx.one<{ at: Date | null }>(
    `SELECT least(
       (SELECT min(at) FROM figure_marks),
       (SELECT min(o.created_at) FROM outbox o WHERE o.topic = ANY ($1)
         AND (o.position IS NULL
           OR o.position > coalesce((SELECT w.position FROM outbox_watermarks w WHERE w.consumer = $2), 0))
         AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.consumer = $2 AND d.outbox_id = o.id))) AS at`,
    [FIGURE_TOPICS, CONSUMER],
  );
  const waiting = row?.at;
  return (waiting && waiting < now ? waiting : now).toISOString();
}
