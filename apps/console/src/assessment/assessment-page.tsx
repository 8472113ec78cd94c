'use client';
import { Button, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { AssessmentPage as Page } from '@heling/people/contract/assessments';
import { ITEM_MAXIMA } from '@heling/people/domain/assessment';
import { NEED_LEVEL_NAMES, SEX_NAMES } from '@heling/people/domain/person';
import {
  peopleAppealAssessment,
  peopleListAssessments,
  peoplePage,
  peopleReadAssessment,
  peopleReopenAssessment,
  peopleSignAssessment,
  peopleWithdrawAssessment,
} from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Mark } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Answer, Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useIdParam } from '../parts/use-param';
import { useMe } from '../shell/me';
import { AssessmentForm } from './assessment-form';
import { AssessmentPrint } from './assessment-print';
import { ResultPanel } from './result-panel';
import { ASSESSMENT_STATES } from './states';
import { useAssessment } from './use-assessment';
import './assessment.css';

const ALL = ITEM_MAXIMA.size;

/** One assessment by `?id=`: filled in on a tablet, signed twice, read, printed. */
export function AssessmentPage() {
  const [id] = useIdParam();
  const page = useCall(peopleReadAssessment, { params: { id: id ?? 0 } }, { enabled: id !== null });
  if (id === null) {
    return (
      <>
        <PageHead title="能力评估表" />
        <Empty title="没有指明是哪份评估">
          <p>
            请从 <Link href="/assessments/">能力评估</Link> 打开。
          </p>
        </Empty>
      </>
    );
  }
  return (
    <Answer of={page} lines={12}>
      {(data) => <Assessment key={data.id} read={data} />}
    </Answer>
  );
}

type Asking = 'reopen' | 'withdraw' | 'appeal' | null;

function Assessment({ read }: { read: Page }) {
  const { accountId } = useMe();
  const router = useRouter();
  const client = useQueryClient();
  const confirm = useConfirm();
  const toasts = useToasts();
  const draft = useAssessment(read, accountId);
  const [asking, setAsking] = useState<Asking>(null);
  const [printing, setPrinting] = useState(false);
  const { page } = draft;
  const may = (command: string) => page.commands.some((each) => each.command === command);
  const filled = Object.keys(page.items).length;
  const refresh = () => {
    for (const route of [peopleReadAssessment, peopleListAssessments, peoplePage]) {
      void client.invalidateQueries({ queryKey: keyOf(route) });
    }
  };
  const sign = async () => {
    const version = await draft.flush();
    if (version === null) return;
    const second = page.state === 'signed';
    const sure = await confirm({
      title: second ? '签字并生效？' : '签字？',
      consequences: second
        ? [
            '这是第二位评估员的签字，签后评估生效',
            '老人的失能等级随之更新，影响补贴额度和服务优先',
            '之后只能作废或复评',
          ]
        : ['签字后各项得分不能再改', '请第二位评估员用自己的账号打开这份评估签字'],
      verb: '签字',
    });
    if (!sure) return;
    try {
      const answer = await call(peopleSignAssessment, { params: { id: page.id }, body: { version } });
      toasts.done(answer.state === 'final' ? '评估已生效' : '已签字，等第二位评估员签字');
    } catch (error) {
      toasts.failed(error);
    }
    refresh();
  };
  const state = ASSESSMENT_STATES[page.state];
  return (
    <div className="assessment">
      <div className={printing ? 'no-print' : ''}>
        <PageHead
          title="能力评估表"
          tab={`评估 ${page.id}`}
          sub={
            <span className="row">
              <Link href={`/person/?id=${page.personId}`}>{page.personName}</Link> {SEX_NAMES[page.sex]}{' '}
              {page.age} 岁<Mark tone={state.tone}>{state.name}</Mark>
              {page.appealOf !== null && (
                <Link href={`/assessment/?id=${page.appealOf}`}>复评，原评估 {page.appealOf}</Link>
              )}
              <span className="muted">{page.standard}</span>
            </span>
          }
          actions={
            <>
              {may('reopen') && <Button onClick={() => setAsking('reopen')}>退回修改</Button>}
              {may('withdraw') && (
                <Button danger onClick={() => setAsking('withdraw')}>
                  作废
                </Button>
              )}
              {may('appeal') && <Button onClick={() => setAsking('appeal')}>申请复评</Button>}
              {page.state === 'final' && <Button onClick={() => setPrinting(true)}>打印报告</Button>}
            </>
          }
        />
        {page.reason && <p className="muted">原因：{page.reason}</p>}
        {draft.merged && (
          <p className="assessment-note" role="status">
            ▲ 别人也改了这份评估：对方填的项已经显示，您刚填的项保留并已保存，请核对一遍。
          </p>
        )}
        {may('save') ? <AssessmentForm draft={draft} /> : <ResultPanel page={page} />}
        <Problem problem={draft.problem} retry={() => void draft.flush()} />
        <div className="assessment-foot no-print">
          {may('save') && (
            <span role="status">
              {draft.state === 'saved' ? '✓ 已保存' : draft.state === 'saving' ? '正在保存' : '● 还没保存'}
              ，已评 {filled}/{ALL} 项
              {page.score && (
                <>
                  ，{page.score.total} 分，
                  <strong>{NEED_LEVEL_NAMES[page.score.level]}</strong>
                </>
              )}
            </span>
          )}
          {may('sign') && (
            <Button type="primary" size="large" onClick={() => void sign()} disabled={filled < ALL}>
              {page.state === 'signed' ? '第二位签字' : filled < ALL ? `还有 ${ALL - filled} 项没评` : '签字'}
            </Button>
          )}
          {page.state === 'signed' && !may('sign') && (
            <span className="muted">等另一位评估员用自己的账号签字</span>
          )}
        </div>
      </div>
      {printing && <AssessmentPrint id={page.id} close={() => setPrinting(false)} />}
      {asking && (
        <ReasonDialog
          asking={asking}
          close={() => setAsking(null)}
          run={async (reason) => {
            const input = { params: { id: page.id }, body: { version: page.version, reason } };
            if (asking === 'appeal') {
              const made = await call(peopleAppealAssessment, { params: { id: page.id }, body: { reason } });
              router.push(`/assessment/?id=${made.id}`);
            } else if (asking === 'reopen') await call(peopleReopenAssessment, input);
            else await call(peopleWithdrawAssessment, input);
            refresh();
          }}
        />
      )}
    </div>
  );
}

const QUESTIONS: Record<NonNullable<Asking>, { title: string; hint: string; verb: string }> = {
  reopen: { title: '退回修改', hint: '第一位的签字撤去，评估回到填写中', verb: '退回' },
  withdraw: { title: '作废这份评估', hint: '已生效的作废后，等级回到前一份有效评估', verb: '作废' },
  appeal: { title: '申请复评', hint: '由另外两位评估员重新评估；生效前原结果仍有效', verb: '申请复评' },
};

function ReasonDialog({
  asking,
  run,
  close,
}: {
  asking: NonNullable<Asking>;
  run(reason: string): Promise<void>;
  close(): void;
}) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const toasts = useToasts();
  const { title, hint, verb } = QUESTIONS[asking];
  const save = () => {
    if (!reason.trim() || busy) return;
    setBusy(true);
    run(reason.trim())
      .then(close, toasts.failed)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={title}
      okText={verb}
      onOk={save}
      onCancel={close}
      okButtonProps={{ disabled: !reason.trim(), loading: busy, danger: asking === 'withdraw' }}
    >
      <Field label="原因" required hint={hint}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={save}
          />
        )}
      </Field>
    </Dialog>
  );
}
