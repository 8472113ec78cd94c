'use client';
import { useEffect, useId, useRef, useState } from 'react';
import { Button, Input, Skeleton } from 'antd';
import { atLocal, businessDay } from '@heling/platform/domain/calendar';
import { dispatchAssign, dispatchConsequences } from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { TimeInput } from '../calendar/time-input';
import type { Candidates, Choice } from './candidate-list';
import type { BoardVisit, Done } from './model';
import styles from './board.module.css';

const CHANGES = { comes: '新来', stays: '不变', goes: '不再来' } as const;
const change = (before: number, after: number) => (before === after ? `${after}` : `${before} → ${after}`);

export interface ConsequencesProps {
  visit: BoardVisit;
  choice: Choice;
  candidates: Candidates | undefined;
  onChoice: (choice: Choice) => void;
  onBack: () => void;
  onChanged: (done: Done | null) => void;
}

/** What an assignment would mean, before it is made: stops, warnings, conflicts, way, load and lost continuity. */
export function Consequences({ visit, choice, candidates, onChoice, onBack, onChanged }: ConsequencesProps) {
  const titleId = useId();
  const confirm = useRef<HTMLButtonElement>(null);
  const [reason, setReason] = useState('');
  const looked = useCall(
    dispatchConsequences,
    { params: { id: visit.id }, body: { carers: choice.carers, startsAt: choice.startsAt } },
    { keep: true },
  );
  const assign = useCommand(dispatchAssign);
  const data = looked.data?.visitId === visit.id ? looked.data : undefined;
  const ready = data !== undefined && !looked.isPlaceholderData;
  const stops = data?.stops ?? [];
  const short = choice.carers.length < visit.carersNeeded;
  const blocked = !ready || stops.length > 0 || short || (data.warnings.length > 0 && !reason.trim());
  const warned = (data?.warnings.length ?? 0) > 0;
  useEffect(() => {
    if (!ready) return;
    // The keyboard goes on where it is needed: to the reason when there are warnings, else to the confirmation.
    if (warned) document.querySelector<HTMLElement>('[data-reason]')?.focus();
    else confirm.current?.focus();
  }, [ready, warned]);

  const give = () =>
    assign.mutate(
      {
        params: { id: visit.id },
        body: {
          version: data?.version ?? visit.version,
          carers: choice.carers,
          startsAt: choice.startsAt,
          ...(reason.trim() ? { overrideReason: reason.trim() } : {}),
        },
      },
      {
        onSuccess: (moved) =>
          onChanged({
            visit,
            version: moved.version,
            said: `已派给 ${moved.carers.map((each) => each.name).join('、')}，${clock(moved.startsAt)} 开始`,
          }),
        onError: (problem) => {
          // Somebody else was quicker: look again at what it means now; nothing that was chosen is lost.
          if (problem.status === 409) {
            void looked.refetch();
            onChanged(null);
          }
        },
      },
    );

  return (
    <section aria-labelledby={titleId} className={styles.consequences}>
      <h3 id={titleId}>这样派会怎样</h3>
      <div className={styles.line}>
        {choice.carers.map((carer, place) => (
          <div key={place} className={styles.block}>
            <span aria-hidden="true">{visit.carersNeeded > 1 ? `护理员 ${place + 1}` : '护理员'}</span>
            <select
              aria-label={visit.carersNeeded > 1 ? `护理员 ${place + 1}` : '护理员'}
              value={carer}
              onChange={(event) =>
                onChoice({
                  ...choice,
                  carers: choice.carers.map((each, i) => (i === place ? Number(event.target.value) : each)),
                })
              }
            >
              {namesFor(visit, candidates, carer, data?.carers).map((each) => (
                <option
                  key={each.id}
                  value={each.id}
                  disabled={choice.carers.includes(each.id) && each.id !== carer}
                >
                  {each.name}
                </option>
              ))}
            </select>
          </div>
        ))}
        <label>
          开始时间
          <TimeInput
            value={clock(choice.startsAt)}
            onChange={(time) => {
              const day = businessDay(new Date(choice.startsAt));
              onChoice({ ...choice, startsAt: atLocal(day, time).toISOString() });
            }}
          />
        </label>
      </div>
      {looked.isError && (
        <div role="alert" className={`${styles.note} ${styles.bad}`}>
          {looked.error.message} <Button onClick={() => void looked.refetch()}>重试</Button>
        </div>
      )}
      {!data && !looked.isError && <Skeleton active paragraph={{ rows: 4 }} title={false} />}
      {data && (
        <div aria-busy={looked.isPlaceholderData}>
          {stops.map((stop) => (
            <p key={stop.code + stop.detail} role="alert" className={`${styles.note} ${styles.bad}`}>
              ✕ 不能派：{stop.detail}
            </p>
          ))}
          {data.conflicts.map((conflict) => (
            <p key={`${conflict.visitId}-${conflict.carerId}`} className={`${styles.note} ${styles.bad}`}>
              ✕ {conflict.carerName} {clock(conflict.startsAt)}–{clock(conflict.endsAt)}
              {conflict.personName ? ` ${conflict.personName}` : ''}：{conflict.detail}
            </p>
          ))}
          {data.warnings.map((warning) => (
            <p key={warning.code + warning.detail} className={`${styles.note} ${styles.risk}`}>
              ▲ {warning.detail}
            </p>
          ))}
          {data.latenessMinutes > 0 && (
            <p className={`${styles.note} ${styles.risk}`}>▲ 比约定时间晚 {data.latenessMinutes} 分钟</p>
          )}
          {data.brokenContinuity.map((each) => (
            <p key={each.id} className={`${styles.note} ${styles.risk}`}>
              ▲ {each.name} 去过 {each.visits} 次，这次不再来
            </p>
          ))}
          {short && <p className={`${styles.note} ${styles.bad}`}>✕ 还差一名护理员，请再选一名。</p>}
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">护理员</th>
                <th scope="col">变化</th>
                <th scope="col">工作（分）</th>
                <th scope="col">路上（分）</th>
                <th scope="col">去过</th>
              </tr>
            </thead>
            <tbody>
              {data.carers.map((each) => (
                <tr key={each.id}>
                  <th scope="row">{each.name}</th>
                  <td>{CHANGES[each.change]}</td>
                  <td>
                    {change(each.loadBefore, each.loadAfter)} / {each.maxMinutes}
                  </td>
                  <td>{change(each.travelBefore, each.travelAfter)}</td>
                  <td>{each.continuity} 次</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.muted}>
            路程合计
            {data.travelMinutes > 0
              ? `增加 ${data.travelMinutes}`
              : data.travelMinutes < 0
                ? `减少 ${-data.travelMinutes}`
                : '不变，0'}{' '}
            分钟
          </p>
          {data.warnings.length > 0 && stops.length === 0 && (
            <label className={styles.block}>
              有提醒，仍要派单的原因（会记录）
              <Input
                data-reason=""
                value={reason}
                maxLength={200}
                onChange={(event) => setReason(event.target.value)}
                onPressEnter={() => !blocked && give()}
              />
            </label>
          )}
        </div>
      )}
      {assign.error && (
        <p role="alert" className={`${styles.note} ${styles.bad}`}>
          {assign.error.message}
          {assign.error.status === 409 && ' 已为您取来最新情况，选好的人还在，请看过后再确认。'}
        </p>
      )}
      <div className={styles.line}>
        <Button ref={confirm} type="primary" disabled={blocked} loading={assign.isPending} onClick={give}>
          {visit.carers.length > 0 ? '确认改派' : '确认派单'}
        </Button>
        <Button onClick={onBack}>换一个人</Button>
      </div>
    </section>
  );
}

/** The names to choose from: who can come, and always who is chosen. */
function namesFor(
  visit: BoardVisit,
  candidates: Candidates | undefined,
  chosen: number,
  concerned: readonly { id: number; name: string }[] | undefined,
): { id: number; name: string }[] {
  const names = new Map<number, string>();
  for (const each of candidates?.feasible ?? []) names.set(each.carerId, each.name);
  for (const each of visit.carers) names.set(each.id, each.name);
  if (!names.has(chosen)) {
    const known =
      concerned?.find((each) => each.id === chosen)?.name ??
      candidates?.infeasible.find((each) => each.carerId === chosen)?.name;
    names.set(chosen, known ?? '所选护理员');
  }
  return [...names].map(([id, name]) => ({ id, name }));
}
