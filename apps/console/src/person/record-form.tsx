'use client';
import { Button, Drawer } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { VERBS } from '@heling/ui/glossary';
import { FocusFirst } from '../parts/dialog';
import { Problem } from '../parts/states';
import type { RecordEdit } from './record-edit';

/** A drawer with one form about a person: Enter saves, Esc closes, and what somebody else changed meanwhile is told. */
export function RecordForm({
  title,
  verb = VERBS.save,
  danger = false,
  edit,
  disabled = false,
  onSave,
  close,
  children,
}: {
  title: string;
  verb?: string;
  danger?: boolean;
  edit: RecordEdit;
  disabled?: boolean;
  onSave(): void;
  close(): void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled && !edit.busy) onSave();
  };
  return (
    <Drawer title={title} open onClose={close} size={640} destroyOnHidden mask={{ closable: false }}>
      <FocusFirst />
      <form onSubmit={submit} className="record-form">
        {children}
        <Problem problem={edit.problem} />
        {edit.changes && (
          <div className="changes" role="status">
            <p>别人刚改过这份档案：</p>
            <ul>
              {edit.changes.length === 0 && <li>改动不涉及这里显示的内容</li>}
              {edit.changes.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            <p>您填写的内容都还在。核对后再按“{verb}”，会在最新内容上保存。</p>
          </div>
        )}
        <div className="row">
          <Button type="primary" htmlType="submit" danger={danger} loading={edit.busy} disabled={disabled}>
            {verb}
          </Button>
          <Button onClick={close}>{VERBS.cancel}</Button>
        </div>
      </form>
    </Drawer>
  );
}
