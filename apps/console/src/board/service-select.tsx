'use client';
import { Select } from 'antd';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';

const OPTIONS = Object.entries(SERVICE_NAMES).map(([value, label]) => ({ value, label }));

/** Chooses one service of the menu, or all. */
export function ServiceSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (code: string | null) => void;
}) {
  return (
    <Select
      aria-label="服务"
      placeholder="全部服务"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      style={{ minWidth: 130 }}
      value={value}
      options={OPTIONS}
      onChange={(code: string | null | undefined) => onChange(code ?? null)}
    />
  );
}
