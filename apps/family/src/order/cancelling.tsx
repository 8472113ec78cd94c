'use client';
import { useState } from 'react';
import { ordersCancel, ordersList, ordersPage, ordersVeto } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { Action, Notice, Trouble } from '../parts/basics';
import { Choice } from '../parts/fields';
import { isOpen, type OrderPage } from '../words';

const REASONS = ['家里有事', '身体不舒服', '订错了', '不需要了'];
const VETO_REASONS = ['我不需要', '没有跟我商量', '换个时间'];

/** Cancelling with the refund shown before; the senior's veto of what others ordered gives everything back. */
export function Cancelling({ order }: { order: OrderPage }) {
  const [open, setOpen] = useState<'cancel' | 'veto' | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const touches = [ordersPage, ordersList];
  const cancel = useCommand(ordersCancel, touches);
  const veto = useCommand(ordersVeto, touches);
  const may = (command: string) => order.commands.some((each) => each.command === command);
  if (!may('cancel') && !may('veto')) {
    return isOpen(order) ? <p className="muted">已经出发或开始了，要改请打电话。</p> : null;
  }
  const running = open === 'veto' ? veto : cancel;
  if (!open) {
    return (
      <>
        {may('veto') && order.channel !== 'family' && (
          <Action look="danger" onPress={() => setOpen('veto')}>
            这不是我要的（否决）
          </Action>
        )}
        {may('veto') && order.channel === 'family' && (
          <Action look="danger" onPress={() => setOpen('veto')}>
            家人订的，我不要（否决）
          </Action>
        )}
        {may('cancel') && (
          <Action look="plain" onPress={() => setOpen('cancel')}>
            取消订单
          </Action>
        )}
      </>
    );
  }
  const refund =
    open === 'veto' ? (order.payState === 'paid' ? order.split.selfPay : 0) : (order.refundIfCancelled ?? 0);
  return (
    <section className="card stack" aria-label="取消订单">
      <h2>{open === 'veto' ? '否决这笔订单？' : '取消这笔订单？'}</h2>
      {order.payState === 'paid' ? (
        <Notice title={`退回 ${yuan(refund)}`}>
          <span>
            您付了 {yuan(order.split.selfPay)}
            {refund < order.split.selfPay && '，离上门时间近，按规定只退一部分'}。
          </span>
        </Notice>
      ) : (
        <Notice title="还没有付款，取消不收钱" />
      )}
      <Choice
        legend="为什么？"
        value={reason}
        onChoose={setReason}
        options={(open === 'veto' ? VETO_REASONS : REASONS).map((value) => ({ value, label: value }))}
      />
      <Trouble error={running.error} />
      <Action
        look="danger filled"
        busy={running.isPending}
        off={reason === null}
        onPress={() =>
          running.mutate(
            { params: { id: order.id }, body: { version: order.version, reason: reason! } },
            { onSuccess: () => setOpen(null) },
          )
        }
      >
        {open === 'veto' ? '确认否决' : '确认取消'}
      </Action>
      <Action look="plain" onPress={() => setOpen(null)}>
        不取消了
      </Action>
    </section>
  );
}
