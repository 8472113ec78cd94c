'use client';
import { ordersList, ordersPage } from '../api.gen';
import { useCall } from './use-call';

/**
 * Who is likely to come (可能来的人): dispatch prefers continuity, so whoever came last time for the same service. Null
 * while it is being looked up; empty when nobody has come yet.
 */
export function useLikelyCarers(personId: number, service: string): string[] | null {
  const past = useCall(ordersList, { body: { personId, service, limit: 10 } });
  const last = past.data?.items.find((order) => order.visitState === 'done');
  const page = useCall(ordersPage, { params: { id: last?.id ?? 0 } }, { enabled: last !== undefined });
  if (past.isPending || (last && page.isPending)) return null;
  return page.data?.carers.map((carer) => carer.name) ?? [];
}
