import type { ToneName } from '@heling/ui/tokens';

/** Words and tones of an assessment's states. */
export const ASSESSMENT_STATES: Record<
  'draft' | 'signed' | 'final' | 'withdrawn',
  { name: string; tone: ToneName }
> = {
  draft: { name: '填写中', tone: 'p2' },
  signed: { name: '待第二位签字', tone: 'p2' },
  final: { name: '已生效', tone: 'ok' },
  withdrawn: { name: '已作废', tone: 'unknown' },
};
