import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import { OversightEngine } from '../domain/engine';
import { KINDS } from '../domain/kinds';
import type { Line, OversightConfig, SourceConfig } from '../domain/model';
import { DEFAULT_RECEIPT_SECONDS, DEFAULT_RULES, type Rules } from '../domain/policy';
import type { EngineState } from '../domain/state';
import type { Group, GroupDevice, OnDuty, Said } from './group';
import { LineWriter } from './line-writer';

interface GroupRow {
  root_id: number;
  facility_id: number;
  division: string;
  org: number | null;
  state: EngineState | null;
  rules: Rules | null;
  receipt_seconds: number | null;
}

/**
 * The pure engine on what PostgreSQL keeps: groups (a gateway and its children, or a device alone) are locked, their states read, fed,
 * and written back with their alarms, course, calls and events, all in one transaction. So a step happens once, whoever does it.
 */
@Injectable()
export class GroupEngine {
  constructor(@Inject(LineWriter) private readonly writer: LineWriter) {}

  /** Takes groups for this transaction; always in one order, so that two who want the same ones take turns. */
  async lock(tx: Tx, roots: readonly number[]): Promise<void> {
    await tx.sql('SELECT 1 FROM alarm_groups WHERE root_id = ANY ($1) ORDER BY root_id FOR UPDATE', [roots]);
  }

  /**
   * Feeds a group. `work` gets the engine and the time it may use: the clock's, never before what the group has seen. Answers what the
   * engine said. The transaction's scope must cover the group.
   */
  async feed(
    tx: Tx,
    rootId: number,
    now: Date,
    work: (engine: OversightEngine, at: number) => void,
    said: Said | null = null,
  ): Promise<Line[]> {
    await this.lock(tx, [rootId]);
    return this.feedLocked(tx, [rootId], now, work, said);
  }

  /** Feeds groups that this transaction has locked. */
  async feedLocked(
    tx: Tx,
    roots: readonly number[],
    now: Date,
    work: (engine: OversightEngine, at: number, rootId: number) => void,
    said: Said | null = null,
  ): Promise<Line[]> {
    const groups = await this.groups(tx, roots, now);
    const fed = groups.map(({ group, row }) => {
      const lines: Line[] = [];
      const engine = new OversightEngine(
        configOf(group, row.rules ?? DEFAULT_RULES, now),
        (line) => lines.push(line),
        row.state ?? undefined,
      );
      work(engine, Math.max(now.getTime(), row.state?.now ?? 0), group.rootId);
      return { group, state: engine.save(), due: engine.nextDue(), lines };
    });
    await tx.sql(
      `UPDATE alarm_groups g SET state = r.state, due_at = r.due_at
       FROM jsonb_to_recordset($1::jsonb) AS r(root_id bigint, state jsonb, due_at timestamptz) WHERE g.root_id = r.root_id`,
      [
        JSON.stringify(
          fed.map(({ group, state, due }) => ({
            root_id: group.rootId,
            state,
            due_at: due === null ? null : new Date(due).toISOString(),
          })),
        ),
      ],
    );
    for (const { group, state, lines } of fed) await this.writer.write(tx, group, state, lines, said);
    return fed.flatMap(({ lines }) => lines);
  }

  private async groups(
    tx: Tx,
    roots: readonly number[],
    now: Date,
  ): Promise<{ group: Group; row: GroupRow }[]> {
    const rows = await tx.sql<GroupRow>(
      `SELECT g.root_id, g.facility_id, g.division, g.org, g.state, p.rules, p.receipt_seconds FROM alarm_groups g
       LEFT JOIN LATERAL (SELECT rules, receipt_seconds FROM escalation_policies e
         WHERE e.facility_id = g.facility_id AND e.starts_at <= $2 ORDER BY e.starts_at DESC LIMIT 1) p ON true
       WHERE g.root_id = ANY ($1) ORDER BY g.root_id`,
      [roots, now],
    );
    if (rows.length !== roots.length) throw new Error(`there is no group among ${roots.join(', ')}`);
    const devices = await tx.sql<GroupDevice>(
      `SELECT d.id, d.code, d.parent_id, d.person_id, d.life, d.heartbeat_seconds,
         (SELECT max(m.ends_at) FROM device_maintenance m
          WHERE m.device_id IN (d.id, d.parent_id) AND m.starts_at <= $2 AND m.ends_at > $2) AS out_until
       FROM devices d WHERE (d.id = ANY ($1) OR d.parent_id = ANY ($1)) AND d.active ORDER BY d.id`,
      [roots, now],
    );
    const onDuty = await tx.sql<OnDuty & { facility_id: number }>(
      `SELECT facility_id, duty, account_id, contact FROM duty_shifts WHERE facility_id = ANY ($1) AND starts_at <= $2
         AND ends_at > $2 AND ended_at IS NULL ORDER BY id`,
      [[...new Set(rows.map((row) => row.facility_id))], now],
    );
    return rows.map((row) => ({
      row,
      group: {
        rootId: row.root_id,
        facilityId: row.facility_id,
        division: row.division,
        org: row.org,
        receiptSeconds: row.receipt_seconds ?? DEFAULT_RECEIPT_SECONDS,
        devices: devices.filter((device) => (device.parent_id ?? device.id) === row.root_id),
        onDuty: onDuty.filter((person) => person.facility_id === row.facility_id),
      },
    }));
  }
}

/** `start` counts for a group that has no state yet: its time begins with what is fed first. */
function configOf({ devices, rootId, onDuty }: Group, rules: Rules, start: Date): OversightConfig {
  const root = devices.find((device) => device.id === rootId);
  return {
    start: start.getTime(),
    sources: devices.map((device): SourceConfig => {
      const source: SourceConfig = { id: device.code, heartbeatSeconds: device.heartbeat_seconds };
      if (device.parent_id !== null && root) source.parent = root.code;
      if (device.life) source.life = true;
      if (device.out_until) source.outOfServiceUntil = device.out_until.getTime();
      return source;
    }),
    kinds: KINDS,
    escalation: rules,
    people: Object.fromEntries(onDuty.map(({ duty }) => [duty, { reachable: true }])),
  };
}
