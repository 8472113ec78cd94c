/** Steps of an assessment (评估): who may do what when; drives the server and the buttons. */
export const ASSESSMENT_STATES = ['draft', 'signed', 'final', 'withdrawn'] as const;
export type AssessmentState = (typeof ASSESSMENT_STATES)[number];
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
  { from: ['draft'], command: 'save', guards: [notFormer] },
  { from: ['draft'], command: 'sign', guards: [notFormer, complete] },
  { from: ['signed'], command: 'sign', guards: [notFormer, another] },
  { from: ['signed'], command: 'reopen', guards: [notFormer] },
  { from: ['draft', 'signed'], command: 'withdraw', guards: [own] },
  { from: ['final'], command: 'withdraw', guards: [managing] },
  { from: ['final'], command: 'appeal', guards: [noneOpen] },
];

/** Why a command cannot be given now; null when it can. */
export function stepFault(command: AssessmentCommand, facts: StepFacts): StepFault | null {
  const rule = ASSESSMENT_RULES.find((each) => each.command === command && each.from.includes(facts.state));
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
