/** What a carer (护理员) may be qualified for; the menu's services name these codes. */
export const QUALIFICATIONS = {
  mealDelivery: '送餐',
  housekeeping: '家政服务',
  bathing: '助浴',
  rehabilitation: '康复训练',
  company: '陪伴',
  errands: '代买代购',
} as const;
export type Qualification = keyof typeof QUALIFICATIONS;

export const TRANSPORTS = { walk: '步行', ebike: '电动车', car: '汽车' } as const;
export type Transport = keyof typeof TRANSPORTS;

export const CARER_STATES = { active: '在岗', left: '已离职' } as const;
export const SHIFT_STATES = { planned: '排班', sick: '病假', leave: '事假' } as const;
export type ShiftState = keyof typeof SHIFT_STATES;

/** A certificate that ends within so many days asks to be renewed. */
export const CERTIFICATE_SOON_DAYS = 60;

/** Days from `today` to the last valid day (negative: over since) and what that means. */
export function certificateOn(
  until: string,
  today: string,
): { daysLeft: number; state: 'valid' | 'soon' | 'over' } {
  const daysLeft = Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000);
  return { daysLeft, state: daysLeft < 0 ? 'over' : daysLeft <= CERTIFICATE_SOON_DAYS ? 'soon' : 'valid' };
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const back = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - back * 86_400_000).toISOString().slice(0, 10);
}
