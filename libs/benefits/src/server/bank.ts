import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { CITY, systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { readBankFile, receiptFile } from './bank-file';

/** The way to the bank: a file goes there, its answer is asked for. Both may be repeated at any time. */
export abstract class Bank {
  /** Hands a file over. A file that the bank has already is the same file: it pays nothing again. */
  abstract deliver(fileNo: string, content: string): Promise<void>;
  /** The answer to a file, when there is one. */
  abstract collect(fileNo: string): Promise<string | undefined>;
}

/** No line to a bank: a payer downloads the file, takes it there, and uploads the answer. */
@Injectable()
export class BankByHand extends Bank {
  override deliver(): Promise<void> {
    return Promise.resolve();
  }

  override collect(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/** How the sandbox bank behaves at a moment. */
export const MOODS = ['pays', 'loses', 'late', 'twice', 'half'] as const;
export type Mood = (typeof MOODS)[number];

/**
 * A bank for trials and demonstrations, with books of its own. An account that ends in 9 is rejected, in 8 unknown.
 * `HELING_SANDBOX_BANK`: `loses` a file without a word, answers `late` (not before it is told otherwise), answers `twice`,
 * or sends `half` of an answer first.
 */
@Injectable()
export class SandboxBank extends Bank {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  protected mood(): Mood {
    return MOODS.find((mood) => mood === process.env.HELING_SANDBOX_BANK) ?? 'pays';
  }

  override async deliver(fileNo: string, content: string): Promise<void> {
    if (this.mood() === 'loses') return;
    const file = readBankFile(content);
    if (!file || file.fileNo !== fileNo) throw new Error('the sandbox bank cannot read the file');
    await this.db.run(systemContext(), async (tx) => {
      const taken = await tx.sql(
        `INSERT INTO sandbox_bank_files (file_no, division, received_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1`,
        [fileNo, CITY, this.clock.now()],
      );
      if (taken.length === 0) return;
      await tx.sql(
        `INSERT INTO sandbox_bank_rows (file_no, reference, division, fen, result)
         SELECT $1, v.reference, $2, v.fen, v.result
         FROM jsonb_to_recordset($3::jsonb) AS v(reference text, fen bigint, result text)`,
        [
          fileNo,
          CITY,
          JSON.stringify(
            file.rows.map(({ reference, fen, account }) => ({ reference, fen, result: resultFor(account) })),
          ),
        ],
      );
    });
  }

  override async collect(fileNo: string): Promise<string | undefined> {
    const mood = this.mood();
    if (mood === 'late') return undefined;
    return this.db.run(systemContext(), async (tx) => {
      const file = await tx.one<{ answered: number }>(
        'UPDATE sandbox_bank_files SET answered = answered + 1 WHERE file_no = $1 RETURNING answered',
        [fileNo],
      );
      if (!file) return undefined;
      const rows = await tx.sql<{ reference: string; fen: number; result: string }>(
        'SELECT reference, fen, result FROM sandbox_bank_rows WHERE file_no = $1 ORDER BY reference',
        [fileNo],
      );
      const answers = rows.map((row) => ({ ...row, code: row.result === 'rejected' ? 'E102' : '' }));
      const content = receiptFile(fileNo, mood === 'twice' ? [...answers, ...answers] : answers);
      return mood === 'half' && file.answered === 1 ? content.slice(0, content.length / 2) : content;
    });
  }
}

function resultFor(account: string): 'paid' | 'rejected' | 'unknown' {
  if (account.endsWith('9')) return 'rejected';
  return account.endsWith('8') ? 'unknown' : 'paid';
}
