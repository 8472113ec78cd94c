'use client';
import { Input, Radio } from 'antd';
import { useState } from 'react';
import { OUTCOME_NAMES, type Outcome } from '@heling/oversight/domain/words';
import { oversightAlarm, oversightQueue, oversightResolve } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { optionsOf } from '../parts/options';
import { Problem } from '../parts/states';

/** Closing needs a coded outcome (处置结论) and words. */
export function ResolveDialog({
  id,
  title,
  first,
  done,
  close,
}: {
  id: number;
  title: string;
  first: Outcome;
  done(): void;
  close(): void;
}) {
  const [outcome, setOutcome] = useState<Outcome>(first);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const command = useCommand(oversightResolve, [oversightQueue, oversightAlarm]);
  const save = () => {
    setMissing(!note.trim());
    if (!note.trim()) return;
    command.mutate({ params: { id }, body: { outcome, note: note.trim() } }, { onSuccess: done });
  };
  return (
    <Dialog title={title} okText="结束报警" onOk={save} confirmLoading={command.isPending} onCancel={close}>
      <div className="fields">
        <Field label="结论" required wide>
          {({ id: field }) => (
            <Radio.Group
              id={field}
              value={outcome}
              options={optionsOf(OUTCOME_NAMES)}
              onChange={(event) => setOutcome(event.target.value as Outcome)}
            />
          )}
        </Field>
        <Field label="情况" required wide error={missing ? '请写明看到的情况和处置结果' : null}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              data-first
              rows={3}
              maxLength={500}
              placeholder={outcome === 'false' ? '为什么是误报' : '看到什么，做了什么，结果怎样'}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && save()}
            />
          )}
        </Field>
      </div>
      <p className="muted">Ctrl 回车保存</p>
      <Problem problem={command.error} />
    </Dialog>
  );
}
