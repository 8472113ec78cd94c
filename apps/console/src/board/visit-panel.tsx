'use client';
import { useEffect, useMemo, useState } from 'react';
import Link from 'next/link';
import { Button, Input, Skeleton } from 'antd';
import type { Candidate } from '@heling/dispatch/contract/assign';
import { dispatchCandidates, dispatchInterrupt, dispatchUnassign, visitsPage } from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { CandidateList, type Choice } from './candidate-list';
import { Consequences } from './consequences';
import { canMove, crewWith, isMoving, within, type BoardVisit, type Done } from './model';
import { LookMark } from './visit-list';
import styles from './board.module.css';

export interface VisitPanelProps {
  visit: BoardVisit;
  /** Whom it was dropped on. */
  wanted: { carer: number; from: number | null; startsAt: string | null } | null;
  mayDispatch: boolean;
  mayInterrupt: boolean;
  onClose: () => void;
  /** Something was changed: show the newest. */
  onChanged: (done: Done | null) => void;
}

/** One visit: who it is for, who could come and why, what it would mean, and then the confirmation. */
export function VisitPanel({
  visit,
  wanted,
  mayDispatch,
  mayInterrupt,
  onClose,
  onChanged,
}: VisitPanelProps) {
  const open = canMove(visit);
  const page = useCall(visitsPage, { params: { id: visit.id } });
  const candidates = useCall(
    dispatchCandidates,
    { params: { id: visit.id }, query: {} },
    { enabled: open && mayDispatch, keep: true },
  );
  const [chosen, setChosen] = useState<Choice | null>(null);
  const answer = candidates.data?.visitId === visit.id ? candidates.data : undefined;
  const dropped = useMemo(() => {
    if (!wanted) return null;
    if (!answer) return null;
    return choiceFor(visit, wanted, answer);
    // A live change of the visit must not undo what is being looked at.
    // (version is looked at by the consequences themselves)
  }, [wanted, answer, visit]);
  const [left, setLeft] = useState<unknown>(null);
  const choice = chosen ?? (wanted && left !== wanted ? dropped : null);
  useEffect(() => setChosen(null), [visit.id, wanted]);

  const back = () => {
    setChosen(null);
    setLeft(wanted);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-candidates]')?.focus());
  };

  return (
    <aside
      className={styles.panel}
      aria-label="上门详情"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (choice) back();
        else onClose();
      }}
    >
      <header className={styles.panelHead}>
        <h2>
          {visit.personName ?? '（已注销）'} · {visit.serviceName}
        </h2>
        <Button type="text" aria-label="关闭" onClick={onClose}>
          ✕
        </Button>
      </header>
      <p className={styles.line}>
        <LookMark visit={visit} />
        <span>
          {clock(visit.window.start)}–{clock(visit.window.end)}
        </span>
        <span>
          {visit.startsAt ? `计划 ${clock(visit.startsAt)} 开始，` : ''}
          {visit.minutes} 分钟
        </span>
        <Link href={`/order/?id=${visit.orderId}`}>打开订单</Link>
      </p>
      {visit.risks.map((risk) => (
        <p key={risk.code} className={`${styles.note} ${styles.risk}`}>
          ▲ {risk.name}（{clock(risk.at)}）
        </p>
      ))}
      {page.data?.recipient && (
        <div className={styles.recipient}>
          <span>{page.data.recipient.address}</span>
          {page.data.recipient.phone && <span>{page.data.recipient.phone}</span>}
          {page.data.recipient.warnings.map((warning) => (
            <b key={warning}>⚠ {warning}</b>
          ))}
        </div>
      )}
      <p>
        现在的护理员：<b>{visit.carers.map((each) => each.name).join('、') || '还没有'}</b>
        {visit.carersNeeded > 1 && `（需要 ${visit.carersNeeded} 名同时到场）`}
      </p>

      {!mayDispatch && <p className={styles.muted}>您可以查看，但不能派单。</p>}
      {mayDispatch && choice && (
        <Consequences
          visit={visit}
          choice={choice}
          candidates={answer}
          onChoice={setChosen}
          onBack={back}
          onChanged={onChanged}
        />
      )}
      {mayDispatch && wanted && !choice && !answer && candidates.isFetching && <Skeleton active />}
      {mayDispatch && open && !choice && (!wanted || answer || left === wanted) && (
        <CandidateList visit={visit} query={candidates} answer={answer} onChoose={setChosen} />
      )}
      {mayDispatch && open && visit.carers.length > 0 && !choice && (
        <WithReason
          verb="撤回派单"
          explain="撤回后，上门回到“待派单”，护理员会收到通知。"
          route="unassign"
          visit={visit}
          onChanged={onChanged}
        />
      )}
      {mayInterrupt && isMoving(visit) && (
        <WithReason
          verb="中断上门"
          explain="护理员已经出发或正在服务。中断后订单记为未完成，按规则收费，不能恢复。"
          route="interrupt"
          visit={visit}
          onChanged={onChanged}
        />
      )}
    </aside>
  );
}

type Answer = { feasible: Candidate[]; pairs: { carers: { id: number }[]; startsAt: string }[] };
/** What a drop asks for: the crew with the carer in it, and the earliest start when none was shown. */
function choiceFor(
  visit: BoardVisit,
  wanted: { carer: number; from: number | null; startsAt: string | null },
  answer: Answer,
): Choice {
  const pair = answer.pairs.find((each) => each.carers.some((carer) => carer.id === wanted.carer));
  const crew = crewWith(visit, wanted.carer, wanted.from);
  const partner = answer.feasible.find((each) => each.carerId !== wanted.carer)?.carerId;
  const carers =
    crew ??
    pair?.carers.map((each) => each.id) ??
    (partner === undefined ? [wanted.carer] : [wanted.carer, partner]);
  const earliest =
    (crew ? null : pair?.startsAt) ??
    answer.feasible.find((each) => each.carerId === wanted.carer)?.startsAt ??
    visit.startsAt ??
    visit.window.start;
  return { carers, startsAt: wanted.startsAt ?? within(visit, Date.parse(earliest)) };
}

interface WithReasonProps {
  verb: string;
  explain: string;
  route: 'unassign' | 'interrupt';
  visit: BoardVisit;
  onChanged: (done: Done | null) => void;
}
function WithReason({ verb, explain, route, visit, onChanged }: WithReasonProps) {
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const command = useCommand(route === 'unassign' ? dispatchUnassign : dispatchInterrupt);
  const give = () =>
    command.mutate(
      { params: { id: visit.id }, body: { version: visit.version, reason: reason.trim() } },
      {
        onSuccess: (moved) =>
          onChanged(route === 'unassign' ? { visit, version: moved.version, said: '已撤回派单' } : null),
        onError: (problem) => {
          if (problem.status === 409) onChanged(null);
        },
      },
    );
  if (!asked) {
    return (
      <Button danger onClick={() => setAsked(true)} className={styles.gap}>
        {verb}
      </Button>
    );
  }
  return (
    <div className={styles.ask}>
      <p>{explain}</p>
      <label>
        原因
        <Input
          autoFocus
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={() => reason.trim() && give()}
        />
      </label>
      {command.error && (
        <p role="alert" className={`${styles.note} ${styles.bad}`}>
          {command.error.message}
        </p>
      )}
      <Button danger type="primary" disabled={!reason.trim()} loading={command.isPending} onClick={give}>
        确认{verb}
      </Button>
      <Button onClick={() => setAsked(false)}>不{verb}</Button>
    </div>
  );
}
