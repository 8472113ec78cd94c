import type { AuditContent } from '../domain/audit-chain';

/**
 * What of an audit row `a` is sealed, as an array of text: exact to the microsecond and independent of the session's
 * settings, so that the sealer and `heling audit verify` read the same.
 */
export const AUDIT_CONTENT = `ARRAY[a.id::text, (extract(epoch FROM a.at) * 1000000)::bigint::text, a.account_id::text,
  a.action, a.subject, a.subject_id::text, a.person_id::text, a.division, a.purpose, a.request_id, a.address,
  a.before::text, a.after::text, encode(a.sealed, 'hex')]`;

/** An audit row with its content. */
export interface ContentRow {
  id: number;
  content: AuditContent;
}
