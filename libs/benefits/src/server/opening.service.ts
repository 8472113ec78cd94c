import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { normaliseId } from '@heling/people/domain/identity';
import type { Output } from '@heling/platform/contract/route';
import { businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import type { openingRoute } from '../contract/runs';
import { MOST_FEN } from '../contract/shared';
import { parseMonth } from '../domain/calendar';
import { SCHEME_NAMES, SCHEMES, type Scheme } from '../domain/pack';
import { dateOfMonth, note } from './common';
import { problems } from './problems';

type Answer = Output<typeof openingRoute>;
type Wrong = Answer['wrong'][number];
interface Row {
  row: number;
  index: Buffer;
  scheme: Scheme;
  month: string;
  fen: number;
}

const MOST_WRONG = 200;
const CHUNK = 5_000;
const YUAN = /^\d{1,6}(\.\d{1,2})?$/;
const TOTAL = /^\d{1,12}(\.\d{1,2})?$/;

/** Brings in what was paid before this system (期初台账): all rows of a file or none, and the sums must agree. */
@Injectable()
export class OpeningService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Throws 409 for a file that was imported before, 422 when what the sender declares is not what the file holds. */
  async import(ctx: RequestContext, file: Uint8Array, fields: Record<string, string>): Promise<Answer> {
    const { rows, wrong } = this.read(file);
    const fen = rows.reduce((sum, row) => sum + row.fen, 0);
    const answer: Answer = { imported: false, rows: rows.length, fen, wrong };
    if (wrong.length > 0) return answer;
    if (Number(fields.rows) !== rows.length) {
      throw problems.opening('rows', `文件有 ${rows.length} 行，与填写的行数不符，请核对后再导入。`);
    }
    if (!TOTAL.test(fields.yuan ?? '') || fenOf(fields.yuan!) !== fen) {
      throw problems.opening(
        'yuan',
        `文件合计 ${(fen / 100).toFixed(2)} 元，与填写的总金额不符，请核对后再导入。`,
      );
    }
    try {
      return await this.db.run(ctx, async (tx) => {
        const division = ctx.scope.d[0] ?? CITY;
        const opening = await tx.one<{ id: number }>(
          `INSERT INTO benefit_openings (division, sha256, rows, fen, imported_by, imported_at)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
          [
            division,
            createHash('sha256').update(file).digest('hex'),
            rows.length,
            fen,
            ctx.accountId,
            this.clock.now(),
          ],
        );
        const unknown: Wrong[] = [];
        for (let at = 0; at < rows.length; at += CHUNK) {
          unknown.push(...(await this.enter(tx, opening!.id, rows.slice(at, at + CHUNK))));
        }
        if (unknown.length > 0) throw new NotImported(unknown);
        const { id } = opening!;
        await note(
          tx,
          ctx,
          this.clock,
          'importOpening',
          'benefitOpening',
          { id, division },
          { rows: rows.length, fen },
        );
        return { ...answer, imported: true };
      });
    } catch (error) {
      if (error instanceof NotImported) return { ...answer, wrong: error.wrong.slice(0, MOST_WRONG) };
      if (violates(error, 'benefit_openings_sha256_key')) throw problems.openingTwice();
      throw error;
    }
  }

  private read(file: Uint8Array): { rows: Row[]; wrong: Wrong[] } {
    const thisMonth = businessMonth(this.clock.now());
    const wrong: Wrong[] = [];
    const rows: Row[] = [];
    const seen = new Set<string>();
    for (const [i, cells] of table(file).entries()) {
      const row = i + 1;
      const refuse = (detail: string) => wrong.length < MOST_WRONG && wrong.push({ row, detail });
      const [idNumber = '', schemeText = '', month = '', yuan = ''] = cells.map((cell) => cell.trim());
      const scheme = SCHEMES.find((each) => each === schemeText || SCHEME_NAMES[each] === schemeText);
      const fen = YUAN.test(yuan) ? fenOf(yuan) : 0;
      const key = `${normaliseId(idNumber)} ${scheme} ${month}`;
      if (!scheme) refuse('津贴种类不认识。');
      else if (parseMonth(month) === undefined || month > thisMonth)
        refuse('月份应为“年-月”，且不晚于本月。');
      else if (fen <= 0 || fen > MOST_FEN) refuse('金额应大于 0，不超过 100000 元，最多两位小数。');
      else if (seen.has(key)) refuse('同一人同一月同一津贴在文件里出现了两次。');
      else {
        seen.add(key);
        rows.push({ row, index: this.vault.blindIndex('id', normaliseId(idNumber)), scheme, month, fen });
      }
    }
    return { rows, wrong };
  }

  /** Writes a piece of the file; answers the rows whose person or month cannot be taken. */
  private async enter(tx: Tx, openingId: number, rows: readonly Row[]): Promise<Wrong[]> {
    const json = JSON.stringify(
      rows.map((each) => ({ ...each, index: each.index.toString('hex'), month: dateOfMonth(each.month) })),
    );
    const made = await tx.sql<{ row: number; person_id: number | null; entered: boolean }>(
      `WITH v AS (SELECT v.*, p.id AS person_id, p.division
           FROM jsonb_to_recordset($1::jsonb) AS v("row" int, index text, scheme text, month date, fen bigint)
           LEFT JOIN persons p ON p.id_index = decode(v.index, 'hex')),
         b AS (INSERT INTO benefit_balances (person_id, scheme, month, division, authorised, paid)
           SELECT person_id, scheme, month, division, fen, fen FROM v WHERE person_id IS NOT NULL
           ON CONFLICT DO NOTHING RETURNING person_id, scheme, month),
         g AS (INSERT INTO benefit_ledger (at, person_id, division, scheme, month, kind, fen, opening_id)
           SELECT $2, v.person_id, v.division, v.scheme, v.month, 'opening', v.fen, $3 FROM v JOIN b USING (person_id, scheme, month))
       SELECT v."row", v.person_id, b.person_id IS NOT NULL AS entered FROM v LEFT JOIN b USING (person_id, scheme, month)
       ORDER BY v."row"`,
      [json, this.clock.now(), openingId],
    );
    return made
      .filter((each) => !each.entered)
      .map((each) => ({
        row: each.row,
        detail:
          each.person_id === null
            ? '没有这个身份证号的老人，或不在您的管辖区域。'
            : '这个月已在台账上，不能再导入。',
      }));
  }
}

class NotImported extends Error {
  constructor(readonly wrong: Wrong[]) {
    super('not imported');
  }
}

function table(file: Uint8Array): string[][] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    const rows = parse(text, { bom: true, relaxColumnCount: true, skipEmptyLines: true }) as string[][];
    return rows[0]?.[0]?.includes('身份证') ? rows.slice(1) : rows;
  } catch {
    throw problems.opening('file', '文件不是 UTF-8 编码的 CSV，请另存为 CSV（UTF-8）后再导入。');
  }
}

/** Fen of an amount in yuan with at most two decimals, without rounding. */
function fenOf(yuan: string): number {
  const [whole = '0', part = ''] = yuan.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
