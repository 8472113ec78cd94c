import { scopeSetting, type RequestContext, type Scope } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';

const scopes = new WeakMap<Tx, Scope>();
const joined = <T>(a: readonly T[], b: readonly T[] = []) => [...new Set([...a, ...b])];

/**
 * Widens the scope of this transaction by what a visit that the caller was seen to serve stands for: its person, its
 * crew and its community (an open visit is itself the purpose). A carer, for example, reads only their own visits,
 * but finishing one completes the order and its quota. Call it only after the visit was read under the caller's own
 * scope.
 */
export async function widen(tx: Tx, ctx: RequestContext, more: Partial<Scope>): Promise<void> {
  const now = scopes.get(tx) ?? ctx.scope;
  const scope: Scope = {
    d: joined(now.d, more.d),
    o: joined(now.o, more.o),
    p: joined(now.p, more.p),
    c: joined(now.c, more.c),
  };
  await tx.sql(`SELECT set_config('heling.scope', $1, true)`, [scopeSetting(scope)]);
  scopes.set(tx, scope);
}

/** Lies a row within the caller's own scope, whatever the transaction may see by now? */
export function stands(ctx: RequestContext, row: { division: string; org: number }): boolean {
  return ctx.scope.d.some((prefix) => row.division.startsWith(prefix)) || ctx.scope.o.includes(row.org);
}
