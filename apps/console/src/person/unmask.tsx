'use client';
import { Radio, Input } from 'antd';
import { useEffect, useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { unmask } from '@heling/people/contract/unmask';
import { peopleUnmask } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';

export type Unmasked = Output<typeof unmask>;
type Purpose = 'service' | 'assessment' | 'visit' | 'emergency' | 'correction' | 'complaint';

const PURPOSES: Record<Purpose, string> = {
  service: '办理服务',
  assessment: '能力评估',
  visit: '走访探视',
  emergency: '紧急救助',
  correction: '核对更正',
  complaint: '处理投诉',
};
/** Whole values do not stay on a screen that somebody has left. */
const SHOWN_MS = 5 * 60_000;

/** Whole values for five minutes, only in this page's memory. */
export function useUnmasked(personId: number): [Unmasked | null, (values: Unmasked | null) => void] {
  const [values, setValues] = useState<Unmasked | null>(null);
  useEffect(() => setValues(null), [personId]);
  useEffect(() => {
    if (!values) return undefined;
    const timer = setTimeout(() => setValues(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [values]);
  return [values, setValues];
}

/** Asks what the whole values are needed for; the answer is audited and limited in number. */
export function UnmaskDialog({
  personId,
  onShown,
  close,
}: {
  personId: number;
  onShown(values: Unmasked): void;
  close(): void;
}) {
  const [purpose, setPurpose] = useState<Purpose>('service');
  const [note, setNote] = useState('');
  const command = useCommand(peopleUnmask);
  const show = () =>
    command.mutate(
      {
        params: { id: personId },
        body: {
          fields: ['name', 'idNumber', 'phone', 'address'],
          purpose,
          ...(note.trim() ? { note: note.trim() } : {}),
        },
      },
      {
        onSuccess: (values) => {
          onShown(values);
          close();
        },
      },
    );
  return (
    <Dialog
      title="查看完整信息"
      okText="查看"
      onOk={show}
      confirmLoading={command.isPending}
      onCancel={close}
    >
      <p>用途会记入审计，每小时查看的次数有限。显示 5 分钟后自动遮盖。</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <Field label="用途" required>
          {({ id }) => (
            <Radio.Group
              id={id}
              value={purpose}
              onChange={(event) => setPurpose(event.target.value as Purpose)}
              options={(Object.keys(PURPOSES) as Purpose[]).map((value) => ({
                value,
                label: PURPOSES[value],
              }))}
            />
          )}
        </Field>
        <Field label="说明">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <button type="submit" hidden />
      </form>
      <Problem problem={command.error} />
    </Dialog>
  );
}
