'use client';
import { Input } from 'antd';
import { useState } from 'react';
import { peopleListErasures, peopleRequestErasure } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';

/** Asks for the erasure of a person's data; somebody else decides (个人信息保护法第四十七条). */
export function ErasureDialog({ personId, close }: { personId: number; close(): void }) {
  const [reason, setReason] = useState('');
  const [paper, setPaper] = useState('');
  const ask = useCommand(peopleRequestErasure, [peopleListErasures]);
  const toasts = useToasts();
  const ready = reason.trim() && paper.trim();
  const run = () => {
    if (!ready || ask.isPending) return;
    ask.mutate(
      { params: { id: personId }, body: { reason: reason.trim(), paper: paper.trim() } },
      {
        onSuccess: () => {
          toasts.done('已提交申请，由另一人核准');
          close();
        },
      },
    );
  };
  return (
    <Dialog
      title="申请删除个人信息"
      okText="提交申请"
      onOk={run}
      onCancel={close}
      okButtonProps={{ disabled: !ready, loading: ask.isPending }}
    >
      <p>现在不会删除任何内容：市或区县的另一人核准后才删除，删除后不能恢复。</p>
      <form
        className="record-form"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <Field label="原因" required>
          {(ids) => (
            <Input
              {...ids}
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Field label="申请书编号" required hint="本人签字的书面申请">
          {(ids) => (
            <Input {...ids} maxLength={60} value={paper} onChange={(event) => setPaper(event.target.value)} />
          )}
        </Field>
        <button type="submit" hidden />
      </form>
      <Problem problem={ask.error} />
    </Dialog>
  );
}
