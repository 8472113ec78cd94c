import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';

export interface NewMessage {
  phone: string;
  text: string;
  /** Which text it is, e.g. `signInCode`. */
  template: string;
  division: string;
  personId?: number | null;
  accountId?: number | null;
  /** What caused it, e.g. `event:42:7`; a second message of the same cause is not written. */
  cause?: string;
  /** After this instant it is not sent any more. */
  usefulUntil?: Date;
}

/** Messages (短信) are written in the transaction of what they tell of, and sent by the worker after its commit. */
@Injectable()
export class Messages {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async write(tx: Tx, message: NewMessage): Promise<void> {
    const now = this.clock.now();
    const { phone, text } = message;
    await tx.sql(
      `INSERT INTO messages (channel, division, person_id, account_id, content, phone_index, template, cause,
         created_at, next_at, useful_until)
       VALUES ('sms', $1, $2, $3, $4, $5, $6, $7, $8, $8, $9) ON CONFLICT (cause) DO NOTHING`,
      [
        message.division,
        message.personId ?? null,
        message.accountId ?? null,
        this.vault.seal({ phone, text }),
        this.vault.blindIndex('phone', phone),
        message.template,
        message.cause ?? null,
        now,
        message.usefulUntil ?? null,
      ],
    );
  }

  /** A person's data is erased: what was written to them and about them goes. */
  async forgetPerson(tx: Tx, personId: number, accountIds: readonly number[]): Promise<void> {
    await tx.sql('DELETE FROM messages WHERE person_id = $1 OR account_id = ANY ($2::bigint[])', [
      personId,
      accountIds,
    ]);
  }
}
