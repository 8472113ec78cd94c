import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import type { WorkKind } from '../contract/queue';
import { businessDay } from '@heling/platform/domain/calendar';
import { Policies } from './policies';

export type WorkSubject = 'order' | 'visit' | 'complaint' | 'welfareCheck' | 'carer' | 'payment';
export interface NewWork {
  kind: WorkKind;
  subject: WorkSubject;
  subjectId: number;
  division: string;
  org?: number | null;
  personId?: number | null;
  /** Ids and codes only. */
  facts?: Record<string, unknown>;
  /** By when somebody must have seen to it; by the policy's hours when absent. */
  dueAt?: Date;
  /** Called again while it is open, it alerts again: the newest facts stand, and nobody has it in hand any more. */
  alertsAgain?: boolean;
}

const SEVERITY: Record<WorkKind, 'P0' | 'P1' | 'P2' | 'P3'> = {
  welfareCheck: 'P0',
  sos: 'P0',
  missedCheckIn: 'P1',
  carerSick: 'P1',
  visitUnassigned: 'P1',
  syncConflict: 'P2',
  complaint: 'P2',
  paymentFailed: 'P2',
  newDate: 'P2',
  standingSkipped: 'P2',
  paymentLate: 'P3',
};

/** What of an item its event says. */
interface Told extends Pick<NewWork, 'kind' | 'division' | 'org' | 'personId'> {
  id: number;
}

/** The queue of what needs a person (待办): opened and closed by every context, in the change's transaction. */
@Injectable()
export class WorkQueue {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Policies) private readonly policies: Policies,
  ) {}

  /**
   * Opens an item; one that is already open for the same matter stays as it is, unless it `alertsAgain`. Answers whether
   * somebody is told.
   */
  async open(tx: Tx, work: NewWork): Promise<boolean> {
    const now = this.clock.now();
    const { queueHours } = await this.policies.on(tx, businessDay(now));
    const dueAt = work.dueAt ?? new Date(now.getTime() + (queueHours[work.kind] ?? 24) * 3_600_000);
    const row = await tx.one<{ id: number }>(
      `INSERT INTO work_items (kind, severity, division, org, person_id, subject, subject_id, facts, due_at, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (kind, subject, subject_id) WHERE state = 'open' DO UPDATE SET facts = excluded.facts,
         claimed_by = NULL, claimed_at = NULL, version = work_items.version + 1 WHERE $11
       RETURNING id`,
      [
        work.kind,
        SEVERITY[work.kind],
        work.division,
        work.org ?? null,
        work.personId ?? null,
        work.subject,
        work.subjectId,
        JSON.stringify(work.facts ?? {}),
        dueAt,
        now,
        work.alertsAgain ?? false,
      ],
    );
    if (row) await this.tell(tx, { ...work, id: row.id }, 'open');
    return row !== undefined;
  }

  /** Closes what is open of these kinds about a subject, because the matter is settled. */
  async close(
    tx: Tx,
    ctx: RequestContext,
    kinds: readonly WorkKind[],
    subject: WorkSubject,
    subjectId: number,
  ): Promise<void> {
    const rows = await tx.sql<Told>(
      `UPDATE work_items SET state = 'done', done_by = $1, done_at = $2, version = version + 1
       WHERE state = 'open' AND subject = $3 AND subject_id = $4 AND kind = ANY ($5::text[])
       RETURNING id, kind, division, org, person_id AS "personId"`,
      [ctx.accountId, this.clock.now(), subject, subjectId, kinds],
    );
    for (const row of rows) await this.tell(tx, row, 'done');
  }

  /** The person is named too: a family that complains may write only events within its own scope. */
  private async tell(tx: Tx, item: Told, state: string): Promise<void> {
    await emit(tx, {
      topic: 'queue.changed',
      key: `work:${item.id}`,
      division: item.division,
      org: item.org,
      personId: item.personId,
      payload: { workItemId: item.id, kind: item.kind, state },
    });
  }
}
