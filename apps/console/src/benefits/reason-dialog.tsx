'use client';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ApiProblem } from '@heling/ui/client';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';

/** Asks for a reason before a step that needs one; the words stay while it is refused. */
export function ReasonDialog({
  title,
  verb,
  danger = false,
  label = '原因',
  hint,
  max = 500,
  busy,
  problem,
  children,
  onGo,
  close,
}: {
  title: string;
  verb: string;
  danger?: boolean;
  label?: string;
  hint?: string;
  max?: number;
  busy: boolean;
  problem: ApiProblem | null;
  children?: ReactNode;
  onGo(reason: string): void;
  close(): void;
}) {
  const [reason, setReason] = useState('');
  const go = () => reason.trim() && !busy && onGo(reason.trim());
  return (
    <Dialog
      title={title}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>取消</Button>
          <Button type="primary" danger={danger} disabled={!reason.trim()} loading={busy} onClick={go}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
      <Field label={label} required hint={hint}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            maxLength={max}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Problem problem={problem} />
    </Dialog>
  );
}
