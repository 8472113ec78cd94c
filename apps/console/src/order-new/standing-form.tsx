'use client';
import { Button, Checkbox, Input, Radio, Select } from 'antd';
import { useState, type FormEvent } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { standingCreate, standingList } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { Field } from '../parts/field';
import { Panel } from '../parts/page-head';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMe } from '../shell/me';
import type { Service } from './meal-form';
import { weekdaysWord } from './standing-orders';

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const WORKDAYS = [1, 2, 3, 4, 5];
const MORNING = '09:00';

interface Typed {
  org: number | null;
  weekdays: number[];
  holidays: 'keep' | 'skip';
  windowStart: string;
  from: string;
  to: string;
}

/** An order that makes its visits ahead, e.g. lunch on workdays. */
export function StandingForm({ person, service }: { person: PersonPage; service: Service }) {
  const { accountId } = useMe();
  const today = businessDay(useNow(60_000));
  const toasts = useToasts();
  const [typed, setTyped, clear] = useDraft<Typed>(`standing-${accountId}-${person.id}-${service.code}`, {
    org: null,
    weekdays: WORKDAYS,
    holidays: 'skip',
    windowStart: MORNING,
    from: addDays(today, 1),
    to: '',
  });
  const [said, setSaid] = useState('');
  const create = useCommand(standingCreate, [standingList]);
  const org = typed.org ?? service.offers[0]?.org ?? null;
  const ready = org !== null && typed.weekdays.length > 0 && typed.from;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || create.isPending) return;
    create.mutate(
      {
        body: {
          personId: person.id,
          org,
          service: service.code,
          weekdays: typed.weekdays,
          holidays: typed.holidays,
          from: typed.from,
          ...(typed.to ? { to: typed.to } : {}),
          ...(service.form === 'visit' ? { windowStart: typed.windowStart } : {}),
        },
      },
      {
        onSuccess: (made) => {
          const words = `长期订单已建立：${made.serviceName} ${weekdaysWord(made.weekdays)}`;
          toasts.done(words);
          setSaid(words);
          clear();
        },
      },
    );
  };
  return (
    <Panel title={`长期订单：${service.name}`}>
      <form className="record-form" onSubmit={save}>
        <div className="fields">
          <Field label="服务商" required>
            {({ status: _status, ...ids }) => (
              <Select
                {...ids}
                autoFocus
                value={org}
                placeholder="这里没有服务商提供"
                onChange={(next) => setTyped({ ...typed, org: next })}
                options={service.offers.map((offer) => ({
                  value: offer.org,
                  label: `${offer.orgName} ${yuan(offer.price)}`,
                }))}
              />
            )}
          </Field>
          <Field label="星期" required hint={weekdaysWord(typed.weekdays)}>
            {({ id }) => (
              <div id={id}>
                <Checkbox.Group
                  value={typed.weekdays}
                  onChange={(weekdays) => setTyped({ ...typed, weekdays })}
                  options={WEEKDAYS.map((label, i) => ({ value: i + 1, label }))}
                />
              </div>
            )}
          </Field>
          <Field label="法定节假日">
            {({ id }) => (
              <Radio.Group
                id={id}
                aria-label="法定节假日"
                value={typed.holidays}
                onChange={(event) =>
                  setTyped({ ...typed, holidays: event.target.value as Typed['holidays'] })
                }
                options={[
                  { value: 'skip', label: '不送' },
                  { value: 'keep', label: '照常' },
                ]}
              />
            )}
          </Field>
          {service.form === 'visit' && (
            <Field label="上门时间" required>
              {(ids) => (
                <Input
                  {...ids}
                  type="time"
                  value={typed.windowStart}
                  onChange={(event) => setTyped({ ...typed, windowStart: event.target.value })}
                />
              )}
            </Field>
          )}
          <Field label="从哪天起" required>
            {(ids) => (
              <Input
                {...ids}
                type="date"
                min={today}
                value={typed.from}
                onChange={(event) => setTyped({ ...typed, from: event.target.value })}
              />
            )}
          </Field>
          <Field label="到哪天为止" hint="不填就一直有效">
            {(ids) => (
              <Input
                {...ids}
                type="date"
                min={typed.from}
                value={typed.to}
                onChange={(event) => setTyped({ ...typed, to: event.target.value })}
              />
            )}
          </Field>
        </div>
        <p className="muted">
          系统提前 7 天生成订单；生成时仍按当天的价格、补贴和禁忌检查，不能生成的会进入待办。
        </p>
        <Problem problem={create.error} />
        {said && (
          <p role="status" className="quote-done">
            ✓ {said}
          </p>
        )}
        <div className="row">
          <Button type="primary" size="large" htmlType="submit" disabled={!ready} loading={create.isPending}>
            建立长期订单
          </Button>
        </div>
      </form>
    </Panel>
  );
}
