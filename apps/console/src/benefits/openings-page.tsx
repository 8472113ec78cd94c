'use client';
import { Button, Input, InputNumber } from 'antd';
import { useRef, useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { openingRoute } from '@heling/benefits/contract/runs';
import { benefitsOpening } from '@heling/ui/api.gen';
import { problemOf, upload, type ApiProblem } from '@heling/ui/client';
import { count, fenOf, yuan } from '@heling/ui/format';
import { useConfirm } from '../parts/confirm';
import { Field } from '../parts/field';
import { Mark } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Problem } from '../parts/states';
import styles from './benefits.module.css';

type Answer = Output<typeof openingRoute>;

/** Takes what was paid before this system into the ledger: all rows of a file or none, with the result row by row. */
export function OpeningsPage() {
  const confirm = useConfirm();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [rows, setRows] = useState<number | null>(null);
  const [total, setTotal] = useState('');
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const fen = fenOf(total);
  const wrong = total !== '' && fen === null ? '金额请填数字，如 123456.00' : null;

  const send = async () => {
    if (!file || !rows || fen === null) return;
    const sure = await confirm({
      title: '导入期初台账？',
      consequences: [
        `${count(rows)} 行，${yuan(fen)}；与文件不符的不会导入`,
        '有一行不对就整份不导入，把错的行列出来',
        '导入后这些月份算作已发，不会再发；台账不能改',
      ],
      verb: '导入',
    });
    if (!sure) return;
    setBusy(true);
    setAnswer(null);
    setProblem(null);
    try {
      setAnswer(
        await upload(benefitsOpening, {
          file,
          fileName: file.name,
          fields: { rows: String(rows), yuan: (fen / 100).toFixed(2) },
        }),
      );
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <PageHead title="期初台账" sub="启用本系统以前发过的津贴，导入一次，之后接着发" />
      <div className={styles.top}>
        <Panel title="导入">
          <p>
            CSV（UTF-8），每行四列：身份证号、津贴、月份、元。例如“4106…,高龄津贴,2025-12,50.00”；第一行可以是表头，最大
            50 MB。
          </p>
          <div className="fields">
            <Field label="文件" required wide>
              {({ id }) => (
                <span className="row">
                  <input
                    ref={chooser}
                    id={id}
                    type="file"
                    className={styles.unseen}
                    accept=".csv,.txt"
                    onChange={(event) => {
                      setFile(event.target.files?.[0] ?? null);
                      setAnswer(null);
                      setProblem(null);
                    }}
                  />
                  <Button onClick={() => chooser.current?.click()}>选择文件</Button>
                  {file?.name ?? <span className="muted">还没有选</span>}
                </span>
              )}
            </Field>
            <Field label="文件有几行" required hint="不算表头；与文件核对用">
              {({ id }) => (
                <InputNumber
                  id={id}
                  min={1}
                  value={rows}
                  style={{ width: '100%' }}
                  onChange={(value) => setRows(value)}
                />
              )}
            </Field>
            <Field label="总金额（元）" required error={wrong} hint="与文件核对用">
              {(ids) => (
                <Input
                  {...ids}
                  inputMode="decimal"
                  value={total}
                  onChange={(event) => setTotal(event.target.value)}
                />
              )}
            </Field>
          </div>
          <Problem problem={problem} />
          <p>
            <Button
              type="primary"
              disabled={!file || !rows || fen === null}
              loading={busy}
              onClick={() => void send()}
            >
              核对并导入
            </Button>
          </p>
        </Panel>
        <Panel title="结果">
          {answer ? <Result answer={answer} /> : <p className="muted">还没有导入。</p>}
        </Panel>
      </div>
    </>
  );
}

function Result({ answer }: { answer: Answer }) {
  if (answer.imported) {
    return (
      <p role="status">
        <Mark tone="ok">已导入</Mark> {count(answer.rows)} 行，{yuan(answer.fen)}，已在台账上。
      </p>
    );
  }
  return (
    <div role="status">
      <p>
        <Mark tone="p1">没有导入</Mark> {count(answer.wrong.length)} 行不对
        {answer.wrong.length >= 200 && '（只列前 200 行）'}，改好后整份再导入。
      </p>
      <table className={styles.plain} aria-label="不对的行">
        <thead>
          <tr>
            <th scope="col">行</th>
            <th scope="col">哪里不对</th>
          </tr>
        </thead>
        <tbody>
          {answer.wrong.map((row) => (
            <tr key={row.row}>
              <td className="number">第 {row.row} 行</td>
              <td>{row.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
