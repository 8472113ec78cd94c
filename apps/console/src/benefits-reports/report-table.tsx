'use client';
import type { ReactNode } from 'react';
import styles from './reports.module.css';

export interface ReportColumn<Row> {
  title: string;
  /** Figures stand at the right. */
  figure?: boolean;
  of(row: Row): ReactNode;
  /** Below all rows. */
  total?: ReactNode;
}

/** A table as it stands on screen and on A4: few columns, a head on every sheet, a sum below. */
export function ReportTable<Row>({
  label,
  rows,
  rowKey,
  columns,
}: {
  label: string;
  rows: readonly Row[];
  rowKey(row: Row): string | number;
  columns: readonly ReportColumn<Row>[];
}) {
  const side = (column: ReportColumn<Row>) => (column.figure ? styles.right : '');
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={side(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.title} className={side(column)}>
                  {column.of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {columns.some((column) => column.total !== undefined) && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <td key={column.title} className={side(column)}>
                  {column.total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
