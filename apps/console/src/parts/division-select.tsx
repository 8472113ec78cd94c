'use client';
import { Select } from 'antd';
import { useMemo } from 'react';
import { placesDivisions } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { useMe } from '../shell/me';

const LEVELS = { city: 4, county: 6, street: 9, community: 12 } as const;
type Level = keyof typeof LEVELS;

/** Names of divisions by code, e.g. 淇滨区 / 黎阳路街道; fetched once a session. */
export function useDivisions() {
  const answer = useCall(placesDivisions, { query: {} });
  return useMemo(() => {
    const names = new Map((answer.data?.items ?? []).map((each) => [each.code, each.name]));
    return {
      ...answer,
      items: answer.data?.items ?? [],
      /** The names from the county down, without the city. */
      path: (code: string): string =>
        [6, 9, 12]
          .filter((length) => length <= code.length)
          .map((length) => names.get(code.slice(0, length)) ?? '')
          .filter(Boolean)
          .join(' / ') ||
        (names.get(code) ?? code),
      name: (code: string): string => names.get(code) ?? code,
    };
  }, [answer]);
}

/** Chooses a division of the account's scope by typing any part of its path. */
export function DivisionSelect({
  value,
  onChange,
  level = null,
  downTo = 'community',
  placeholder = '区划',
  label = '区划',
  allowClear = true,
  ...rest
}: {
  value: string | undefined;
  onChange(code: string | undefined): void;
  /** Only divisions of this level may be chosen. */
  level?: Level | null;
  /** The lowest level offered. */
  downTo?: Level;
  placeholder?: string;
  label?: string;
  allowClear?: boolean;
  id?: string;
  status?: 'error';
  'aria-describedby'?: string;
  style?: React.CSSProperties;
}) {
  const me = useMe();
  const { items, path, isPending } = useDivisions();
  const options = useMemo(() => {
    const mine = me.scope.divisions;
    return items
      .filter(
        (each) =>
          each.level !== 'city' &&
          (level ? each.level === level : LEVELS[each.level] <= LEVELS[downTo]) &&
          (mine.length === 0 || mine.some((prefix) => each.code.startsWith(prefix))),
      )
      .map((each) => ({ value: each.code, label: path(each.code) }));
  }, [items, path, me.scope.divisions, level, downTo]);
  return (
    <Select
      aria-label={label}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear={allowClear}
      placeholder={placeholder}
      loading={isPending}
      value={value ?? null}
      onChange={(code: string | null | undefined) => onChange(code ?? undefined)}
      options={options}
      popupMatchSelectWidth={420}
      style={{ minWidth: 200 }}
      notFoundContent={isPending ? '正在读取' : '没有这个区划，换一个说法试试'}
      {...rest}
    />
  );
}
