'use client';
import { useState } from 'react';
import { ordersPage, ordersRate } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { Action, Notice, Trouble } from '../parts/basics';
import { Stars, TextArea } from '../parts/fields';
import type { OrderPage } from '../words';

/** Stars and a sentence; may be changed afterwards. */
export function Rating({ order, account }: { order: OrderPage; account: number }) {
  const [draft, setDraft, clear] = useDraft(`rate:${account}:${order.id}`, {
    stars: order.rating?.stars ?? 0,
    comment: order.rating?.comment ?? '',
  });
  const [editing, setEditing] = useState(false);
  const rate = useCommand(ordersRate, [ordersPage]);
  if (!order.canRate) return null;
  if (order.rating && !editing) {
    const { stars, comment } = order.rating;
    return (
      <section className="card stack">
        <h2>您的评价</h2>
        <p className="large" role="img" aria-label={`${stars} 星`}>
          {'★'.repeat(stars)}
          {'☆'.repeat(5 - stars)}
        </p>
        {comment && <p>{comment}</p>}
        <Action look="plain" onPress={() => setEditing(true)}>
          改评价
        </Action>
      </section>
    );
  }
  return (
    <section className="card stack">
      <h2>服务得怎么样？</h2>
      <Stars value={draft.stars} onChoose={(stars) => setDraft({ ...draft, stars })} />
      <TextArea
        label="想说的话（可以不写）"
        maxLength={500}
        value={draft.comment}
        onType={(comment) => setDraft({ ...draft, comment })}
      />
      <Trouble error={rate.error} />
      <Action
        look="primary"
        busy={rate.isPending}
        off={draft.stars === 0}
        onPress={() =>
          rate.mutate(
            {
              params: { id: order.id },
              body: {
                stars: draft.stars,
                ...(draft.comment.trim() ? { comment: draft.comment.trim() } : {}),
              },
            },
            {
              onSuccess: () => {
                clear();
                setEditing(false);
              },
            },
          )
        }
      >
        提交评价
      </Action>
      {rate.isSuccess && <Notice tone="good" title="谢谢您的评价" />}
    </section>
  );
}
