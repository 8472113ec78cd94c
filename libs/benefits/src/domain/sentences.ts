import { dayText, monthText } from './calendar';
import type { History } from './facts';
import type { Verdict } from './judge';
import { bandName, SCHEME_NAMES, type Pack } from './pack';

const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')} 元`;
const month = (value: number): string => {
  const [year, number] = monthText(value).split('-');
  return `${Number(year)} 年 ${Number(number)} 月`;
};

const firstMonth = ({ bands, amounts }: Pack): number =>
  Math.min(...[...bands, ...amounts].map(({ from }) => from));

/** The verdict on a month as a sentence that a pensioner can follow: the rule and the fact. */
export function sentenceOf(pack: Pack, history: History, verdict: Verdict): string {
  const name = SCHEME_NAMES[pack.scheme];
  const first = `${month(verdict.month)} 1 日`;
  const { certification } = pack;
  const lasts = certification ? certification.everyMonths + certification.graceMonths : 0;
  switch (verdict.reason) {
    case 'due':
      return verdict.band
        ? `符合条件，按 ${bandName(verdict.band)} 岁档发 ${yuan(verdict.fen)}。`
        : `符合条件，发${name} ${yuan(verdict.fen)}。`;
    case 'restored':
      return `认证曾经过期，已在 ${month(verdict.certified!)}重新认证，补发这个月的 ${yuan(verdict.fen)}。`;
    case 'uncertified':
      return `上一次生存认证是 ${month(verdict.certified!)}，${lasts} 个月内有效，已经过期；请重新认证，暂停发放。`;
    case 'before-pack':
      return `${name}按现行标准从 ${month(firstMonth(pack))}起发，这个月还不发。`;
    case 'no-amount':
      return `政策没有规定这个月的${name}标准，不发放。`;
    case 'died':
      return `老人已于 ${dayText(history.died!)} 去世，去世的次月起不再发放。`;
    case 'month-of-death':
      return `老人已于 ${dayText(history.died!)} 去世，去世当月不发放。`;
    case 'not-registered':
      return `${first}户籍不在本地（${pack.jurisdiction}），不发放。`;
    case 'too-young': {
      const least = Math.min(...pack.bands.map((band) => band.minAge));
      const start = pack.startsMonthAfterBirthday ? '满岁的次月' : '满岁的当月';
      return `还没到 ${least} 周岁的起发月份（出生日期 ${dayText(history.born)}，从${start}起发）。`;
    }
    case 'paid-elsewhere':
      return '这个月已在其他地方领取，不重复发放。';
    case 'not-disabled':
      return pack.scheme === 'disability-care'
        ? `${first}没有有效的一、二级残疾（或可比照的）证明，不发放。`
        : `${first}没有有效的残疾证明，不发放。`;
    case 'no-minimum-living':
      return `${first}家庭不在最低生活保障（低保）范围内，不发放。`;
    case 'no-care-need':
      return `${first}没有需要长期照护（六个月以上）的评定，不发放。`;
    case 'special-hardship':
      return `${first}已享受特困人员救助供养，不同时发放。`;
    case 'work-injury':
      return `${first}已领取工伤护理费，不同时发放。`;
    case 'before-back-pay':
      return pack.backPay.rule === 'from-application-month'
        ? `从申请的 ${month(history.applied)}起发，更早的月份不补发。`
        : `申请月份是 ${month(history.applied)}，最多往前补 ${pack.backPay.maxMonths} 个月，更早的不补发。`;
  }
}
