import { Inject, Injectable } from '@nestjs/common';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { openPii } from '@heling/people/server/records';
import { payeeOn, type PayeePii } from './payees.service';

/** What stands against paying a row now, the gravest first; null: nothing. */
const AGAINST = `CASE
  WHEN EXISTS (SELECT FROM benefit_payments c WHERE c.person_id = y.person_id AND c.conflict) THEN 'bankConflict'
  WHEN p.status = 'left' THEN 'left'
  WHEN p.deceased_on IS NOT NULL AND EXISTS (SELECT FROM benefit_lines l WHERE l.payment_id = y.id
    AND l.month > p.deceased_on) THEN 'deceased'
  WHEN k.id IS NULL THEN 'noPayee'
  WHEN k.proxy_relation IS NULL AND EXISTS (SELECT FROM payees o WHERE o.account_index = k.account_index
    AND o.person_id <> y.person_id AND o.state = 'confirmed' AND o.proxy_relation IS NULL) THEN 'duplicateAccount'
  END`;

/** The checks of a run: made when it is calculated, at each signature and when the bank's file is made. */
@Injectable()
export class RunChecks {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Holds what must not be paid, of a run or of one payment of it; the payee of all others is noted. */
  async check(tx: Tx, runId: number, paymentId?: number): Promise<void> {
    const today = businessDay(this.clock.now());
    await tx.sql(
      `UPDATE benefit_payments t SET payee_id = v.payee_id, hold_code = v.against,
         state = CASE WHEN v.against IS NULL THEN 'ready' ELSE 'held' END, version = version + 1
       FROM (SELECT y.id, k.id AS payee_id, ${AGAINST} AS against FROM benefit_payments y JOIN persons p ON p.id = y.person_id
         LEFT JOIN payees k ON k.id = ${payeeOn('$2')} WHERE y.run_id = $1 AND y.state = 'ready'
           AND ($3::bigint IS NULL OR y.id = $3)) v
       WHERE t.id = v.id AND (t.payee_id IS DISTINCT FROM v.payee_id OR v.against IS NOT NULL)`,
      [runId, today, paymentId ?? null],
    );
    const rows = await tx.sql<{
      id: number;
      person_id: number;
      pii: Buffer;
      key_salt: Buffer | null;
      sealed: Buffer;
    }>(
      `SELECT y.id, y.person_id, p.pii, p.key_salt, k.sealed FROM benefit_payments y JOIN persons p ON p.id = y.person_id
       JOIN payees k ON k.id = y.payee_id WHERE y.run_id = $1 AND y.state = 'ready' AND k.proxy_relation IS NULL
         AND ($2::bigint IS NULL OR y.id = $2)`,
      [runId, paymentId ?? null],
    );
    const others = rows.filter((row) => {
      const { name } = openPii(this.vault, { id: row.person_id, pii: row.pii, key_salt: row.key_salt });
      return this.vault.open<PayeePii>(row.sealed).name !== name;
    });
    if (others.length === 0) return;
    await tx.sql(
      `UPDATE benefit_payments SET state = 'held', hold_code = 'nameMismatch', version = version + 1 WHERE id = ANY ($1)`,
      [others.map((row) => row.id)],
    );
  }
}
