'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { CallInput } from '@heling/platform/contract/route';
import { ordersDishes, ordersList, ordersMenu, ordersPlace, ordersQuote } from '@heling/ui/api.gen';
import { span } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import type { RouteAddress } from '@heling/ui/route-address';
import { Action, Facts, Loaded, Notice, Reasons, Trouble } from './parts/basics';
import { TextField } from './parts/fields';
import { useAbout } from './about';
import { LikelyCarer } from './likely-carer';
import { useNow } from './now';
import { Split } from './split';

type InputOf<A> = A extends RouteAddress<infer S> ? CallInput<S> : never;
export type Wish = InputOf<typeof ordersQuote>['body'];

/** The last look before ordering: who, when, price, stops and warnings; then one button. */
export function ConfirmOrder({
  wish,
  account,
  onPlaced,
  children,
}: {
  wish: Wish;
  account: number;
  onPlaced: () => void;
  children?: ReactNode;
}) {
  const now = useNow();
  const { hotline } = useAbout();
  const router = useRouter();
  const quote = useCall(ordersQuote, { body: wish }, { keep: true });
  const place = useCommand(ordersPlace, [ordersList, ordersDishes, ordersMenu, ordersQuote]);
  const [why, setWhy, clearWhy] = useDraft(`why:${account}:${wish.personId}:${wish.service}`, '');
  return (
    <Loaded query={quote}>
      {(answer) => {
        const stopped = answer.stops.length > 0 || !answer.split || !answer.window;
        const needsReason = answer.warnings.length > 0;
        const order = () =>
          place.mutate(
            {
              body: {
                ...wish,
                ...(answer.org ? { org: answer.org } : {}),
                channel: 'family',
                expectedSelfPay: answer.split!.selfPay,
                ...(needsReason ? { overrideReason: why.trim() } : {}),
              },
            },
            {
              onSuccess: (placed) => {
                clearWhy();
                onPlaced();
                router.replace(`/order/?id=${placed.id}&placed=1`);
              },
            },
          );
        return (
          <>
            <section className="card stack">
              {children}
              <Facts
                rows={[
                  ...(answer.window
                    ? ([['时间', span(answer.window.start, answer.window.end, now)]] as [string, string][])
                    : []),
                  ...(answer.orgName ? ([['服务机构', answer.orgName]] as [string, string][]) : []),
                ]}
              />
              <LikelyCarer personId={wish.personId} service={wish.service} />
              {answer.split && <Split split={answer.split} remaining={answer.remaining} />}
            </section>
            <Reasons tone="stop" title="不能下单" reasons={answer.stops} />
            {answer.stops.length > 0 && (
              <a className="button" href={`tel:${hotline}`}>
                打电话问问怎么办
              </a>
            )}
            {!stopped && <Reasons tone="warn" title="请留意" reasons={answer.warnings} />}
            {!stopped && needsReason && (
              <TextField
                label="仍要下单的原因"
                value={why}
                maxLength={200}
                onType={setWhy}
                hint="写一句就行，例如：已问过医生"
              />
            )}
            {!stopped && (
              <>
                <Trouble error={place.error} />
                {place.error?.code === 'orders.price_changed' && (
                  <Action onPress={() => void quote.refetch()}>看新的价格</Action>
                )}
                <Action
                  look="primary"
                  onPress={order}
                  busy={place.isPending}
                  off={quote.isPlaceholderData || (needsReason && why.trim() === '')}
                >
                  确认下单
                </Action>
                <p className="muted">取消的规定：{answer.cancelRule}</p>
              </>
            )}
            {answer.stops.length === 0 && !answer.window && answer.windows.length > 0 && (
              <Notice title="请先选时间段" />
            )}
          </>
        );
      }}
    </Loaded>
  );
}
