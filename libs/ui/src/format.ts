import { ageOn, businessDay } from '@heling/platform/domain/calendar';

const SHIFT = 8 * 3_600_000;
const DAY = 86_400_000;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** Money in fen as people read it: 1200 → `12.00 元`, with thousands apart. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '−' : '';
  const whole = String(Math.floor(Math.abs(fen) / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${whole}.${String(Math.abs(fen) % 100).padStart(2, '0')} 元`;
}

/** Yuan as typed (`12`, `12.5`, `12.50`) in fen; null when it is no amount. */
export function fenOf(typed: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

function parts(at: Date) {
  const local = new Date(at.getTime() + SHIFT).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16), seconds: local.slice(11, 19) };
}

/** A calendar day `YYYY-MM-DD` as people say it: 今天, 昨天, 明天, 11月24日 周二, with the year when it is another. */
export function dayLabel(day: string, now: Date): string {
  const today = businessDay(now);
  const distance = (Date.parse(day) - Date.parse(today)) / DAY;
  const near = { [-1]: '昨天', 0: '今天', 1: '明天' }[distance];
  if (near) return near;
  const plain = `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
  if (day.slice(0, 4) !== today.slice(0, 4)) return `${day.slice(0, 4)}年${plain}`;
  return `${plain} ${WEEKDAYS[new Date(day).getUTCDay()]}`;
}

/** An instant as people say it: 今天 14:30. */
export function when(at: string | Date, now: Date): string {
  const { day, time } = parts(new Date(at));
  return `${dayLabel(day, now)} ${time}`;
}

/** An instant in full, for the title of a short one: 2026-11-24 14:30:05. */
export function absolute(at: string | Date): string {
  const { day, seconds } = parts(new Date(at));
  return `${day} ${seconds}`;
}

/** Only the time: 14:30. */
export function clock(at: string | Date): string {
  return parts(new Date(at)).time;
}

/** A stretch of time: 今天 10:00–11:00, and across midnight both days. */
export function span(start: string | Date, end: string | Date, now: Date): string {
  const [from, to] = [parts(new Date(start)), parts(new Date(end))];
  return from.day === to.day ? `${when(start, now)}–${to.time}` : `${when(start, now)} 至 ${when(end, now)}`;
}

/** Milliseconds as people say them, rounded down: 35 秒, 12 分钟, 3 小时, 2 天. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} 秒`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} 小时`;
  return `${Math.floor(seconds / 86_400)} 天`;
}

/** How long ago: 刚刚, 12 分钟前. */
export function ago(at: string | Date, now: Date): string {
  const ms = now.getTime() - new Date(at).getTime();
  return ms < 10_000 ? '刚刚' : `${duration(ms)}前`;
}

/** Age in full years of somebody born on `birth` (`YYYY-MM-DD`): 82 岁. */
export function age(birth: string, now: Date): string {
  return `${ageOn(birth, businessDay(now))} 岁`;
}

/** A number with thousands apart: 241,000. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share 0–1 as 86.5%. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** Time since an instant as a running clock: 1:05, 1:02:05. */
export function elapsed(since: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
