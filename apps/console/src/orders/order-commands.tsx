'use client';
import { useState } from 'react';
import { Button, Input } from 'antd';
import { ordersCancel, ordersConfirm, ordersReject, ordersPage } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import type { OrderAnswer } from './model';
import styles from './orders.module.css';

type Asked = 'cancel' | 'reject' | null;
const KNOWN = ['confirm', 'reject', 'cancel'];

/** The commands that the state machine allows this account now; what they cost is shown before. */
export function OrderCommands({ order, onChanged }: { order: OrderAnswer; onChanged: () => void }) {
  const toasts = useToasts();
  const [asked, setAsked] = useState<Asked>(null);
  const [reason, setReason] = useState('');
  const confirm = useCommand(ordersConfirm, [ordersPage]);
  const cancel = useCommand(ordersCancel, [ordersPage]);
  const reject = useCommand(ordersReject, [ordersPage]);
  const commands = order.commands.filter((each) => KNOWN.includes(each.command));
  const problem = confirm.error ?? cancel.error ?? reject.error;
  if (commands.length === 0 && !problem) return null;
  const version = order.version;
  const settled = {
    onSuccess: (done: { refund: number }) => {
      setAsked(null);
      setReason('');
      onChanged();
      toasts.done(done.refund > 0 ? `已办理，退款 ${yuan(done.refund)}` : '已办理');
    },
    // A stale page shows what it is now; the reason typed stays.
    onError: onChanged,
  };
  const give = (command: string) => {
    confirm.reset();
    cancel.reset();
    reject.reset();
    if (command === 'confirm') confirm.mutate({ params: { id: order.id }, body: { version } }, settled);
    else setAsked(command as Asked);
  };
  const send = () => {
    const input = { params: { id: order.id }, body: { version, reason: reason.trim() } };
    if (asked === 'cancel') cancel.mutate(input, settled);
    else reject.mutate(input, settled);
  };
  const verb = asked === 'cancel' ? '取消订单' : '拒单';
  return (
    <div className={`${styles.commands} no-print`} role="group" aria-label="可做的操作">
      {!asked && (
        <div className="row">
          {commands.map((each) => (
            <Button
              key={each.command}
              type={each.command === 'confirm' ? 'primary' : 'default'}
              danger={each.command !== 'confirm'}
              loading={each.command === 'confirm' && confirm.isPending}
              onClick={() => give(each.command)}
            >
              {each.label}
            </Button>
          ))}
        </div>
      )}
      {asked && (
        <div className={styles.ask}>
          <p>
            {asked === 'reject'
              ? `拒单后全额退款 ${yuan(order.split.selfPay)}，补贴额度和份数释放，家属会收到通知。`
              : order.refundIfCancelled === null
                ? '现在不能取消。'
                : `现在取消，退给老人 ${yuan(order.refundIfCancelled)}（自付 ${yuan(order.split.selfPay)}），补贴额度和份数释放。取消后不能恢复，可以重新下单。`}
          </p>
          <Field label="原因" required>
            {(ids) => (
              <Input
                {...ids}
                autoFocus
                value={reason}
                maxLength={200}
                onChange={(event) => setReason(event.target.value)}
                onPressEnter={() => reason.trim() && send()}
              />
            )}
          </Field>
          <div className="row">
            <Button
              type="primary"
              danger
              disabled={!reason.trim()}
              loading={cancel.isPending || reject.isPending}
              onClick={send}
            >
              确认{verb}
            </Button>
            <Button onClick={() => setAsked(null)}>不{verb}</Button>
          </div>
        </div>
      )}
      <Problem problem={problem} />
    </div>
  );
}
