import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { maskName } from '@heling/people/domain/person';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, violates } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { payeesRoute, proposePayeeRoute } from '../contract/facts';
import { note, personFor } from './common';
import { problems } from './problems';

/** What is sealed of a payee. */
export interface PayeePii {
  name: string;
  bank: string;
  account: string;
}
interface PayeeRow {
  id: number;
  person_id: number;
  division: string;
  sealed: Buffer;
  proxy_relation: string | null;
  valid_from: string;
  proposed_by: number;
  state: 'proposed' | 'confirmed' | 'rejected';
}

/** The payee in force on day `$D` of the person of the row `y`. */
export const payeeOn = (day: string): string => `(SELECT k.id FROM payees k WHERE k.person_id = y.person_id
  AND k.state = 'confirmed' AND k.valid_from <= ${day} ORDER BY k.valid_from DESC, k.id DESC LIMIT 1)`;

/** Bank accounts and proxy payees (代领人): sealed, dated, changed by two people. */
@Injectable()
export class PayeesService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async list(ctx: RequestContext, personId: number): Promise<Output<typeof payeesRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      await personFor(tx, ctx, personId, now);
      const rows = await tx.sql<PayeeRow>(
        'SELECT * FROM payees WHERE person_id = $1 ORDER BY valid_from DESC, id DESC LIMIT 100',
        [personId],
      );
      const current = rows.find((row) => row.state === 'confirmed' && row.valid_from <= businessDay(now));
      return {
        items: rows.map((row) => {
          const { name, bank, account } = this.vault.open<PayeePii>(row.sealed);
          return {
            id: row.id,
            name: maskName(name),
            bank,
            account: `****${account.slice(-4)}`,
            proxyRelation: row.proxy_relation,
            from: row.valid_from,
            state: row.state,
            current: row === current,
            canConfirm: row.state === 'proposed' && row.proposed_by !== ctx.accountId,
          };
        }),
      };
    });
  }

  async propose(
    ctx: RequestContext,
    personId: number,
    wish: z.output<(typeof proposePayeeRoute)['body']>,
  ): Promise<{ id: number }> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const person = await personFor(tx, ctx, personId, now);
      const pii: PayeePii = { name: wish.name, bank: wish.bank, account: wish.account };
      const row = await tx.one<{ id: number }>(
        `INSERT INTO payees (person_id, division, sealed, account_index, proxy_relation, valid_from, proposed_by, proposed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [
          personId,
          person.division,
          this.vault.seal(pii),
          this.vault.blindIndex('account', wish.account),
          wish.proxyRelation ?? null,
          wish.from,
          ctx.accountId,
          now,
        ],
      );
      const { id } = row!;
      await note(tx, ctx, this.clock, 'proposePayee', 'payee', {
        id,
        division: person.division,
        person_id: personId,
      });
      return { id };
    });
  }

  /** The second person says yes or no; the one who proposed cannot. */
  async confirm(ctx: RequestContext, id: number, accept: boolean): Promise<{ id: number }> {
    try {
      return await this.db.run(ctx, async (tx) => {
        const row = await tx.one<PayeeRow>(
          `UPDATE payees SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'proposed' RETURNING *`,
          [id, accept ? 'confirmed' : 'rejected', ctx.accountId, this.clock.now()],
        );
        if (!row) throw notFound('没有找到待确认的收款账户，可能已被处理。');
        await note(tx, ctx, this.clock, 'confirmPayee', 'payee', row, { accept });
        return { id };
      });
    } catch (error) {
      if (violates(error, 'payees_two_people')) throw problems.secondPerson();
      throw error;
    }
  }
}
