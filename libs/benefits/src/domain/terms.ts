import type { Month } from './calendar';
import type { Pack } from './pack';

const yuan = (fen: number): string => `${fen % 100 === 0 ? fen / 100 : (fen / 100).toFixed(2)} 元`;

/** What a pack pays in a month and to whom, in sentences for a pensioner. */
export function termsOf(pack: Pack, month: Month): string[] {
  const valid = (period: { from: Month; to: Month | null }) =>
    period.from <= month && (period.to === null || month <= period.to);
  if (pack.scheme === 'old-age-allowance') {
    const bands = pack.bands.filter(valid).sort((a, b) => a.minAge - b.minAge);
    return bands.map(
      ({ minAge, maxAge, fen }) =>
        `${maxAge === null ? `满 ${minAge} 岁` : `${minAge} 至 ${maxAge} 岁`}，每月 ${yuan(fen)}。`,
    );
  }
  const amounts = pack.amounts.filter(valid).map(({ fen }) => `每月 ${yuan(fen)}。`);
  const whom =
    pack.scheme === 'disability-living'
      ? '有残疾证，并且家里吃低保。'
      : '残疾证是一级或二级，并且需要长期照护。';
  return [whom, ...amounts];
}
