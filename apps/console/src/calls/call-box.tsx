'use client';
import { Button, Input } from 'antd';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { caller } from '@heling/people/contract/persons';
import {
  LIVING_NAMES,
  NEED_LEVEL_NAMES,
  RELATION_NAMES,
  SEX_NAMES,
  STATUS_NAMES,
} from '@heling/people/domain/person';
import { ordersList, peopleCaller } from '@heling/ui/api.gen';
import { call, problemOf, type ApiProblem } from '@heling/ui/client';
import { VERBS } from '@heling/ui/glossary';
import { dayLabel } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { useNow } from '../parts/use-now';
import { Problem, Waiting } from '../parts/states';
import { Warnings } from '../person/warnings';
import { placesFor } from '../shell/tasks';
import { useMe } from '../shell/me';
import './calls.css';

type Caller = Output<typeof caller>['items'][number];
const HISTORY = 4;

/**
 * The call pop-up: a number gives the person (or those whose contact calls), warnings first, the last orders, and the way
 * on. The number stays in this box: it never goes into an address.
 */
export default function CallBox({ close }: { close(): void }) {
  const me = useMe();
  const router = useRouter();
  const [phone, setPhone] = useState('');
  const [asked, setAsked] = useState('');
  const [found, setFound] = useState<Caller[] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found && found.length > 0) first.current?.querySelector<HTMLElement>('[data-way-on]')?.focus();
  }, [found]);
  const go = (path: string) => {
    close();
    router.push(path);
  };
  if (!placesFor(me.roles).some((place) => place.path === '/order-new/')) {
    return (
      <Dialog title="来电" footer={null} onCancel={close}>
        <p>您的角色不接听服务热线。</p>
      </Dialog>
    );
  }
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (busy || !phone.trim()) return;
    setBusy(true);
    setProblem(null);
    call(peopleCaller, { body: { phone } })
      .then(
        (answer) => {
          setFound(answer.items);
          setAsked(phone);
        },
        (error: unknown) => {
          setFound(null);
          setProblem(problemOf(error));
        },
      )
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title="来电" footer={null} onCancel={close} width={760} style={{ top: 60 }}>
      <form onSubmit={ask} className="row">
        <Input
          aria-label="来电号码"
          placeholder="来电号码，Enter 查找"
          size="large"
          inputMode="tel"
          autoFocus
          value={phone}
          maxLength={30}
          onChange={(event) => setPhone(event.target.value)}
          style={{ flex: 1 }}
        />
        <Button type="primary" size="large" htmlType="submit" loading={busy}>
          {VERBS.search}
        </Button>
      </form>
      <Problem problem={problem} />
      {found?.length === 0 && (
        <div role="status" className="call-none">
          <p>号码 {asked} 没有登记在本辖区的老人或联系人名下。</p>
          <div className="row">
            <Button type="primary" autoFocus onClick={() => go('/people/')}>
              按姓名查找
            </Button>
            <Button onClick={() => go('/person-new/')}>登记老人</Button>
          </div>
        </div>
      )}
      <div ref={first}>
        {found?.map((person) => (
          <CallerCard key={person.id} person={person} go={go} />
        ))}
      </div>
    </Dialog>
  );
}

function CallerCard({ person, go }: { person: Caller; go(path: string): void }) {
  const now = useNow(60_000);
  const orders = useCall(ordersList, { body: { personId: person.id, limit: HISTORY } });
  const relation =
    person.callerIs === 'self'
      ? '本人来电'
      : `${person.callerName ?? '联系人'}（${RELATION_NAMES[person.callerIs as keyof typeof RELATION_NAMES] ?? '联系人'}）来电`;
  return (
    <section className="caller" aria-label={person.name}>
      <h3>
        {person.name} <span>{SEX_NAMES[person.sex]}</span> <span>{person.age} 岁</span>
        {person.status !== 'active' && <strong> {STATUS_NAMES[person.status]}</strong>}
        <span className="muted">{relation}</span>
      </h3>
      <Warnings of={person.warnings} />
      <p>
        {[person.division.county, person.division.street, person.division.community]
          .filter(Boolean)
          .join(' ')}{' '}
        {person.address}
        <span className="muted">
          {' '}
          {LIVING_NAMES[person.living]} · {person.needLevel ? NEED_LEVEL_NAMES[person.needLevel] : '未评估'}
        </span>
      </p>
      {orders.isPending ? (
        <Waiting lines={2} />
      ) : orders.error ? (
        <Problem problem={orders.error} retry={() => void orders.refetch()} />
      ) : (
        <ul className="caller-orders" aria-label="最近的订单">
          {orders.data.items.length === 0 && <li className="muted">还没有订单</li>}
          {orders.data.items.map((order) => (
            <li key={order.id}>
              <Button type="link" onClick={() => go(`/order/?id=${order.id}`)}>
                {dayLabel(order.day, now)} {order.serviceName}
              </Button>
              <span className="muted">
                {order.stateName} · {order.visitStateName} · {order.orgName}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <Button
          type="primary"
          data-way-on
          onClick={() => go(`/order-new/?person=${person.id}`)}
          disabled={person.status !== 'active'}
        >
          代客下单
        </Button>
        <Button onClick={() => go(`/person/?id=${person.id}`)}>打开档案</Button>
        <Button onClick={() => go(`/orders/?personId=${person.id}`)}>全部订单</Button>
      </div>
    </section>
  );
}
