import * as chineseDays from 'chinese-days';

// The package is CommonJS: bundlers and Node differ in where its functions stand.
type Days = Pick<typeof chineseDays, 'getDayDetail'>;
const days: Days = (chineseDays as { default?: Days }).default ?? chineseDays;

/** Is it a day off by the State Council's holiday plan? Ordinary weekends are not. */
export function isPublicHoliday(day: string): boolean {
  const { work, name } = days.getDayDetail(day);
  // Holidays are named "Spring Festival,春节,4", weekends "Saturday".
  return !work && name.includes(',');
}
