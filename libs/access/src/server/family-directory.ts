import { Inject, Injectable } from '@nestjs/common';
import { FamilyDirectory, type Follower } from '@heling/notify/server/family-directory';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { familyNameOnly } from '@heling/platform/domain/mask';

interface Row {
  account_id: number;
  account_pii: Buffer;
  self: boolean;
  pii: Buffer;
  key_salt: Buffer;
}

/** Who follows a senior, by own account and live consent. */
@Injectable()
export class ConsentDirectory extends FamilyDirectory {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  override async followersOf(tx: Tx, personId: number): Promise<Follower[]> {
    const rows = await tx.sql<Row>(
      `SELECT a.id AS account_id, a.pii AS account_pii, a.person_id IS NOT DISTINCT FROM p.id AS self, p.pii, p.key_salt
       FROM persons p CROSS JOIN accounts a
       WHERE p.id = $1 AND a.id IN (SELECT c.account_id FROM consents c WHERE c.person_id = $1
           AND c.withdrawn_at IS NULL AND c.expires_at > $2 AND 'follow' = ANY (c.covers)
         UNION SELECT o.id FROM accounts o WHERE o.person_id = $1)
       AND p.status = 'active' AND p.key_salt IS NOT NULL AND a.kind = 'family' AND a.status = 'active'
       ORDER BY a.id`,
      [personId, this.clock.now()],
    );
    return rows.flatMap((row) => {
      const { phone } = this.vault.open<{ phone?: string }>(row.account_pii);
      const { name } = this.vault.openPerson<{ name: string }>(personId, row.key_salt, row.pii);
      return phone
        ? [{ accountId: row.account_id, phone, self: row.self, person: familyNameOnly(name) }]
        : [];
    });
  }
}
