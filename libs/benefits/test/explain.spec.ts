import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { explain, type Explanation } from '@heling/benefits/domain/explain';
import { BenefitsInputError } from '@heling/benefits/domain/input';

const folder = path.resolve('libs/benefits/test/cases');
const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as unknown;
const cases = readdirSync(folder).filter((file) => !file.includes('.expected.'));

const pack = {
  scheme: 'old-age-allowance',
  version: '2022-10',
  jurisdiction: '4106',
  bands: [
    { minAge: 80, maxAge: 89, fen: 5000, from: '2018-01' },
    { minAge: 90, maxAge: 99, fen: 10000, from: '2018-01' },
    { minAge: 100, fen: 30000, from: '2018-01' },
  ],
  startsMonthAfterBirthday: true,
  bandChangesMonthAfterBirthday: true,
  leapDayBirthday: 'feb-28',
  paidInMonthOfDeath: true,
  backPay: { rule: 'from-eligibility', maxMonths: null },
  certification: null,
};
const living = [{ division: '410602001001', from: '1950-01-01' }];
const input = (person: object, more: object = {}, changes: object = {}) => ({
  pack: { ...pack, ...changes },
  person: { born: '1940-05-20', residence: living, ...person },
  application: { received: '2020-03-05' },
  asOf: '2020-12',
  ...more,
});
const status = (answer: Explanation, month: string) =>
  answer.months.find((each) => each.month === month)?.status;
const fen = (answer: Explanation, month: string) => answer.months.find((each) => each.month === month)?.fen;
const refusal = (value: unknown): string => {
  try {
    explain(value);
  } catch (error) {
    if (error instanceof BenefitsInputError) return error.field;
    throw error;
  }
  return 'accepted';
};

describe('old-age allowance', () => {
  it.each(cases)('agrees with the worked case %s', (file) => {
    const { months, ...rest } = explain(read(file));
    const plain = months.map(({ month, status: s, fen: f, paidFen }) => ({
      month,
      status: s,
      fen: f,
      paidFen,
    }));
    const expected = read(file.replace('.json', '.expected.json')) as { months: { band?: string }[] };
    for (const each of expected.months) delete each.band;
    expect({ months: plain, ...rest }).toEqual(expected);
  });

  it('begins in the month after the birthday, or in the birthday’s month when the pack says so', () => {
    expect(explain(input({})).months[0]).toMatchObject({ month: '2020-06', status: 'due', band: '80-89' });
    const early = explain(input({}, {}, { startsMonthAfterBirthday: false }));
    expect(early.months[0]).toMatchObject({ month: '2020-05', status: 'due', band: '80-89' });
  });

  it('moves somebody born on 29 February to 1 March when the pack says so', () => {
    const person = { born: '1940-02-29' };
    const late = { asOf: '2031-12' };
    const feb = explain(input(person, late, { leapDayBirthday: 'feb-28' }));
    const mar = explain(input(person, late, { leapDayBirthday: 'mar-01' }));
    // 90 in 2030, a common year.
    expect([fen(feb, '2030-02'), fen(feb, '2030-03')]).toEqual([5000, 10000]);
    expect([fen(mar, '2030-03'), fen(mar, '2030-04')]).toEqual([5000, 10000]);
  });

  it('changes the band from the birthday’s month when the pack says so', () => {
    const answer = explain(input({ born: '1930-09-30' }, {}, { bandChangesMonthAfterBirthday: false }));
    expect([fen(answer, '2020-08'), fen(answer, '2020-09')]).toEqual([5000, 10000]);
  });

  it('pays the month of death, also for a death on the 1st, and no month after', () => {
    const answer = explain(input({ died: '2020-08-01' }));
    expect(['2020-08', '2020-09'].map((month) => status(answer, month))).toEqual(['due', 'not-entitled']);
    const strict = explain(input({ died: '2020-08-31' }, {}, { paidInMonthOfDeath: false }));
    expect(status(strict, '2020-08')).toBe('not-entitled');
    expect(strict.months.at(-1)!.why).toContain('2020-08-31');
  });

  it('counts residence by the 1st: leaving on the 1st ends it, and another county’s prefix does not count', () => {
    const residence = [
      { division: '410602001001', from: '1950-01-01', to: '2020-09-01' },
      { division: '410500001001', from: '2020-09-01' },
    ];
    const answer = explain(input({ residence }));
    expect([status(answer, '2020-08'), status(answer, '2020-09')]).toEqual(['due', 'not-entitled']);
  });

  it('limits back-pay by months or to the month of application', () => {
    const late = { application: { received: '2020-10-09' } };
    const two = explain(input({}, late, { backPay: { rule: 'from-eligibility', maxMonths: 2 } }));
    expect(two.arrears).toEqual([{ from: '2020-08', to: '2020-12', fen: 25_000 }]);
    const none = explain(input({}, late, { backPay: { rule: 'from-application-month' } }));
    expect(none.arrears).toEqual([{ from: '2020-10', to: '2020-12', fen: 15_000 }]);
  });

  it('suspends when the certification is too old, and pays the gap when certified again', () => {
    const certification = { everyMonths: 3, graceMonths: 1, restoreArrears: true };
    const more = { application: { received: '2020-05-31' }, asOf: '2020-12' };
    const lapsed = explain(input({ certified: ['2021-01-02'] }, more, { certification }));
    expect([status(lapsed, '2020-09'), status(lapsed, '2020-10')]).toEqual(['due', 'suspended']);
    const again = explain(input({ certified: ['2020-12-31'] }, more, { certification }));
    expect([status(again, '2020-10'), status(again, '2020-12')]).toEqual(['due', 'due']);
    const strict = { ...certification, restoreArrears: false };
    const lost = explain(input({ certified: ['2020-12-31'] }, more, { certification: strict }));
    expect([status(lost, '2020-11'), status(lost, '2020-12')]).toEqual(['suspended', 'due']);
  });

  it('asks back what was paid in a suspended or foreign month, in one line for neighbours', () => {
    const more = {
      paid: ['2020-06', '2020-07', '2020-07', '2020-10'].map((month) => ({ month, fen: 5000 })),
    };
    const answer = explain(input({ paidElsewhere: [{ from: '2020-06', to: '2020-07' }] }, more));
    expect(answer.overpaid).toEqual([{ from: '2020-06', to: '2020-07', fen: 15_000 }]);
  });

  it('shows months that were paid before the first possible one, and nothing when it lies ahead', () => {
    const early = explain(input({}, { paid: [{ month: '2020-04', fen: 1 }] }));
    expect(early.months[0]).toMatchObject({ month: '2020-04', status: 'not-entitled', paidFen: 1 });
    expect(explain(input({ born: '1950-01-01' })).months).toEqual([]);
  });

  it('names bands that overlap or leave a gap, but only where the person is concerned', () => {
    const two = [...pack.bands, { minAge: 85, maxAge: 95, fen: 1, from: '2018-01' }];
    expect(refusal(input({}, {}, { bands: two }))).toBe('accepted');
    expect(() => explain(input({ born: '1934-01-01' }, {}, { bands: two }))).toThrow('80-89');
    expect(refusal(input({ born: '1910-01-01' }, {}, { bands: pack.bands.slice(0, 2) }))).toBe('pack.bands');
  });
});

describe('disability subsidies', () => {
  const since = (from: string, to?: string) => [{ from, to }];
  const base = { ...pack, bands: undefined, fenByMonth: [{ fen: 6000, from: '2016-01' }] };
  const care = (person: object, changes: object = {}) =>
    explain({
      pack: { ...base, scheme: 'disability-care', ...changes },
      person: { born: '1980-01-01', residence: living, careNeed: since('2015-01-01'), ...person },
      application: { received: '2016-01-05' },
      asOf: '2016-03',
    });
  const disabled = (grade: number, kind = 'physical') => [{ grade, kind, from: '2010-01-01' }];

  it('gives care to grades 1 and 2, and to 3 and 4 of mind only when the pack extends it', () => {
    expect(care({ disability: disabled(2) }).entitledFen).toBe(18_000);
    expect(care({ disability: disabled(3, 'mental') }).entitledFen).toBe(0);
    expect(care({ disability: disabled(3, 'mental') }, { extendToGrades34: true }).entitledFen).toBe(18_000);
    expect(care({ disability: disabled(3) }, { extendToGrades34: true }).entitledFen).toBe(0);
  });

  it('is excluded by special-hardship support and by work-injury care, from the 1st they hold', () => {
    const hardship = care({ disability: disabled(1), specialHardship: since('2016-02-01') });
    expect(hardship.months.map((each) => each.status)).toEqual(['due', 'not-entitled', 'not-entitled']);
    expect(
      care({ disability: disabled(1), workInjuryCare: since('2016-01-02', '2016-03-01') }).entitledFen,
    ).toBe(12_000);
  });

  it('gives the living subsidy to every grade in a household on minimum living security', () => {
    const living2 = (minimumLiving: object[]) =>
      explain({
        pack: { ...base, scheme: 'disability-living' },
        person: { born: '1980-01-01', residence: living, disability: disabled(4), minimumLiving },
        application: { received: '2016-01-05' },
        asOf: '2016-02',
      }).entitledFen;
    expect([living2(since('2016-01-01')), living2([])]).toEqual([12_000, 0]);
  });
});

describe('what cannot be judged', () => {
  it.each([
    ['person.died', input({ died: '1939-01-01' })],
    ['person.residence[1]', input({ residence: [...living, { division: '4106', from: '2000-01-01' }] })],
    ['paid[0].month', input({}, { paid: [{ month: '2021-01', fen: 1 }] })],
    ['application.received', input({}, { application: { received: '2021-01-01' } })],
    [
      'person.residence[0].to',
      input({ residence: [{ division: '4106', from: '2000-01-01', to: '2000-01-01' }] }),
    ],
    ['person.born', input({ born: '1941-02-29' })],
    ['paid[0].fen', input({}, { paid: [{ month: '2020-06', fen: -1 }] })],
    ['paid[0].fen', input({}, { paid: [{ month: '2020-06', fen: 1e300 }] })],
    ['asOf', input({}, { asOf: '2020-13' })],
    ['pack.bands[0].fen', input({}, {}, { bands: [{ minAge: 80, fen: 0.5, from: '2018-01' }] })],
    ['pack.scheme', input({}, {}, { scheme: 'lottery' })],
    ['person', { ...input({}), person: undefined }],
    ['input', []],
  ])('names %s', (field, value) => {
    expect(refusal(value)).toBe(field);
  });
});

describe('any history', () => {
  const month = fc
    .integer({ min: 2015 * 12, max: 2023 * 12 })
    .map((m) => `${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`);
  it('adds up to the fen, pays nothing that is not due, and is the same in whatever order payments are told', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1918, max: 1943 }),
        fc.array(fc.record({ month, fen: fc.integer({ min: 0, max: 90_000 }) }), { maxLength: 12 }),
        fc.array(month, { maxLength: 4 }),
        (year, paid, certified) => {
          const certification = { everyMonths: 12, graceMonths: 2, restoreArrears: true };
          const value = input(
            { born: `${year}-02-28`, certified: certified.map((m) => `${m}-10`) },
            { paid, asOf: '2023-12' },
            { certification },
          );
          const answer = explain(value);
          const sum = (lines: { fen: number }[]) => lines.reduce((total, line) => total + line.fen, 0);
          expect(answer.entitledFen - answer.paidFen).toBe(sum(answer.arrears) - sum(answer.overpaid));
          expect(answer.paidFen).toBe(sum(paid));
          for (const each of answer.months) if (each.status !== 'due') expect(each.fen).toBe(0);
          expect(explain({ ...value, paid: [...paid].reverse() })).toEqual(answer);
        },
      ),
    );
  });
});
