'use client';
import { useState, type KeyboardEvent } from 'react';
import { Button, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Output } from '@heling/platform/contract/route';
import type { candidatesRoute } from '@heling/dispatch/contract/assign';
import type { ApiProblem } from '@heling/ui/client';
import { clock } from '@heling/ui/format';
import type { BoardVisit } from './model';
import styles from './board.module.css';

export type Candidates = Output<typeof candidatesRoute>;
export interface Choice {
  carers: number[];
  startsAt: string;
}

interface Option {
  key: string;
  choice: Choice;
  title: string;
  reasons: string[];
  figures: string;
}

function optionsOf(visit: BoardVisit, answer: Candidates): Option[] {
  const one = new Map(answer.feasible.map((each) => [each.carerId, each]));
  if (visit.carersNeeded > 1) {
    return answer.pairs.map((pair) => ({
      key: pair.carers.map((each) => each.id).join('-'),
      choice: { carers: pair.carers.map((each) => each.id), startsAt: pair.startsAt },
      title: pair.carers.map((each) => each.name).join(' ＋ '),
      reasons: pair.carers.flatMap((carer) => {
        const reasons = one.get(carer.id)?.reasons.map((reason) => reason.detail) ?? [];
        return reasons.length > 0 ? [`${carer.name}：${reasons.join('，')}`] : [];
      }),
      figures: pair.carers
        .map((carer) => one.get(carer.id)?.figures)
        .flatMap((figures) => (figures ? [`${figures.distanceKm.toFixed(1)} 公里`] : []))
        .join(' ＋ '),
    }));
  }
  return answer.feasible.map((each) => ({
    key: String(each.carerId),
    choice: { carers: [each.carerId], startsAt: each.startsAt },
    title: each.name,
    reasons: each.reasons.map((reason) => reason.detail),
    figures: `${each.figures.distanceKm.toFixed(1)} 公里，路上 ${each.figures.travelMinutes} 分钟，已排 ${each.figures.loadMinutes}/${each.figures.maxMinutes} 分`,
  }));
}

export interface CandidateListProps {
  visit: BoardVisit;
  query: UseQueryResult<Candidates, ApiProblem>;
  answer: Candidates | undefined;
  onChoose: (choice: Choice) => void;
}

/** Who could come, best first with reasons; below, who cannot and which constraint blocks. Arrows and Enter choose. */
export function CandidateList({ visit, query, answer, onChoose }: CandidateListProps) {
  const [at, setAt] = useState(0);
  const [more, setMore] = useState(false);
  if (query.isError && !answer) {
    return (
      <div role="alert" className={`${styles.note} ${styles.bad}`}>
        {query.error.message} <Button onClick={() => void query.refetch()}>重试</Button>
      </div>
    );
  }
  if (!answer) return <Skeleton active paragraph={{ rows: 6 }} title={false} />;
  const all = optionsOf(visit, answer);
  const options = more ? all : all.slice(0, 12);
  const current = Math.min(at, options.length - 1);
  const keys = (event: KeyboardEvent) => {
    const move = (next: number) => {
      event.preventDefault();
      setAt(Math.max(0, Math.min(options.length - 1, next)));
    };
    if (event.key === 'ArrowDown') move(current + 1);
    else if (event.key === 'ArrowUp') move(current - 1);
    else if (event.key === 'Enter' && options[current]) {
      event.preventDefault();
      onChoose(options[current].choice);
    }
  };
  return (
    <section>
      <h3>可派的护理员（最合适的在前）</h3>
      {options.length === 0 ? (
        <p className={`${styles.note} ${styles.risk}`}>
          {visit.carersNeeded > 1 ? '没有两名可以同时到场的护理员。' : '没有可派的护理员。'}
          下面写明每个人被哪一条挡住；可以调整班次、另约时间，或请别的服务商支援。
        </p>
      ) : (
        <div
          role="listbox"
          tabIndex={0}
          data-candidates=""
          aria-label="可派的护理员"
          aria-activedescendant={`candidate-${options[current]?.key}`}
          className={styles.candidates}
          onKeyDown={keys}
        >
          {options.map((option, i) => (
            <div
              key={option.key}
              id={`candidate-${option.key}`}
              role="option"
              aria-selected={i === current}
              className={`${styles.candidate} ${i === current ? styles.selected : ''}`}
              onClick={() => onChoose(option.choice)}
            >
              <span className={styles.line}>
                <b>{option.title}</b>
                <span>{clock(option.choice.startsAt)} 可到</span>
                {i === 0 && <span className={`${styles.mark} ${styles.done}`}>首选</span>}
              </span>
              <span className={styles.muted}>{option.figures}</span>
              <span className={styles.tags}>
                {option.reasons.map((reason) => (
                  <span key={reason}>{reason}</span>
                ))}
              </span>
            </div>
          ))}
        </div>
      )}
      {!more && all.length > options.length && (
        <Button type="link" onClick={() => setMore(true)}>
          再看 {all.length - options.length} 个
        </Button>
      )}
      {answer.infeasible.length > 0 && (
        <details open={options.length === 0}>
          <summary>不能派的 {answer.infeasible.length} 人，和原因</summary>
          <ul className={styles.blocked}>
            {answer.infeasible.map((each) => (
              <li key={each.carerId}>
                <b>{each.name}</b>：{each.blocks.map((block) => block.detail).join('；')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
