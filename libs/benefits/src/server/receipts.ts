import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import type { ReceiptRow } from './bank-file';
import { problems } from './problems';

type State = 'sent' | 'unknown' | 'paid' | 'rejected';
export interface Applied {
  applied: number;
  repeated: number;
  conflicting: number;
}

/** Takes the bank's answers into the ledger; a row said twice counts once, a row that contradicts an earlier one waits. */
@Injectable()
export class Receipts {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** All rows or none. Throws 422 `benefits.receipt_unknown` for a row that was not in the file. The run is locked. */
  async apply(tx: Tx, runId: number, rows: readonly ReceiptRow[]): Promise<Applied> {
    const ids = [...new Set(rows.map((row) => row.paymentId))];
    const sent = await tx.sql<{ id: number; fen: number; state: string }>(
      `SELECT id, fen, state FROM benefit_payments WHERE run_id = $1 AND id = ANY ($2)
         AND state IN ('sent', 'unknown', 'paid', 'rejected') ORDER BY id FOR UPDATE`,
      [runId, ids],
    );
    const states = new Map(sent.map((row) => [row.id, row.state as State]));
    const amounts = new Map(sent.map((row) => [row.id, row.fen]));
    const now = new Map<number, ReceiptRow>();
    const conflicts = new Set<number>();
    const done: Applied = { applied: 0, repeated: 0, conflicting: 0 };
    for (const [i, row] of rows.entries()) {
      const state = states.get(row.paymentId);
      if (!state || amounts.get(row.paymentId) !== row.fen) {
        throw problems.receipt(
          'unknown',
          `回盘文件第 ${i + 1} 行不在本次发放里，或金额不符；整份没有入账，请向银行核对。`,
        );
      }
      if (state === 'sent' || (state === 'unknown' && row.result !== 'unknown')) {
        now.set(row.paymentId, row);
        states.set(row.paymentId, row.result);
        done.applied += 1;
      } else if (state === row.result || row.result === 'unknown') done.repeated += 1;
      else {
        conflicts.add(row.paymentId);
        done.conflicting += 1;
      }
    }
    const answers = [...now.values()];
    await this.record(tx, answers);
    await this.book(tx, 'paid', answers);
    await this.book(tx, 'rejected', answers);
    if (conflicts.size > 0) {
      await tx.sql('UPDATE benefit_payments SET conflict = true, version = version + 1 WHERE id = ANY ($1)', [
        [...conflicts],
      ]);
    }
    return done;
  }

  private async record(tx: Tx, rows: readonly ReceiptRow[]): Promise<void> {
    await tx.sql(
      `UPDATE benefit_payments y SET state = v.result, bank_code = v.code, answered_at = $2, version = version + 1
       FROM jsonb_to_recordset($1::jsonb) AS v("paymentId" bigint, result text, code text) WHERE y.id = v."paymentId"`,
      [JSON.stringify(rows), this.clock.now()],
    );
  }

  /** Moves what was reserved: paid goes onto the ledger, rejected is free for another run. */
  private async book(tx: Tx, result: 'paid' | 'rejected', rows: readonly ReceiptRow[]): Promise<void> {
    const ids = rows.filter((row) => row.result === result).map((row) => row.paymentId);
    if (ids.length === 0) return;
    await tx.sql(
      `UPDATE benefit_balances b SET reserved = b.reserved - l.fen, paid = b.paid + CASE WHEN $2 THEN l.fen ELSE 0 END
       FROM benefit_lines l WHERE l.payment_id = ANY ($1) AND b.person_id = l.person_id AND b.scheme = l.scheme
         AND b.month = l.month`,
      [ids, result === 'paid'],
    );
    if (result === 'paid') await this.enter(tx, ids);
  }

  private async enter(tx: Tx, paymentIds: number[]): Promise<void> {
    await tx.sql(
      `INSERT INTO benefit_ledger (at, person_id, division, scheme, month, kind, fen, payment_id)
       -- Paid after it had come back: the return is taken back.
       SELECT $2, l.person_id, b.division, l.scheme, l.month, CASE WHEN EXISTS (SELECT FROM benefit_ledger g
         WHERE g.payment_id = l.payment_id AND g.kind = 'paid') THEN 'recovered' ELSE 'paid' END, l.fen, l.payment_id
       FROM benefit_lines l
       JOIN benefit_balances b ON b.person_id = l.person_id AND b.scheme = l.scheme AND b.month = l.month
       WHERE l.payment_id = ANY ($1)`,
      [paymentIds, this.clock.now()],
    );
  }

  /**
   * What the bank said on asking, of a row that was unknown or contradicted. Money that left counts even where the month
   * has been paid since: it then shows as overpaid.
   */
  async settle(tx: Tx, payment: { id: number; state: string }, result: 'paid' | 'rejected'): Promise<void> {
    const id = [payment.id];
    const row = { paymentId: payment.id, result, fen: 0, code: null };
    if (payment.state === 'unknown') {
      await this.record(tx, [row]);
      await this.book(tx, result, [row]);
    } else if (payment.state === 'rejected' && result === 'paid') {
      await this.record(tx, [row]);
      await tx.sql(
        `UPDATE benefit_balances b SET paid = b.paid + l.fen, authorised = greatest(b.authorised, b.reserved + b.paid + l.fen)
         FROM benefit_lines l WHERE l.payment_id = ANY ($1) AND b.person_id = l.person_id AND b.scheme = l.scheme
           AND b.month = l.month`,
        [id],
      );
      await this.enter(tx, id);
    } else if (payment.state === 'paid' && result === 'rejected') {
      const recovered = await tx.one(
        `SELECT 1 FROM benefit_lines l JOIN benefit_balances b ON b.person_id = l.person_id AND b.scheme = l.scheme
           AND b.month = l.month WHERE l.payment_id = ANY ($1) AND b.paid - b.written_off < l.fen`,
        [id],
      );
      if (recovered) throw problems.state('这笔钱已经追回或核销了一部分，不能再记为退回。');
      await this.record(tx, [row]);
      await tx.sql(
        `INSERT INTO benefit_ledger (at, person_id, division, scheme, month, kind, fen, payment_id)
         SELECT $2, g.person_id, g.division, g.scheme, g.month, 'recovered', -g.fen, g.payment_id FROM benefit_ledger g
         WHERE g.payment_id = ANY ($1) AND g.kind = 'paid'`,
        [id, this.clock.now()],
      );
      await tx.sql(
        `UPDATE benefit_balances b SET paid = b.paid - l.fen FROM benefit_lines l WHERE l.payment_id = ANY ($1)
           AND b.person_id = l.person_id AND b.scheme = l.scheme AND b.month = l.month`,
        [id],
      );
    }
    await tx.sql('UPDATE benefit_payments SET conflict = false WHERE id = ANY ($1)', [id]);
  }
}
