'use client';
import { Select } from 'antd';
import type { useHouses } from './use-houses';

/** Chooses an institution of the scope by typing its name. */
export function HouseSelect({
  houses,
  all = false,
}: {
  houses: ReturnType<typeof useHouses>;
  /** Nothing chosen means all of them. */
  all?: boolean;
}) {
  return (
    <Select
      aria-label="机构"
      style={{ width: 260 }}
      placeholder={all ? '全部机构' : '选择机构'}
      allowClear={all}
      loading={houses.loading}
      value={houses.facilityId}
      options={houses.options}
      onChange={(id: number | null | undefined) => houses.choose(id ?? null)}
      notFoundContent="没有这家机构"
    />
  );
}
