'use client';
import { Input } from 'antd';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import { businessDay } from '@heling/platform/domain/calendar';
import { peopleMarkDeceased, peopleTakeBackDeceased } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { NewsPreview } from '../benefits/news-preview';
import { useConfirm } from '../parts/confirm';
import { Field } from '../parts/field';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useRecordEdit } from './record-edit';
import { RecordForm } from './record-form';

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Records a death; its consequences are shown before. */
export function DeceasedDrawer({ page, close }: { page: PersonPage; close(): void }) {
  const today = businessDay(useNow());
  const edit = useRecordEdit(page);
  const confirm = useConfirm();
  const toasts = useToasts();
  const [on, setOn] = useState(today);
  const [note, setNote] = useState('');
  const save = async () => {
    const sure = await confirm({
      title: `登记 ${page.identity.name} 去世？`,
      consequences: [
        '还没开始的订单全部取消，自付部分退款',
        '长期订单终止，不再生成新订单',
        '补贴额度释放；不再出现在查找结果里（选“已去世”仍可查到）',
        '误登记可以撤销，但已取消的订单须重新下单',
      ],
      verb: '登记去世',
      danger: true,
    });
    if (!sure) return;
    const done = await edit.run((version) =>
      call(peopleMarkDeceased, {
        params: { id: page.id },
        body: { version, on, ...(note.trim() ? { note: note.trim() } : {}) },
      }),
    );
    if (!done) return;
    toasts.done('已登记去世');
    close();
  };
  return (
    <RecordForm
      title="登记去世"
      verb="登记去世"
      danger
      edit={edit}
      disabled={!on}
      onSave={() => void save()}
      close={close}
    >
      <div className="fields">
        <Field label="去世日期" required>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              autoFocus
              max={today}
              value={on}
              onChange={(event) => setOn(event.target.value)}
            />
          )}
        </Field>
        <Field label="说明" wide hint="如证明的编号、由谁告知">
          {(ids) => (
            <Input {...ids} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
      </div>
      <NewsPreview personId={page.id} news={isDay(on) && on <= today ? { died: on } : null} />
    </RecordForm>
  );
}

/** Takes a wrongly recorded death back. */
export function TakeBackDrawer({ page, close }: { page: PersonPage; close(): void }) {
  const edit = useRecordEdit(page);
  const toasts = useToasts();
  const [reason, setReason] = useState('');
  const save = async () => {
    const done = await edit.run((version) =>
      call(peopleTakeBackDeceased, { params: { id: page.id }, body: { version, reason: reason.trim() } }),
    );
    if (!done) return;
    toasts.done('已恢复在册');
    close();
  };
  return (
    <RecordForm
      title="撤销去世登记"
      verb="恢复在册"
      edit={edit}
      disabled={!reason.trim()}
      onSave={() => void save()}
      close={close}
    >
      <Field label="原因" required hint="已取消的订单不会恢复，须重新下单">
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </RecordForm>
  );
}
