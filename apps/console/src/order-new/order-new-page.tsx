'use client';
import { Button, Radio } from 'antd';
import Link from 'next/link';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import { LIVING_NAMES, NEED_LEVEL_NAMES, SEX_NAMES, STATUS_NAMES } from '@heling/people/domain/person';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { ordersMenu, peoplePage } from '@heling/ui/api.gen';
import { dayLabel, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { useHotkeys } from '../parts/hotkeys';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useIdParam } from '../parts/use-param';
import { useNow } from '../parts/use-now';
import { PersonPicker } from '../people/person-picker';
import { Warnings } from '../person/warnings';
import { MealForm } from './meal-form';
import { StandingForm } from './standing-form';
import { StandingOrders } from './standing-orders';
import { VisitForm } from './visit-form';
import './order-new.css';

/** Days ahead that can be ordered from the row of days. */
const DAYS = 7;
const FIRST = 'lunch';

/** An order for a caller: person → service → dish or window → what it costs → placed, without the mouse. */
export function OrderNewPage() {
  const [personId, setPersonId] = useIdParam('person');
  const page = useCall(peoplePage, { params: { id: personId ?? 0 } }, { enabled: personId !== null });
  if (personId === null) {
    return (
      <>
        <PageHead title="代客下单" sub="先找到老人" />
        <Panel title="为谁下单">
          <PersonPicker autoFocus onPick={(person) => setPersonId(person.id)} />
        </Panel>
      </>
    );
  }
  return (
    <>
      <PageHead title="代客下单" actions={<Button onClick={() => setPersonId(null)}>换一位老人</Button>} />
      <Answer of={page} lines={8}>
        {(person) => <OrderFor key={person.id} person={person} />}
      </Answer>
    </>
  );
}

export interface Choice {
  service: string;
  day: string;
  kind: 'once' | 'standing';
}

function OrderFor({ person }: { person: PersonPage }) {
  const now = useNow(60_000);
  const today = businessDay(now);
  const [choice, setChoice] = useState<Choice>({ service: FIRST, day: today, kind: 'once' });
  const menu = useCall(ordersMenu, { body: { personId: person.id, day: choice.day } }, { keep: true });
  const services = (menu.data?.services ?? []).filter(
    (each) => each.active && (each.form === 'meal' || each.form === 'visit'),
  );
  const service = services.find((each) => each.code === choice.service) ?? services[0];

  useHotkeys([
    ...services.slice(0, 9).map((each, i) => ({
      keys: String(i + 1),
      does: each.name,
      run: () => setChoice({ ...choice, service: each.code }),
    })),
    { keys: '[', does: '前一天', run: () => move(-1) },
    { keys: ']', does: '后一天', run: () => move(1) },
    {
      keys: 'l',
      does: '一次下单或长期订单',
      run: () => setChoice({ ...choice, kind: choice.kind === 'once' ? 'standing' : 'once' }),
    },
  ]);
  const move = (by: number) => {
    const day = addDays(choice.day, by);
    if (day >= today && day < addDays(today, DAYS)) setChoice({ ...choice, day });
  };

  if (person.status !== 'active') {
    return (
      <Empty title={`${person.identity.name} ${STATUS_NAMES[person.status]}，不能下单`}>
        <p>
          登记有误时，请到{' '}
          <Link prefetch={false} href={`/person/?id=${person.id}`}>
            老人档案
          </Link>{' '}
          更正。
        </p>
      </Empty>
    );
  }
  return (
    <div className="order-new">
      <section className="order-person" aria-label="老人">
        <h2>
          <Link prefetch={false} href={`/person/?id=${person.id}`}>
            {person.identity.name}
          </Link>{' '}
          <span>
            {SEX_NAMES[person.sex]} {person.age} 岁
          </span>
        </h2>
        <span className="muted">
          {[person.division.county, person.division.street, person.division.community]
            .filter(Boolean)
            .join(' ')}{' '}
          {person.identity.address} · {LIVING_NAMES[person.living]} ·{' '}
          {person.needLevel ? NEED_LEVEL_NAMES[person.needLevel] : '未评估'}
        </span>
        <span>
          {typeof menu.data?.remaining === 'number' && (
            <>
              本月补贴还剩 <strong className="number">{yuan(menu.data.remaining)}</strong>
            </>
          )}
        </span>
        <Warnings of={person.warnings} />
      </section>
      <Answer of={menu} lines={6}>
        {() =>
          service ? (
            <>
              <div className="order-choices">
                <Radio.Group
                  aria-label="下单方式"
                  optionType="button"
                  buttonStyle="solid"
                  value={choice.kind}
                  onChange={(event) => setChoice({ ...choice, kind: event.target.value as Choice['kind'] })}
                  options={[
                    { value: 'once', label: '这一次' },
                    { value: 'standing', label: '长期（L）' },
                  ]}
                />
                <Radio.Group
                  aria-label="服务"
                  optionType="button"
                  buttonStyle="solid"
                  value={service.code}
                  onChange={(event) => setChoice({ ...choice, service: event.target.value as string })}
                  options={services.map((each, i) => ({
                    value: each.code,
                    label: i < 9 ? `${i + 1} ${each.name}` : each.name,
                  }))}
                />
                {choice.kind === 'once' && (
                  <Radio.Group
                    aria-label="日期"
                    optionType="button"
                    buttonStyle="solid"
                    value={choice.day}
                    onChange={(event) => setChoice({ ...choice, day: event.target.value as string })}
                    options={Array.from({ length: DAYS }, (_, i) => addDays(today, i)).map((day) => ({
                      value: day,
                      label: dayLabel(day, now),
                    }))}
                  />
                )}
                {choice.kind === 'once' && (
                  <span className="muted">
                    <kbd>[</kbd> <kbd>]</kbd> 换日期
                  </span>
                )}
              </div>
              <div>
                {choice.kind === 'standing' ? (
                  <StandingForm key={service.code} person={person} service={service} />
                ) : service.form === 'meal' ? (
                  <MealForm
                    key={`${service.code} ${choice.day}`}
                    personId={person.id}
                    service={service}
                    day={choice.day}
                    onDay={(day) => setChoice({ ...choice, day })}
                  />
                ) : (
                  <VisitForm
                    key={`${service.code} ${choice.day}`}
                    personId={person.id}
                    service={service}
                    day={choice.day}
                  />
                )}
              </div>
            </>
          ) : (
            <Empty title="这里还没有可以下单的服务">
              <p>请联系区县在“菜单价格”里设定服务和价格。</p>
            </Empty>
          )
        }
      </Answer>
      <Panel title="现有的长期订单">
        <StandingOrders personId={person.id} mayEnd />
      </Panel>
    </div>
  );
}
