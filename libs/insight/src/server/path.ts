import type { Tx } from '@heling/platform/server/database';
import { ancestry } from '@heling/places/domain/divisions';

/** From the city down to a division: codes and names. */
export async function pathOf(tx: Tx, prefix: string): Promise<{ code: string; name: string }[]> {
  return tx.sql<{ code: string; name: string }>(
    "SELECT code, name FROM divisions WHERE code = ANY ($1::text[]) ORDER BY length(code), level <> 'city', code",
    [['410600', ...ancestry(prefix)]],
  );
}
