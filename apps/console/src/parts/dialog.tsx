'use client';
import { Modal, type ModalProps } from 'antd';
import { useEffect, useRef, useState } from 'react';

const FIRST = 'input:not([type="hidden"]):not(:disabled), textarea:not(:disabled), [role="combobox"]';

/**
 * Brings the keys to the first field of the dialog or drawer that it stands in; antd would leave them on its closing
 * cross. When it closes they go back to where they were.
 */
export function FocusFirst() {
  const mark = useRef<HTMLSpanElement>(null);
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    // After antd's own effects, which lock the focus into the dialog.
    const timer = setTimeout(() => {
      const dialog = mark.current?.closest('[role="dialog"]');
      const target =
        dialog?.querySelector<HTMLElement>('[data-first]') ?? dialog?.querySelector<HTMLElement>(FIRST);
      target?.focus({ preventScroll: true });
    });
    return () => {
      clearTimeout(timer);
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true });
      });
    };
  }, [before]);
  return <span ref={mark} hidden />;
}

/** A dialog whose first field has the keys; Esc closes it. A click beside it does not: typed text would be lost. */
export function Dialog({ children, ...props }: ModalProps) {
  return (
    <Modal open mask={{ closable: false }} destroyOnHidden {...props}>
      <FocusFirst />
      {children}
    </Modal>
  );
}
