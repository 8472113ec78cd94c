import type { z } from 'zod';
import type { importItem, ImportPage } from '../contract/imports';
import { NEEDED_FIELDS, type ImportField, type ImportMapping } from '../domain/import-fields';
import { ROW_PROBLEMS, type RowProblemCode } from '../domain/import-row';

export interface ImportRow {
  id: number;
  division: string;
  scope: string[];
  account_id: number;
  file_name: string;
  encoding: string;
  columns: string[];
  mapping: ImportMapping;
  state: ImportPage['state'];
  rows: number;
  added: number;
  updated: number;
  unchanged: number;
  rejected: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  version: number;
}
export const IMPORT_COLUMNS = `i.id, i.division, i.scope, i.account_id, i.file_name, i.encoding, i.columns, i.mapping, i.state,
  i.rows, i.added, i.updated, i.unchanged, i.rejected, i.created_at, i.started_at, i.finished_at, i.version`;

/** A community's own list needs no column that says where people live. */
export const homeOf = (division: string): string | null => (division.length === 12 ? division : null);

export function missingFields(row: Pick<ImportRow, 'mapping' | 'division'>): ImportField[] {
  return NEEDED_FIELDS.filter(
    (field) => row.mapping[field] === undefined && !(field === 'division' && homeOf(row.division) !== null),
  );
}

export function problemOf(
  code: string,
  field: string | null,
): { code: string; field: string | null; text: string } {
  return { code, field, text: ROW_PROBLEMS[code as RowProblemCode] ?? code };
}

/** An import as a list shows it, with how long it will take at the present pace. */
export function toImportItem(row: ImportRow, now: Date): z.input<typeof importItem> {
  const done = row.added + row.updated + row.unchanged + row.rejected;
  const left = row.rows - done;
  const seconds = row.started_at ? (now.getTime() - row.started_at.getTime()) / 1000 : 0;
  return {
    id: row.id,
    fileName: row.file_name,
    state: row.state,
    rows: row.rows,
    added: row.added,
    updated: row.updated,
    unchanged: row.unchanged,
    rejected: row.rejected,
    left,
    secondsLeft: row.state === 'running' && done > 0 ? Math.ceil((seconds / done) * left) : null,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    accountId: row.account_id,
    version: row.version,
  };
}
