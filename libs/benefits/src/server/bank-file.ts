import { createHash } from 'node:crypto';
import { problems } from './problems';

/** One row of the bank's file. */
export interface BankRow {
  /** Number of the payment, `P123`. */
  reference: string;
  name: string;
  bank: string;
  account: string;
  fen: number;
}
/** One row of the bank's answer. */
export interface ReceiptRow {
  paymentId: number;
  result: 'paid' | 'rejected' | 'unknown';
  fen: number;
  code: string | null;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const clean = (text: string): string => text.replace(/[,\r\n]/g, ' ');
/** Closes a file with the checksum of all before. */
const closed = (lines: readonly string[]): string => {
  const body = `${lines.join('\n')}\n`;
  return `${body}SHA256,${sha256(body)}\n`;
};

/** The file for the bank: head with number, rows and sum; a row for each payment; checksum. */
export function bankFile(
  fileNo: string,
  rows: readonly BankRow[],
): { content: string; sha256: string; fen: number } {
  const fen = rows.reduce((sum, row) => sum + row.fen, 0);
  const content = closed([
    `PAY,${fileNo},${rows.length},${fen}`,
    ...rows.map((row) => [row.reference, clean(row.name), clean(row.bank), row.account, row.fen].join(',')),
  ]);
  return { content, sha256: sha256(content), fen };
}

/** The rows of a file for the bank, as the bank reads them; undefined when the checksum is wrong. */
export function readBankFile(content: string): { fileNo: string; rows: BankRow[] } | undefined {
  const lines = opened(content);
  if (!lines) return undefined;
  const rows = lines.slice(1).map((line) => {
    const [reference = '', name = '', bank = '', account = '', fen = ''] = line.split(',');
    return { reference, name, bank, account, fen: Number(fen) };
  });
  return { fileNo: lines[0]!.split(',')[1] ?? '', rows };
}

/** The bank's answer as a file. */
export function receiptFile(
  fileNo: string,
  rows: readonly { reference: string; result: string; fen: number; code: string }[],
): string {
  return closed([
    `RECEIPT,${fileNo},${rows.length}`,
    ...rows.map((row) => [row.reference, row.result, row.fen, row.code].join(',')),
  ]);
}

const RESULTS: readonly string[] = ['paid', 'rejected', 'unknown'];

/** Reads the bank's answer to the file `fileNo`. Throws 422 `benefits.receipt_*` when it is cut, of another file, or wrong. */
export function readReceipts(content: string, fileNo: string): ReceiptRow[] {
  const lines = opened(content.replaceAll('\r\n', '\n'));
  if (!lines) throw problems.receipt('broken', '回盘文件残缺或被改动（校验码不符），请向银行重新索取。');
  const [kind, number, count] = lines[0]!.split(',');
  if (kind !== 'RECEIPT' || Number(count) !== lines.length - 1) {
    throw problems.receipt('broken', '回盘文件的行数与文件头不符，请向银行重新索取。');
  }
  if (number !== fileNo) {
    throw problems.receipt(
      'other_file',
      `这是另一份文件（${number}）的回盘，本次发放的文件是 ${fileNo}，请核对月份。`,
    );
  }
  return lines.slice(1).map((line, i) => {
    const [reference = '', result = '', fen = '', code = ''] = line.split(',');
    if (!/^P\d{1,15}$/.test(reference) || !RESULTS.includes(result) || !/^\d{1,15}$/.test(fen)) {
      throw problems.receipt('row', `回盘文件第 ${i + 1} 行看不懂，整份没有入账，请向银行核对。`);
    }
    return {
      paymentId: Number(reference.slice(1)),
      result: result as ReceiptRow['result'],
      fen: Number(fen),
      code: code.slice(0, 40) || null,
    };
  });
}

/** The lines before the checksum; undefined when it does not agree. */
function opened(content: string): string[] | undefined {
  const at = content.lastIndexOf('SHA256,');
  if (at <= 0 || content.slice(at).trim() !== `SHA256,${sha256(content.slice(0, at))}`) return undefined;
  return content.slice(0, at).trimEnd().split('\n');
}
