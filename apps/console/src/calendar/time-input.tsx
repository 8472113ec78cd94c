'use client';
import { useState, type KeyboardEvent } from 'react';
import { typedTime } from './typed';
import styles from './calendar.module.css';

const STEP = 5;
const moved = (time: string, minutes: number) => {
  const at = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + minutes + 1440) % 1440;
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
};

/** A time of day `08:30`, typed in any usual way (8:30, 830, 8), moved by five minutes with ↑ and ↓. */
export function TimeInput({
  value,
  onChange,
  ...rest
}: {
  value: string;
  onChange: (value: string) => void;
  id?: string;
  autoFocus?: boolean;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string) => {
    const time = typedTime(text);
    setTyped(null);
    if (time && time !== value) onChange(time);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setTyped(null);
      onChange(moved(value, step));
    } else if (event.key === 'Enter' && typed !== null) {
      event.preventDefault();
      take(typed);
    }
  };
  return (
    <input
      {...rest}
      type="text"
      inputMode="numeric"
      autoComplete="off"
      className={styles.time}
      placeholder="时:分"
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => typed !== null && take(typed)}
      onKeyDown={keys}
    />
  );
}
