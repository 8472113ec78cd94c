import type { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';

/** Who did what, on whom and why. `before` and `after` hold ids, codes and versions: never personal values. */
export interface AuditEntry {
  /** `<context>.<verb>`, e.g. `people.move`. */
  action: string;
  /** What kind of thing it was done to, e.g. `person`. */
  subject: string;
  subjectId?: number | null;
  personId?: number | null;
  division: string;
  purpose?: string | null;
  before?: unknown;
  after?: unknown;
  /** Personal values of the change, sealed by `Vault.sealPerson`: they end with the person's key. */
  sealed?: Buffer | null;
}

/** Writes the audit row (审计) in the change's own transaction. The row can never be changed; the worker seals it. */
export async function audit(
  tx: Tx,
  ctx: Pick<RequestContext, 'accountId' | 'requestId' | 'address'>,
  clock: Clock,
  entry: AuditEntry,
): Promise<void> {
  await tx.sql(
    `INSERT INTO audit_log (at, account_id, action, subject, subject_id, person_id, division, purpose, request_id,
       address, before, after, sealed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      clock.now(),
      ctx.accountId,
      entry.action,
      entry.subject,
      entry.subjectId ?? null,
      entry.personId ?? null,
      entry.division,
      entry.purpose ?? null,
      ctx.requestId,
      ctx.address,
      jsonOrNull(entry.before),
      jsonOrNull(entry.after),
      entry.sealed ?? null,
    ],
  );
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
