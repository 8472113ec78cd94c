import { CITY, scopeSetting } from '@heling/platform/server/context';
import type { Recorded, TruthLine } from '@heling/oversight/domain/compare';
import { InputError } from './input';

const CITY_SCOPE = scopeSetting({ d: [CITY] });

/**
 * What the platform has of a run of the simulator: messages stored and raises counted into alarms.
 * @throws InputError when the database cannot be read.
 */
export async function readRecorded(url: string, truth: readonly TruthLine[]): Promise<Recorded> {
  const run = truth.find((line) => line.type === 'run')!;
  const end = truth.find((line) => line.type === 'end')?.at ?? new Date().toISOString();
  // Loaded here, so that the commands that need no database start without it.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SELECT set_config('heling.scope', $1, true)`, [CITY_SCOPE]);
    const messages = await client.query<Record<'institution' | 'device' | 'boot' | 'seq', string>>(
      `SELECT d.facility_id AS institution, d.code AS device, m.epoch AS boot, m.seq
       FROM device_messages m JOIN devices d ON d.id = m.device_id
       WHERE m.type <> 'heartbeat' AND m.received_at >= $1 AND d.facility_id = ANY ($2)`,
      [run.at, run.institutions],
    );
    // What falls silent when the run ends is none of it.
    const raises = await client.query<Record<'institution' | 'device' | 'kind' | 'count', string>>(
      `SELECT a.facility_id AS institution, d.code AS device, a.kind, count(*) FROM alarm_transitions t
         JOIN alarms a ON a.id = t.alarm_id JOIN devices d ON d.id = a.device_id
       WHERE t.at >= $1 AND t.change IN ('raised', 'repeated') AND a.facility_id = ANY ($2)
         AND (a.kind <> 'silent' OR t.at <= $3)
       GROUP BY 1, 2, 3`,
      [run.at, run.institutions, end],
    );
    return {
      messages: messages.rows.map(({ institution, device, boot, seq }) => ({
        ...{ institution: Number(institution), device, boot: Number(boot), seq: Number(seq) },
      })),
      raises: raises.rows.map(({ institution, device, kind, count }) => ({
        ...{ institution: Number(institution), device, kind, count: Number(count) },
      })),
    };
  } catch (error) {
    // A message of the driver may hold the address with its password.
    const { code } = error as { code?: string };
    throw new InputError(`the database cannot be read (${code ?? (error as Error).name})`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
