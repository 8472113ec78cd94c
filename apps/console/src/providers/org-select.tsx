'use client';
import { useState } from 'react';
import { Select } from 'antd';
import type { OrgKind } from '@heling/places/domain/facilities';
import { placesOrg, placesOrgs } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';

/** Chooses an organisation by part of its name; the chosen one keeps its name though it is not in the list. */
export function OrgSelect({
  kind,
  value,
  onChange,
  allowClear = true,
  id,
}: {
  kind: OrgKind | 'any';
  value: number | null;
  onChange: (id: number | null) => void;
  allowClear?: boolean;
  id?: string;
}) {
  const [typed, setTyped] = useState('');
  const found = useCall(
    placesOrgs,
    { body: { ...(kind === 'any' ? {} : { kind }), ...(typed ? { q: typed } : {}), limit: 50 } },
    { keep: true },
  );
  const items = found.data?.items ?? [];
  const missing = value !== null && !items.some((each) => each.id === value);
  const chosen = useCall(placesOrg, { params: { id: value ?? 0 } }, { enabled: missing });
  const options = items.map((each) => ({ value: each.id, label: each.name }));
  if (missing && chosen.data) options.unshift({ value: chosen.data.id, label: chosen.data.name });
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label="服务商"
      placeholder={kind === 'kitchen' ? '助餐点' : '服务商'}
      allowClear={allowClear}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      style={{ minWidth: 200 }}
      value={value}
      loading={found.isFetching}
      options={options}
      notFoundContent={found.isPending ? '正在查找' : '没有找到'}
      onChange={(next: number | null | undefined) => onChange(next ?? null)}
    />
  );
}
