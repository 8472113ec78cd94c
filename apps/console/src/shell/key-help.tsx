'use client';
import { Dialog } from '../parts/dialog';
import { useListedHotkeys } from '../parts/hotkeys';

const ALWAYS: readonly [string, string][] = [
  ['↑ ↓ 或 J K', '表格和清单里上下移动'],
  ['Enter', '打开所选的一行；在表单里提交'],
  ['Esc', '关闭对话框或抽屉'],
];

/** The keys that work on this page. */
export default function KeyHelp({ close }: { close(): void }) {
  const keys = useListedHotkeys();
  const rows = [...new Map(keys.map((each) => [each.keys, each.does])), ...ALWAYS];
  return (
    <Dialog title="键盘快捷键" footer={null} onCancel={close} width={520}>
      <dl className="keys">
        {rows.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key.length === 1 ? key.toUpperCase() : key.replace('+', ' ')}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
