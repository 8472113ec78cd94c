import type { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Journal, Tx } from '@heling/platform/server/database';

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

type Who = Pick<RequestContext, 'accountId' | 'requestId' | 'address'>;

const AUDIT: Journal = {
  name: 'audit_rows',
  insert: (rows) =>
    `INSERT INTO audit_log (at, account_id, action, subject, subject_id, person_id, division, purpose, request_id,
       address, before, after, sealed)
     SELECT a.at, a.account_id, a.action, a.subject, a.subject_id, a.person_id, a.division, a.purpose, a.request_id,
       a.address, a.before, a.after, decode(a.sealed, 'hex')
     FROM ${rows} AS a(at timestamptz, account_id bigint, action text, subject text, subject_id bigint,
       person_id bigint, division text, purpose text, request_id text, address text, before jsonb, after jsonb,
       sealed text)`,
};

/**
 * Writes the audit rows (审计) with the change's own transaction, just before it commits. A row can never be changed;
 * the worker seals it.
 */
export async function audit(
  tx: Tx,
  who: Who,
  clock: Pick<Clock, 'now'>,
  ...entries: AuditEntry[]
): Promise<void> {
  await auditAt(tx, who, clock.now(), ...entries);
}

/** As `audit`, for a change whose instant is known. */
export async function auditAt(tx: Tx, who: Who, at: Date, ...entries: AuditEntry[]): Promise<void> {
  tx.journal(
    AUDIT,
    entries.map((entry) => ({
      at,
      account_id: who.accountId,
      action: entry.action,
      subject: entry.subject,
      subject_id: entry.subjectId ?? null,
      person_id: entry.personId ?? null,
      division: entry.division,
      purpose: entry.purpose ?? null,
      request_id: who.requestId,
      address: who.address,
      before: entry.before ?? null,
      after: entry.after ?? null,
      sealed: entry.sealed?.toString('hex') ?? null,
    })),
  );
}
