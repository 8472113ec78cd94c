'use client';
import { useDivisions } from '../parts/division-select';
import { useMe } from '../shell/me';

const isCity = (code: string) => code.length < 6 || code === '410600';

/** Names of divisions for lists: the whole city is called so. */
export function usePlaceName(): (code: string) => string {
  const divisions = useDivisions();
  return (code) => (isCity(code) ? '全市' : divisions.path(code));
}

/** The one county (or what is below) that the account stands in; undefined for those of the whole city. */
export function useHome(): string | undefined {
  const me = useMe();
  // Whoever stands in several places, or in none but an organisation, begins with all of them.
  const [home, ...others] = me.scope.divisions;
  return home === undefined || others.length > 0 || isCity(home) ? undefined : home;
}
