'use client';
import { Button } from 'antd';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { PersonPage } from '@heling/people/contract/persons';
import { ordersList } from '@heling/ui/api.gen';
import { dayLabel, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Panel } from '../parts/page-head';
import { Answer } from '../parts/states';
import { useNow } from '../parts/use-now';
import { StandingOrders } from '../order-new/standing-orders';

const SHOWN = 8;

/** This month's subsidy, the last orders and the standing ones. */
export function OrdersPanel({ page, orders: mayOrder }: { page: PersonPage; orders: boolean }) {
  const router = useRouter();
  const now = useNow(60_000);
  const orders = useCall(ordersList, { body: { personId: page.id, limit: SHOWN } });
  const { quota } = page;
  return (
    <Panel
      title="订单"
      actions={
        mayOrder &&
        page.status === 'active' && (
          <Button onClick={() => router.push(`/order-new/?person=${page.id}`)}>代客下单</Button>
        )
      }
    >
      {quota ? (
        <p>
          本月补贴还剩{' '}
          <strong className="number">{yuan(quota.authorised - quota.reserved - quota.consumed)}</strong>
          <span className="muted">
            （额度 {yuan(quota.authorised)}，已用 {yuan(quota.consumed)}，占用 {yuan(quota.reserved)}）
          </span>
        </p>
      ) : (
        <p className="muted">本月还没有用过补贴</p>
      )}
      <Answer of={orders} lines={4}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <p className="muted">还没有订单</p>}
            <ul className="lines">
              {items.map((order) => (
                <li key={order.id}>
                  <span>
                    <Link prefetch={false} href={`/order/?id=${order.id}`}>
                      {dayLabel(order.day, now)} {order.serviceName}
                    </Link>{' '}
                    <span className="muted">
                      {order.stateName} · {order.visitStateName} · {order.orgName}
                    </span>
                  </span>
                  <span className="number">自付 {yuan(order.split.selfPay)}</span>
                </li>
              ))}
            </ul>
            {next && (
              <Link prefetch={false} href={`/orders/?personId=${page.id}`}>
                全部订单
              </Link>
            )}
          </>
        )}
      </Answer>
      <h3>长期订单</h3>
      <StandingOrders personId={page.id} mayEnd={mayOrder} />
    </Panel>
  );
}
