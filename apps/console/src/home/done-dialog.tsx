'use client';
import { Button, Input } from 'antd';
import { queueList, type queueDone } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMe } from '../shell/me';
import type { WorkItem } from './work-item';

const OFTEN = ['已电话联系，情况正常', '已改派', '已通知家属', '已转社区上门核实', '已退款'];

/** What came of an item; the words stay when the answer is a refusal or the session ends. */
export function DoneDialog({
  item,
  route,
  close,
}: {
  item: WorkItem;
  route: typeof queueDone;
  close(): void;
}) {
  const { accountId } = useMe();
  const [result, setResult, clear] = useDraft(`done-${accountId}-${item.id}`, '');
  const done = useCommand(route, [queueList]);
  const toasts = useToasts();
  const save = () => {
    if (!result.trim() || done.isPending) return;
    done.mutate(
      { params: { id: item.id }, body: { version: item.version, result: result.trim() } },
      {
        onSuccess: () => {
          clear();
          toasts.done('已处理完毕');
          close();
        },
      },
    );
  };
  return (
    <Dialog
      title={`处理完毕：${item.kindName}`}
      okText="处理完毕"
      onOk={save}
      okButtonProps={{ disabled: !result.trim(), loading: done.isPending }}
      onCancel={close}
    >
      <Field label="结果" required hint="写明怎么处理的，Ctrl Enter 提交">
        {({ status, ...ids }) => (
          <Input.TextArea
            {...ids}
            {...(status ? { status } : {})}
            autoFocus
            rows={3}
            maxLength={200}
            value={result}
            onChange={(event) => setResult(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
            }}
          />
        )}
      </Field>
      <div className="row" style={{ marginTop: 8 }}>
        {OFTEN.map((phrase) => (
          <Button key={phrase} size="small" onClick={() => setResult(phrase)}>
            {phrase}
          </Button>
        ))}
      </div>
      <Problem problem={done.error} />
    </Dialog>
  );
}
