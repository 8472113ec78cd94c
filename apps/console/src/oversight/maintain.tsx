'use client';
import { Input, Radio } from 'antd';
import { useState } from 'react';
import { oversightDevices, oversightMaintainDevice } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';

const HOURS = [1, 4, 12, 24, 72, 168];
const labelOf = (hours: number) => (hours < 24 ? `${hours} 小时` : `${hours / 24} 天`);

/** A maintenance window (停用检修), at most 7 days. */
export function MaintainDialog({ id, close }: { id: number; close(): void }) {
  const toasts = useToasts();
  const [hours, setHours] = useState(4);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const command = useCommand(oversightMaintainDevice, [oversightDevices]);
  const save = () => {
    setTried(true);
    if (!reason.trim()) return;
    const until = new Date(Date.now() + hours * 3_600_000 - 1000).toISOString();
    command.mutate(
      { params: { id }, body: { until, reason: reason.trim() } },
      {
        onSuccess: () => {
          toasts.done('已停用检修');
          close();
        },
      },
    );
  };
  return (
    <Dialog title="停用检修" okText="停用" onOk={save} confirmLoading={command.isPending} onCancel={close}>
      <p>检修期间这台设备不报警、不算失联，网关停用时它下面的设备也一样。期间请加强巡视。</p>
      <div className="fields">
        <Field label="多久" required wide>
          {({ id: field }) => (
            <Radio.Group
              id={field}
              value={hours}
              options={HOURS.map((value) => ({ value, label: labelOf(value) }))}
              onChange={(event) => setHours(event.target.value as number)}
            />
          )}
        </Field>
        <Field label="原因" required wide error={tried && !reason.trim() ? '请写明原因' : null}>
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
