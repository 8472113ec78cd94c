'use client';
import { App } from 'antd';
import { useCallback, type ReactNode } from 'react';
import { VERBS } from '@heling/ui/glossary';

/** Asks before something that cannot be taken back: says what will happen, and answers whether to do it. */
export function useConfirm(): (question: {
  title: string;
  /** What will happen, a sentence each. */
  consequences: ReactNode[];
  /** The verb of the button, e.g. 登记去世. */
  verb: string;
  danger?: boolean;
}) => Promise<boolean> {
  const { modal } = App.useApp();
  return useCallback(
    ({ title, consequences, verb, danger = false }) =>
      new Promise<boolean>((resolve) => {
        modal.confirm({
          title,
          icon: null,
          width: 520,
          content: (
            <ul className="consequences">
              {consequences.map((each, i) => (
                <li key={i}>{each}</li>
              ))}
            </ul>
          ),
          okText: verb,
          cancelText: VERBS.cancel,
          okButtonProps: { danger },
          // What cannot be taken back is not on the key that is pressed without looking.
          autoFocusButton: danger ? 'cancel' : 'ok',
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        });
      }),
    [modal],
  );
}
