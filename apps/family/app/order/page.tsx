'use client';
import { useSearchParams } from 'next/navigation';
import { TEXTURE_NAMES } from '@heling/orders/domain/menu';
import { ordersPage } from '@heling/ui/api.gen';
import { span, when, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Member } from '../../src/member';
import { FromAddress } from '../../src/from-address';
import { useNow } from '../../src/now';
import { Cancelling } from '../../src/order/cancelling';
import { Complaining } from '../../src/order/complaining';
import { Paying } from '../../src/order/paying';
import { Progress } from '../../src/order/progress';
import { Rating } from '../../src/order/rating';
import { Facts, Go, Loaded, Notice } from '../../src/parts/basics';
import type { Me } from '../../src/session';
import { StaleNotice } from '../../src/stale';
import { isOpen, PAY_WORDS, plainly, type OrderPage } from '../../src/words';

export default function Order() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const search = useSearchParams();
  const id = Number(search.get('id')) || 0;
  return (
    <Member title="订单" back="/orders/">
      {(me) =>
        id > 0 ? (
          <Following id={id} me={me} justPlaced={search.has('placed')} />
        ) : (
          <Notice title="没有这笔订单" />
        )
      }
    </Member>
  );
}

function Following({ id, me, justPlaced }: { id: number; me: Me; justPlaced: boolean }) {
  const page = useCall(ordersPage, { params: { id } });
  return (
    <Loaded query={page}>
      {(order) => (
        <>
          {justPlaced && isOpen(order) && <Notice tone="good" title="下单成功" />}
          <StaleNotice />
          <Now order={order} me={me} />
          <Paying order={order} me={me} />
          <Rating order={order} account={me.accountId} />
          <Progress order={order} />
          <Photos order={order} me={me} />
          <Details order={order} />
          <Complaining order={order} account={me.accountId} />
          <Cancelling order={order} />
        </>
      )}
    </Loaded>
  );
}

const AGAIN = ['refusedForSafety', 'notAtHome', 'interrupted'];

/** Who, when and what is happening, in the largest letters. */
function Now({ order, me }: { order: OrderPage; me: Me }) {
  const now = useNow();
  const names = order.carers.map((carer) => carer.name).join('、');
  const { text, mood } = plainly(order, names || undefined);
  const person = me.persons.find((each) => each.id === order.personId);
  const planned = order.startsAt && isOpen(order) && ['assigned', 'accepted'].includes(order.visitState);
  return (
    <section className={`card glance stack ${mood}`} aria-live="polite">
      <p className="strong">
        {order.serviceName}
        {person && ` · ${person.name}`}
      </p>
      <p className="large">{text}</p>
      <p>{span(order.window.start, order.window.end, now)}</p>
      {planned && <p>预计 {when(order.startsAt!, now)} 到</p>}
      {isOpen(order) &&
        order.carers.map((carer) => (
          <a key={carer.carerId} className="button" href={`tel:${carer.phone}`}>
            打给{carer.name}
          </a>
        ))}
      {order.cancelReason && <p>原因：{order.cancelReason}</p>}
      {AGAIN.includes(order.visitState) && (
        <Go
          look="primary"
          to={order.lines.length > 0 ? `/lunch/?meal=${order.service}` : `/book/?service=${order.service}`}
        >
          另约时间
        </Go>
      )}
    </section>
  );
}

function Photos({ order, me }: { order: OrderPage; me: Me }) {
  const may = me.persons.find((person) => person.id === order.personId)?.covers.includes('photo');
  const photos = order.evidence.filter((each) => each.kind === 'photo');
  if (photos.length === 0) return null;
  return (
    <section className="card stack">
      <h2>服务照片</h2>
      {may ? (
        photos.map((photo) => (
          <img
            key={photo.id}
            className="photo"
            src={`/api/evidence/${photo.id}/file`}
            alt="护理员拍的服务照片"
            loading="lazy"
          />
        ))
      ) : (
        <p>护理员拍了 {photos.length} 张照片。老人没有授权您看照片。</p>
      )}
    </section>
  );
}

const CHANNELS: Record<OrderPage['channel'], string> = {
  family: '手机下单',
  phone: '电话下单（工作人员代下）',
  street: '社区代下单',
  standing: '长期订餐自动下单',
};

function Details({ order }: { order: OrderPage }) {
  const now = useNow();
  return (
    <section className="card stack">
      <h2>订单内容</h2>
      <Facts
        rows={[
          ...order.lines.map(
            (line) => [line.name, `${line.quantity} 份 ${TEXTURE_NAMES[line.texture]}`] as [string, string],
          ),
          ['服务机构', order.orgName],
          ['价格', yuan(order.split.price)],
          ['政府补贴', `− ${yuan(order.split.subsidy)}`],
          ['自己付', `${yuan(order.split.selfPay)} ${PAY_WORDS[order.payState]}`],
          ['怎么订的', CHANNELS[order.channel]],
          ['下单时间', when(order.placedAt, now)],
          ['订单号', String(order.id)],
        ]}
      />
    </section>
  );
}
