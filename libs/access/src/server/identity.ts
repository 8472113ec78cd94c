import type { Role } from '@heling/platform/contract/roles';
import type { Scope } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';

/** Who an account is, what it may do and where it stands, as the database says now. */
export interface AccountIdentity {
  accountId: number;
  sessionId: number | null;
  roles: Role[];
  scope: Scope;
  division: string;
  org: number | null;
  carerId: number | null;
  /** Route ids of an API token; null for a session. */
  tokenRoutes: string[] | null;
  seenAt: Date | null;
  /** When its session was opened. */
  openedAt: Date | null;
}

interface Row {
  id: number;
  kind: string;
  division: string;
  org: number | null;
  carer_id: number | null;
  person_id: number | null;
  session_id: number | null;
  seen_at: Date | null;
  created_at: Date | null;
  routes: string[] | null;
  roles: Role[];
  divisions: string[];
  orgs: number[];
  persons: number[];
}

/** A management unit (the "7") is no division: it stands for its streets. */
const COLUMNS = `a.id, a.kind, a.division, a.org, a.carer_id, a.person_id,
  ARRAY(SELECT r.role FROM account_roles r WHERE r.account_id = a.id ORDER BY r.role) AS roles,
  ARRAY(SELECT s.division FROM account_scopes s WHERE s.account_id = a.id AND s.division IS NOT NULL
    UNION SELECT u.street FROM account_scopes s JOIN management_unit_streets u ON u.unit = s.unit
    WHERE s.account_id = a.id ORDER BY 1) AS divisions,
  ARRAY(SELECT s.org FROM account_scopes s WHERE s.account_id = a.id AND s.org IS NOT NULL ORDER BY 1) AS orgs,
  ARRAY(SELECT c.person_id FROM consents c WHERE c.account_id = a.id AND c.withdrawn_at IS NULL
    AND c.expires_at > $2 ORDER BY 1) AS persons`;

/**
 * Staff sessions end after an hour without a request; families stay signed in on their phones, and a wall that lost its
 * network or its power for some hours goes on by itself.
 */
const BY_SESSION = `SELECT ${COLUMNS}, s.id AS session_id, s.seen_at, s.created_at, NULL::text[] AS routes
  FROM sessions s JOIN accounts a ON a.id = s.account_id
  WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.status = 'active'
    AND (a.kind <> 'staff' OR s.seen_at > $2 - interval '60 minutes'
      OR (SELECT count(*) = 1 AND min(r.role) = 'wall' FROM account_roles r WHERE r.account_id = a.id))`;
const BY_TOKEN = `SELECT ${COLUMNS}, NULL::bigint AS session_id, NULL::timestamptz AS seen_at, NULL::timestamptz AS created_at, t.routes
  FROM api_tokens t JOIN accounts a ON a.id = t.account_id
  WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 AND a.status = 'active'`;

const BY_ACCOUNT = `SELECT ${COLUMNS}, NULL::bigint AS session_id, NULL::timestamptz AS seen_at,
  NULL::timestamptz AS created_at, NULL::text[] AS routes
  FROM accounts a WHERE a.id = $1`;

/** The identity behind a token's hash; undefined when the session or API token is unknown or over. */
export async function identityOf(
  tx: Tx,
  by: 'session' | 'token',
  hash: Buffer,
  now: Date,
): Promise<AccountIdentity | undefined> {
  const row = await tx.one<Row>(by === 'session' ? BY_SESSION : BY_TOKEN, [hash, now]);
  return row && toIdentity(row);
}

/** What an account may do and where it stands, whether or not it is signed in. */
export async function rolesAndScope(
  tx: Tx,
  accountId: number,
  now: Date,
): Promise<Pick<AccountIdentity, 'roles' | 'scope'> | undefined> {
  const row = await tx.one<Row>(BY_ACCOUNT, [accountId, now]);
  return row && toIdentity(row);
}

function toIdentity(row: Row): AccountIdentity {
  const family = row.kind === 'family';
  return {
    accountId: row.id,
    sessionId: row.session_id,
    roles: family && !row.roles.includes('family') ? [...row.roles, 'family'] : row.roles,
    scope: {
      d: row.divisions,
      o: row.orgs,
      p: row.person_id === null ? row.persons : [...new Set([row.person_id, ...row.persons])],
      c: row.carer_id === null ? [] : [row.carer_id],
    },
    division: row.division,
    org: row.org,
    carerId: row.carer_id,
    tokenRoutes: row.routes,
    seenAt: row.seen_at,
    openedAt: row.created_at,
  };
}
