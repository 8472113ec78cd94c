import { forecastByAge, forecastLevel, surviving } from '../src/domain/forecast';
import { certificationLasts } from '../src/domain/certification';
import { parseMonth } from '../src/domain/calendar';
import { certificationText, stepText } from '../src/domain/messages';
import { objectUntil } from '../src/domain/objection';
import { parsePack } from '../src/domain/pack';
import { termsOf } from '../src/domain/terms';
import { oldAgePack } from './support';

const month = (text: string) => parseMonth(text)!;
const pack = parsePack(oldAgePack());

describe('the forecast', () => {
  it('counts each cohort in the band of its age, from its first month on, less those who die', () => {
    const cohorts = [
      { born: month('1946-05'), people: 1000 },
      { born: month('1936-04'), people: 100 },
      { born: month('1970-01'), people: 5000 },
    ];
    const [april, may, june] = forecastByAge(pack, cohorts, month('2026-03'), month('2026-04'), 3);
    // Ninety in April: the higher band from May on. Eighty in May: from June on.
    expect(april).toMatchObject({ starting: 0, cells: [{ band: '80-89', people: 99 }] });
    expect(may).toMatchObject({ starting: 0, cells: [{ band: '90-99', people: 98 }] });
    expect(june!.starting).toBe(Math.round(1000 * surviving(79, 3)));
    expect(june!.fen).toBe(june!.cells.reduce((sum, cell) => sum + cell.fen, 0));
    const first = june!.cells.find(({ band }) => band === '80-89')!;
    expect(Math.abs(first.fen - first.people * 5000)).toBeLessThan(2500);
  });

  it('keeps nobody alive for ever, and everybody alive today', () => {
    expect(surviving(85, 0)).toBe(1);
    expect(surviving(85, 12)).toBeCloseTo(0.9, 6);
    expect(surviving(89, 24)).toBeCloseTo(0.9 * 0.84, 6);
    expect(surviving(100, 1200)).toBeLessThan(1e-9);
  });

  it('pays a subsidy only in the months that have an amount', () => {
    const subsidy = parsePack({
      scheme: 'disability-care',
      version: '1',
      jurisdiction: '4106',
      fenByMonth: [{ fen: 6000, from: '2016-01', to: '2026-04' }],
      paidInMonthOfDeath: true,
      backPay: { rule: 'from-eligibility', maxMonths: null },
      certification: null,
    });
    expect(forecastLevel(subsidy, 10, month('2026-04'), 2).map(({ fen }) => fen)).toEqual([60_000, 0]);
  });
});

describe('deadlines', () => {
  it('of a life certification: soon, in the grace, over', () => {
    const rule = { everyMonths: 12, graceMonths: 2, restoreArrears: true };
    const last = month('2025-03');
    const states = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'].map(
      (now) => certificationLasts(rule, last, month(now)).state,
    );
    expect(states).toEqual(['valid', 'soon', 'soon', 'grace', 'grace', 'overdue']);
  });

  it('of an objection: sixty days after a refusal, the notice for what was approved', () => {
    expect(objectUntil('refused', '2026-03-10', null)).toBe('2026-05-09');
    expect(objectUntil('notice', null, '2026-03-17')).toBe('2026-03-17');
    expect(objectUntil('granted', '2026-03-10', null)).toBeNull();
  });
});

describe('what families read', () => {
  it('are the terms of a pack in sentences', () => {
    expect(termsOf(pack, month('2026-03'))).toEqual([
      '80 至 89 岁，每月 50 元。',
      '90 至 99 岁，每月 100 元。',
      '满 100 岁，每月 300 元。',
    ]);
  });

  it('are messages without amounts and reasons', () => {
    const told = {
      schemeName: '高龄津贴',
      whose: '您',
      noticeUntil: '2026-03-17',
      objectUntil: '2026-05-09',
    };
    expect(stepText({ ...told, step: 'refuse' })).toBe(
      '您的高龄津贴没有批准。原因请在鹤龄“津贴补贴”里查看。不服的，5月9日前可以提出异议。',
    );
    expect(stepText({ ...told, whose: '王**', step: 'approve' })).toContain('公示到3月17日');
    expect(stepText({ ...told, step: 'review' })).toBeNull();
    expect(certificationText('您', '2026-05', '2026-03', '2026-05')).toContain('本月底就要过宽限期');
  });
});
