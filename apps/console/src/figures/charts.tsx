'use client';
import { useState } from 'react';
import { Button } from 'antd';
import { count } from '@heling/ui/format';
import styles from './figures.module.css';

export interface ChartMark {
  key: string;
  label: string;
  value: number;
  /** Opens the rows behind the mark. */
  open: () => void;
  /** Narrows the whole page to it. */
  into?: () => void;
}
const FIRST = 15;

/** Bars side by side over time; each opens its rows. */
export function Columns({ marks }: { marks: readonly ChartMark[] }) {
  const top = Math.max(1, ...marks.map((mark) => mark.value));
  const every = Math.ceil(marks.length / 16);
  return (
    <div className={styles.columns}>
      <span className={styles.top}>{count(top)}</span>
      {marks.map((mark, i) => (
        <button
          key={mark.key}
          type="button"
          title={`${mark.label}：${count(mark.value)} 单，看明细`}
          aria-label={`${mark.label} ${count(mark.value)} 单，看明细`}
          onClick={mark.open}
        >
          <span className={styles.column} style={{ height: `${(mark.value / top) * 100}%` }} />
          <span className={styles.tick} aria-hidden="true">
            {i % every === 0 ? mark.label.replace(/^\d{4}[-年]/, '') : ''}
          </span>
        </button>
      ))}
    </div>
  );
}

/** Bars below one another, longest first; each opens its rows, and may narrow the page. */
export function Bars({ marks, into }: { marks: readonly ChartMark[]; into: string }) {
  const [all, setAll] = useState(false);
  const sorted = [...marks].sort((a, b) => b.value - a.value || a.key.localeCompare(b.key));
  const shown = all ? sorted : sorted.slice(0, FIRST);
  const top = Math.max(1, sorted[0]?.value ?? 1);
  return (
    <>
      <ul className={styles.bars}>
        {shown.map((mark) => (
          <li key={mark.key}>
            <span className={styles.label}>{mark.label}</span>
            <button
              type="button"
              aria-label={`${mark.label} ${count(mark.value)} 单，看明细`}
              title="看明细"
              onClick={mark.open}
            >
              <span className={styles.bar} style={{ width: `${(mark.value / top) * 100}%` }} />
              <span className={styles.value}>{count(mark.value)}</span>
            </button>
            {mark.into && (
              <Button
                type="link"
                size="small"
                className="no-print"
                onClick={mark.into}
                aria-label={`${into} ${mark.label}`}
              >
                {into}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!all && sorted.length > FIRST && (
        <Button type="link" onClick={() => setAll(true)}>
          再看 {sorted.length - FIRST} 个
        </Button>
      )}
    </>
  );
}
