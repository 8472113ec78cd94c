'use client';
import { Input } from 'antd';
import { useEffect, useState } from 'react';

const PAUSE_MS = 250;

/** Words to find by, told after a short pause of typing. */
export function Find({ label, onFind }: { label: string; onFind: (text: string) => void }) {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => onFind(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, onFind]);
  return (
    <Input
      aria-label={label}
      placeholder={label}
      allowClear
      style={{ width: 180 }}
      maxLength={40}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
