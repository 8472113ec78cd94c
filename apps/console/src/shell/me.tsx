'use client';
import { createContext, useContext } from 'react';
import type { Role } from '@heling/platform/contract/roles';
import type { Me } from '@heling/access/contract/session';

export const MeContext = createContext<Me | null>(null);

/** The signed-in member of staff; only below `RequireStaff`. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside of RequireStaff');
  return me;
}

/** Whether the signed-in member of staff holds one of these roles. */
export function useMay(roles: readonly Role[]): boolean {
  return useMe().roles.some((role) => roles.includes(role));
}
