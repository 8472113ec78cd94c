import { absolute, age, ago, count, dayLabel, fenOf, span, when, yuan } from '@heling/ui/format';
import { label } from '@heling/ui/glossary';

// 2026-11-24 23:59:30 in Shanghai.
const now = new Date('2026-11-24T15:59:30Z');

describe('formats', () => {
  it('shows money in yuan and reads it back without floating point', () => {
    expect([yuan(1200), yuan(-5), yuan(123456789)]).toEqual(['12.00 元', '−0.05 元', '1,234,567.89 元']);
    expect([fenOf('12'), fenOf('12.5'), fenOf(' 0.07 '), fenOf('1.234'), fenOf('-1')]).toEqual([
      1200,
      1250,
      7,
      null,
      null,
    ]);
  });

  it('names days by the calendar of Shanghai', () => {
    expect(when('2026-11-24T06:30:00Z', now)).toBe('今天 14:30');
    expect(when('2026-11-24T16:00:00Z', now)).toBe('明天 00:00');
    expect(when('2026-11-23T15:59:00Z', now)).toBe('昨天 23:59');
    expect(dayLabel('2026-12-01', now)).toBe('12月1日 周二');
    expect(dayLabel('2025-01-02', now)).toBe('2025年1月2日');
    expect(absolute('2026-11-24T06:30:05Z')).toBe('2026-11-24 14:30:05');
    expect(span('2026-11-24T02:00:00Z', '2026-11-24T03:00:00Z', now)).toBe('今天 10:00–11:00');
  });

  it('tells ages', () => {
    expect(ago('2026-11-24T15:47:00Z', now)).toBe('12 分钟前');
    expect(ago('2026-11-24T15:59:29Z', now)).toBe('刚刚');
    expect(age('1944-11-25', now)).toBe('81 岁');
    expect(age('1944-11-24', now)).toBe('82 岁');
  });

  it('parts thousands', () => {
    expect(count(241000)).toBe('241,000');
  });

  it('has one word for each state', () => {
    expect(label('visit', 'enRoute')).toBe('路上');
    expect(label('visit', 'unheardOf')).toBe('不明');
  });
});
