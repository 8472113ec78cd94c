import type { Output } from '@heling/platform/contract/route';
import type {
  benefitsEntitlement,
  benefitsExplanation,
  benefitsOffer,
  benefitsOfPerson,
  benefitsPapers,
} from '@heling/ui/api.gen';
import type { RouteAddress } from '@heling/ui/route-address';

type AnswerOf<A> = A extends RouteAddress<infer S> ? Output<S> : never;
export type Offer = AnswerOf<typeof benefitsOffer>;
export type OfPerson = AnswerOf<typeof benefitsOfPerson>;
export type Case = AnswerOf<typeof benefitsEntitlement>;
export type Papers = AnswerOf<typeof benefitsPapers>;
export type Month = AnswerOf<typeof benefitsExplanation>['months'][number];

/** 2026 年 3 月. */
export function monthWord(month: string): string {
  const [year, number] = month.split('-');
  return `${Number(year)} 年 ${Number(number)} 月`;
}

/** 2026 年 3 月 5 日. */
export const dayWord = (day: string): string => `${monthWord(day)} ${Number(day.slice(8))} 日`;

type State = Case['state'];
/** What a state means for the family, and what it looks like. */
export const STATE_WORDS: Record<State, { text: string; tone: 'moving' | 'trouble' | 'quiet' | 'over' }> = {
  applied: { text: '街道正在看申请', tone: 'quiet' },
  reviewed: { text: '街道已通过，区县正在审定', tone: 'quiet' },
  notice: { text: '区县已批准，正在公示', tone: 'moving' },
  granted: { text: '已批准，每月发放', tone: 'moving' },
  sentBack: { text: '材料要补正', tone: 'trouble' },
  refused: { text: '没有批准', tone: 'trouble' },
  objected: { text: '异议正在复核', tone: 'quiet' },
};

/** A row of months with one sentence: neighbours without money and of one kind stand together. */
export interface Stretch {
  from: string;
  to: string;
  months: Month[];
}

/** The months, the newest first; those without entitlement and of one reason in one stretch. */
export function stretches(months: readonly Month[]): Stretch[] {
  const found: Stretch[] = [];
  for (const month of months) {
    const last = found.at(-1);
    const before = last?.months.at(-1);
    const same =
      before !== undefined &&
      before.why === month.why &&
      before.status === month.status &&
      before.paidFen === month.paidFen &&
      month.status !== 'due';
    if (last && same) {
      last.months.push(month);
      last.to = month.month;
    } else found.push({ from: month.month, to: month.month, months: [month] });
  }
  return found.reverse();
}
