import fc from 'fast-check';
import { ABILITY_LEVELS, AssessmentInputError, ITEM_MAXIMA, scoreAssessment } from '../src/domain/assessment';

const full = () => Object.fromEntries(ITEM_MAXIMA);
const form = (items: Record<string, unknown>, rest: object = {}) => ({
  standard: 'GB/T 42195-2022',
  assessedOn: '2026-05-01',
  items,
  ...rest,
});
const less = (change: Record<string, number>) => form({ ...full(), ...change });
/** A form with the given total, taken off the items from the first on, consciousness last. */
function withTotal(total: number, rest: object = {}) {
  const items: Record<string, number> = { ...full() };
  let excess = 90 - total;
  for (const [key, max] of [...ITEM_MAXIMA].filter(([k]) => k !== 'consciousness')) {
    const cut = Math.min(max, excess);
    items[key] = max - cut;
    excess -= cut;
  }
  items.consciousness = 2 - excess;
  return form(items, rest);
}

describe('ability assessment GB/T 42195-2022', () => {
  test.each([
    [90, 'intact'],
    [89, 'mild'],
    [66, 'mild'],
    [65, 'moderate'],
    [46, 'moderate'],
    [45, 'severe'],
    [30, 'severe'],
    [29, 'total'],
  ])('a total of %i is %s', (total, level) => {
    expect(scoreAssessment(withTotal(total))).toMatchObject({
      total,
      levelByScore: level,
      level,
      adjustments: [],
    });
  });

  test('somebody who needs help bathing and falls twice within 30 days is one level worse', () => {
    const input = { ...less({ bathing: 2, stairs: 1, memory: 3 }), riskEvents: ['2026-04-01', '2026-04-10'] };
    expect(scoreAssessment(input)).toEqual({
      groups: { selfCare: 30, mobility: 13, mental: 27, perceptionSocial: 15 },
      total: 85,
      levelByScore: 'mild',
      level: 'moderate',
      adjustments: ['repeated-risk-events'],
    });
  });

  test.each([
    ['two on one day count as two', ['2026-05-01', '2026-05-01'], 'mild'],
    ['31 days ago is too old', ['2026-03-31', '2026-04-10'], 'intact'],
    ['later than the assessment is ignored', ['2026-05-02', '2026-04-10'], 'intact'],
  ])('risk events: %s', (_name, riskEvents, level) => {
    expect(scoreAssessment({ ...less({}), riskEvents }).level).toBe(level);
  });

  test('dementia and risk events do not add up', () => {
    const both = withTotal(70, { diagnoses: ['F00.1'], riskEvents: ['2026-04-20', '2026-04-21'] });
    expect(scoreAssessment(both)).toMatchObject({ levelByScore: 'mild', level: 'moderate' });
  });

  test.each([
    ['F00', 'mild'],
    ['F99', 'mild'],
    ['F03.9', 'mild'],
    ['G30', 'intact'],
    ['F1', 'intact'],
  ])('diagnosis %s gives %s', (code, level) => {
    expect(scoreAssessment({ ...less({}), diagnoses: [code] }).level).toBe(level);
  });

  test('a coma is total disability whatever the score', () => {
    expect(scoreAssessment(less({ consciousness: 0 }))).toMatchObject({
      levelByScore: 'mild',
      level: 'total',
    });
  });

  test('a total stays total', () => {
    expect(scoreAssessment(withTotal(10, { diagnoses: ['F01'] })).level).toBe('total');
  });

  test.each<[string, unknown, string]>([
    ['a missing item', form({ ...full(), eating: undefined }), 'items.eating'],
    ['an unknown item', form({ ...full(), flying: 1 }), 'items.flying'],
    ['a fraction', form({ ...full(), eating: 1.5 }), 'items.eating'],
    ['text', form({ ...full(), eating: '4' }), 'items.eating'],
    ['too many points', form({ ...full(), stairs: 4 }), 'items.stairs'],
    ['another standard', { ...form(full()), standard: 'MZ/T 039-2013' }, 'standard'],
    ['a day that does not exist', { ...form(full()), assessedOn: '2026-02-29' }, 'assessedOn'],
    ['a malformed event', { ...form(full()), riskEvents: ['2026-4-1'] }, 'riskEvents[0]'],
    ['no object', null, 'input'],
  ])('%s is refused by name', (_name, input, field) => {
    expect(() => scoreAssessment(input)).toThrow(AssessmentInputError);
    try {
      scoreAssessment(input);
    } catch (error) {
      expect((error as AssessmentInputError).field).toBe(field);
    }
  });

  test('property: losing a point never makes anybody more able', () => {
    const scores = fc.record(
      Object.fromEntries([...ITEM_MAXIMA].map(([key, max]) => [key, fc.integer({ min: 0, max })])),
    );
    fc.assert(
      fc.property(scores, fc.constantFrom(...ITEM_MAXIMA.keys()), (items, key) => {
        const before = scoreAssessment(form(items));
        const worse = scoreAssessment(form({ ...items, [key]: Math.max(0, (items[key] ?? 0) - 1) }));
        expect(ABILITY_LEVELS.indexOf(worse.level)).toBeGreaterThanOrEqual(
          ABILITY_LEVELS.indexOf(before.level),
        );
        expect(Object.values(before.groups).reduce((a, b) => a + b)).toBe(before.total);
      }),
    );
  });
});
