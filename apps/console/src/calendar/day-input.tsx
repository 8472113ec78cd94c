'use client';
import { useRef, useState, type KeyboardEvent } from 'react';
import { addDays } from '@heling/platform/domain/calendar';
import { typedDay, typedMonth } from './typed';
import styles from './calendar.module.css';

interface Props {
  value: string;
  onChange: (value: string) => void;
  label?: string;
  min?: string;
  max?: string;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
}

const addMonths = (month: string, n: number) => {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + n);
  return at.toISOString().slice(0, 7);
};

/**
 * A day `2026-11-25` or a month `2026-11`, typed in any usual way (11-25, 1125, 11.25), moved by ↑ and ↓, or chosen from
 * the browser's calendar.
 */
function Input({ kind, value, onChange, label, min, max, ...rest }: Props & { kind: 'date' | 'month' }) {
  const [typed, setTyped] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const inside = (day: string) => (min === undefined || day >= min) && (max === undefined || day <= max);
  const take = (text: string) => {
    const day = kind === 'date' ? typedDay(text, value) : typedMonth(text, value);
    setTyped(null);
    if (day && day !== value && inside(day)) onChange(day);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step !== undefined && value) {
      event.preventDefault();
      const next = kind === 'date' ? addDays(value, step) : addMonths(value, step);
      setTyped(null);
      if (inside(next)) onChange(next);
    } else if (event.key === 'Enter' && typed !== null) {
      // The first Enter takes the day; a form is sent by the next one.
      event.preventDefault();
      take(typed);
    }
  };
  return (
    <span className={styles.box}>
      <input
        {...rest}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        className={styles.input}
        placeholder={kind === 'date' ? '年-月-日' : '年-月'}
        {...(label ? { 'aria-label': label } : {})}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => typed !== null && take(typed)}
        onKeyDown={keys}
      />
      <button
        type="button"
        tabIndex={-1}
        className={styles.open}
        aria-label={`打开日历${label ? `：${label}` : ''}`}
        onClick={() => picker.current?.showPicker()}
      >
        ▾
      </button>
      <input
        ref={picker}
        type={kind}
        className={styles.picker}
        tabIndex={-1}
        aria-hidden="true"
        value={value}
        min={min}
        max={max}
        onChange={(event) => event.target.value && onChange(event.target.value)}
      />
    </span>
  );
}
export const DayInput = (props: Props) => <Input kind="date" {...props} />;
export const MonthInput = (props: Props) => <Input kind="month" {...props} />;
