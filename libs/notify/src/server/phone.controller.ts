import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Handle } from '@heling/platform/server/handle';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { phoneMessages } from '../contract/phone';

const SHOWN = 50;

/** The demonstration's telephone; in production there is no such page. */
@Controller()
export class PhoneController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  @Handle(phoneMessages)
  async messages(
    input: Input<typeof phoneMessages>,
    _ctx: RequestContext,
  ): Promise<Output<typeof phoneMessages>> {
    if (process.env.HELING_DEMO !== '1') throw notFound('演示手机只在演示环境中提供。');
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number; sent_at: Date; content: Buffer }>(
        `SELECT id, sent_at, content FROM messages WHERE phone_index = $1 AND state = 'sent'
         ORDER BY id DESC LIMIT ${SHOWN}`,
        [this.vault.blindIndex('phone', input.body.phone)],
      ),
    );
    return {
      items: rows.map(({ id, sent_at, content }) => ({
        id,
        at: sent_at.toISOString(),
        text: this.vault.open<{ text: string }>(content).text,
      })),
    };
  }
}
