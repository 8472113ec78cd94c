'use client';
import { Select } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { ordersQuote } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Field } from '../parts/field';
import { Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import type { Service } from './meal-form';
import { QuotePanel } from './quote-panel';

/** A visit at home: provider and window. */
export function VisitForm({ personId, service, day }: { personId: number; service: Service; day: string }) {
  const [org, setOrg] = useState<number | null>(service.offers[0]?.org ?? null);
  const [start, setStart] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const toPrice = useRef<() => void>(() => undefined);
  const base = { personId, service: service.code, day, ...(org === null ? {} : { org }) };
  const windows = useCall(ordersQuote, { body: base });
  const offered = windows.data?.windows ?? [];
  const window = offered.find((each) => each.start === start);
  const ready = offered.length > 0;
  useEffect(() => {
    if (ready) list.current?.querySelector<HTMLElement>('[data-index="0"]')?.focus();
  }, [ready]);

  const onKey = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).hasAttribute('data-index')) return;
    const go = (to: number) => {
      const next = Math.max(0, Math.min(offered.length - 1, to));
      setAt(next);
      list.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    };
    if (['ArrowDown', 'ArrowRight', 'j'].includes(event.key)) go(at + 1);
    else if (['ArrowUp', 'ArrowLeft', 'k'].includes(event.key)) go(at - 1);
    else if (event.key === 'Enter') {
      setStart(offered[at]?.start ?? null);
      setTimeout(() => toPrice.current(), 0);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="order-body">
      <Panel title={`${service.name}（${service.minutes} 分钟）`}>
        {service.stops.map((stop) => (
          <p key={stop.code + stop.detail} className="quote-stop" role="alert">
            ■ 不能下单：{stop.detail}
          </p>
        ))}
        {service.offers.length === 0 ? (
          <Empty title="这里没有服务商提供这项服务">
            <p>请区县在“菜单价格”里设定服务区域和价格。</p>
          </Empty>
        ) : (
          <Field label="服务商" hint="自付最低的在前">
            {({ status: _status, ...ids }) => (
              <Select
                {...ids}
                value={org}
                onChange={(next) => {
                  setOrg(next);
                  setStart(null);
                }}
                options={service.offers.map((offer) => ({
                  value: offer.org,
                  label: `${offer.orgName} ${yuan(offer.price)}${
                    offer.split ? `，自付 ${yuan(offer.split.selfPay)}` : ''
                  }`,
                }))}
              />
            )}
          </Field>
        )}
        <h3>上门时间</h3>
        <Answer of={windows} lines={3}>
          {() =>
            offered.length === 0 ? (
              <Empty title="这一天没有可以预约的时间">
                <p>换一天，或换一家服务商。</p>
              </Empty>
            ) : (
              <ul ref={list} className="windows" onKeyDown={onKey} aria-label="上门时间">
                {offered.map((each, i) => (
                  <li key={each.start}>
                    <button
                      type="button"
                      data-index={i}
                      tabIndex={i === at ? 0 : -1}
                      aria-pressed={each.start === start}
                      onFocus={() => setAt(i)}
                      onClick={() => setStart(each.start)}
                    >
                      {each.start === start ? '✓ ' : ''}
                      {each.label}
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </Panel>
      <QuotePanel
        wish={window ? { ...base, window: { start: window.start, end: window.end } } : null}
        hint="选好时间后，这里显示价格、补贴和自付"
        summary={`${service.name} ${window?.label ?? ''}`}
        focus={toPrice}
        again={() => setStart(null)}
      />
    </div>
  );
}
