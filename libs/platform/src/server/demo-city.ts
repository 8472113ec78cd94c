import type { Tx } from './database';

/** The synthetic city of this database. */
export interface DemoCity {
  /** Orders up to this id were made up with the city; nobody sits before a screen for them. */
  lastOrder: number;
}

/** Is this a demonstration (`HELING_DEMO=1`) on the synthetic city? Null on any other database, so nothing is ever played there. */
export async function demoCity(tx: Tx): Promise<DemoCity | null> {
  if (process.env.HELING_DEMO !== '1') return null;
  const row = await tx.one<{ value: { lastOrder?: number } }>(
    `SELECT value FROM platform_meta WHERE key = 'city'`,
  );
  return row ? { lastOrder: row.value.lastOrder ?? 0 } : null;
}
