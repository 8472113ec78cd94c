'use client';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { problemOf } from '@heling/ui/client';
import { VERBS } from '@heling/ui/glossary';

const UNDO_SECONDS = 10;

/** Short messages at the corner. */
export interface Toasts {
  /** It is done. */
  done(text: string): void;
  /** It is done, and `undo` takes it back within 10 s. */
  undoable(text: string, undo: () => Promise<unknown>): void;
  /** It could not be done; the sentence is the api's own. For forms use `Problem` beside the button. */
  failed(error: unknown): void;
}

export function useToasts(): Toasts {
  const { notification } = App.useApp();
  return useMemo(() => {
    const failed = (error: unknown) =>
      notification.error({
        title: problemOf(error).message,
        placement: 'bottomRight',
        duration: 10,
        role: 'alert',
      });
    return {
      failed,
      done: (text) =>
        notification.success({ title: text, placement: 'bottomRight', duration: 4, role: 'status' }),
      undoable: (text, undo) => {
        const key = `undo-${Math.random()}`;
        notification.success({
          key,
          title: text,
          placement: 'bottomRight',
          duration: UNDO_SECONDS,
          showProgress: true,
          role: 'status',
          actions: (
            <Button
              onClick={() => {
                notification.destroy(key);
                undo().catch(failed);
              }}
            >
              {VERBS.undo}（10 秒内）
            </Button>
          ),
        });
      },
    };
  }, [notification]);
}
