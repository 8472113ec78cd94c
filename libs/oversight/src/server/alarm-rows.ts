import { isKind, KINDS } from '../domain/kinds';

export interface AlarmRow {
  id: number;
  facility_id: number;
  facility: string;
  device_id: number;
  device: string;
  room: string | null;
  bed: string | null;
  person_id: number | null;
  kind: string;
  priority: 'P0' | 'P1' | 'P2' | 'P3';
  state: 'active-unacked' | 'active-acked' | 'cleared-unacked' | 'shelved' | 'suppressed' | 'closed';
  occurrences: number;
  opened_at: Date;
  changed_at: Date;
  answered_at: Date | null;
  closed_at: Date | null;
  outcome: 'real' | 'false' | 'drill' | 'technical' | null;
  shelved_until: Date | null;
  owner_id: number | null;
}

/** Columns and tables of an alarm with its place. */
export const ALARM_ROWS = `a.id, a.facility_id, f.name AS facility, a.device_id, d.code AS device, d.room, d.bed, a.person_id,
  a.kind, a.priority, a.state, a.occurrences, a.opened_at, a.changed_at, a.answered_at, a.closed_at, a.outcome,
  a.shelved_until, a.owner_id
  FROM alarms a JOIN devices d ON d.id = a.device_id JOIN facilities f ON f.id = a.facility_id`;

const iso = (time: Date | null) => time?.toISOString() ?? null;

export function alarmOf(row: AlarmRow) {
  return {
    id: row.id,
    facilityId: row.facility_id,
    facility: row.facility,
    deviceId: row.device_id,
    device: row.device,
    room: row.room,
    bed: row.bed,
    personId: row.person_id,
    kind: row.kind as keyof typeof KINDS,
    kindName: isKind(row.kind) ? KINDS[row.kind].name : row.kind,
    priority: row.priority,
    state: row.state,
    occurrences: row.occurrences,
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    answeredAt: iso(row.answered_at),
    closedAt: iso(row.closed_at),
    outcome: row.outcome,
    shelvedUntil: iso(row.shelved_until),
    ownerId: row.owner_id,
  };
}
