'use client';
import { useState } from 'react';
import { ordersComplain, ordersPage } from '@heling/ui/api.gen';
import { when } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { useNow } from '../now';
import { Action, Notice, Trouble } from '../parts/basics';
import { TextArea } from '../parts/fields';
import { useAbout } from '../about';
import type { OrderPage } from '../words';

/** Complaints with their answers, and a way to complain. */
export function Complaining({ order, account }: { order: OrderPage; account: number }) {
  const now = useNow();
  const { hotline } = useAbout();
  const [open, setOpen] = useState(false);
  const [text, setText, clear] = useDraft(`complain:${account}:${order.id}`, '');
  const complain = useCommand(ordersComplain, [ordersPage]);
  return (
    <>
      {order.complaints.map((each) => (
        <section key={each.id} className="card stack" aria-label="投诉">
          <h2>您的投诉</h2>
          <p>{each.text}</p>
          <p className="muted">{when(each.at, now)} 提交</p>
          {each.answer ? (
            <Notice tone="good" title={`答复（${when(each.answeredAt ?? each.at, now)}）`}>
              <span>{each.answer}</span>
            </Notice>
          ) : (
            <Notice title="正在处理，24 小时内答复" />
          )}
        </section>
      ))}
      {order.canComplain && !open && (
        <Action look="plain" onPress={() => setOpen(true)}>
          {order.complaints.length > 0 || text ? '再写一条投诉' : '不满意？投诉'}
        </Action>
      )}
      {order.canComplain && open && (
        <section className="card stack">
          <h2>投诉</h2>
          <TextArea label="哪里不满意？" maxLength={1000} value={text} onType={setText} />
          <Trouble error={complain.error} />
          <Action
            look="primary"
            busy={complain.isPending}
            off={text.trim() === ''}
            onPress={() =>
              complain.mutate(
                { params: { id: order.id }, body: { text: text.trim() } },
                {
                  onSuccess: () => {
                    clear();
                    setOpen(false);
                  },
                },
              )
            }
          >
            提交投诉
          </Action>
          <a className="button" href={`tel:${hotline}`}>
            不想写字？打电话说
          </a>
          <Action look="plain" onPress={() => setOpen(false)}>
            先不投诉
          </Action>
        </section>
      )}
    </>
  );
}
