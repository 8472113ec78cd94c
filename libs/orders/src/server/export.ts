import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';

export type Cell = string | number | null;
export interface Sheet {
  /** File name without its ending. */
  name: string;
  header: string[];
  rows: Cell[][];
  /** Who took it out and when; stands in the file (导出水印). */
  watermark: string;
}
export interface ExportedFile {
  fileName: string;
  mediaType: string;
  content: Uint8Array;
}

/** Text that a spreadsheet would run as a formula is kept as text. */
function harmless(cell: Cell): Cell {
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** A file of a table with its watermark in the first line. */
export async function exportSheet(sheet: Sheet, format: 'csv' | 'xlsx'): Promise<ExportedFile> {
  const rows = sheet.rows.map((row) => row.map(harmless));
  if (format === 'csv') {
    const text = stringify([[sheet.watermark], sheet.header, ...rows]);
    // Excel takes UTF-8 for what it is only after a byte order mark.
    const content = Buffer.from(`\uFEFF${text}`, 'utf8');
    return { fileName: `${sheet.name}.csv`, mediaType: 'text/csv; charset=utf-8', content };
  }
  const book = new ExcelJS.Workbook();
  const page = book.addWorksheet(sheet.name.slice(0, 30), {
    headerFooter: { oddFooter: `&C${sheet.watermark}` },
    views: [{ state: 'frozen', ySplit: 2 }],
  });
  page.addRow([sheet.watermark]);
  page.addRow(sheet.header).font = { bold: true };
  for (const row of rows) page.addRow(row);
  sheet.header.forEach((_, i) => (page.getColumn(i + 1).width = 16));
  return {
    fileName: `${sheet.name}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: new Uint8Array(await book.xlsx.writeBuffer()),
  };
}
