/** Shifts of the figures (班次时段), by the hour in which an alarm opened. */
export const SHIFT_NAMES = {
  day: '白班（8–16 点）',
  evening: '晚班（16–24 点）',
  night: '夜班（0–8 点）',
} as const;
