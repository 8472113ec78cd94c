import { Inject, Injectable } from '@nestjs/common';
import { ROLE_NAMES, SEPARATED_ROLES, type Role } from '@heling/platform/contract/roles';
import { Clock } from '@heling/platform/server/clock';
import { CITY, systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { audit } from './audit';
import { hashPassword, initialPassword } from './passwords';

const LOGINS: Partial<Record<Role, string>> = {
  systemAdmin: 'system',
  securityAdmin: 'security',
  auditor: 'auditor',
};

/** The first accounts of a new installation: nobody is there yet who could invite somebody. */
@Injectable()
export class FirstAccounts {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Makes one account for each of the three administrators (三员) with the city as scope and an initial password;
   * answers nothing when there are accounts of staff already.
   */
  async make(): Promise<{ role: Role; login: string; initialPassword: string }[]> {
    const accounts = await Promise.all(
      SEPARATED_ROLES.map(async (role) => {
        const password = initialPassword();
        return { role, login: LOGINS[role] ?? role, password, hash: await hashPassword(password) };
      }),
    );
    const ctx = systemContext();
    return this.db.run(ctx, async (tx) => {
      // One at a time, should two be started at the same moment.
      await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('access.firstAccounts', 0))`);
      if (await tx.one(`SELECT 1 FROM accounts WHERE kind = 'staff'`)) return [];
      for (const { role, login, hash } of accounts) {
        const row = await tx.one<{ id: number }>(
          `INSERT INTO accounts (kind, login, pii, password_hash, status, division, created_at)
           VALUES ('staff', $1, $2, $3, 'invited', $4, $5) RETURNING id`,
          [login, this.vault.seal({ name: ROLE_NAMES[role] }), hash, CITY, this.clock.now()],
        );
        await tx.sql('INSERT INTO account_roles (account_id, role) VALUES ($1, $2)', [row!.id, role]);
        await tx.sql('INSERT INTO account_scopes (account_id, division) VALUES ($1, $2)', [row!.id, CITY]);
        await audit(tx, ctx, this.clock, {
          ...{ action: 'access.firstAccount', subject: 'account', subjectId: row!.id, division: CITY },
          after: { role, login },
        });
      }
      return accounts.map(({ role, login, password }) => ({ role, login, initialPassword: password }));
    });
  }
}
