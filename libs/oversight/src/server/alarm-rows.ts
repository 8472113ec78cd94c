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

const COLUMNS = `a.id, a.facility_id, f.name AS facility, a.device_id, d.code AS device, d.room, d.bed, a.person_id,
  a.kind, a.priority, a.state, a.occurrences, a.opened_at, a.changed_at, a.answered_at, a.closed_at, a.outcome,
  a.shelved_until, a.owner_id`;
const TABLES = 'FROM alarms a JOIN devices d ON d.id = a.device_id JOIN facilities f ON f.id = a.facility_id';
/** Columns and tables of an alarm with its place. */
export const ALARM_ROWS = `${COLUMNS} ${TABLES}`;

/** What stands beside an alarm: its last call, who acknowledged last, who was first on site. */
export interface HandRow extends AlarmRow {
  call: {
    duty: string;
    account: number | null;
    channel: string | null;
    state: 'sent' | 'received' | 'missed' | 'nobody';
    at: string;
  } | null;
  ack: { by: number | null; at: string } | null;
  on_site_at: Date | null;
}
/** The same with who is called and who has it in hand. */
export const ALARM_IN_HAND = `${COLUMNS},
  (SELECT jsonb_build_object('duty', c.duty, 'account', c.account_id, 'channel', c.channel, 'state', c.state,
    'at', c.at) FROM alarm_calls c WHERE c.alarm_id = a.id ORDER BY c.id DESC LIMIT 1) AS call,
  (SELECT jsonb_build_object('by', t.by_account, 'at', t.at) FROM alarm_transitions t
    WHERE t.alarm_id = a.id AND t.change = 'acked' ORDER BY t.id DESC LIMIT 1) AS ack,
  (SELECT min(t.at) FROM alarm_transitions t WHERE t.alarm_id = a.id AND t.change = 'onSite') AS on_site_at
  ${TABLES}`;

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
