'use client';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { runRoute } from '@heling/benefits/contract/runs';
import {
  benefitsCloseRun,
  benefitsFile,
  benefitsPayments,
  benefitsReceipts,
  benefitsRun,
  benefitsRuns,
  benefitsSendRun,
  benefitsSignRun,
} from '@heling/ui/api.gen';
import { download, problemOf, upload, type ApiProblem } from '@heling/ui/client';
import { count, yuan } from '@heling/ui/format';
import { keyOf, useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { saveFile } from '../parts/save-file';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMay } from '../shell/me';
import { monthName } from './words';
import styles from './benefits.module.css';

type Run = Output<typeof runRoute>;
const SIGNERS = ['city', 'county', 'allowanceReviewer', 'allowancePayer'] as const;

/** The next steps of a run; each says before what will happen. */
export function RunActions({ run, refetch }: { run: Run; refetch(): void }) {
  const toasts = useToasts();
  const confirm = useConfirm();
  const pays = useMay(['allowancePayer']);
  const signs = useMay(SIGNERS);
  const touches = [benefitsRun, benefitsRuns, benefitsPayments];
  const sign = useCommand(benefitsSignRun, touches);
  const send = useCommand(benefitsSendRun, touches);
  const close = useCommand(benefitsCloseRun, touches);
  const input = { params: { id: run.id }, body: { version: run.version } };
  const after = (text: string) => ({
    onSuccess: () => toasts.done(text),
    onError: (problem: ApiProblem) => problem.status === 409 && refetch(),
  });
  const of = (...states: string[]) =>
    run.states
      .filter((each) => states.includes(each.state))
      .reduce((sum, each) => ({ people: sum.people + each.people, fen: sum.fen + each.fen }), {
        people: 0,
        fen: 0,
      });
  const ready = of('ready');
  const held = of('held');
  const second = run.state === 'firstSigned';

  const doSign = async () => {
    const sure = await confirm({
      title: second ? '第二人签字' : '第一人签字',
      consequences: [
        `${monthName(run.month)}，待发放 ${count(ready.people)} 人，${yuan(ready.fen)}；暂缓 ${count(held.people)} 人，${yuan(held.fen)}`,
        '签字时重新检查一遍：刚去世的、账户有问题的会转为暂缓',
        second ? '签字后可以送银行' : '还要另一个人签字，才能送银行',
        '签字人和时间记入审计',
      ],
      verb: '签字',
    });
    if (sure) sign.mutate(input, after(second ? '两人已签字，可以送银行' : '已签字，等第二人签字'));
  };
  const doSend = async () => {
    const again = run.state === 'sent';
    const sure = await confirm({
      title: again ? '再送一次同一个文件？' : '送银行？',
      consequences: again
        ? ['送的是同一个文件，银行按文件号认得，不会重复付款', '只在银行说没有收到时再送']
        : [
            `${count(ready.people)} 人，${yuan(ready.fen)}；暂缓的不在文件里`,
            '送之前再检查一遍；送出后不能再改、再暂缓',
          ],
      verb: again ? '再送一次' : '送银行',
    });
    if (sure) send.mutate(input, after(again ? '已交给后台再送' : '已生成银行文件，后台正在送'));
  };
  const doClose = async () => {
    const unknown = of('unknown');
    const sure = await confirm({
      title: '结账？',
      consequences: [
        `已发放 ${count(of('paid').people)} 人，${yuan(of('paid').fen)}`,
        `银行退回 ${count(of('rejected').people)} 人：这些月份下次补发`,
        `暂缓 ${count(held.people)} 人：转到下月`,
        ...(unknown.people > 0 ? [`结果不明 ${count(unknown.people)} 人：查清之前不会再发`] : []),
        '结账后不能改；以后的变化在后面的月份补发或追回',
      ],
      verb: '结账',
    });
    if (sure) close.mutate(input, after('已结账'));
  };
  const fetchFile = () => {
    download(benefitsFile, { params: { id: run.id } }).then(saveFile, toasts.failed);
  };
  return (
    <>
      <Problem problem={sign.error ?? send.error ?? close.error} />
      {run.canSign && (
        <Button type="primary" loading={sign.isPending} onClick={() => void doSign()}>
          签字
        </Button>
      )}
      {!run.canSign && signs && second && <span className="muted">您已签过，请另一个人签字</span>}
      {pays && run.state === 'signed' && (
        <Button type="primary" loading={send.isPending} onClick={() => void doSend()}>
          送银行
        </Button>
      )}
      {pays && run.file && (
        <>
          <Button onClick={fetchFile} title="含完整账号，记入审计">
            下载银行文件
          </Button>
          <UploadAnswer run={run} />
        </>
      )}
      {pays && run.state === 'sent' && (
        <>
          <Button loading={send.isPending} onClick={() => void doSend()}>
            再送一次
          </Button>
          <Button type="primary" loading={close.isPending} onClick={() => void doClose()}>
            结账
          </Button>
        </>
      )}
      <Button onClick={() => window.print()}>打印</Button>
    </>
  );
}

/** The bank's answer carried by hand. */
function UploadAnswer({ run }: { run: Run }) {
  const client = useQueryClient();
  const toasts = useToasts();
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const take = (file: File | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    setProblem(null);
    upload(benefitsReceipts, { params: { id: run.id }, file, fileName: file.name })
      .then(
        ({ applied, repeated, conflicting }) => {
          toasts.done(
            `回盘已入账 ${applied} 行` +
              (repeated > 0 ? `，以前收过的 ${repeated} 行` : '') +
              (conflicting > 0 ? `，前后矛盾的 ${conflicting} 行（见工作清单）` : ''),
          );
          for (const route of [benefitsRun, benefitsPayments])
            void client.invalidateQueries({ queryKey: keyOf(route) });
        },
        (error: unknown) => setProblem(problemOf(error)),
      )
      .finally(() => {
        setBusy(false);
        if (chooser.current) chooser.current.value = '';
      });
  };
  return (
    <>
      <input
        ref={chooser}
        type="file"
        aria-label="银行回盘文件"
        accept=".csv,.txt"
        className={styles.unseen}
        onChange={(event) => take(event.target.files?.[0])}
      />
      <Button loading={busy} onClick={() => chooser.current?.click()}>
        上传银行回盘
      </Button>
      <Problem problem={problem} />
    </>
  );
}
