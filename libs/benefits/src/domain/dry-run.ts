import type { Month } from './calendar';
import type { Verdict } from './judge';
import { settle, type Balance } from './settle';

export const DRY_RUN_STATES = { calculating: '正在试算', done: '算好了' } as const;
export const EXAMPLE_KINDS = {
  start: '原来没有，以后有',
  gain: '多了',
  lose: '少了',
  stop: '原来有，以后没有',
  arrears: '以前的月份要补',
  overpaid: '以前的月份多发',
  potential: '没申请，以后可以领',
  unjudgeable: '资料有误，算不了',
} as const;
export type ExampleKind = keyof typeof EXAMPLE_KINDS;
/** Examples kept of each kind. */
const EXAMPLES = 6;

export interface Part {
  people: number;
  fen: number;
}
export interface Group {
  people: number;
  before: number;
  after: number;
  gainers: number;
  losers: number;
}
export interface Example {
  kind: ExampleKind;
  personId: number;
  before: number;
  after: number;
}
/** What a dry run has found so far; of one size however many people it has judged. */
export interface DryRunSummary {
  judged: number;
  recipients: number;
  gainers: Part;
  losers: Part;
  unchanged: number;
  started: number;
  stopped: number;
  costBefore: number;
  costAfter: number;
  arrears: Part;
  overpaid: Part;
  potential: { before: Part; after: Part };
  unjudgeable: number;
  byAge: Record<string, Group>;
  byCounty: Record<string, Group>;
  examples: Example[];
}

/** One person under the pack in force and under the draft, to the draft's first month. */
export interface Tried {
  personId: number;
  county: string;
  /** Age in full years on the first day of the month. */
  age: number;
  /** Paid today; else it is asked what would be if they applied. */
  granted: boolean;
  before: readonly Verdict[];
  after: readonly Verdict[];
  balances: ReadonlyMap<Month, Balance>;
}

const nothing = (): Part => ({ people: 0, fen: 0 });
export const emptySummary = (): DryRunSummary => ({
  judged: 0,
  recipients: 0,
  gainers: nothing(),
  losers: nothing(),
  unchanged: 0,
  started: 0,
  stopped: 0,
  costBefore: 0,
  costAfter: 0,
  arrears: nothing(),
  overpaid: nothing(),
  potential: { before: nothing(), after: nothing() },
  unjudgeable: 0,
  byAge: {},
  byCounty: {},
  examples: [],
});

/** `60-69`, `100+`: ten years each, whatever the bands of the packs are. */
export function ageGroup(age: number): string {
  if (age >= 100) return '100+';
  const from = Math.floor(age / 10) * 10;
  return `${from}-${from + 9}`;
}

/** Adds one person to what has been found. Changes `summary`. */
export function addTried(summary: DryRunSummary, tried: Tried, month: Month): void {
  summary.judged += 1;
  const before = fenIn(tried.before, month);
  const after = fenIn(tried.after, month);
  if (!tried.granted) {
    addPart(summary.potential.before, before);
    addPart(summary.potential.after, after);
    if (after > 0 && before === 0) example(summary, 'potential', tried, before, after);
    return;
  }
  summary.recipients += 1;
  summary.costBefore += before;
  summary.costAfter += after;
  for (const group of [
    groupOf(summary.byAge, ageGroup(tried.age)),
    groupOf(summary.byCounty, tried.county),
  ]) {
    group.people += 1;
    group.before += before;
    group.after += after;
    if (after > before) group.gainers += 1;
    if (after < before) group.losers += 1;
  }
  if (after > before) {
    addPart(summary.gainers, after - before);
    if (before === 0) summary.started += 1;
    example(summary, before === 0 ? 'start' : 'gain', tried, before, after);
  } else if (after < before) {
    addPart(summary.losers, before - after);
    if (after === 0) summary.stopped += 1;
    example(summary, after === 0 ? 'stop' : 'lose', tried, before, after);
  } else summary.unchanged += 1;
  addPast(summary, tried, month);
}

/** Months before the draft's first one are settled as well: what they would owe more or less than by the pack in force. */
function addPast(summary: DryRunSummary, tried: Tried, month: Month): void {
  const [old, now] = [tried.before, tried.after].map((verdicts) => {
    const { due, overpaid } = settle(verdicts, tried.balances);
    const past = (lines: readonly { month: Month; fen: number }[]) =>
      lines.reduce((sum, line) => sum + (line.month < month ? line.fen : 0), 0);
    return { due: past(due), overpaid: past(overpaid) };
  }) as [{ due: number; overpaid: number }, { due: number; overpaid: number }];
  if (now.due > old.due) {
    addPart(summary.arrears, now.due - old.due);
    example(summary, 'arrears', tried, old.due, now.due);
  }
  if (now.overpaid > old.overpaid) {
    addPart(summary.overpaid, now.overpaid - old.overpaid);
    example(summary, 'overpaid', tried, old.overpaid, now.overpaid);
  }
}

/** Adds somebody whose record cannot be judged. Changes `summary`. */
export function addUnjudgeable(summary: DryRunSummary, personId: number): void {
  summary.judged += 1;
  summary.unjudgeable += 1;
  example(summary, 'unjudgeable', { personId }, 0, 0);
}

function fenIn(verdicts: readonly Verdict[], month: Month): number {
  const last = verdicts.at(-1);
  return last?.month === month ? last.fen : 0;
}

function addPart(part: Part, fen: number): void {
  if (fen === 0) return;
  part.people += 1;
  part.fen += fen;
}

function groupOf(groups: Record<string, Group>, key: string): Group {
  return (groups[key] ??= { people: 0, before: 0, after: 0, gainers: 0, losers: 0 });
}

/** Keeps the largest differences of each kind. */
function example(
  summary: DryRunSummary,
  kind: ExampleKind,
  { personId }: { personId: number },
  before: number,
  after: number,
): void {
  const others = summary.examples.filter((each) => each.kind === kind);
  if (others.length >= EXAMPLES) {
    const size = (each: { before: number; after: number }) => Math.abs(each.after - each.before);
    const least = others.reduce((a, b) => (size(b) < size(a) ? b : a));
    if (size({ before, after }) <= size(least)) return;
    summary.examples.splice(summary.examples.indexOf(least), 1);
  }
  summary.examples.push({ kind, personId, before, after });
}
