'use client';
import { Button, Input } from 'antd';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { CallInput, Output } from '@heling/platform/contract/route';
import type { placeRoute, quoteRoute } from '@heling/orders/contract/orders';
import {
  ordersDishes,
  ordersList,
  ordersMenu,
  ordersPlace,
  ordersQuote,
  peoplePage,
  standingList,
} from '@heling/ui/api.gen';
import { span, yuan } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { Field } from '../parts/field';
import { useHotkeys } from '../parts/hotkeys';
import { Panel } from '../parts/page-head';
import { Problem, Waiting } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useMay } from '../shell/me';
import { LikelyCarer } from './likely-carer';

export type Wish = CallInput<typeof quoteRoute>['body'];

/**
 * What an order costs and whether it may be placed, before it is placed: price, subsidy, own part; stops (cannot) and
 * warnings (can, with a reason). Enter on the button places it.
 */
export function QuotePanel({
  wish,
  hint,
  summary,
  focus,
  again,
}: {
  wish: Wish | null;
  hint: string;
  summary: string;
  /** Called to bring the keys here. */
  focus: RefObject<() => void>;
  again(): void;
}) {
  const router = useRouter();
  const now = useNow(60_000);
  const byPhone = useMay(['dispatcher', 'city', 'county']);
  const [reason, setReason] = useState('');
  const [placed, setPlaced] = useState<Output<typeof placeRoute> | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const key = JSON.stringify(wish);
  const quote = useCall(
    ordersQuote,
    { body: wish ?? { personId: 1, service: 'none', day: '2000-01-01' } },
    { enabled: wish !== null },
  );
  const place = useCommand(ordersPlace, [
    ordersList,
    ordersDishes,
    ordersMenu,
    ordersQuote,
    peoplePage,
    standingList,
  ]);
  const data = wish ? quote.data : undefined;
  const stopped = (data?.stops.length ?? 0) > 0;
  const warned = (data?.warnings.length ?? 0) > 0;
  const ready =
    data !== undefined && data.split !== null && !stopped && (!warned || reason.trim().length > 0);

  const bringKeys = () => {
    const target =
      frame.current?.querySelector<HTMLElement>('input') ??
      frame.current?.querySelector<HTMLElement>('button:not(:disabled)');
    target?.focus();
  };
  useEffect(() => {
    // The quote may still be on its way when Enter was pressed on the dish.
    focus.current = () => {
      wantsFocus.current = true;
      if (data) {
        wantsFocus.current = false;
        bringKeys();
      }
    };
    if (wantsFocus.current && data) {
      wantsFocus.current = false;
      bringKeys();
    }
  });
  useEffect(() => {
    if (placed) frame.current?.querySelector<HTMLElement>('button')?.focus();
  }, [placed]);
  // What was refused belongs to the wish it was refused for.
  const { reset } = place;
  useEffect(() => reset(), [key, reset]);

  const send = () => {
    if (!ready || !wish || !data?.split || place.isPending) return;
    place.mutate(
      {
        body: {
          ...wish,
          ...(data.org && !wish.org ? { org: data.org } : {}),
          channel: byPhone ? 'phone' : 'street',
          ...(warned ? { overrideReason: reason.trim() } : {}),
          expectedSelfPay: data.split.selfPay,
        },
      },
      {
        onSuccess: (answer) => {
          setPlaced(answer);
          setReason('');
        },
        onError: () => void quote.refetch(),
      },
    );
  };
  useHotkeys([{ keys: 'Ctrl+Enter', does: '下单', run: send }]);

  if (placed) {
    return (
      <Panel title="已下单" className="quote">
        <div ref={frame} role="status">
          <p className="quote-done">
            ✓ 订单 {placed.id} 已下单，自付 {yuan(placed.split.selfPay)}
            {placed.payState === 'due' && '（待付款，家属可在手机上支付）'}
          </p>
          <div className="row">
            <Button type="primary" onClick={() => router.push('/')}>
              回到工作台
            </Button>
            <Button
              onClick={() => {
                setPlaced(null);
                again();
              }}
            >
              再订一单
            </Button>
            <Button onClick={() => router.push(`/order/?id=${placed.id}`)}>打开订单</Button>
          </div>
        </div>
      </Panel>
    );
  }
  return (
    <Panel title="价格" className="quote">
      <div ref={frame}>
        {!wish && <p className="muted">{hint}</p>}
        {wish && quote.isPending && <Waiting lines={4} />}
        {wish && <Problem problem={quote.error} retry={() => void quote.refetch()} />}
        {data && (
          <>
            <p>{summary}</p>
            {data.split && (
              <dl className="quote-split">
                <dt>价格</dt>
                <dd className="number">{yuan(data.split.price)}</dd>
                <dt>补贴</dt>
                <dd className="number">−{yuan(data.split.subsidy)}</dd>
                <dt>自付</dt>
                <dd className="number quote-self">{yuan(data.split.selfPay)}</dd>
              </dl>
            )}
            <p className="muted">
              本月补贴下单前还剩 {yuan(data.remaining)}
              {data.orgName && ` · ${data.orgName}`}
              {data.window && ` · ${span(data.window.start, data.window.end, now)}`}
            </p>
            {wish && <LikelyCarer personId={wish.personId} service={wish.service} />}
            {data.stops.map((stop) => (
              <p key={stop.code + stop.detail} className="quote-stop" role="alert">
                ■ 不能下单：{stop.detail}
              </p>
            ))}
            {data.warnings.map((warning) => (
              <p key={warning.code + warning.detail} className="quote-warning">
                ▲ {warning.detail}
              </p>
            ))}
            {warned && !stopped && (
              <Field label="仍要下单的原因" required hint="会记在订单上">
                {(ids) => (
                  <Input
                    {...ids}
                    maxLength={200}
                    value={reason}
                    onChange={(event) => setReason(event.target.value)}
                    onPressEnter={send}
                  />
                )}
              </Field>
            )}
            <p className="muted">{data.cancelRule}</p>
            <Problem problem={place.error} />
            <Button type="primary" size="large" disabled={!ready} loading={place.isPending} onClick={send}>
              下单{data.split ? `（自付 ${yuan(data.split.selfPay)}）` : ''}
            </Button>
          </>
        )}
      </div>
    </Panel>
  );
}
