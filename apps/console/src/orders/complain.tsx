'use client';
import { useState } from 'react';
import { Button, Input } from 'antd';
import { complaintsList, ordersComplain, ordersPage } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMe } from '../shell/me';

/** Takes down a complaint for somebody on the telephone. */
export function Complain({ orderId }: { orderId: number }) {
  const me = useMe();
  const toasts = useToasts();
  const [asked, setAsked] = useState(false);
  const [text, setText, clear] = useDraft(`complain:${me.accountId}:${orderId}`, '');
  const complain = useCommand(ordersComplain, [ordersPage, complaintsList]);
  if (!asked && !text) {
    return (
      <Button className="no-print" onClick={() => setAsked(true)}>
        代为记录投诉
      </Button>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        complain.mutate(
          { params: { id: orderId }, body: { text: text.trim() } },
          {
            onSuccess: () => {
              clear();
              setAsked(false);
              toasts.done('已记录，24 小时内要答复');
            },
          },
        );
      }}
    >
      <Field label="投诉的内容" required hint="按来电人的话记；订单随之记为有异议">
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoFocus
            rows={3}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Problem problem={complain.error} />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={!text.trim()} loading={complain.isPending}>
          记录
        </Button>
        <Button
          onClick={() => {
            clear();
            setAsked(false);
          }}
        >
          取消
        </Button>
      </p>
    </form>
  );
}
