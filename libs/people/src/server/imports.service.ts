import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Input, Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type * as contract from '../contract/imports';
import { guessMapping, IMPORT_FIELDS, type ImportField, type ImportMapping } from '../domain/import-fields';
import { readRow, type RowProblem, type RowSetting } from '../domain/import-row';
import { Divisions } from './divisions';
import {
  homeOf,
  IMPORT_COLUMNS,
  missingFields,
  problemOf,
  toImportItem,
  type ImportRow,
} from './import-reading';
import { problems } from './problems';
import { readInThread } from './table-thread';

const PREVIEW = 20;
const CHUNK = 2_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Lists of people: upload, preview, mapping, start, results. The work itself is done by the worker. */
@Injectable()
export class ImportsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
  ) {}

  /** Reads the file, keeps its rows sealed, and shows what it would mean. */
  async upload(
    ctx: RequestContext,
    { file, fileName }: Input<typeof contract.upload>['body'],
  ): Promise<Output<typeof contract.upload>> {
    await this.divisions.ready();
    const table = await readInThread(file);
    const now = this.clock.now();
    const division = ctx.division ?? ctx.scope.d[0];
    if (division === undefined) throw problems.outside();
    return this.db.run(ctx, async (tx) => {
      const made = await tx.one<{ id: number }>(
        `INSERT INTO imports (division, scope, account_id, file_name, sha256, encoding, columns, mapping, state, rows, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'preview', $9, $10) RETURNING id`,
        [
          division,
          ctx.scope.d,
          ctx.accountId,
          fileName.slice(0, 200) || '未命名',
          createHash('sha256').update(file).digest(),
          table.encoding,
          table.columns,
          JSON.stringify(guessMapping(table.columns)),
          table.rows.length,
          now,
        ],
      );
      for (let from = 0; from < table.rows.length; from += CHUNK) {
        const part = table.rows.slice(from, from + CHUNK);
        await tx.sql(
          `INSERT INTO import_rows (import_id, row, division, cells)
           SELECT $1, r, $2, decode(c, 'hex') FROM unnest($3::int[], $4::text[]) AS u(r, c)`,
          [
            made!.id,
            division,
            part.map((each) => each.row),
            part.map((each) => this.vault.seal(each.cells).toString('hex')),
          ],
        );
      }
      await this.note(tx, ctx, 'uploadImport', made!.id, division, { rows: table.rows.length });
      return this.page(tx, ctx, made!.id, now);
    });
  }

  async read(ctx: RequestContext, id: number): Promise<Output<typeof contract.read>> {
    await this.divisions.ready();
    return this.db.run(ctx, (tx) => this.page(tx, ctx, id, this.clock.now()));
  }

  async setMapping(
    ctx: RequestContext,
    id: number,
    { version, mapping }: { version: number; mapping: ImportMapping },
  ): Promise<Output<typeof contract.setMapping>> {
    await this.divisions.ready();
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, id, version);
      if (row.state !== 'preview') throw problems.importState();
      const used = Object.values(mapping);
      if (used.some((column) => column >= row.columns.length)) {
        throw problems.importMapping('选择的列不存在，请刷新后重新选择。');
      }
      if (new Set(used).size < used.length) throw problems.importMapping('同一列不能对应两项内容，请调整。');
      await tx.sql('UPDATE imports SET mapping = $2, version = version + 1 WHERE id = $1', [
        id,
        JSON.stringify(mapping),
      ]);
      return this.page(tx, ctx, id, this.clock.now());
    });
  }

  /** From now on the worker takes the rows, within the scope of the one who starts it. */
  async start(ctx: RequestContext, id: number, version: number): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, id, version);
      if (row.state !== 'preview') throw problems.importState();
      const missing = missingFields(row);
      if (missing.length > 0) {
        const names = missing.map((field) => IMPORT_FIELDS[field].name).join('、');
        throw problems.importMapping(`请先指定这些内容在哪一列：${names}。`);
      }
      await tx.sql(
        `UPDATE imports SET state = 'running', scope = $2, account_id = $3, started_at = $4, version = version + 1 WHERE id = $1`,
        [id, ctx.scope.d, ctx.accountId, this.clock.now()],
      );
      await this.note(tx, ctx, 'startImport', id, row.division, { rows: row.rows });
      return { id, version: version + 1 };
    });
  }

  async cancel(ctx: RequestContext, id: number, version: number): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.lock(tx, id, version);
      if (row.state !== 'preview' && row.state !== 'running') throw problems.importState();
      await tx.sql(
        `UPDATE imports SET state = 'cancelled', finished_at = $2, version = version + 1 WHERE id = $1`,
        [id, this.clock.now()],
      );
      await tx.sql(`UPDATE import_rows SET cells = NULL WHERE import_id = $1 AND state <> 'rejected'`, [id]);
      await this.note(tx, ctx, 'cancelImport', id, row.division, { left: row.rows });
      return { id, version: version + 1 };
    });
  }

  async list(
    ctx: RequestContext,
    { cursor, limit, state }: z.output<(typeof contract.list)['query']>,
  ): Promise<Output<typeof contract.list>> {
    const [before] = fromCursor(cursor, 1) ?? [null];
    const now = this.clock.now();
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<ImportRow>(
        `SELECT ${IMPORT_COLUMNS} FROM imports i WHERE ($1::text IS NULL OR i.state = $1)
           AND ($2::bigint IS NULL OR i.id < $2) ORDER BY i.id DESC LIMIT $3`,
        [state ?? null, before, limit + 1],
      ),
    );
    return pageFrom(
      rows,
      limit,
      now,
      (row) => [row.id],
      (row) => toImportItem(row, now),
    );
  }

  /** Row by row: what became of each. */
  async rows(
    ctx: RequestContext,
    id: number,
    { cursor, limit, state }: z.output<(typeof contract.rows)['query']>,
  ): Promise<Output<typeof contract.rows>> {
    const [after] = fromCursor(cursor, 1) ?? [0];
    const rows = await this.db.run(ctx, async (tx) => {
      await this.find(tx, id);
      return tx.sql<{
        row: number;
        state: Output<typeof contract.rows>['items'][number]['state'];
        code: string | null;
        field: string | null;
        person_id: number | null;
      }>(
        `SELECT r.row, r.state, r.code, r.field, r.person_id FROM import_rows r WHERE r.import_id = $1 AND r.row > $2
           AND ($3::text IS NULL OR r.state = $3) ORDER BY r.row LIMIT $4`,
        [id, after, state ?? null, limit + 1],
      );
    });
    return pageFrom(
      rows,
      limit,
      this.clock.now(),
      (row) => [row.row],
      (row) => ({
        row: row.row,
        state: row.state,
        problem: row.code === null ? null : problemOf(row.code, row.field),
        personId: row.person_id,
      }),
    );
  }

  /** The rejected rows as they were, with the reason: mended, the file can be uploaded again. */
  async rejected(
    ctx: RequestContext,
    id: number,
    format: 'csv' | 'xlsx',
  ): Promise<Output<typeof contract.rejected>> {
    const now = this.clock.now();
    const { item, rows } = await this.db.run(ctx, async (tx) => {
      const found = await this.find(tx, id);
      const kept = await tx.sql<{ row: number; cells: Buffer; code: string; field: ImportField | null }>(
        `SELECT r.row, r.cells, r.code, r.field FROM import_rows r WHERE r.import_id = $1 AND r.state = 'rejected'
           AND r.cells IS NOT NULL ORDER BY r.row`,
        [id],
      );
      await this.note(tx, ctx, 'downloadRejected', id, found.division, { rows: kept.length });
      return { item: found, rows: kept };
    });
    const table = rows.map(({ row, cells, code, field }) => {
      const own = this.vault.open<string[]>(cells);
      const name = field ? `${IMPORT_FIELDS[field].name}：` : '';
      return [
        ...item.columns.map((_, i) => harmless(own[i] ?? '')),
        `第 ${row} 行 ${name}${problemOf(code, field).text}`,
      ];
    });
    const header = [...item.columns.map(harmless), '未导入的原因'];
    const mark = `鹤龄 未导入的行 · 账号 ${ctx.accountId ?? 0} · ${now.toISOString()}`;
    const name = `未导入-${item.file_name.replace(/\.(csv|xlsx)$/i, '').replace(/[\\/:*?"<>|\r\n]/g, '_')}`;
    if (format === 'csv') {
      // Excel takes UTF-8 for what it is only after a byte order mark.
      const content = Buffer.from(`\uFEFF${stringify([[mark], header, ...table])}`, 'utf8');
      return { fileName: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', content };
    }
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('未导入的行');
    sheet.addRow([mark]);
    sheet.addRow(header).font = { bold: true };
    for (const cells of table) sheet.addRow(cells);
    header.forEach((_, i) => Object.assign(sheet.getColumn(i + 1), { width: 18, numFmt: '@' }));
    return {
      fileName: `${name}.xlsx`,
      mediaType: XLSX,
      content: new Uint8Array(await book.xlsx.writeBuffer()),
    };
  }

  private async page(
    tx: Tx,
    ctx: RequestContext,
    id: number,
    now: Date,
  ): Promise<Output<typeof contract.read>> {
    const row = await this.find(tx, id);
    const same = await tx.one<{ id: number }>(
      `SELECT o.id FROM imports o JOIN imports i ON i.sha256 = o.sha256 WHERE i.id = $1 AND o.id <> $1 AND o.state = 'done'
       ORDER BY o.id DESC LIMIT 1`,
      [id],
    );
    const shown =
      row.state === 'preview' && row.account_id === ctx.accountId
        ? await tx.sql<{ row: number; cells: Buffer }>(
            `SELECT r.row, r.cells FROM import_rows r WHERE r.import_id = $1 ORDER BY r.row LIMIT ${PREVIEW}`,
            [id],
          )
        : [];
    const setting = this.settingOf({ ...row, scope: ctx.scope.d }, businessDay(now));
    return {
      ...toImportItem(row, now),
      columns: row.columns,
      mapping: row.mapping,
      encoding: row.encoding,
      preview: shown.map((each) => {
        const cells = this.vault.open<string[]>(each.cells);
        const read = readRow(cells, setting);
        const found: RowProblem[] = 'problems' in read ? read.problems : [];
        return { row: each.row, cells, problems: found.map(({ code, field }) => problemOf(code, field)) };
      }),
      missing: missingFields(row),
      sameAs: same?.id ?? null,
    };
  }

  /** Against what the rows of an import are read. */
  settingOf(row: Pick<ImportRow, 'mapping' | 'scope' | 'division'>, today: string): RowSetting {
    // A list names few communities many times.
    const known = new Map<string, string | undefined>();
    return {
      mapping: row.mapping,
      today,
      within: row.scope,
      home: homeOf(row.division),
      communityOf: (text) => {
        if (!known.has(text)) known.set(text, this.divisions.community(text, row.scope));
        return known.get(text);
      },
    };
  }

  private async find(tx: Tx, id: number): Promise<ImportRow> {
    const row = await tx.one<ImportRow>(`SELECT ${IMPORT_COLUMNS} FROM imports i WHERE i.id = $1`, [id]);
    if (!row) throw notFound('没有找到这次导入，或您无权查看。');
    return row;
  }

  private async lock(tx: Tx, id: number, version: number): Promise<ImportRow> {
    const row = await tx.one<ImportRow>(
      `SELECT ${IMPORT_COLUMNS} FROM imports i WHERE i.id = $1 FOR UPDATE`,
      [id],
    );
    if (!row) throw notFound('没有找到这次导入，或您无权查看。');
    if (row.version !== version) throw stale({ version: row.version, state: row.state });
    return row;
  }

  private async note(
    tx: Tx,
    ctx: RequestContext,
    verb: string,
    id: number,
    division: string,
    after: Record<string, unknown>,
  ): Promise<void> {
    await audit(tx, ctx, this.clock, {
      action: `people.${verb}`,
      subject: 'import',
      subjectId: id,
      division,
      after,
    });
  }
}

/** Text that a spreadsheet would run as a formula is kept as text. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
