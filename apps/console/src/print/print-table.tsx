'use client';
import type { ReactNode } from 'react';
import { usePrinting } from './use-printing';
import styles from './print.module.css';

interface Column<Row> {
  key: string;
  title: string;
  align?: string | undefined;
  render(row: Row): ReactNode;
}

/**
 * Rows as they go on A4: a plain table of the columns that fit, with the head on every sheet. Made only while printing;
 * the table on screen stands in `no-print` beside it.
 */
export function PrintTable<Row>({
  title,
  rows,
  rowKey,
  columns,
  only,
}: {
  title?: string;
  rows: readonly Row[];
  rowKey(row: Row): string | number;
  columns: readonly Column<Row>[];
  /** Keys of the columns on paper, in their order. */
  only: readonly string[];
}) {
  const printing = usePrinting();
  if (!printing) return null;
  const shown = only.flatMap((key) => columns.find((column) => column.key === key) ?? []);
  return (
    <div className={styles.sheet}>
      {title && <h2>{title}</h2>}
      <table>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.key} scope="col" className={column.align === 'right' ? styles.right : ''}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {shown.map((column) => (
                <td key={column.key} className={column.align === 'right' ? styles.right : ''}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
