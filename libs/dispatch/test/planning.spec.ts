import fc from 'fast-check';
import { bestChoice, rankCarers, reasonsOf } from '@heling/dispatch/domain/candidates';
import { consequencesOf } from '@heling/dispatch/domain/consequences';
import { withBooking, type Plan } from '@heling/dispatch/domain/planner';
import { firstStart, slotsOf } from '@heling/dispatch/domain/slots';
import {
  FIRST_WEIGHTS,
  type DaySnapshot,
  type PlanCarer,
  type PlanVisit,
} from '@heling/dispatch/domain/snapshot';
import { travelMinutes } from '@heling/dispatch/domain/travel';
import { planOf } from './support';

const MINUTE = 60_000;
const START = Date.parse('2026-03-11T00:00:00+08:00');
const at = (time: string) => Date.parse(`2026-03-11T${time}:00+08:00`);
const speeds = { walk: 4, ebike: 14, car: 22, overheadMinutes: 4 };
const place = {
  lng: fc.integer({ min: 114_100, max: 114_300 }).map((n) => n / 1000),
  lat: fc.integer({ min: 35_700, max: 35_900 }).map((n) => n / 1000),
};
const codes = ['bathing', 'housekeeping'];
const sex = fc.constantFrom<'male' | 'female'>('male', 'female');

const aVisit: fc.Arbitrary<PlanVisit> = fc.record({
  id: fc.constant(0),
  personId: fc.integer({ min: 1, max: 5 }),
  org: fc.constantFrom(1, 2),
  service: fc.constant('s'),
  meal: fc.constant(false),
  qualification: fc.constantFrom(...codes),
  carersNeeded: fc.constantFrom(1, 2),
  minutes: fc.constantFrom(30, 60, 120),
  window: fc
    .tuple(fc.integer({ min: 7, max: 16 }), fc.constantFrom(1, 2, 4))
    .map(([hour, hours]): [number, number] => [
      START + hour * 60 * MINUTE,
      START + (hour + hours) * 60 * MINUTE,
    ]),
  carerSex: fc.option(sex),
  keep: fc.constant<number[]>([]),
  continuity: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 0, max: 9 })),
  declined: fc.constant({}),
  ...place,
});
const aCarer: fc.Arbitrary<PlanCarer> = fc.record({
  id: fc.constant(0),
  org: fc.constantFrom(1, 2),
  sex,
  transport: fc.constantFrom('walk', 'ebike', 'car'),
  maxMinutes: fc.constantFrom(240, 480),
  qualifications: fc.subarray(codes),
  shifts: fc
    .integer({ min: 7, max: 10 })
    .map((hour): [number, number][] => [[START + hour * 60 * MINUTE, START + (hour + 8) * 60 * MINUTE]]),
  lent: fc.boolean(),
  off: fc.constant(false),
  bookings: fc.constant([]),
  ...place,
});
const aDay: fc.Arbitrary<DaySnapshot> = fc
  .tuple(
    fc.array(aVisit, { maxLength: 12 }),
    fc.array(aCarer, { maxLength: 8 }),
    fc.integer({ min: 6, max: 12 }),
  )
  .map(([visits, carers, hour]) => ({
    format: 'heling-dispatch-1',
    day: '2026-03-11',
    now: START + hour * 60 * MINUTE,
    speeds,
    weights: FIRST_WEIGHTS,
    visits: visits.map((visit, index) => ({ ...visit, id: index + 1 })),
    carers: carers.map((carer, index) => ({ ...carer, id: index + 1 })),
  }));

describe('the greedy planner', () => {
  it('gives each visit a crew that can do it, without overlap and with time for the way, or says why not', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        const plan = planOf(day);
        const planned = plan.proposals.map((each) => each.visitId);
        const seen = [...planned, ...plan.unplanned.map((each) => each.visitId)];
        expect([...seen].sort((a, b) => a - b)).toEqual(day.visits.map((visit) => visit.id));
        for (const { blocks } of plan.unplanned) expect(blocks.length).toBeGreaterThan(0);
        const carers = new Map(day.carers.map((carer) => [carer.id, carer]));
        for (const { visitId, carers: crew, startsAt } of plan.proposals) {
          const visit = day.visits.find((each) => each.id === visitId)!;
          expect(new Set(crew).size).toBe(visit.carersNeeded);
          expect(startsAt).toBeGreaterThanOrEqual(Math.max(visit.window[0], day.now));
          expect(startsAt).toBeLessThanOrEqual(visit.window[1]);
          // Judged by code that does not search: nothing speaks against the choice.
          const now = { ...day, carers: [...carers.values()] };
          const result = consequencesOf(visit, { carers: crew, startsAt }, [], now);
          expect({ stops: result.stops, warnings: result.warnings, conflicts: result.conflicts }).toEqual({
            stops: [],
            warnings: [],
            conflicts: [],
          });
          for (const id of crew) carers.set(id, withBooking(carers.get(id)!, visit, startsAt));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same plan for the same day, in whatever order its rows come', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        const turned = { ...day, visits: [...day.visits].reverse(), carers: [...day.carers].reverse() };
        const sorted = (plan: Plan) => ({
          proposals: [...plan.proposals].sort((a, b) => a.visitId - b.visitId),
          unplanned: plan.unplanned.map((each) => each.visitId).sort((a, b) => a - b),
        });
        const pairless = (plan: ReturnType<typeof sorted>) => ({
          ...plan,
          proposals: plan.proposals.map((each) => ({
            ...each,
            carers: [...each.carers].sort((a, b) => a - b),
          })),
        });
        expect(pairless(sorted(planOf(turned)))).toEqual(pairless(sorted(planOf(day))));
      }),
      { numRuns: 100 },
    );
  });
});

describe('ranking', () => {
  const carer = (id: number, extra: Partial<PlanCarer> = {}): PlanCarer => ({
    id,
    org: 1,
    sex: 'female',
    transport: 'ebike',
    maxMinutes: 480,
    qualifications: ['bathing'],
    shifts: [[at('08:00'), at('18:00')]],
    lent: true,
    off: false,
    bookings: [],
    lng: 114.2,
    lat: 35.8,
    ...extra,
  });
  const visit: PlanVisit = {
    id: 1,
    personId: 1,
    org: 1,
    service: 'bath',
    meal: false,
    qualification: 'bathing',
    carersNeeded: 1,
    minutes: 60,
    window: [at('10:00'), at('12:00')],
    carerSex: null,
    keep: [],
    continuity: {},
    declined: {},
    lng: 114.2,
    lat: 35.81,
  };
  const day = (carers: PlanCarer[]): DaySnapshot => ({
    format: 'heling-dispatch-1',
    day: '2026-03-11',
    now: at('07:00'),
    speeds,
    weights: FIRST_WEIGHTS,
    visits: [visit],
    carers,
  });

  it('prefers the near, the known and the rested, and says so', () => {
    const far = carer(1, { lat: 35.9 });
    const tired = carer(2, {
      bookings: [{ visitId: 9, start: at('13:00'), end: at('17:00'), lng: 114.2, lat: 35.8 }],
    });
    const { feasible } = rankCarers(
      { ...visit, continuity: { 4: 3 } },
      day([far, tired, carer(3), carer(4)]),
    );
    expect(feasible.map((each) => each.carerId)).toEqual([4, 3, 2, 1]);
    expect(feasible[0]).toMatchObject({ startsAt: at('10:00'), figures: { continuity: 3, loadMinutes: 0 } });
    const why = reasonsOf({ ...visit, continuity: { 4: 3 } }, carer(4), feasible[0]!.figures);
    expect(why.map((each) => each.code)).toEqual(['continuity', 'distance', 'load']);
    const { feasible: after } = rankCarers({ ...visit, declined: { 3: 1 } }, day([carer(3), carer(4)]));
    expect(after.map((each) => each.carerId)).toEqual([4, 3]);
  });

  it('names for each carer who cannot the constraint that blocks', () => {
    const busy = [{ visitId: 9, start: at('09:30'), end: at('12:30'), lng: 114.2, lat: 35.81 }];
    const tight = [
      { visitId: 8, start: at('09:00'), end: at('11:58'), lng: 114.2, lat: 35.9 },
      { visitId: 9, start: at('13:00'), end: at('14:00'), lng: 114.2, lat: 35.9 },
    ];
    const { infeasible, feasible } = rankCarers(
      { ...visit, carerSex: 'female' },
      day([
        carer(1, { qualifications: [] }),
        carer(2, { shifts: [], off: true }),
        carer(3, { shifts: [] }),
        carer(4, { shifts: [[at('14:00'), at('18:00')]] }),
        carer(5, { sex: 'male' }),
        carer(6, { bookings: busy }),
        carer(7, { bookings: tight, maxMinutes: 600 }),
        carer(8, { maxMinutes: 30 }),
        carer(9, { org: 2 }),
      ]),
    );
    expect(feasible).toEqual([]);
    expect(
      Object.fromEntries(infeasible.map((each) => [each.carerId, each.blocks.map((block) => block.code)])),
    ).toEqual({
      1: ['qualification'],
      2: ['off'],
      3: ['noShift'],
      4: ['shift'],
      5: ['sex'],
      6: ['busy'],
      7: ['travel'],
      8: ['load'],
    });
  });

  it('pairs two who are free at the same moment, keeps the partner of who fell ill, and blocks who finds none', () => {
    const bath = { ...visit, carersNeeded: 2 };
    const early = carer(1, { shifts: [[at('08:00'), at('11:00')]] });
    const late = carer(2, { shifts: [[at('11:30'), at('18:00')]] });
    const both = rankCarers(bath, day([early, late]));
    expect(both.pairs).toEqual([]);
    expect(both.infeasible.map((each) => each.blocks[0]?.code)).toEqual(['alone', 'alone']);
    const three = rankCarers({ ...bath, keep: [5] }, day([carer(3), carer(4), carer(5, { lat: 35.9 })]));
    expect(three.pairs).toHaveLength(3);
    expect(bestChoice(bath, three)?.carers).toEqual([3, 4]);
    expect(bestChoice({ ...bath, keep: [5] }, three)?.carers).toContain(5);
  });

  it('finds only starts that the carer reaches in time', () => {
    fc.assert(
      fc.property(aDay, (some) => {
        for (const each of some.visits) {
          for (const one of some.carers) {
            for (const slot of slotsOf(each, one, some).slots) {
              const start = firstStart(slot);
              expect(start >= slot.from && start <= slot.to).toBe(true);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('measures ways alike in both directions, and longer on foot', () => {
    fc.assert(
      fc.property(fc.record(place), fc.record(place), (a, b) => {
        expect(travelMinutes(a, b, 'car', speeds)).toBe(travelMinutes(b, a, 'car', speeds));
        expect(travelMinutes(a, b, 'walk', speeds)).toBeGreaterThanOrEqual(
          travelMinutes(a, b, 'car', speeds),
        );
      }),
    );
  });

  it('shows what a reassignment breaks', () => {
    const known = { ...visit, continuity: { 1: 4 } };
    const booked = { visitId: 1, start: at('10:00'), end: at('11:00'), lng: 114.2, lat: 35.81 };
    const other = { visitId: 7, start: at('10:30'), end: at('11:30'), lng: 114.2, lat: 35.8 };
    const result = consequencesOf(known, { carers: [2], startsAt: at('12:10') }, [1], {
      ...day([carer(1, { bookings: [booked] }), carer(2, { bookings: [other] })]),
      visits: [known],
    });
    expect(result).toMatchObject({
      stops: [],
      latenessMinutes: 10,
      brokenContinuity: [{ id: 1, visits: 4 }],
      conflicts: [],
    });
    expect(result.carers.map((each) => [each.id, each.change, each.loadBefore, each.loadAfter])).toEqual([
      [2, 'comes', 60, 120],
      [1, 'goes', 60, 0],
    ]);
    const clash = consequencesOf(known, { carers: [2], startsAt: at('11:00') }, [1], {
      ...day([carer(1, { bookings: [booked] }), carer(2, { bookings: [other] })]),
      visits: [known],
    });
    expect(clash.stops.map((each) => each.code)).toEqual(['busy']);
    expect(clash.conflicts[0]).toMatchObject({ carerId: 2, kind: 'overlap', booking: { visitId: 7 } });
  });
});
