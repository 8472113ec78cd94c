'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { ordersList, ordersPage, paymentsPage, paymentsSandbox } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { FromAddress } from '../../src/from-address';
import { Member } from '../../src/member';
import { Action, Facts, Go, Loaded, Notice, Trouble } from '../../src/parts/basics';

const CHANNELS: Record<string, string> = { wechat: '微信支付', alipay: '支付宝', sandbox: '沙箱' };
const STATES = {
  waiting: '等待付款',
  paid: '付款成功',
  failed: '付款没有成功',
  refunding: '正在退款',
  refunded: '已退款',
} as const;
const TRICKS = [
  { action: 'fail', word: '模拟：付款失败' },
  { action: 'delay', word: '模拟：5 秒后到账' },
  { action: 'double', word: '模拟：重复通知' },
] as const;

export default function Pay() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const reference = useSearchParams().get('ref') ?? '';
  return (
    <Member title="收银台" back="/orders/">
      {() =>
        /^[A-Z0-9]{10,40}$/.test(reference) ? (
          <Cashier key={reference} reference={reference} />
        ) : (
          <Notice title="没有这笔付款" />
        )
      }
    </Member>
  );
}

/** The sandbox gateway's cashier (沙箱收银台), in the place of WeChat Pay and Alipay: no real money. */
function Cashier({ reference }: { reference: string }) {
  const router = useRouter();
  const act = useCommand(paymentsSandbox, [paymentsPage, ordersPage, ordersList]);
  const delayed = act.data?.state === 'waiting';
  const page = useCall(paymentsPage, { params: { reference } }, delayed ? { refetchInterval: 1500 } : {});
  const press = (action: 'pay' | 'fail' | 'delay' | 'double') =>
    act.mutate({ params: { reference }, body: { action } });
  return (
    <Loaded query={page}>
      {(payment) => (
        <>
          <section className="card stack">
            <Facts
              rows={[
                ['付给', `鹤龄 ${payment.serviceName}`],
                ['方式', `${CHANNELS[payment.channel] ?? payment.channel}（沙箱，不扣真钱）`],
                ['金额', yuan(payment.amount), 'total'],
              ]}
            />
          </section>
          {payment.state === 'waiting' ? (
            <>
              {delayed && <Notice title="已付，等渠道通知到账…" />}
              <Trouble error={act.error} />
              <Action look="primary" busy={act.isPending} off={delayed} onPress={() => press('pay')}>
                付 {yuan(payment.amount)}
              </Action>
              {TRICKS.map((trick) => (
                <Action
                  key={trick.action}
                  look="plain"
                  off={act.isPending || delayed}
                  onPress={() => press(trick.action)}
                >
                  {trick.word}
                </Action>
              ))}
            </>
          ) : (
            <>
              <Notice tone={payment.state === 'failed' ? 'warn' : 'good'} title={STATES[payment.state]}>
                {payment.state === 'failed' && <span>没有扣钱，可以回订单再付一次。</span>}
              </Notice>
              <Action look="primary" onPress={() => router.replace(`/order/?id=${payment.orderId}`)}>
                回到订单
              </Action>
            </>
          )}
          {payment.state === 'waiting' && (
            <Go look="plain" to={`/order/?id=${payment.orderId}`}>
              先不付
            </Go>
          )}
        </>
      )}
    </Loaded>
  );
}
