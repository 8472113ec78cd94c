import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { project } from '../src/carer/project';
import type { Entry } from '../src/carer/store';

const LIMITS = {
  systolic: [90, 160] as [number, number],
  diastolic: [60, 100] as [number, number],
  temperature: [36, 37.3] as [number, number],
  pulse: [50, 110] as [number, number],
  spo2: 92,
  water: [38, 42] as [number, number],
};
const AT = '2026-11-24T06:00:00.000Z';

function visit(change: Partial<PhoneVisit> = {}): PhoneVisit {
  return {
    id: 7,
    orderId: 5,
    version: 3,
    service: 'housekeeping',
    serviceName: '家政保洁',
    form: 'visit',
    state: 'assigned',
    stateName: '已派单',
    day: '2026-11-24',
    window: { start: AT, end: AT },
    startsAt: AT,
    minutes: 60,
    arrivedAt: null,
    doneAt: null,
    outcome: null,
    recipient: null,
    lng: 114.17,
    lat: 35.94,
    carers: [{ id: 1, name: '陈芳', phone: null, me: true, arrivedAt: null, checkIn: null }],
    carersNeeded: 1,
    gate: { needed: false, passed: false, vitalsAfter: false },
    commands: [],
    doorCodeHint: '',
    roundId: null,
    stop: null,
    portions: [],
    travel: null,
    ...change,
  };
}
const bath = visit({
  service: 'bath',
  carersNeeded: 2,
  gate: { needed: true, passed: false, vitalsAfter: false },
  carers: [
    { id: 1, name: '陈芳', phone: null, me: true, arrivedAt: null, checkIn: null },
    { id: 2, name: '赵敏', phone: null, me: false, arrivedAt: null, checkIn: null },
  ],
});

let made = 0;
type Command = Extract<Entry, { kind: 'step' }>['step']['command'];
const step = (command: Command): Entry => ({
  kind: 'step',
  visitId: 7,
  key: `test-key-${(made += 1)}`,
  step: { command, at: AT },
});
const gate = (systolic: number, mayRemeasure = false): Entry => ({
  kind: 'gate',
  visitId: 7,
  key: `test-key-${(made += 1)}`,
  gate: {
    systolic,
    diastolic: 80,
    temperature: 36.5,
    water: 40,
    mealOk: true,
    skinOk: true,
    familyPresent: false,
    consentOnFile: true,
    feelsWell: true,
    mayRemeasure,
  },
});
const after: Entry = {
  kind: 'vitalsAfter',
  visitId: 7,
  key: 'test-key-after',
  vitalsAfter: { systolic: 130, diastolic: 80, temperature: 36.5 },
};
const buttons = (of: PhoneVisit) => of.commands.map((each) => each.command);

describe('a visit as the phone shows it without a network', () => {
  it('is the server’s while nothing is recorded', () => {
    const given = visit();
    expect(project(given, [], LIMITS)).toBe(given);
    expect(project(given, [{ ...step('depart'), visitId: 8 }], LIMITS)).toBe(given);
  });

  it('goes from door to done, each step offering the next', () => {
    const way: [Command, string, string][] = [
      ['depart', 'enRoute', 'arrive'],
      ['arrive', 'arrived', 'start'],
      ['start', 'inService', 'finish'],
      ['finish', 'done', ''],
    ];
    const entries: Entry[] = [];
    for (const [command, state, next] of way) {
      entries.push(step(command));
      const now = project(visit(), entries, LIMITS);
      expect(now.state).toBe(state);
      if (next) expect(buttons(now)).toContain(next);
      else expect(now.doneAt).toBe(AT);
    }
  });

  it('needs the gate, and the vitals after, of a bath', () => {
    const here = [step('arrive')];
    expect(buttons(project(bath, here, LIMITS))).toContain('gate');
    expect(buttons(project(bath, here, LIMITS))).not.toContain('start');
    const passed = [...here, gate(130)];
    expect(project(bath, passed, LIMITS).state).toBe('gated');
    const serving = [...passed, step('start')];
    expect(buttons(project(bath, serving, LIMITS))).toContain('vitalsAfter');
    expect(buttons(project(bath, serving, LIMITS))).not.toContain('finish');
    expect(buttons(project(bath, [...serving, after], LIMITS))).toContain('finish');
  });

  it('ends a bath whose gate is refused, unless it may be measured again', () => {
    expect(project(bath, [step('arrive'), gate(182)], LIMITS)).toMatchObject({
      state: 'refusedForSafety',
      commands: [],
    });
    const again = project(bath, [step('arrive'), gate(182, true)], LIMITS);
    expect(again.state).toBe('arrived');
    expect(buttons(again)).toContain('gate');
  });

  it('delivers a meal in one tap, the check-in with it', () => {
    const meal = visit({ form: 'meal', service: 'lunch' });
    expect(project(meal, [step('deliver')], LIMITS).state).toBe('done');
    expect(project(meal, [step('notAtHome')], LIMITS).state).toBe('notAtHome');
  });

  it('changes nothing by a step that the machine does not allow', () => {
    expect(project(visit(), [step('finish')], LIMITS).state).toBe('assigned');
  });
});
