import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import { emit, type NewEvent } from '@heling/platform/server/outbox';
import type { Line } from '../domain/model';
import type { EngineState } from '../domain/state';
import { Calls } from './calls';
import type { Group, Said } from './group';

type ChangeLine = Extract<Line, { change: string }>;
type NotifyLine = Extract<Line, { notify: string }>;

interface Row {
  device_id: number;
  person_id: number | null;
  kind: string;
  number: number;
  priority: string;
  state: string;
  occurrences: number;
  opened_at: string;
  changed_at: string;
  answered_at: string | null;
  answered_by: number | null;
  closed_at: string | null;
  outcome: string | null;
  shelved_until: string | null;
}

const iso = (at: number) => new Date(at).toISOString();

/** `bed1/fall#2` → its source, kind and number; a device's code holds no slash and no `#`. */
function partsOf(alarm: string): { source: string; kind: string; number: number } {
  const [source, rest] = alarm.split('/') as [string, string];
  const [kind, number] = rest.split('#') as [string, string];
  return { source, kind, number: Number(number) };
}

/** Changes that a person's command makes. */
const BY_PEOPLE: readonly string[] = ['acked', 'resolved', 'shelved', 'unshelved', 'closed'];

/** What a person says, if it is about this alarm. */
const saidOf = (said: Said | null, source: string, kind: string): Said | null =>
  said?.source === source && said.kind === kind ? said : null;

/** Writes what the engine said: alarms, their course, calls, and events for the screens. */
@Injectable()
export class LineWriter {
  constructor(@Inject(Calls) private readonly calls: Calls) {}

  async write(
    tx: Tx,
    group: Group,
    state: EngineState,
    lines: readonly Line[],
    said: Said | null,
  ): Promise<void> {
    const changes = lines.filter((line): line is ChangeLine => 'change' in line);
    const calls = lines.filter((line): line is NotifyLine => 'notify' in line);
    if (changes.length === 0 && calls.length === 0) return;
    const ids = await this.alarms(tx, group, changes, said);
    for (const name of new Set(calls.map((line) => line.alarm))) {
      if (!ids.has(name)) ids.set(name, await this.idOf(tx, group, name));
    }
    await this.course(tx, group, changes, ids, said);
    const events: NewEvent[] = [];
    for (const line of calls) {
      const { source, kind } = partsOf(line.alarm);
      const open = state.subjects.find((one) => one.source === source && one.kind === kind)?.open;
      const channels = open?.policy?.steps[line.step]?.channels ?? ['screen'];
      const called = await this.calls.call(tx, group, {
        alarmId: ids.get(line.alarm)!,
        kind,
        step: line.step,
        duty: line.notify,
        channel: channels[0] ?? 'screen',
        at: new Date(line.at),
        reached: line.result === 'sent',
      });
      events.push(...called);
    }
    const about = { division: group.division, org: group.org };
    const last = new Map(changes.map((line) => [line.alarm, line]));
    await emit(
      tx,
      ...[...ids].map(([name, id]) => {
        const line = last.get(name);
        return {
          topic: 'alarm.changed',
          key: `alarm:${id}`,
          ...about,
          payload: {
            alarmId: id,
            facilityId: group.facilityId,
            ...(line ? { priority: line.priority, state: line.state } : {}),
          },
        };
      }),
      ...events,
    );
  }

  private async idOf(tx: Tx, group: Group, name: string): Promise<number> {
    const { source, kind, number } = partsOf(name);
    const device = group.devices.find(({ code }) => code === source)!;
    const row = await tx.one<{ id: number }>(
      'SELECT id FROM alarms WHERE device_id = $1 AND kind = $2 AND number = $3',
      [device.id, kind, number],
    );
    return row!.id;
  }

  /** Writes each changed alarm as it is now; answers ids by the engine's name. */
  private async alarms(
    tx: Tx,
    { facilityId, division, org, devices }: Group,
    changes: readonly ChangeLine[],
    said: Said | null,
  ): Promise<Map<string, number>> {
    const rows = new Map<string, Row>();
    for (const line of changes) {
      const { source, kind, number } = partsOf(line.alarm);
      const device = devices.find(({ code }) => code === source)!;
      const was = rows.get(line.alarm);
      const theirs = saidOf(said, source, kind);
      const answers =
        theirs !== null &&
        (line.change === 'acked' || line.change === 'resolved' || line.change === 'closed');
      rows.set(line.alarm, {
        device_id: device.id,
        person_id: device.person_id,
        kind,
        number,
        priority: line.priority,
        state: line.state,
        occurrences: line.occurrences,
        opened_at: was?.opened_at ?? iso(line.at),
        changed_at: iso(line.at),
        answered_at: was?.answered_at ?? (answers ? iso(line.at) : null),
        answered_by: was?.answered_by ?? (answers ? theirs.by : null),
        closed_at: line.state === 'closed' ? iso(line.at) : null,
        outcome: line.state === 'closed' ? (theirs?.outcome ?? null) : null,
        shelved_until: line.state === 'shelved' ? (theirs?.shelvedUntil?.toISOString() ?? null) : null,
      });
    }
    if (rows.size === 0) return new Map();
    // In their order: what closed comes before what opened anew of the same source and kind.
    const written = await tx.sql<{ id: number; device_id: number; kind: string; number: number }>(
      `INSERT INTO alarms (device_id, facility_id, division, org, person_id, kind, number, priority, state, occurrences,
         opened_at, changed_at, answered_at, answered_by, closed_at, outcome, shelved_until)
       SELECT r.device_id, $2, $3, $4, r.person_id, r.kind, r.number, r.priority, r.state, r.occurrences, r.opened_at,
         r.changed_at, r.answered_at, r.answered_by, r.closed_at, r.outcome, r.shelved_until
       FROM jsonb_to_recordset($1::jsonb) AS r(device_id bigint, person_id bigint, kind text, number integer,
         priority text, state text, occurrences integer, opened_at timestamptz, changed_at timestamptz,
         answered_at timestamptz, answered_by bigint, closed_at timestamptz, outcome text, shelved_until timestamptz)
       ON CONFLICT (device_id, kind, number) DO UPDATE SET state = EXCLUDED.state,
         occurrences = EXCLUDED.occurrences, changed_at = EXCLUDED.changed_at, closed_at = EXCLUDED.closed_at,
         answered_by = CASE WHEN alarms.answered_at IS NULL THEN EXCLUDED.answered_by ELSE alarms.answered_by END,
         answered_at = coalesce(alarms.answered_at, EXCLUDED.answered_at), outcome = EXCLUDED.outcome,
         shelved_until = CASE WHEN EXCLUDED.state = 'shelved'
           THEN coalesce(EXCLUDED.shelved_until, alarms.shelved_until) END
       RETURNING id, device_id, kind, number`,
      [JSON.stringify([...rows.values()]), facilityId, division, org],
    );
    const codes = new Map(devices.map(({ id, code }) => [id, code]));
    return new Map(
      written.map((row) => [`${codes.get(row.device_id)}/${row.kind}#${row.number}`, row.id] as const),
    );
  }

  private async course(
    tx: Tx,
    { division, org }: Group,
    changes: readonly ChangeLine[],
    ids: ReadonlyMap<string, number>,
    said: Said | null,
  ): Promise<void> {
    if (changes.length === 0) return;
    const rows = changes.map(({ alarm, at, change, state, occurrences }) => {
      const { source, kind } = partsOf(alarm);
      const theirs = BY_PEOPLE.includes(change) ? saidOf(said, source, kind) : null;
      return {
        alarm_id: ids.get(alarm)!,
        at: iso(at),
        change,
        state,
        occurrences,
        by_account: theirs?.by ?? null,
        reason: theirs?.reason ?? null,
      };
    });
    await tx.sql(
      `INSERT INTO alarm_transitions (alarm_id, division, org, at, change, state, occurrences, by_account, reason)
       SELECT r.alarm_id, $2, $3, r.at, r.change, r.state, r.occurrences, r.by_account, r.reason
       FROM jsonb_to_recordset($1::jsonb) AS r(alarm_id bigint, at timestamptz, change text, state text,
         occurrences integer, by_account bigint, reason text)`,
      [JSON.stringify(rows), division, org],
    );
  }
}
