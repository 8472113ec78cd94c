import type { Tx } from '@heling/platform/server/database';
import type { Scheme } from '../domain/pack';

/** What of a scheme a person has too much, by the newest facts. */
export interface OverpaidNow {
  person_id: number;
  scheme: Scheme;
  fen: number;
}

/** Brings open claims in line with what is really overpaid: news may have made it less, or nothing. */
export async function refreshDebts(tx: Tx, rows: readonly OverpaidNow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.sql(
    `UPDATE benefit_debts d SET fen = d.recovered + d.written_off + v.fen, version = version + 1,
       state = CASE WHEN v.fen = 0 THEN 'settled' ELSE d.state END
     FROM jsonb_to_recordset($1::jsonb) AS v(person_id bigint, scheme text, fen bigint)
     WHERE d.person_id = v.person_id AND d.scheme = v.scheme AND d.state = 'open'
       AND (d.fen <> d.recovered + d.written_off + v.fen OR v.fen = 0)`,
    [JSON.stringify(rows)],
  );
}
