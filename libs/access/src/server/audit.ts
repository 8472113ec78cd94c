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

/** Writes the audit rows (审计) in the change's own transaction. A row can never be changed; the worker seals it. */
export async function audit(
  tx: Tx,
  ctx: Pick<RequestContext, 'accountId' | 'requestId' | 'address'>,
  clock: Clock,
  ...entries: AuditEntry[]
): Promise<void> {
  await tx.sql(
    `INSERT INTO audit_log (at, account_id, action, subject, subject_id, person_id, division, purpose, request_id,
       address, before, after, sealed)
     SELECT $1, $2, e.action, e.subject, e.subject_id, e.person_id, e.division, e.purpose, $3, $4, e.before, e.after,
       decode(e.sealed, 'hex')
     FROM jsonb_to_recordset($5::jsonb) AS e(action text, subject text, subject_id bigint, person_id bigint,
       division text, purpose text, before jsonb, after jsonb, sealed text)`,
    [
      clock.now(),
      ctx.accountId,
      ctx.requestId,
      ctx.address,
      JSON.stringify(
        entries.map((entry) => ({
          action: entry.action,
          subject: entry.subject,
          subject_id: entry.subjectId ?? null,
          person_id: entry.personId ?? null,
          division: entry.division,
          purpose: entry.purpose ?? null,
          before: entry.before ?? null,
          after: entry.after ?? null,
          sealed: entry.sealed?.toString('hex') ?? null,
        })),
      ),
    ],
  );
}
