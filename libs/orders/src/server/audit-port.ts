import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';

export interface AuditEntry {
  action: string;
  subject: string;
  subjectId: number;
  personId?: number | null;
  division: string;
  before?: unknown;
  after?: unknown;
}

/** The audit row of a change, in the change's transaction; no personal values in `before` and `after`. */
export async function record(tx: Tx, ctx: RequestContext, at: Date, entry: AuditEntry): Promise<void> {
  await tx.sql(
    `INSERT INTO audit_log (at, account_id, action, subject, subject_id, person_id, division, request_id, address,
       before, after)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      at,
      ctx.accountId,
      entry.action,
      entry.subject,
      entry.subjectId,
      entry.personId ?? null,
      entry.division,
      ctx.requestId,
      ctx.address,
      entry.before === undefined ? null : JSON.stringify(entry.before),
      entry.after === undefined ? null : JSON.stringify(entry.after),
    ],
  );
}
