import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { ACCOUNT_FAILURES, ADDRESS_FAILURES, LOCK_MINUTES } from '../domain/lockout';
import { problems } from './problems';

const LOCK = `interval '${LOCK_MINUTES} minutes'`;

/**
 * Lock-out (锁定) of accounts and addresses. An attempt on an account is counted before the password is looked at and
 * given back when it was right, so that many attempts at one moment are no way around the count.
 */
@Injectable()
export class Attempts {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Problem `access.address_locked` after too many failures from this address. */
  async checkAddress(tx: Tx, address: string): Promise<void> {
    if (await this.since(tx, `address:${address}`, ADDRESS_FAILURES)) throw problems.addressLocked();
  }

  /** Counts a failure of the address; kept only if the transaction commits. */
  async failedFrom(tx: Tx, address: string): Promise<void> {
    await this.count(tx, `address:${address}`);
  }

  /** Takes one of the account's attempts; the end of the lock when there is none left. */
  async take(tx: Tx, accountId: number): Promise<Date | null> {
    const now = this.clock.now();
    const taken = await tx.one(
      `UPDATE accounts SET failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,
         locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= ${ACCOUNT_FAILURES}
           THEN $2::timestamptz + ${LOCK} END
       WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING 1`,
      [accountId, now],
    );
    if (taken) return null;
    const row = await tx.one<{ locked_until: Date }>('SELECT locked_until FROM accounts WHERE id = $1', [
      accountId,
    ]);
    return row?.locked_until ?? now;
  }

  /** Gives one attempt back: the password was right, but the second factor is still to come. */
  async giveBack(tx: Tx, accountId: number): Promise<void> {
    await tx.sql(
      `UPDATE accounts SET failures = greatest(failures - 1, 0),
         locked_until = CASE WHEN failures > ${ACCOUNT_FAILURES} THEN locked_until END WHERE id = $1`,
      [accountId],
    );
  }

  /** Begins the count anew after a full success. */
  async clear(tx: Tx, accountId: number): Promise<void> {
    await tx.sql('UPDATE accounts SET failures = 0, locked_until = NULL WHERE id = $1', [accountId]);
  }

  /** A login that does not exist locks like one that does: the end of the lock, or null while it is open. */
  async takeUnknown(tx: Tx, login: string): Promise<Date | null> {
    const key = `login:${this.vault.mac('session', `login\0${login}`).toString('base64url')}`;
    const since = await this.since(tx, key, ACCOUNT_FAILURES);
    if (since) return new Date(since.getTime() + LOCK_MINUTES * 60_000);
    await this.count(tx, key);
    return null;
  }

  private async since(tx: Tx, key: string, most: number): Promise<Date | null> {
    const row = await tx.one<{ since: Date }>(
      `SELECT since FROM sign_in_failures WHERE key = $1 AND failures >= $2 AND since > $3::timestamptz - ${LOCK}`,
      [key, most, this.clock.now()],
    );
    return row?.since ?? null;
  }

  private async count(tx: Tx, key: string): Promise<void> {
    await tx.sql(
      `INSERT INTO sign_in_failures AS f (key, failures, since) VALUES ($1, 1, $2)
       ON CONFLICT (key) DO UPDATE SET
         failures = CASE WHEN f.since > $2::timestamptz - ${LOCK} THEN f.failures + 1 ELSE 1 END,
         since = $2`,
      [key, this.clock.now()],
    );
  }
}
