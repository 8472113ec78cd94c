import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { unmask } from '../contract/unmask';
import { openContact } from './page.service';
import { problems } from './problems';
import { openPii, PERSON_COLUMNS, type PersonRow } from './records';

/** Masked records that one account may open within an hour. */
const PER_HOUR = 60;

/** Showing what is masked: for a purpose, a limited number of times, on record. */
@Injectable()
export class UnmaskService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Throws 429 `people.unmask_limit` when the account has opened too many within the hour. */
  async unmask(
    ctx: RequestContext,
    id: number,
    { fields, purpose, note }: z.output<(typeof unmask)['body']>,
  ): Promise<Output<typeof unmask>> {
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<PersonRow>(`SELECT ${PERSON_COLUMNS} FROM persons p WHERE p.id = $1`, [id]);
      if (!row) throw notFound('没有找到这位老人，或您无权查看。');
      if (!row.key_salt) throw problems.erased();
      const left = await this.take(tx, ctx.accountId!);
      await audit(tx, ctx, this.clock, {
        action: 'people.unmask',
        subject: 'person',
        subjectId: id,
        personId: id,
        division: row.division,
        purpose,
        after: { fields },
        sealed: note ? this.vault.sealPerson(id, row.key_salt, { note }) : null,
      });
      const pii = openPii(this.vault, row);
      const contacts = fields.includes('phone')
        ? await tx.sql<{ id: number; pii: Buffer }>(
            'SELECT c.id, c.pii FROM contacts c WHERE c.person_id = $1 ORDER BY c.emergency DESC, c.id',
            [id],
          )
        : undefined;
      return {
        personId: id,
        values: Object.fromEntries(fields.map((field) => [field, pii[field] ?? null])),
        contacts: contacts?.map((each) => ({ id: each.id, ...openContact(this.vault, row, each.pii) })),
        left,
      };
    });
  }

  /** Counts one more of this hour; the row's lock puts simultaneous askers in line. */
  private async take(tx: Tx, accountId: number): Promise<number> {
    const hour = new Date(Math.floor(this.clock.now().getTime() / 3_600_000) * 3_600_000);
    const row = await tx.one<{ used: number }>(
      `INSERT INTO unmask_hours AS u (account_id, hour, used) VALUES ($1, $2, 1)
       ON CONFLICT (account_id) DO UPDATE SET hour = $2, used = CASE WHEN u.hour = $2 THEN u.used + 1 ELSE 1 END
       RETURNING used`,
      [accountId, hour],
    );
    if (row!.used > PER_HOUR) throw problems.unmaskLimit();
    return PER_HOUR - row!.used;
  }
}
