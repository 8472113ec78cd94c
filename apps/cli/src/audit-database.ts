import { CITY, scopeSetting } from '@heling/platform/server/context';
import type { AuditContent, Link } from '@heling/access/domain/audit-chain';
import { AUDIT_CONTENT } from '@heling/access/server/audit-content';
import { InputError } from './input';

const BATCH = 5000;
const CITY_SCOPE = scopeSetting({ d: [CITY] });

/** Committed audit rows without a seal. */
export interface Unsealed {
  count: number;
  oldestAt: string | null;
  /** The first of them, at most 20. */
  auditIds: number[];
}

interface Row {
  seq: string;
  audit_id: string;
  mac: string;
  row_id: string | null;
  content: AuditContent;
}

/**
 * Reads every seal with its audit row, in order and in one snapshot, while `take` answers true; then what is unsealed.
 * @throws InputError when the database cannot be read.
 */
export async function readChain(url: string, take: (link: Link) => boolean): Promise<Unsealed> {
  // Loaded here, so that the commands that need no database start without it.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SELECT set_config('heling.scope', $1, true)`, [CITY_SCOPE]);
    let after = '0';
    let going = true;
    while (going) {
      const { rows } = await client.query<Row>(
        `SELECT s.seq, s.audit_id, encode(s.mac, 'hex') AS mac, a.id AS row_id, ${AUDIT_CONTENT} AS content
         FROM audit_seals s LEFT JOIN audit_log a ON a.id = s.audit_id WHERE s.seq > $1 ORDER BY s.seq LIMIT ${BATCH}`,
        [after],
      );
      going = rows.every((row) => take(toLink(row))) && rows.length === BATCH;
      after = rows.at(-1)?.seq ?? after;
    }
    const { rows } = await client.query<{ count: string; oldest: Date | null; ids: string[] | null }>(
      `SELECT count(*), min(a.at) AS oldest, (array_agg(a.id ORDER BY a.id))[1:20] AS ids FROM audit_log a
       WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = a.id)`,
    );
    const { count, oldest, ids } = rows[0]!;
    return {
      count: Number(count),
      oldestAt: oldest?.toISOString() ?? null,
      auditIds: (ids ?? []).map(Number),
    };
  } catch (error) {
    // A message of the driver may hold the address with its password.
    const { code } = error as { code?: string };
    throw new InputError(`the database cannot be read (${code ?? (error as Error).name})`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function toLink(row: Row): Link {
  return {
    seq: Number(row.seq),
    auditId: Number(row.audit_id),
    mac: row.mac,
    content: row.row_id === null ? null : row.content,
  };
}
