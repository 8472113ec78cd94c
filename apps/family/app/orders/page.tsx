'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ordersList } from '@heling/ui/api.gen';
import { call, problemOf } from '@heling/ui/client';
import { span, yuan } from '@heling/ui/format';
import { keyOf } from '@heling/ui/react/use-call';
import { AboutPerson } from '../../src/member';
import { useNow } from '../../src/now';
import { Action, Go, Notice, Skeleton, Trouble } from '../../src/parts/basics';
import { Icon, serviceIcon } from '../../src/parts/icons';
import { PersonSwitch } from '../../src/person-switch';
import type { Me, Person } from '../../src/session';
import { isOpen, PAY_WORDS, plainly, type Order } from '../../src/words';
import { Link } from '../../src/parts/link';

export default function Orders() {
  return (
    <AboutPerson title="订单" tabs>
      {(person, me) => <History person={person} me={me} />}
    </AboutPerson>
  );
}

/** Everything ordered for the person, the newest day first. */
function History({ person, me }: { person: Person; me: Me }) {
  const now = useNow();
  const body = { personId: person.id, limit: 20 };
  const query = useInfiniteQuery({
    queryKey: keyOf(ordersList, { history: body }),
    queryFn: ({ pageParam, signal }) =>
      call(ordersList, { body: { ...body, ...(pageParam ? { cursor: pageParam } : {}) } }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PersonSwitch me={me} person={person} />
      {query.error && <Trouble error={problemOf(query.error)} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} />}
      {query.data && items.length === 0 && (
        <Notice title="还没有订单">
          <span>在首页可以订午餐和别的服务。</span>
          <Go to="/">去首页</Go>
        </Notice>
      )}
      {[
        { title: '还没来的', orders: items.filter(isOpen).reverse() },
        { title: '以前的', orders: items.filter((order) => !isOpen(order)) },
      ].map(
        ({ title, orders }) =>
          orders.length > 0 && (
            <section key={title}>
              <h2>{title}</h2>
              <ul className="list">
                {orders.map((order) => (
                  <li key={order.id}>
                    <OrderCard order={order} now={now} />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      {query.hasNextPage && (
        <Action busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
          看更早的
        </Action>
      )}
    </>
  );
}

function OrderCard({ order, now }: { order: Order; now: Date }) {
  return (
    <Link className="card row" to={`/order/?id=${order.id}`}>
      <Icon name={serviceIcon(order.service)} size={34} />
      <span style={{ flex: 1, minWidth: 0 }}>
        <span className="strong">{order.serviceName}</span>
        <br />
        {span(order.window.start, order.window.end, now)}
        <br />
        <span className={isOpen(order) ? 'go' : 'muted'}>{plainly(order).text}</span>
        <br />
        <span className="muted">自己付 {yuan(order.split.selfPay)} </span>
        {order.split.selfPay > 0 && (
          <span className={`tag ${order.payState === 'due' && isOpen(order) ? 'warn' : ''}`}>
            {PAY_WORDS[order.payState]}
          </span>
        )}
      </span>
    </Link>
  );
}
