import type { Role } from '@heling/platform/contract/roles';
import type { ToneName } from '@heling/ui/tokens';

/** Who drafts, tries and signs packs. */
export const DRAFTERS: readonly Role[] = ['city', 'county', 'allowanceReviewer'];
export const PACK_STATES: Record<'draft' | 'signed' | 'published', { name: string; tone: ToneName }> = {
  draft: { name: '草案', tone: 'p2' },
  signed: { name: '已有一人签字', tone: 'p2' },
  published: { name: '已公布', tone: 'ok' },
};
