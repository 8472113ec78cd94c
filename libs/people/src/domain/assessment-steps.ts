/** Steps of an assessment (评估): who may do what when; drives the server and the buttons. */
export const ASSESSMENT_STATES = {
  draft: '草稿',
  signed: '待第二位评估员签字',
  final: '已生效',
  withdrawn: '已作废',
} as const;
export type AssessmentState = keyof typeof ASSESSMENT_STATES;
export type AssessmentCommand = 'save' | 'sign' | 'reopen' | 'withdraw' | 'appeal';

export const COMMAND_LABELS: Record<AssessmentCommand, string> = {
  save: '保存',
  sign: '签字',
  reopen: '退回修改',
  withdraw: '作废',
  appeal: '申请复评',
};

/** What is known when a command is given. */
export interface StepFacts {
  state: AssessmentState;
  /** Items not filled in. */
  missing: number;
  caller: number;
  /** May manage within the divisions (city, county, street). */
  manages: boolean;
  startedBy: number | null;
  firstAssessor: number | null;
  /** Assessors of the result appealed against. */
  former: readonly number[];
  /** An unfinished assessment of the person stands. */
  open: boolean;
}

export type StepFault = 'state' | 'incomplete' | 'sameAssessor' | 'formerAssessor' | 'notAssessor' | 'open';

interface Rule {
  from: readonly AssessmentState[];
  command: AssessmentCommand;
  to: AssessmentState;
  guards: readonly ((facts: StepFacts) => StepFault | null)[];
}

const complete = (facts: StepFacts) => (facts.missing > 0 ? ('incomplete' as const) : null);
const another = (facts: StepFacts) =>
  facts.firstAssessor === facts.caller ? ('sameAssessor' as const) : null;
const notFormer = (facts: StepFacts) =>
  facts.former.includes(facts.caller) ? ('formerAssessor' as const) : null;
const own = (facts: StepFacts) =>
  facts.manages || facts.startedBy === facts.caller || facts.firstAssessor === facts.caller
    ? null
    : ('notAssessor' as const);
const managing = (facts: StepFacts) => (facts.manages ? null : ('notAssessor' as const));
const noneOpen = (facts: StepFacts) => (facts.open ? ('open' as const) : null);

/** draft → signed by the first assessor → final by another; appealed by a new one; withdrawn from anywhere. */
export const ASSESSMENT_RULES: readonly Rule[] = [
  { from: ['draft'], command: 'save', to: 'draft', guards: [notFormer] },
  { from: ['draft'], command: 'sign', to: 'signed', guards: [notFormer, complete] },
  { from: ['signed'], command: 'sign', to: 'final', guards: [notFormer, another] },
  { from: ['signed'], command: 'reopen', to: 'draft', guards: [notFormer] },
  { from: ['draft', 'signed'], command: 'withdraw', to: 'withdrawn', guards: [own] },
  { from: ['final'], command: 'withdraw', to: 'withdrawn', guards: [managing] },
  { from: ['final'], command: 'appeal', to: 'final', guards: [noneOpen] },
];

const ruleOf = (command: AssessmentCommand, state: AssessmentState) =>
  ASSESSMENT_RULES.find((rule) => rule.command === command && rule.from.includes(state));

/** The state that a command leads to; the state itself when no rule lets it be given. */
export function stateAfter(command: AssessmentCommand, state: AssessmentState): AssessmentState {
  return ruleOf(command, state)?.to ?? state;
}

/** Why a command cannot be given now; null when it can. */
export function stepFault(command: AssessmentCommand, facts: StepFacts): StepFault | null {
  const rule = ruleOf(command, facts.state);
  if (!rule) return 'state';
  for (const guard of rule.guards) {
    const fault = guard(facts);
    if (fault) return fault;
  }
  return null;
}

/** The commands that can be given now, in the order of the rules. */
export function stepsNow(facts: StepFacts): AssessmentCommand[] {
  const commands = [...new Set(ASSESSMENT_RULES.map((rule) => rule.command))];
  return commands.filter((command) => stepFault(command, facts) === null);
}
