'use client';
import { useRouter } from 'next/navigation';
import { ordersPage, paymentsStart } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { Action, Facts, Notice, Trouble } from '../parts/basics';
import type { Me } from '../session';
import type { OrderPage } from '../words';

/** What is still to be paid, and the ways to pay it; a refund is told here too. */
export function Paying({ order, me }: { order: OrderPage; me: Me }) {
  const may = me.persons.find((person) => person.id === order.personId)?.covers.includes('pay');
  const router = useRouter();
  const start = useCommand(paymentsStart, [ordersPage]);
  const pay = (channel: 'wechat' | 'alipay') =>
    start.mutate(
      { params: { id: order.id }, body: { channel } },
      {
        onSuccess: ({ goTo }) => {
          // The sandbox's cashier is a page of ours; a real channel's is not.
          if (goTo.startsWith('/family/')) router.push(goTo.slice('/family'.length));
          else window.location.assign(goTo);
        },
      },
    );
  const last = order.payments.at(-1);
  if (order.payState === 'refunding' || order.payState === 'refunded') {
    return (
      <Notice tone="good" title={order.payState === 'refunded' ? '已经退款' : '正在退款'}>
        <span>退回原来付款的账户。</span>
      </Notice>
    );
  }
  if (!order.canPay) return null;
  if (!may) return <Notice title={`还要付 ${yuan(order.amountDue)}，老人没有授权您代付`} />;
  return (
    <section className="card stack">
      {order.state === 'failed' ? (
        <Notice title={`这次没有做成，按规定只收 ${yuan(order.amountDue)}`} />
      ) : (
        <Facts rows={[['要付', yuan(order.amountDue), 'total']]} />
      )}
      {last?.state === 'failed' && <Notice tone="warn" title="上次付款没有成功，请再付一次" />}
      {last?.state === 'waiting' && <Notice title="付款结果还没有回来，不会重复扣款" />}
      <Trouble error={start.error} />
      <Action look="primary" busy={start.isPending} onPress={() => pay('wechat')}>
        微信付款
      </Action>
      <Action off={start.isPending} onPress={() => pay('alipay')}>
        支付宝付款
      </Action>
      <p className="muted">也可以请家人在他们的手机上付。</p>
    </section>
  );
}
