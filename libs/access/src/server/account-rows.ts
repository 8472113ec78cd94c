import { ROLE_NAMES, type Role } from '@heling/platform/contract/roles';
import type { Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import type { Vault } from '@heling/platform/server/vault';
import type { Account } from '../contract/accounts';
import { maskPhone } from '@heling/platform/domain/mask';

export interface AccountRow {
  id: number;
  kind: Account['kind'];
  login: string | null;
  pii: Buffer;
  status: Account['status'];
  division: string;
  division_name: string | null;
  org: number | null;
  carer_id: number | null;
  totp_enrolled_at: Date | null;
  locked_until: Date | null;
  version: number;
  roles: Role[];
  scopes: Account['scopes'];
  recovery: Account['recovery'];
}

/** What an account is shown by. `a` is the account. */
export const ACCOUNT_COLUMNS = `a.id, a.kind, a.login, a.pii, a.status, a.division, d.name AS division_name, a.org,
  a.carer_id, a.totp_enrolled_at, a.locked_until, a.version,
  ARRAY(SELECT r.role FROM account_roles r WHERE r.account_id = a.id ORDER BY r.role) AS roles,
  coalesce((SELECT jsonb_agg(jsonb_build_object('division', s.division, 'org', s.org, 'unit', s.unit)
      ORDER BY s.division, s.org, s.unit)
    FROM account_scopes s WHERE s.account_id = a.id), '[]') AS scopes,
  (SELECT jsonb_build_object('id', f.id, 'requestedBy', f.requested_by, 'requestedAt', f.requested_at,
      'reason', f.reason)
    FROM factor_recoveries f WHERE f.account_id = a.id AND f.approved_at IS NULL) AS recovery`;
export const ACCOUNT_FROM = `accounts a LEFT JOIN divisions d ON d.code = CASE a.division
  WHEN '4106' THEN '410600' ELSE a.division END`;

export function toAccount(vault: Vault, row: AccountRow, now: Date): Account {
  const { name, phone } = vault.open<{ name: string; phone?: string }>(row.pii);
  return {
    id: row.id,
    kind: row.kind,
    login: row.login,
    name,
    phone: phone ? maskPhone(phone) : null,
    status: row.status,
    division: row.division,
    divisionName: row.division_name,
    org: row.org,
    carerId: row.carer_id,
    roles: row.roles,
    roleNames: row.roles.map((role) => ROLE_NAMES[role]),
    scopes: row.scopes,
    secondFactor: row.totp_enrolled_at !== null,
    lockedUntil: row.locked_until && row.locked_until > now ? row.locked_until.toISOString() : null,
    recovery: row.recovery && {
      ...row.recovery,
      requestedAt: new Date(row.recovery.requestedAt).toISOString(),
    },
    version: row.version,
  };
}

/** The account as it is now; 404 outside the caller's scope. */
export async function readAccount(tx: Tx, id: number): Promise<AccountRow> {
  const row = await tx.one<AccountRow>(`SELECT ${ACCOUNT_COLUMNS} FROM ${ACCOUNT_FROM} WHERE a.id = $1`, [
    id,
  ]);
  if (!row) throw notFound();
  return row;
}

/** Locks the account for a change; 404 outside the scope, 409 `stale` when it is not as the caller saw it. */
export async function lockAccount(
  tx: Tx,
  id: number,
  seen: { version: number; vault: Vault; now: Date } | null,
): Promise<AccountRow> {
  await tx.sql('SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', [id]);
  const row = await readAccount(tx, id);
  if (seen && row.version !== seen.version) throw stale(toAccount(seen.vault, row, seen.now));
  return row;
}
