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
  facility_id: number;
  division: string;
  org: number | null;
  state: EngineState | null;
  rules: Rules | null;
  receipt_seconds: number | null;
}

/**
 * The pure engine on what PostgreSQL keeps: one group (a gateway and its children, or a device alone) is locked, its state read, fed,
 * and written back with its alarms, their course, calls and events, all in one transaction. So a step happens once, whoever does it.
 */
@Injectable()
export class GroupEngine {
  constructor(@Inject(LineWriter) private readonly writer: LineWriter) {}

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
    await tx.sql('SELECT 1 FROM alarm_groups WHERE root_id = $1 FOR UPDATE', [rootId]);
    const row = await tx.one<GroupRow>(
      `SELECT g.facility_id, g.division, g.org, g.state, p.rules, p.receipt_seconds FROM alarm_groups g
       LEFT JOIN LATERAL (SELECT rules, receipt_seconds FROM escalation_policies e
         WHERE e.facility_id = g.facility_id AND e.starts_at <= $2 ORDER BY e.starts_at DESC LIMIT 1) p ON true
       WHERE g.root_id = $1`,
      [rootId, now],
    );
    if (!row) throw new Error(`there is no group ${rootId}`);
    const group: Group = {
      rootId,
      facilityId: row.facility_id,
      division: row.division,
      org: row.org,
      receiptSeconds: row.receipt_seconds ?? DEFAULT_RECEIPT_SECONDS,
      devices: await this.devices(tx, rootId, now),
      onDuty: await tx.sql<OnDuty>(
        `SELECT duty, account_id, contact FROM duty_shifts WHERE facility_id = $1 AND starts_at <= $2 AND ends_at > $2
           AND ended_at IS NULL ORDER BY id`,
        [row.facility_id, now],
      ),
    };
    const lines: Line[] = [];
    const engine = new OversightEngine(
      configOf(group, row.rules ?? DEFAULT_RULES, now),
      (line) => lines.push(line),
      row.state ?? undefined,
    );
    work(engine, Math.max(now.getTime(), row.state?.now ?? 0));
    const state = engine.save();
    const due = engine.nextDue();
    await tx.sql('UPDATE alarm_groups SET state = $2, due_at = $3 WHERE root_id = $1', [
      rootId,
      JSON.stringify(state),
      due === null ? null : new Date(due),
    ]);
    await this.writer.write(tx, group, state, lines, said);
    return lines;
  }

  private devices(tx: Tx, rootId: number, now: Date): Promise<GroupDevice[]> {
    return tx.sql<GroupDevice>(
      `SELECT d.id, d.code, d.parent_id, d.person_id, d.life, d.heartbeat_seconds,
         (SELECT max(m.ends_at) FROM device_maintenance m
          WHERE m.device_id IN (d.id, d.parent_id) AND m.starts_at <= $2 AND m.ends_at > $2) AS out_until
       FROM devices d WHERE (d.id = $1 OR d.parent_id = $1) AND d.active ORDER BY d.id`,
      [rootId, now],
    );
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
