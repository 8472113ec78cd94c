'use client';
import { ordersList, ordersPage } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';

/** Who is likely to come: continuity is what dispatch prefers, so whoever came last time. */
export function LikelyCarer({ personId, service }: { personId: number; service: string }) {
  const past = useCall(ordersList, { body: { personId, service, limit: 10 } });
  const last = past.data?.items.find((order) => order.visitState === 'done');
  const page = useCall(ordersPage, { params: { id: last?.id ?? 0 } }, { enabled: last !== undefined });
  const names = page.data?.carers.map((carer) => carer.name) ?? [];
  if (past.isPending || (last && page.isPending)) return null;
  return (
    <p>
      {names.length > 0
        ? `可能来的人：${names.join('、')}（上次来过）`
        : '来的人：下单后安排，定了会显示名字和电话。'}
    </p>
  );
}
