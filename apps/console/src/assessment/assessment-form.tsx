'use client';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import {
  ASSESSMENT_ITEMS,
  type AssessmentGroup,
  type AssessmentItem,
} from '@heling/people/domain/assessment';
import { ADJUSTMENT_NAMES, GROUP_NAMES, ITEM_WORDS } from '@heling/people/domain/assessment-form';
import { businessDay } from '@heling/platform/domain/calendar';
import { Field } from '../parts/field';
import { useNow } from '../parts/use-now';
import type { AssessmentDraft } from './use-assessment';

const GROUPS = Object.keys(ASSESSMENT_ITEMS) as AssessmentGroup[];
type Part = AssessmentGroup | 'circumstances';
const PARTS: readonly Part[] = [...GROUPS, 'circumstances'];
const nameOf = (part: Part): string => (part === 'circumstances' ? '诊断和风险' : GROUP_NAMES[part]);
const itemsOf = (group: AssessmentGroup) => Object.keys(ASSESSMENT_ITEMS[group]) as AssessmentItem[];

/** The form of 26 items, a part at a time, for fingers: every choice shows what its score means. */
export function AssessmentForm({ draft }: { draft: AssessmentDraft }) {
  const { page } = draft;
  const [part, setPart] = useState<Part>(
    () => GROUPS.find((group) => itemsOf(group).some((item) => page.items[item] === undefined)) ?? 'selfCare',
  );
  const top = useRef<HTMLDivElement>(null);
  const go = (to: Part) => {
    setPart(to);
    document.getElementById('main')?.scrollTo(0, 0);
    requestAnimationFrame(() => top.current?.querySelector<HTMLElement>('h2')?.focus());
  };
  const at = PARTS.indexOf(part);
  const next = PARTS[at + 1];
  const previous = PARTS[at - 1];
  return (
    <div className="assessment-form">
      <nav className="assessment-parts" aria-label="评估的各部分">
        {PARTS.map((each) => {
          const done =
            each === 'circumstances'
              ? null
              : itemsOf(each).filter((item) => page.items[item] !== undefined).length;
          return (
            <button
              key={each}
              type="button"
              aria-current={each === part ? 'step' : undefined}
              onClick={() => go(each)}
            >
              {nameOf(each)}
              {done !== null && each !== 'circumstances' && (
                <span>
                  {done === itemsOf(each).length ? '✓ ' : ''}
                  {done}/{itemsOf(each).length}
                </span>
              )}
            </button>
          );
        })}
      </nav>
      <div ref={top}>
        <h2 tabIndex={-1}>{nameOf(part)}</h2>
        {part === 'circumstances' ? (
          <Circumstances draft={draft} />
        ) : (
          itemsOf(part).map((item) => (
            <Item
              key={item}
              item={item}
              max={(ASSESSMENT_ITEMS[part] as Record<string, number>)[item] ?? 0}
              score={page.items[item]}
              onScore={(score) => draft.put({ items: { [item]: score } })}
            />
          ))
        )}
        <div className="row">
          {previous && (
            <Button size="large" onClick={() => go(previous)}>
              上一部分
            </Button>
          )}
          {next && (
            <Button size="large" type="primary" onClick={() => go(next)}>
              下一部分：{nameOf(next)}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

/** One item: its scores from the most able down, as radio buttons large enough for a finger. */
function Item({
  item,
  max,
  score,
  onScore,
}: {
  item: AssessmentItem;
  max: number;
  score: number | undefined;
  onScore(score: number): void;
}) {
  const words = ITEM_WORDS[item];
  const scores = Array.from({ length: max + 1 }, (_, i) => max - i);
  return (
    <fieldset className={`assessment-item ${score === undefined ? '' : 'answered'}`}>
      <legend>{words.name}</legend>
      <div className="assessment-scores">
        {scores.map((each) => (
          <label key={each} className={score === each ? 'chosen' : ''}>
            <input
              type="radio"
              name={item}
              value={each}
              checked={score === each}
              onChange={() => onScore(each)}
            />
            <strong>{each} 分</strong>
            <span>{words.meanings[each]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const CODE = /^[A-Z]\d\d(\.?[0-9A-Z]{1,4})?$/;

/** The day, the diagnoses and the events that may lower the level. */
function Circumstances({ draft }: { draft: AssessmentDraft }) {
  const { page } = draft;
  const today = businessDay(useNow(60_000));
  const [code, setCode] = useState('');
  const [day, setDay] = useState(today);
  const clean = code.trim().toUpperCase();
  const fault = clean && !CODE.test(clean) ? '请填写 ICD-10 编码，如 F00' : null;
  const addCode = () => {
    if (!clean || fault) return;
    if (!page.diagnoses.includes(clean)) draft.put({ diagnoses: [...page.diagnoses, clean] });
    setCode('');
  };
  return (
    <div className="record-form">
      <Field label="评估日期" required>
        {(ids) => (
          <Input
            {...ids}
            size="large"
            type="date"
            max={today}
            value={page.assessedOn}
            onChange={(event) => event.target.value && draft.put({ assessedOn: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="确诊的疾病（ICD-10）"
        error={fault}
        hint={ADJUSTMENT_NAMES['dementia-or-mental-disorder']}
      >
        {(ids) => (
          <div className="row">
            <Input
              {...ids}
              size="large"
              style={{ width: 200 }}
              placeholder="如 F00"
              maxLength={8}
              value={code}
              onChange={(event) => setCode(event.target.value)}
              onPressEnter={addCode}
            />
            <Button size="large" onClick={addCode} disabled={!clean || fault !== null}>
              加上
            </Button>
            {page.diagnoses.map((each) => (
              <Button
                key={each}
                size="large"
                aria-label={`去掉诊断 ${each}`}
                onClick={() => draft.put({ diagnoses: page.diagnoses.filter((other) => other !== each) })}
              >
                {each} ×
              </Button>
            ))}
          </div>
        )}
      </Field>
      <Field
        label="照护风险事件（跌倒、走失、噎食、自伤等）的日期"
        hint={`${ADJUSTMENT_NAMES['repeated-risk-events']}；同一天两次就加两次`}
      >
        {(ids) => (
          <div className="row">
            <Input
              {...ids}
              size="large"
              style={{ width: 200 }}
              type="date"
              max={today}
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
            <Button
              size="large"
              disabled={!day}
              onClick={() => draft.put({ riskEvents: [...page.riskEvents, day] })}
            >
              加上
            </Button>
            {page.riskEvents.map((each, i) => (
              <Button
                key={`${each}-${i}`}
                size="large"
                aria-label={`去掉事件 ${each}`}
                onClick={() => draft.put({ riskEvents: page.riskEvents.filter((_, other) => other !== i) })}
              >
                {each} ×
              </Button>
            ))}
          </div>
        )}
      </Field>
    </div>
  );
}
