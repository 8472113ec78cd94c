'use client';
import { Input } from 'antd';
import { useState } from 'react';
import { peopleExportPersonalData } from '@heling/ui/api.gen';
import { download, problemOf, type ApiProblem } from '@heling/ui/client';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { saveFile } from '../parts/save-file';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';

/** A copy of everything on record about a person, on their signed request (个人信息保护法第四十五条). */
export function CopyDialog({ personId, close }: { personId: number; close(): void }) {
  const [paper, setPaper] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const toasts = useToasts();
  const run = () => {
    if (!paper.trim() || busy) return;
    setBusy(true);
    download(peopleExportPersonalData, { params: { id: personId }, body: { paper: paper.trim() } })
      .then(
        (file) => {
          saveFile(file);
          toasts.done('已导出，请当面交给本人');
          close();
        },
        (error: unknown) => setProblem(problemOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title="导出本人的全部个人信息"
      okText="导出"
      onOk={run}
      onCancel={close}
      okButtonProps={{ disabled: !paper.trim(), loading: busy }}
    >
      <p>内容未遮盖，只能交给本人；导出会记入审计。</p>
      <Field label="申请书编号" required hint="本人签字的书面申请">
        {(ids) => (
          <Input
            {...ids}
            maxLength={60}
            value={paper}
            onChange={(event) => setPaper(event.target.value)}
            onPressEnter={run}
          />
        )}
      </Field>
      <Problem problem={problem} />
    </Dialog>
  );
}
