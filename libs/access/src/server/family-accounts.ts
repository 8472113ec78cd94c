import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { audit } from './audit';
import { IdentityCache } from './identity-cache';
import { SessionsService } from './sessions.service';

/** What other contexts do to accounts of seniors and families. */
@Injectable()
export class FamilyAccounts {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(IdentityCache) private readonly cache: IdentityCache,
  ) {}

  /** A senior's data is erased: their own account is closed without name and phone, every consent to them ends. Answers the accounts. */
  async forgetPerson(tx: Tx, ctx: RequestContext, personId: number): Promise<number[]> {
    const now = this.clock.now();
    const withdrawn = await tx.sql<{ account_id: number }>(
      `UPDATE consents SET withdrawn_at = $2, version = version + 1 WHERE person_id = $1 AND withdrawn_at IS NULL
       RETURNING account_id`,
      [personId, now],
    );
    for (const { account_id: id } of withdrawn) tx.afterCommit(() => this.cache.forget(id));
    const own = await tx.sql<{ id: number; division: string }>(
      `UPDATE accounts SET status = 'left', phone_index = NULL, pii = $2, version = version + 1
       WHERE person_id = $1 RETURNING id, division`,
      [personId, this.vault.seal({ name: '（信息已删除）' })],
    );
    for (const { id, division } of own) {
      await this.sessions.endAll(tx, id);
      await audit(tx, ctx, this.clock, {
        ...{ action: 'access.leave', subject: 'account', subjectId: id, personId, division },
        purpose: '删除个人信息',
      });
    }
    return own.map(({ id }) => id);
  }

  /** A senior lives in another division now: their consents and their own account are found from there. */
  async movePerson(tx: Tx, personId: number, division: string): Promise<void> {
    await tx.sql('UPDATE consents SET division = $2 WHERE person_id = $1 AND division <> $2', [
      personId,
      division,
    ]);
    await tx.sql('UPDATE accounts SET division = $2 WHERE person_id = $1 AND division <> $2', [
      personId,
      division,
    ]);
  }
}
