import { CITY, scopeSetting } from '@heling/platform/server/context';
import pg from 'pg';
import { Vault } from '@heling/platform/server/vault';
import type { Style } from '@heling/oversight/domain/adapters/styles';
import { seededCredential } from '../seed/seals';

/** A device of the register, with what it needs to be played. */
export interface Registered {
  id: number;
  institution: number;
  code: string;
  style: Style;
  parentId: number | null;
  gateway: boolean;
  heartbeatSeconds: number;
  /** The highest boot epoch that it has used. */
  lastBoot: number;
  credential: string;
}

const CITY_SCOPE = scopeSetting({ d: [CITY] });

/** The devices of the first `institutions` houses of the made-up city; their credentials follow from the session key. */
export async function registered(url: string, institutions: number): Promise<Registered[]> {
  const vault = new Vault();
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(`SELECT set_config('heling.scope', $1, true)`, [CITY_SCOPE]);
    const { rows } = await client.query<
      Record<'id' | 'institution' | 'boot', string> & Record<string, unknown>
    >(
      `WITH houses AS (SELECT DISTINCT facility_id FROM devices ORDER BY 1 LIMIT $1)
       SELECT d.id, d.facility_id AS institution, d.code, d.style, d.parent_id, d.heartbeat_seconds,
         coalesce((SELECT max(m.epoch) FROM device_messages m WHERE m.device_id = d.id), 0) AS boot
       FROM devices d JOIN houses h USING (facility_id) WHERE d.active ORDER BY d.id`,
      [institutions],
    );
    return rows.map((row) => {
      const institution = Number(row.institution);
      const code = row.code as string;
      return {
        ...{ id: Number(row.id), institution, code, style: row.style as Style },
        parentId: row.parent_id === null ? null : Number(row.parent_id),
        gateway: row.parent_id === null,
        heartbeatSeconds: row.heartbeat_seconds as number,
        lastBoot: Number(row.boot),
        credential: seededCredential(vault, institution, code),
      };
    });
  } finally {
    await client.end();
  }
}
