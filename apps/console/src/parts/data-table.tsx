'use client';
import { Button, Checkbox, Popover, Table, type TableRef } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ApiProblem } from '@heling/ui/client';
import { TERMS } from '@heling/ui/glossary';
import { absolute } from '@heling/ui/format';
import { Empty, Problem, Waiting } from './states';
import { useKept } from './use-kept';
import type { Pages } from './use-pages';

/** Above so many rows only those in sight are drawn. */
const VIRTUAL_FROM = 200;
const VIRTUAL_HEIGHT = 720;
const USUAL_WIDTH = 140;

export interface Column<Row> extends Omit<ColumnType<Row>, 'key' | 'title' | 'render'> {
  key: string;
  title: string;
  render(row: Row): ReactNode;
  width?: number;
  /** Shown until somebody chooses otherwise; true unless told. */
  shown?: boolean;
  /** Cannot be hidden. */
  fixedly?: boolean;
}

/** Rows that are all there, with the answer they came in. */
interface Whole<Row> {
  rows: Row[];
  loading?: boolean;
  problem?: ApiProblem | null;
  retry?(): void;
  asOf?: string | undefined;
  pages?: undefined;
}
/** Rows that are read page by page. */
interface Paged<Row> {
  pages: Omit<Pages<Row, unknown>, 'first'>;
}

type TableProps<Row> = TableLook<Row> & (Whole<Row> | Paged<Row>);

interface TableLook<Row> {
  /** Names the table in this browser's storage of chosen columns. */
  name: string;
  /** Says what the rows are, for those who cannot see the page. */
  label: string;
  rowKey(row: Row): string | number;
  columns: Column<Row>[];
  /** What to show when there is no row: says why and what to do. */
  empty: ReactNode;
  /** Enter or a double click on a row; a single click too with `openOnClick`. */
  onOpen?(row: Row): void;
  /** More keys on a row: `{ c: claim }`. */
  rowKeys?: Record<string, (row: Row) => void>;
  /** Rows that have come since; `take` brings them in. Nothing moves under the pointer before. */
  news?: { count: number; take(): void };
  /** Filters and saved filters, at the left above the rows. */
  filters?: ReactNode;
  /** Export and other actions, at the right above the rows. */
  actions?: ReactNode;
  /** Ticked rows, for bulk actions. */
  chosen?: { keys: (string | number)[]; set(keys: (string | number)[]): void };
  /** A row's class, e.g. for its severity. */
  rowClass?(row: Row): string;
  /** The first row takes the focus when the rows come. */
  autoFocus?: boolean;
}

/**
 * A table of the console: sticky head, virtual beyond 200 rows, choice of columns, keys (↑↓ or j/k, Home, End, Enter),
 * live rows behind a bar, loading, empty and problem states.
 */
export function DataTable<Row extends object>(props: TableProps<Row>) {
  const { columns, rowKey, name, pages } = props;
  const { rows, loading, problem, retry, asOf } = pages ?? props;
  const [hidden, setHidden] = useKept<string[]>(
    `columns:${name}`,
    columns.filter((column) => column.shown === false).map((column) => column.key),
  );
  const [at, setAt] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const table = useRef<TableRef>(null);
  const seen = columns.filter((column) => column.fixedly || !hidden.includes(column.key));
  const virtual = rows.length > VIRTUAL_FROM;
  // On a screen narrower than this the rows scroll sideways, head and all.
  const width = seen.reduce((sum, column) => sum + (column.width ?? USUAL_WIDTH), 0);
  const here = Math.min(at, Math.max(0, rows.length - 1));

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setAt(next);
    const focus = () => frame.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    // Virtual rows out of sight are not there yet.
    if (virtual) {
      table.current?.scrollTo({ index: next });
      requestAnimationFrame(focus);
    } else focus();
    if (next >= rows.length - 5) pages?.more();
  };
  const ready = rows.length > 0;
  useEffect(() => {
    if (props.autoFocus && ready) frame.current?.querySelector<HTMLElement>('[data-index="0"]')?.focus();
  }, [props.autoFocus, ready]);

  const onKey = (event: KeyboardEvent) => {
    const row = rows[here];
    if (!(event.target as HTMLElement).hasAttribute('data-index') || !row) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const moves: Record<string, number> = {
      ArrowDown: here + 1,
      j: here + 1,
      ArrowUp: here - 1,
      k: here - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) focusRow(to);
    else if (event.key === 'Enter' && props.onOpen) props.onOpen(row);
    else if (props.rowKeys?.[event.key]) props.rowKeys[event.key]!(row);
    else return;
    event.preventDefault();
  };

  const body = () => {
    if (problem && rows.length === 0) return <Problem problem={problem} {...(retry ? { retry } : {})} />;
    if (loading && rows.length === 0) return <Waiting lines={8} />;
    if (rows.length === 0) return props.empty;
    return (
      <Table<Row>
        ref={table}
        aria-label={props.label}
        size="small"
        rowKey={(row) => rowKey(row)}
        dataSource={rows}
        columns={seen.map(({ shown: _shown, fixedly: _fixedly, render, ...column }) => ({
          ...column,
          render: (_value: unknown, row: Row) => render(row),
        }))}
        pagination={false}
        virtual={virtual}
        scroll={{ x: width, ...(virtual ? { y: VIRTUAL_HEIGHT } : {}) }}
        {...(virtual
          ? {}
          : { sticky: { offsetHeader: 0, getContainer: () => document.getElementById('main') ?? window } })}
        {...(props.chosen
          ? {
              rowSelection: {
                selectedRowKeys: props.chosen.keys,
                onChange: (keys) => props.chosen?.set(keys as (string | number)[]),
                getCheckboxProps: (row: Row) => ({ 'aria-label': `选择 ${rowKey(row)}` }) as object,
                columnTitle: (box: ReactNode) => <label aria-label="全选">{box}</label>,
              },
            }
          : {})}
        onRow={(row, index) => ({
          'data-index': index,
          tabIndex: index === here ? 0 : -1,
          className: props.rowClass?.(row) ?? '',
          onFocus: (event) => {
            if (event.target === event.currentTarget) setAt(index ?? 0);
          },
          ...(props.onOpen
            ? {
                onClick: (event) => {
                  // A click on a button, link or box within the row is its own.
                  if (!(event.target as HTMLElement).closest('a, button, input, label')) props.onOpen?.(row);
                },
                style: { cursor: 'pointer' },
              }
            : {}),
        })}
      />
    );
  };

  return (
    <div className="data-table">
      <div className="table-bar no-print">
        <div className="table-filters">{props.filters}</div>
        <div className="table-actions">
          {asOf && (
            <span className="muted">
              {TERMS.asOf} <time dateTime={asOf}>{absolute(asOf)}</time>
            </span>
          )}
          {props.actions}
          <Popover
            trigger="click"
            placement="bottomRight"
            content={
              <div className="column-choice" role="group" aria-label="显示的列">
                {columns
                  .filter((column) => !column.fixedly)
                  .map((column) => (
                    <Checkbox
                      key={column.key}
                      checked={!hidden.includes(column.key)}
                      onChange={(event) =>
                        setHidden(
                          event.target.checked
                            ? hidden.filter((key) => key !== column.key)
                            : [...hidden, column.key],
                        )
                      }
                    >
                      {column.title}
                    </Checkbox>
                  ))}
              </div>
            }
          >
            <Button>列</Button>
          </Popover>
        </div>
      </div>
      {props.news && props.news.count > 0 && (
        <button type="button" className="news-bar no-print" onClick={props.news.take}>
          有 {props.news.count} 条变化，点此更新
        </button>
      )}
      {problem && rows.length > 0 && <Problem problem={problem} {...(retry ? { retry } : {})} />}
      <div ref={frame} onKeyDown={onKey}>
        {body()}
      </div>
      {rows.length > 0 && (
        <div className="table-foot no-print">
          <span className="muted">
            已显示 {rows.length} 条{pages?.hasMore ? '' : '，没有更多了'}
          </span>
          {pages?.hasMore && (
            <Button onClick={pages.more} loading={pages.loadingMore}>
              再显示一些
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** The usual empty state of a table whose filters may be to blame. */
export function NothingFound({ what, reset }: { what: string; reset?: () => void }) {
  return (
    <Empty title={`没有符合条件的${what}`}>
      <p>放宽筛选条件，或换一个说法再找。</p>
      {reset && <Button onClick={reset}>清除筛选</Button>}
    </Empty>
  );
}
