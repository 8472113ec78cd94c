'use client';
import { Select } from 'antd';

/** A choice among a few codes, or all of them. */
export function Choose({
  label,
  all,
  value,
  options,
  onChange,
  width = 130,
}: {
  label: string;
  /** What no choice means, e.g. 全部状态. */
  all: string;
  value: string | undefined;
  options: Readonly<Record<string, string>>;
  onChange: (code: string | undefined) => void;
  width?: number;
}) {
  return (
    <Select
      aria-label={label}
      placeholder={all}
      allowClear
      style={{ minWidth: width }}
      value={value ?? null}
      options={Object.entries(options).map(([code, word]) => ({ value: code, label: word }))}
      onChange={(code: string | null | undefined) => onChange(code ?? undefined)}
    />
  );
}
