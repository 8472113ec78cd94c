import type { Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';

export interface Facility {
  id: number;
  division: string;
  org: number | null;
}

/** An institution within the caller's scope; 404 otherwise. */
export async function facilityIn(tx: Tx, id: number): Promise<Facility> {
  const facility = await tx.one<Facility>('SELECT id, division, org FROM facilities WHERE id = $1', [id]);
  if (!facility) throw notFound('没有找到这家机构，或您无权查看。');
  return facility;
}
