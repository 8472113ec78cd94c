import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent } from '@heling/platform/server/outbox';
import { EvidenceStore } from './evidence-store';

/** A person was erased: the photographs taken in their home and their signatures go, rows and files. */
@Injectable()
export class EvidenceErasedConsumer implements Consumer {
  readonly name = 'dispatch.erased';
  readonly topics = ['person.erased'] as const;
  constructor(@Inject(EvidenceStore) private readonly store: EvidenceStore) {}

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    if (event.personId === null) return;
    const gone = await tx.sql<{ file: string }>(
      `WITH gone AS (DELETE FROM evidence WHERE person_id = $1 RETURNING file, person_id)
       SELECT DISTINCT g.file FROM gone g WHERE NOT EXISTS (
         SELECT FROM evidence e WHERE e.file = g.file AND e.person_id <> g.person_id)`,
      [event.personId],
    );
    // A repeat of the event finds no rows; a file that is already gone is no failure.
    for (const { file } of gone) await this.store.remove(file);
  }
}
