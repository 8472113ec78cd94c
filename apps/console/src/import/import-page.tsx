'use client';
import { Button, Select } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import type { ImportPage as Page } from '@heling/people/contract/imports';
import { IMPORT_FIELDS, NEEDED_FIELDS, type ImportField } from '@heling/people/domain/import-fields';
import {
  peopleCancelImport,
  peopleImportRows,
  peopleListImports,
  peopleReadImport,
  peopleRejectedRows,
  peopleSetImportMapping,
  peopleStartImport,
  peopleUploadImport,
} from '@heling/ui/api.gen';
import { call, download, problemOf, upload, type ApiProblem } from '@heling/ui/client';
import { count } from '@heling/ui/format';
import { keyOf, useCall, useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { Mark } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { saveFile } from '../parts/save-file';
import { useIdParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { ImportRows } from './import-rows';
import { IMPORT_STATES, Progress } from './progress';
import './import.css';

const AGAIN_MS = 1500;
const FIELDS = Object.keys(IMPORT_FIELDS) as ImportField[];

/** Takes a list of seniors in: upload, mapping and preview, progress, results row by row. */
export function ImportPage() {
  const [id, setId] = useIdParam();
  if (id === null) return <Upload onDone={(made) => setId(made)} />;
  return <OneImport id={id} another={() => setId(null)} />;
}

function Upload({ onDone }: { onDone(id: number): void }) {
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = (file: File | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    setProblem(null);
    upload(peopleUploadImport, { file, fileName: file.name })
      .then(
        (made) => {
          client.setQueryData(keyOf(peopleReadImport, { params: { id: made.id } }), made);
          void client.invalidateQueries({ queryKey: keyOf(peopleListImports) });
          onDone(made.id);
        },
        (error: unknown) => setProblem(problemOf(error)),
      )
      .finally(() => {
        setBusy(false);
        if (chooser.current) chooser.current.value = '';
      });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    <>
      <PageHead title="导入名单" sub="CSV 或 XLSX，最多 20000 行、10 MB" />
      <div
        className={`import-drop ${over ? 'over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>把名单文件拖到这里，或者</p>
        <input
          ref={chooser}
          type="file"
          id="import-file"
          aria-label="名单文件"
          accept=".csv,.xlsx,.txt"
          className="visually-hidden"
          onChange={(event) => send(event.target.files?.[0])}
        />
        <Button type="primary" size="large" loading={busy} autoFocus onClick={() => chooser.current?.click()}>
          选择文件
        </Button>
        <p className="muted">
          第一行是表头。必须有：{NEEDED_FIELDS.map((field) => IMPORT_FIELDS[field].name).join('、')}
          ；身份证号没有时要写明原因。先预览，不会马上写入。
        </p>
        <Problem problem={problem} />
      </div>
      <p>
        以前的导入在 <Link href="/tasks/">任务中心</Link>。
      </p>
    </>
  );
}

function OneImport({ id, another }: { id: number; another(): void }) {
  const client = useQueryClient();
  useLiveEvents(['import.changed'], () => {
    void client.invalidateQueries({ queryKey: keyOf(peopleReadImport) });
  });
  const state = client.getQueryData<Page>(keyOf(peopleReadImport, { params: { id } }))?.state;
  const read = useCall(
    peopleReadImport,
    { params: { id } },
    { ...(state === 'running' || state === undefined ? { refetchInterval: AGAIN_MS } : {}) },
  );
  return (
    <Answer of={read} lines={10}>
      {(page) => (
        <>
          <PageHead
            title="导入名单"
            tab={`导入 ${id}`}
            sub={
              <span className="row">
                {page.fileName}{' '}
                <Mark tone={IMPORT_STATES[page.state].tone}>{IMPORT_STATES[page.state].name}</Mark>
                <span className="muted">
                  {count(page.rows)} 行 · {page.encoding}
                </span>
              </span>
            }
            actions={<Button onClick={another}>导入另一份</Button>}
          />
          {page.sameAs !== null && (
            <p className="import-same" role="status">
              ▲ 这份文件以前导入过（<Link href={`/import/?id=${page.sameAs}`}>查看</Link>
              ）。再导入一次不会重复登记，没有变化的行会跳过。
            </p>
          )}
          {page.state === 'preview' ? <Preview page={page} /> : <Running page={page} />}
        </>
      )}
    </Answer>
  );
}

function Preview({ page }: { page: Page }) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const key = keyOf(peopleReadImport, { params: { id: page.id } });
  const start = useCommand(peopleStartImport, [peopleReadImport, peopleListImports]);
  const cancel = useCommand(peopleCancelImport, [peopleReadImport, peopleListImports]);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const wrong = page.preview.filter((row) => row.problems.length > 0).length;
  const fieldAt = (column: number): ImportField | null =>
    FIELDS.find((field) => page.mapping[field] === column) ?? null;
  const map = (column: number, field: ImportField | null) => {
    const mapping = Object.fromEntries(
      Object.entries(page.mapping).filter(([name, at]) => at !== column && name !== field),
    ) as Page['mapping'];
    if (field) mapping[field] = column;
    setBusy(true);
    setProblem(null);
    call(peopleSetImportMapping, { params: { id: page.id }, body: { version: page.version, mapping } })
      .then(
        (next) => client.setQueryData(key, next),
        (error: unknown) => {
          setProblem(problemOf(error));
          void client.invalidateQueries({ queryKey: key });
        },
      )
      .finally(() => setBusy(false));
  };
  const begin = async () => {
    const sure = await confirm({
      title: `导入 ${count(page.rows)} 行？`,
      consequences: [
        '在后台逐行处理，可以离开这页，到任务中心查看',
        '已登记的老人按身份证号更新；没有变化的跳过',
        '有问题的行不会导入，最后可下载改好再传',
      ],
      verb: '开始导入',
    });
    if (sure) start.mutate({ params: { id: page.id }, body: { version: page.version } });
  };
  return (
    <Panel
      title="预览和对应"
      actions={
        <>
          <Button
            onClick={() => cancel.mutate({ params: { id: page.id }, body: { version: page.version } })}
            loading={cancel.isPending}
          >
            不导入了
          </Button>
          <Button
            type="primary"
            onClick={() => void begin()}
            disabled={page.missing.length > 0 || busy}
            loading={start.isPending}
          >
            开始导入
          </Button>
        </>
      }
    >
      {page.missing.length > 0 ? (
        <p className="import-same" role="status">
          ▲ 还要指定这些列：{page.missing.map((field) => IMPORT_FIELDS[field].name).join('、')}
        </p>
      ) : (
        <p>
          前 {page.preview.length} 行里有 {wrong} 行有问题。表头下面可以改每一列的含义。
        </p>
      )}
      <Problem problem={problem ?? start.error ?? cancel.error} />
      <div className="import-preview" tabIndex={0} role="region" aria-label="预览">
        <table>
          <thead>
            <tr>
              <th scope="col">行</th>
              {page.columns.map((column, i) => (
                <th key={`${column}-${i}`} scope="col">
                  <div>{column || `第 ${i + 1} 列`}</div>
                  <Select
                    aria-label={`“${column}”列的含义`}
                    size="small"
                    style={{ width: '100%', minWidth: 130 }}
                    disabled={busy}
                    value={fieldAt(i) ?? 'none'}
                    onChange={(value: ImportField | 'none') => map(i, value === 'none' ? null : value)}
                    options={[
                      { value: 'none' as const, label: '不导入' },
                      ...FIELDS.map((field) => ({ value: field, label: IMPORT_FIELDS[field].name })),
                    ]}
                  />
                </th>
              ))}
              <th scope="col">问题</th>
            </tr>
          </thead>
          <tbody>
            {page.preview.map((row) => (
              <tr key={row.row} className={row.problems.length > 0 ? 'wrong' : ''}>
                <td>{row.row}</td>
                {page.columns.map((column, i) => {
                  const field = fieldAt(i);
                  const bad = row.problems.some((each) => each.field !== null && each.field === field);
                  return (
                    <td key={`${column}-${i}`} className={bad ? 'bad' : ''}>
                      {row.cells[i] ?? ''}
                    </td>
                  );
                })}
                <td>
                  {row.problems.length === 0
                    ? '✓'
                    : row.problems.map((each) => <div key={each.code + each.text}>▲ {each.text}</div>)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Running({ page }: { page: Page }) {
  const client = useQueryClient();
  useEffect(() => {
    // The last rows may have come after the rows were last asked for.
    void client.invalidateQueries({ queryKey: keyOf(peopleImportRows) });
  }, [client, page.state]);
  const cancel = useCommand(peopleCancelImport, [peopleReadImport, peopleListImports, peopleImportRows]);
  const confirm = useConfirm();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const stop = async () => {
    const sure = await confirm({
      title: '停止导入？',
      consequences: ['已处理的行保留，其余的不再处理', '以后再传同一份文件，会接着处理没导入的'],
      verb: '停止',
      danger: true,
    });
    if (sure) cancel.mutate({ params: { id: page.id }, body: { version: page.version } });
  };
  const fetchRejected = (format: 'csv' | 'xlsx') =>
    download(peopleRejectedRows, { params: { id: page.id }, query: { format } }).then(
      saveFile,
      (error: unknown) => setProblem(problemOf(error)),
    );
  return (
    <>
      <Panel
        title="进度"
        actions={
          <>
            {page.state === 'running' && (
              <Button danger onClick={() => void stop()} loading={cancel.isPending}>
                停止
              </Button>
            )}
            {page.rejected > 0 && page.state !== 'running' && (
              <>
                <Button onClick={() => void fetchRejected('xlsx')}>
                  下载没导入的 {count(page.rejected)} 行
                </Button>
                <Button onClick={() => void fetchRejected('csv')}>CSV</Button>
              </>
            )}
          </>
        }
      >
        <Progress of={page} />
        {page.state === 'running' && <p className="muted">可以离开这页，导入会继续；在任务中心能找回来。</p>}
        {page.state === 'done' && page.rejected > 0 && (
          <p>没导入的行每行附有原因，改好后可以直接再次上传那个文件。</p>
        )}
        <Problem problem={problem ?? cancel.error} />
      </Panel>
      <ImportRows id={page.id} running={page.state === 'running'} />
    </>
  );
}
