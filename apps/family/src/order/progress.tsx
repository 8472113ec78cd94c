import { clock } from '@heling/ui/format';
import { isMeal, type OrderPage } from '../words';

interface Stage {
  word: string;
  /** States of the visit that reach it. */
  states: string[];
}
const MEAL: Stage[] = [
  { word: '已订好', states: ['planned', 'declined'] },
  { word: '安排了送餐员', states: ['assigned', 'accepted'] },
  { word: '在路上', states: ['enRoute'] },
  { word: '到门口', states: ['arrived'] },
  { word: '已送到', states: ['done'] },
];
const VISIT: Stage[] = [
  { word: '已订好', states: ['planned', 'declined'] },
  { word: '安排了护理员', states: ['assigned'] },
  { word: '护理员接单', states: ['accepted'] },
  { word: '在路上', states: ['enRoute'] },
  { word: '到门口', states: ['arrived'] },
  { word: '服务中', states: ['gated', 'inService'] },
  { word: '做完', states: ['done'] },
];

/** The way of a visit as a ladder: what is past with its time, what is now, what comes. */
export function Progress({ order }: { order: OrderPage }) {
  const stages = isMeal(order) ? MEAL : VISIT;
  const now = stages.findIndex((stage) => stage.states.includes(order.visitState));
  if (now < 0 || order.state === 'cancelled') return null;
  const timeOf = (stage: Stage): string => {
    const step = order.transitions.findLast(
      (each) => each.about === 'visit' && stage.states.includes(each.state),
    );
    if (step) return clock(step.at);
    return stage === stages[0] ? clock(order.placedAt) : '';
  };
  return (
    <section className="card">
      <h2>进度</h2>
      <ol className="steps">
        {stages.map((stage, index) => {
          const done = index < now || order.visitState === 'done';
          return (
            <li
              key={stage.word}
              className={done ? 'past' : index === now ? 'now' : 'muted'}
              aria-current={!done && index === now ? 'step' : undefined}
            >
              {stage.word}
              {index <= now && <span className="muted"> {timeOf(stage)}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
