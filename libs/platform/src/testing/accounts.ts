import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Role } from '../contract/roles';
import type { Vault } from '../server/vault';

/** Where a test's account stands; without it, the whole city. */
export interface TestScope {
  divisions?: string[];
  orgs?: number[];
  /** Persons whose consent (to everything) the family account has. */
  persons?: number[];
  carerId?: number;
  /** The account's own place; the first division of the scope unless told. */
  division?: string;
  org?: number;
}

export interface SignedIn {
  accountId: number;
  token: string;
}

const CONSENTS = ['order', 'follow', 'pay', 'health', 'profile', 'photo'];
const CITY = '4106';

/** Makes accounts with a session, written straight into the tables: tests of sign-in itself go the user's way. */
export class Accounts {
  constructor(
    private readonly db: pg.Pool,
    private readonly vault: Vault,
    private readonly now: () => Date,
  ) {}

  async signIn(role: Role, scope: TestScope = {}): Promise<SignedIn> {
    const family = role === 'family';
    const divisions = scope.divisions ?? (family || role === 'carer' || scope.orgs ? [] : [CITY]);
    const division = scope.division ?? divisions[0] ?? CITY;
    const account = await this.db.query<{ id: string | number }>(
      `INSERT INTO accounts (kind, login, pii, division, org, carer_id) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [
        family ? 'family' : 'staff',
        family ? null : `${role}-${randomBytes(4).toString('hex')}`,
        this.vault.seal({ name: `测试${role}` }),
        division,
        scope.org ?? scope.orgs?.[0] ?? null,
        scope.carerId ?? null,
      ],
    );
    const accountId = Number(account.rows[0]!.id);
    await this.db.query('INSERT INTO account_roles (account_id, role) VALUES ($1, $2)', [accountId, role]);
    for (const at of divisions) {
      await this.db.query('INSERT INTO account_scopes (account_id, division) VALUES ($1, $2)', [
        accountId,
        at,
      ]);
    }
    for (const org of scope.orgs ?? []) {
      await this.db.query('INSERT INTO account_scopes (account_id, org) VALUES ($1, $2)', [accountId, org]);
    }
    for (const person of scope.persons ?? []) {
      await this.db.query(
        `INSERT INTO consents (person_id, division, account_id, relation, covers, basis, granted_at, expires_at)
         SELECT id, division, $2, 'child', $3, 'paper', $4, $5 FROM persons WHERE id = $1`,
        [person, accountId, CONSENTS, this.now(), new Date(this.now().getTime() + 300 * 86_400_000)],
      );
    }
    const token = randomBytes(32).toString('base64url');
    await this.db.query(
      `INSERT INTO sessions (token_hash, account_id, device, address, created_at, seen_at, expires_at)
       VALUES ($1, $2, 'jest', '127.0.0.1', $3, $3, $4)`,
      [
        this.vault.mac('session', token),
        accountId,
        this.now(),
        new Date(this.now().getTime() + 30 * 86_400_000),
      ],
    );
    return { accountId, token };
  }
}
