'use client';
import { Button, Input } from 'antd';
import { useToasts } from '../parts/toast';

/** A secret that is shown this once: copied by a button, never kept. */
export function Secret({
  label,
  value,
  children,
}: {
  label: string;
  value: string;
  children?: React.ReactNode;
}) {
  const toasts = useToasts();
  return (
    <div role="status">
      <p>
        <b>{label}</b>（只显示这一次，离开后看不到）
      </p>
      <div className="row">
        <Input aria-label={label} readOnly value={value} style={{ maxWidth: 480, fontFamily: 'monospace' }} />
        <Button
          onClick={() =>
            navigator.clipboard.writeText(value).then(
              () => toasts.done('已复制'),
              () => toasts.done('这台电脑不让复制，请手工抄下'),
            )
          }
        >
          复制
        </Button>
      </div>
      {children}
    </div>
  );
}
