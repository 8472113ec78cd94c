import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { liesWithin } from '../domain/divisions';
import { problems } from './problems';

/** A division that exists and lies within the caller's own divisions; refuses otherwise. */
export async function ownDivision(tx: Tx, ctx: RequestContext, division: string): Promise<void> {
  if (!liesWithin(division, ctx.scope.d)) throw problems.outside();
  const known = await tx.one('SELECT 1 FROM divisions WHERE code = $1', [
    division === '4106' ? '410600' : division,
  ]);
  if (!known) throw problems.division();
}
