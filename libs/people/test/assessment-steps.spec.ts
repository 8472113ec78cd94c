import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  ASSESSMENT_RULES,
  ASSESSMENT_STATES,
  COMMAND_LABELS,
  stateAfter,
  stepFault,
  stepsNow,
  type AssessmentCommand,
  type AssessmentState,
  type StepFacts,
} from '../src/domain/assessment-steps';

const facts = (extra: Partial<StepFacts> = {}): StepFacts => ({
  ...{
    state: 'draft',
    missing: 0,
    caller: 1,
    manages: false,
    startedBy: 1,
    firstAssessor: null,
    former: [],
    open: false,
  },
  ...extra,
});

describe('the steps of an assessment', () => {
  it('stand in the README as they are', () => {
    const readme = readFileSync('libs/people/README.md', 'utf8');
    const drawn = [...readme.matchAll(/^ {2}(\w+) --> (\w+): (\S+)$/gm)].map((match) =>
      match.slice(1).join(' '),
    );
    const rules = ASSESSMENT_RULES.flatMap((rule) =>
      rule.from.map((from) => `${from} ${rule.to} ${COMMAND_LABELS[rule.command]}`),
    );
    expect(drawn.sort()).toEqual(rules.sort());
  });

  it('show the buttons of those who can press them', () => {
    expect(stepsNow(facts())).toEqual(['save', 'sign', 'withdraw']);
    expect(stepsNow(facts({ missing: 1 }))).toEqual(['save', 'withdraw']);
    expect(stepsNow(facts({ state: 'signed', caller: 2, firstAssessor: 1 }))).toEqual(['sign', 'reopen']);
    expect(stepsNow(facts({ state: 'final', caller: 3, manages: true }))).toEqual(['withdraw', 'appeal']);
    expect(stepsNow(facts({ state: 'withdrawn', manages: true }))).toEqual([]);
  });

  it('never let a result take effect but by two people, none of whom made the one appealed against', () => {
    const commands = Object.keys(COMMAND_LABELS) as AssessmentCommand[];
    const moves = fc.array(
      fc.record({
        command: fc.constantFrom(...commands),
        caller: fc.integer({ min: 1, max: 4 }),
        manages: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(moves, fc.subarray([1, 2, 3, 4], { maxLength: 2 }), (steps, former) => {
        let state: AssessmentState = 'draft';
        let firstAssessor: number | null = null;
        for (const { command, caller, manages } of steps) {
          const now = facts({ state, caller, manages, firstAssessor, former });
          if (stepFault(command, now) !== null) continue;
          const to = stateAfter(command, state);
          expect(Object.keys(ASSESSMENT_STATES)).toContain(to);
          if (to === 'final' && command === 'sign') {
            expect(firstAssessor).not.toBeNull();
            expect(caller).not.toBe(firstAssessor);
            expect(former).not.toContain(caller);
            expect(former).not.toContain(firstAssessor);
          }
          if (command === 'sign' && state === 'draft') firstAssessor = caller;
          if (command === 'reopen') firstAssessor = null;
          state = to;
        }
      }),
    );
  });
});
