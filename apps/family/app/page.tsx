'use client';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { ordersDishes, ordersList, ordersPage } from '@heling/ui/api.gen';
import { span, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { AboutPerson } from '../src/member';
import { useNow } from '../src/now';
import { Go, Loaded, Notice } from '../src/parts/basics';
import { Icon, type IconName } from '../src/parts/icons';
import { PersonSwitch } from '../src/person-switch';
import { StaleNotice } from '../src/stale';
import { callOf, type Me, type Person } from '../src/session';
import { isOpen, plainly, type Order } from '../src/words';
import { Link } from '../src/parts/link';

const MORE: { to: string; word: string; icon: IconName }[] = [
  { to: '/services/', word: '订别的服务', icon: 'heart' },
  { to: '/standing/', word: '长期订餐', icon: 'repeat' },
  { to: '/allowance/', word: '津贴补贴', icon: 'money' },
];

export default function Home() {
  return (
    <AboutPerson title="鹤龄" tabs>
      {(person, me) => <Today person={person} me={me} />}
    </AboutPerson>
  );
}

/** At one glance whether someone is coming, who and when; and lunch for today. */
function Today({ person, me }: { person: Person; me: Me }) {
  const now = useNow();
  const orders = useCall(ordersList, { body: { from: businessDay(now), limit: 100 } });
  return (
    <>
      <PersonSwitch me={me} person={person} />
      <StaleNotice />
      <Loaded query={orders} rows={2}>
        {({ items }) => {
          const coming = items
            .filter((order) => order.personId === person.id && isOpen(order))
            .sort((a, b) => a.window.start.localeCompare(b.window.start));
          return (
            <>
              <Glance orders={coming} whom={callOf(me, person)} now={now} />
              <Due orders={coming} />
              {person.covers.includes('order') ? (
                <LunchButton person={person} coming={coming} now={now} />
              ) : (
                <Notice title={`${person.name} 没有授权您代为下单`}>
                  <span>您可以看有没有人来；要代订，请老人在“我的 → 授权”里同意。</span>
                </Notice>
              )}
              <div className="grid">
                {MORE.map((each) => (
                  <Link key={each.to} className="tile" to={each.to}>
                    <Icon name={each.icon} size={36} />
                    {each.word}
                  </Link>
                ))}
              </div>
              <Later orders={coming.slice(1)} now={now} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Glance({ orders, whom, now }: { orders: Order[]; whom: string; now: Date }) {
  const [order] = orders;
  const page = useCall(
    ordersPage,
    { params: { id: order?.id ?? 0 } },
    { enabled: order !== undefined, keep: true },
  );
  if (!order) {
    return (
      <section className="card glance quiet" aria-label="有没有人来">
        <p className="large">今天没有安排人来</p>
        <p className="muted">{whom === '我' ? '' : `给${whom}`}订了服务以后，谁来、几点来会显示在这里。</p>
      </section>
    );
  }
  const carers = page.data?.id === order.id ? page.data.carers : [];
  const { text, mood } = plainly(order, carers.map((carer) => carer.name).join('、') || undefined);
  const start = page.data?.id === order.id && page.data.startsAt;
  return (
    <Link
      className={`card glance ${mood}`}
      to={`/order/?id=${order.id}`}
      aria-label={`${order.serviceName}，${text}`}
    >
      {order.day > businessDay(now) && <p>今天没有人来，下一次是：</p>}
      <p className="strong">{order.serviceName}</p>
      <p className="large">{text}</p>
      <p className="strong">
        {start && order.visitState === 'assigned'
          ? `约 ${span(start, order.window.end, now)}`
          : span(order.window.start, order.window.end, now)}
      </p>
      <p className="go">看进度 ›</p>
    </Link>
  );
}

function Due({ orders }: { orders: Order[] }) {
  const due = orders.filter((order) => order.payState === 'due');
  const [first] = due;
  if (!first) return null;
  return (
    <Notice tone="warn" title={`有 ${due.length} 笔还没有付款`}>
      <span>
        {first.serviceName}，{yuan(first.split.selfPay)}
      </span>
      <Go to={`/order/?id=${first.id}`}>去付款</Go>
    </Notice>
  );
}

/** The one primary action: lunch of today while it can be ordered, else of tomorrow. */
function LunchButton({ person, coming, now }: { person: Person; coming: Order[]; now: Date }) {
  const today = businessDay(now);
  const dishes = useCall(ordersDishes, { body: { personId: person.id, day: today, meal: 'lunch' } });
  const has = coming.some((order) => order.service === 'lunch' && order.day === today);
  const open = dishes.data?.kitchens.some((kitchen) => kitchen.open) ?? true;
  if (open && !has) {
    return (
      <Go look="primary" to={`/lunch/?day=${today}`}>
        <Icon name="bowl" />
        订今天的午餐
      </Go>
    );
  }
  return (
    <>
      {!has && <p className="muted">今天的午餐已经截止。</p>}
      <Go look="primary" to={`/lunch/?day=${addDays(today, 1)}`}>
        <Icon name="bowl" />
        订明天的午餐
      </Go>
    </>
  );
}

function Later({ orders, now }: { orders: Order[]; now: Date }) {
  if (orders.length === 0) return null;
  return (
    <section>
      <h2>后面还有</h2>
      <ul className="list">
        {orders.slice(0, 5).map((order) => (
          <li key={order.id}>
            <Link className="card" to={`/order/?id=${order.id}`}>
              <h3>{order.serviceName}</h3>
              <p>{span(order.window.start, order.window.end, now)}</p>
              <p className="muted">{plainly(order).text}</p>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
