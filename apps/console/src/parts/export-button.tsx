'use client';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { VERBS } from '@heling/ui/glossary';
import { saveFile } from './save-file';
import { useToasts } from './toast';

/** Exports what the table shows, as CSV or XLSX with the api's watermark. */
export function ExportButton({
  fetch,
}: {
  fetch(format: 'csv' | 'xlsx'): Promise<{ content: Blob; fileName: string }>;
}) {
  const [busy, setBusy] = useState(false);
  const toasts = useToasts();
  const run = async (format: 'csv' | 'xlsx') => {
    setBusy(true);
    try {
      saveFile(await fetch(format));
      toasts.done('文件已下载，含有导出人和时间的水印');
    } catch (error) {
      toasts.failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: '表格（XLSX）' },
          { key: 'csv', label: '文本（CSV）' },
        ],
        onClick: ({ key }) => void run(key as 'csv' | 'xlsx'),
      }}
    >
      <Button loading={busy}>{VERBS.export}</Button>
    </Dropdown>
  );
}
