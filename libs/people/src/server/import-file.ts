import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { IMPORT_FIELDS } from '../domain/import-fields';
import { problems } from './problems';

/** A list as it stands in a file: its headings and rows, each with its number in the file (the first line is 1). */
export interface Table {
  encoding: 'utf-8' | 'utf-16le' | 'gb18030' | 'xlsx';
  columns: string[];
  rows: { row: number; cells: string[] }[];
}

export const MAX_ROWS = 20_000;
const MAX_COLUMNS = 60;
const MAX_CELL = 500;
/** A packed file that unfolds to more is not read. */
const MAX_UNPACKED = 150 << 20;
/** Headings stand within the first lines; a title or a watermark may stand above. */
const HEADING_LINES = 5;

/** Reads a CSV (UTF-8, UTF-16 or GBK) or XLSX file. Formulas are never evaluated: they come as text that begins with `=`. */
export async function readTable(bytes: Uint8Array): Promise<Table> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length === 0) throw problems.importFile('文件是空的，请换一个文件。');
  if (buffer.readUInt16BE(0) === 0xd0cf) {
    throw problems.importFile('这是旧版 Excel 文件（.xls），请另存为 .xlsx 或 .csv 后再上传。');
  }
  const packed = buffer.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
  const { encoding, lines } = packed
    ? { encoding: 'xlsx' as const, lines: await readWorkbook(buffer) }
    : readCsv(buffer);
  return toTable(encoding, lines);
}

function toTable(encoding: Table['encoding'], lines: { row: number; cells: string[] }[]): Table {
  const known = new Set(Object.values(IMPORT_FIELDS).flatMap((field): readonly string[] => field.headings));
  const fit = (cells: string[]) => cells.filter((cell) => known.has(cell)).length;
  const first = lines
    .slice(0, HEADING_LINES)
    .reduce<(typeof lines)[number] | undefined>(
      (best, line) => (best && fit(best.cells) >= fit(line.cells) ? best : line),
      undefined,
    );
  const heading =
    first && fit(first.cells) > 0 ? first : lines.find((line) => line.cells.filter(Boolean).length > 1);
  if (!heading)
    throw problems.importFile('没有找到表头，请在第一行写明各列的名称（如：姓名、身份证号、社区、地址）。');
  const rows = lines.filter((line) => line.row > heading.row && line.cells.some((cell) => cell !== ''));
  if (rows.length === 0) throw problems.importFile('表头下面没有内容，请核对文件。');
  if (rows.length > MAX_ROWS) throw problems.importFile(`一次最多导入 ${MAX_ROWS} 行，请分成几个文件。`);
  return { encoding, columns: heading.cells, rows };
}

/** One way of writing a cell: no control characters, trimmed, cut; the text mark of spreadsheets taken off. */
function clean(text: string): string {
  const plain = text
    .replace(/[\u0000-\u001f\u007f\ufeff]+/g, ' ')
    .trim()
    .slice(0, MAX_CELL)
    .replace(/^'/, '');
  // ="00123" is how spreadsheets keep digits as text in CSV: a constant, not a calculation.
  return /^="([^"]*)"$/.exec(plain)?.[1] ?? plain;
}

function readCsv(buffer: Buffer): { encoding: Table['encoding']; lines: { row: number; cells: string[] }[] } {
  const { encoding, text } = decode(buffer);
  if (text.includes('\u0000')) throw problems.importFile('无法识别这个文件，请上传 CSV 或 XLSX 文件。');
  const head = text.slice(0, 4000);
  const count = (mark: string) => head.split(mark).length;
  const delimiter = [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: MAX_ROWS + HEADING_LINES + 1,
      max_record_size: MAX_COLUMNS * MAX_CELL * 2,
    });
  } catch {
    throw problems.importFile('文件的格式有误（可能引号不成对），请用表格软件另存后再上传。');
  }
  return {
    encoding,
    lines: rows.map((cells, i) => ({ row: i + 1, cells: cells.slice(0, MAX_COLUMNS).map(clean) })),
  };
}

function decode(buffer: Buffer): { encoding: Table['encoding']; text: string } {
  if (buffer.length > 1 && buffer.readUInt16BE(0) === 0xfffe) {
    return { encoding: 'utf-16le', text: buffer.toString('utf16le') };
  }
  try {
    return { encoding: 'utf-8', text: new TextDecoder('utf-8', { fatal: true }).decode(buffer) };
  } catch {
    return { encoding: 'gb18030', text: iconv.decode(buffer, 'gb18030') };
  }
}

async function readWorkbook(buffer: Buffer): Promise<{ row: number; cells: string[] }[]> {
  if (unpackedSize(buffer) > MAX_UNPACKED)
    throw problems.importFile('文件展开后太大，请删去图片和多余的工作表。');
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(buffer as unknown as ArrayBuffer);
  } catch {
    throw problems.importFile('无法读取这个 Excel 文件，请用表格软件打开并另存后再上传。');
  }
  const sheet = book.worksheets.find((each) => each.actualRowCount > 0);
  const lines: { row: number; cells: string[] }[] = [];
  sheet?.eachRow({ includeEmpty: false }, (row, number) => {
    if (lines.length > MAX_ROWS + HEADING_LINES) return;
    const cells: string[] = [];
    for (let column = 1; column <= Math.min(row.cellCount, MAX_COLUMNS); column += 1) {
      cells.push(clean(textOf(row.getCell(column).value)));
    }
    lines.push({ row: number, cells });
  });
  return lines;
}

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'number') {
    // A long number in a spreadsheet has lost its last digits: no ID number may be read from it.
    return Number.isInteger(value) && !Number.isSafeInteger(value)
      ? '（数字已失真，请设为文本格式）'
      : String(value);
  }
  if (typeof value !== 'object') return String(value);
  if ('formula' in value || 'sharedFormula' in value)
    return `=${'formula' in value ? String(value.formula) : ''}`;
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('text' in value)
    return typeof value.text === 'string' ? value.text : textOf(value.text as ExcelJS.CellValue);
  return '';
}

/** The sum of the sizes in the ZIP's central directory: read before anything is unpacked. */
function unpackedSize(buffer: Buffer): number {
  let sum = 0;
  for (let at = buffer.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0;) {
    if (at + 46 > buffer.length) break;
    sum += buffer.readUInt32LE(at + 24);
    at = buffer.indexOf('PK\u0001\u0002', at + 46, 'latin1');
  }
  return sum;
}
