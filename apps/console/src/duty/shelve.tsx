'use client';
import { Input, Radio } from 'antd';
import { useState } from 'react';
import { oversightAlarm, oversightQueue, oversightShelve } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';

const MINUTES = [15, 30, 60, 120, 480];
const labelOf = (minutes: number) => (minutes < 60 ? `${minutes} 分钟` : `${minutes / 60} 小时`);

/** Puts an alarm aside until a time, with a reason; never a P0. */
export function ShelveDialog({ id, close }: { id: number; close(): void }) {
  const [minutes, setMinutes] = useState(30);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const command = useCommand(oversightShelve, [oversightQueue, oversightAlarm]);
  const save = () => {
    setMissing(!reason.trim());
    if (!reason.trim()) return;
    const until = new Date(Date.now() + minutes * 60_000).toISOString();
    command.mutate({ params: { id }, body: { until, reason: reason.trim() } }, { onSuccess: close });
  };
  return (
    <Dialog title="搁置" okText="搁置" onOk={save} confirmLoading={command.isPending} onCancel={close}>
      <p>搁置期间不再通知；到时仍未解除会重新报警。</p>
      <div className="fields">
        <Field label="多久" required wide>
          {({ id: field }) => (
            <Radio.Group
              id={field}
              value={minutes}
              options={MINUTES.map((value) => ({ value, label: labelOf(value) }))}
              onChange={(event) => setMinutes(event.target.value as number)}
            />
          )}
        </Field>
        <Field label="原因" required wide error={missing ? '请写明为什么可以搁置' : null}>
          {(ids) => (
            <Input
              {...ids}
              data-first
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              onPressEnter={save}
            />
          )}
        </Field>
      </div>
      <Problem problem={command.error} />
    </Dialog>
  );
}
