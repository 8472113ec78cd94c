import fc from 'fast-check';
import { next } from '@heling/orders/domain/machine';
import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import {
  ENDED_VISIT_STATES,
  VISIT_STATES,
  visitMachine,
  type VisitCommand,
  type VisitState,
} from '@heling/orders/domain/visit-machine';
import { judgeCheckIn } from '@heling/dispatch/domain/check-in';
import { checksInFirst, phoneCommands, visitFacts, type Carried } from '@heling/dispatch/domain/facts';
import { evaluateGate, type Measures } from '@heling/dispatch/domain/gate';
import { photoType } from '@heling/dispatch/domain/photo';
import { risksOf, type Watched } from '@heling/dispatch/domain/risks';
import { JPEG, PNG } from './pictures';

const limits = FIRST_POLICIES.bathGate;
const good: Measures = {
  systolic: 130,
  diastolic: 80,
  temperature: 36.5,
  pulse: 72,
  spo2: 97,
  water: 40,
  mealOk: true,
  skinOk: true,
  familyPresent: true,
  consentOnFile: true,
  feelsWell: true,
};
const states = Object.keys(VISIT_STATES) as VisitState[];

describe('the check before a bath', () => {
  it('passes a well person, and refuses for each single thing that is not right', () => {
    expect(evaluateGate(good, limits, 2)).toEqual({ passed: true, reasons: [] });
    const cases: [Partial<Measures>, string][] = [
      [{ systolic: 161 }, 'systolic'],
      [{ systolic: 89, diastolic: 60 }, 'systolic'],
      [{ diastolic: 101 }, 'diastolic'],
      [{ temperature: 37.4 }, 'temperature'],
      [{ temperature: 35.9 }, 'temperature'],
      [{ pulse: 111 }, 'pulse'],
      [{ spo2: 91 }, 'spo2'],
      [{ water: 42.5 }, 'water'],
      [{ water: 37.9 }, 'water'],
      [{ mealOk: false }, 'meal'],
      [{ skinOk: false }, 'skin'],
      [{ consentOnFile: false }, 'consent'],
      [{ feelsWell: false }, 'unwell'],
    ];
    for (const [change, code] of cases) {
      const { passed, reasons } = evaluateGate({ ...good, ...change }, limits, 2);
      expect({ passed, codes: reasons.map((each) => each.code) }).toEqual({ passed: false, codes: [code] });
    }
    expect(evaluateGate({ ...good, familyPresent: false }, limits, 2).passed).toBe(true);
    expect(evaluateGate({ ...good, familyPresent: false }, limits, 1).reasons[0]?.code).toBe('alone');
  });

  it('passes exactly what lies within the limits', () => {
    const number = (min: number, max: number) =>
      fc.integer({ min: min * 10, max: max * 10 }).map((n) => n / 10);
    const some = fc.record({
      systolic: fc.integer({ min: 60, max: 220 }),
      diastolic: fc.integer({ min: 30, max: 140 }),
      temperature: number(34, 41),
      water: number(30, 50),
    });
    const within = (value: number, [least, most]: [number, number]) => value >= least && value <= most;
    fc.assert(
      fc.property(some, (vitals) => {
        const fits =
          within(vitals.systolic, limits.systolic) &&
          within(vitals.diastolic, limits.diastolic) &&
          within(vitals.temperature, limits.temperature) &&
          within(vitals.water, limits.water) &&
          vitals.diastolic < vitals.systolic;
        expect(evaluateGate({ ...good, ...vitals }, limits, 2).passed).toBe(fits);
      }),
    );
  });
});

describe('the check-in', () => {
  const home = { lng: 114.2, lat: 35.8 };
  const given = { home, radiusMetres: 300, codeRight: false, note: false };
  it('takes the position near the home, else the code, else a note, else nothing', () => {
    const near = { lng: 114.2, lat: 35.802, accuracy: 20 };
    const far = { lng: 114.2, lat: 35.82, accuracy: 20 };
    expect(judgeCheckIn({ ...given, position: near })).toBe('position');
    expect(judgeCheckIn({ ...given, position: far })).toBeNull();
    expect(judgeCheckIn({ ...given, position: far, codeRight: true, note: true })).toBe('code');
    expect(judgeCheckIn({ ...given, position: far, note: true })).toBe('note');
    // A phone that does not know where it is proves nothing.
    expect(judgeCheckIn({ ...given, position: { ...far, accuracy: 90_000 } })).toBeNull();
  });
});

describe('the buttons of the phone', () => {
  const visit: fc.Arbitrary<Carried> = fc.record({
    state: fc.constantFrom(...states),
    meal: fc.boolean(),
    gateNeeded: fc.boolean(),
    gate: fc.option(
      fc.record({ passed: fc.boolean(), after: fc.option(fc.constant({}), { nil: undefined }) }),
    ),
    carersNeeded: fc.constantFrom(1, 2),
    crew: fc.tuple(fc.boolean(), fc.boolean()).map(([a, b]) => [
      { carerId: 1, arrived: a },
      { carerId: 2, arrived: b },
    ]),
  });
  it('shows only what the machine lets this carer do', () => {
    fc.assert(
      fc.property(visit, (each) => {
        for (const { command } of phoneCommands(each, 1)) {
          if (command === 'gate') expect(each.state).toBe('arrived');
          else if (command === 'vitalsAfter') expect(each.state).toBe('inService');
          else if (!checksInFirst(each, command as VisitCommand)) {
            expect(
              next(visitMachine, each.state, command as VisitCommand, ['carer'], visitFacts(each, 1)).ok,
            ).toBe(true);
          }
        }
        if (ENDED_VISIT_STATES.includes(each.state)) expect(phoneCommands(each, 1)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('lets no sequence of a carer reach a bath in service without the passed check and both at the door', () => {
    const commands: VisitCommand[] = ['accept', 'depart', 'arrive', 'passGate', 'start', 'finish', 'deliver'];
    fc.assert(
      fc.property(visit, fc.array(fc.constantFrom(...commands), { maxLength: 12 }), (each, steps) => {
        const bath: Carried = { ...each, state: 'assigned', meal: false, gateNeeded: true, carersNeeded: 2 };
        let state: VisitState = bath.state;
        for (const command of steps) {
          const made = next(visitMachine, state, command, ['carer'], visitFacts({ ...bath, state }, 1));
          if (made.ok) state = made.to;
        }
        if (state === 'inService' || state === 'done') {
          expect(bath.gate?.passed).toBe(true);
          expect(bath.crew.every((one) => one.arrived)).toBe(true);
        }
        if (state === 'done') expect(bath.gate?.after).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the risks of the day board', () => {
  const at = (time: string) => Date.parse(`2026-03-11T${time}:00+08:00`);
  const times = { riskMinutes: 60, missedCheckInMinutes: 10 };
  const visit: Watched = {
    state: 'assigned',
    meal: false,
    window: [at('10:00'), at('12:00')],
    startsAt: at('10:30'),
    minutes: 60,
    arrivedAt: null,
    travelMinutes: 15,
    previousEnd: null,
    flagged: false,
  };
  const codes = (change: Partial<Watched>, now: string) =>
    risksOf({ ...visit, ...change }, at(now), times).map((risk) => risk.code);
  it('tells what goes wrong within the hour, and nothing of what is well or over', () => {
    expect(codes({ state: 'planned', startsAt: null }, '08:59')).toEqual([]);
    expect(codes({ state: 'planned', startsAt: null }, '09:00')).toEqual(['unassigned']);
    expect(codes({ state: 'declined', startsAt: null }, '07:00')).toEqual(['declined']);
    expect(codes({}, '10:14')).toEqual([]);
    expect(codes({}, '10:16')).toEqual(['notDeparted']);
    expect(codes({ state: 'enRoute' }, '10:16')).toEqual([]);
    expect(codes({}, '10:35')).toEqual(['late']);
    expect(codes({}, '10:41')).toEqual(['missedCheckIn']);
    expect(codes({ previousEnd: at('10:20') }, '08:00')).toEqual(['tightTravel']);
    expect(codes({ state: 'inService', arrivedAt: at('10:30') }, '11:46')).toEqual(['overrun']);
    expect(codes({ state: 'arrived', arrivedAt: at('10:30'), flagged: true }, '10:31')).toEqual([
      'flaggedCheckIn',
    ]);
    // A meal may come until its window ends.
    expect(codes({ meal: true }, '11:59')).toEqual([]);
    expect(codes({ meal: true }, '12:11')).toEqual(['missedCheckIn']);
    for (const state of ENDED_VISIT_STATES) expect(codes({ state, flagged: true }, '23:00')).toEqual([]);
  });
});

describe('pictures', () => {
  it('are told by their content', () => {
    expect(photoType(JPEG)).toBe('image/jpeg');
    expect(photoType(PNG)).toBe('image/png');
    expect(photoType(JPEG.subarray(0, JPEG.length - 2))).toBeNull();
    expect(photoType(PNG.subarray(0, PNG.length - 1))).toBeNull();
    expect(photoType(Buffer.concat([PNG, Buffer.from('<script>')]))).toBeNull();
    expect(photoType(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'))).toBeNull();
    expect(photoType(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9]))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => photoType(bytes) === null));
  });
});
