import type { Scheme } from './pack';

/** Papers (材料) that are photographed for an application. */
export const PAPERS = {
  identity: '身份证（正反面）',
  household: '户口簿本人页',
  bankCard: '银行卡（有卡号的一面）',
  disability: '残疾证',
  minimumLiving: '低保证',
  care: '需要长期照护的评定',
  proxy: '代领人的身份证和委托书',
  other: '其他材料',
} as const;
export type Paper = keyof typeof PAPERS;

/** What helps an application on; everybody may leave out what the office has on record. */
export const PAPERS_FOR: Record<Scheme, readonly Paper[]> = {
  'old-age-allowance': ['identity', 'household', 'bankCard'],
  'disability-living': ['identity', 'disability', 'minimumLiving', 'bankCard'],
  'disability-care': ['identity', 'disability', 'care', 'bankCard'],
};
