'use client';
import { useEffect, useState } from 'react';
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

/** A day `YYYY-MM-DD`, or with `DayInput.month` a month: the browser's own field, made for the keyboard. */
function Input({ kind, value, onChange, label, ...rest }: Props & { kind: 'date' | 'month' }) {
  // Half typed values stay in the field and are told only when whole.
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <input
      {...rest}
      type={kind}
      className={styles.input}
      {...(label ? { 'aria-label': label } : {})}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value && event.target.checkValidity()) onChange(event.target.value);
      }}
      onBlur={() => setTyped(value)}
    />
  );
}
export const DayInput = (props: Props) => <Input kind="date" {...props} />;
export const MonthInput = (props: Props) => <Input kind="month" {...props} />;
