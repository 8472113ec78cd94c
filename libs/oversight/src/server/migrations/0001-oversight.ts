import type { MigrationInterface, QueryRunner } from 'typeorm';
import { scopePolicy } from '@heling/platform/server/scope-policy';

const OWN = { division: 'division', org: 'org' };

/** Devices and what they said, alarms and their course, duty rosters, escalation policies, calls. */
export class Oversight1700000010001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE devices (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        facility_id bigint NOT NULL REFERENCES facilities,
        division text NOT NULL,
        org bigint,
        -- Its name in topics and alarms, unique in its institution.
        code text NOT NULL,
        model text NOT NULL,
        -- Payload style: which adapter reads it.
        style text NOT NULL CHECK (style IN ('heling', 'flat', 'frame')),
        -- Its gateway; a gateway has none.
        parent_id bigint REFERENCES devices,
        room text,
        bed text,
        -- The resident it watches; no key across contexts.
        person_id bigint,
        life boolean NOT NULL,
        heartbeat_seconds integer NOT NULL CHECK (heartbeat_seconds > 0),
        -- Keyed hash.
        credential bytea NOT NULL,
        enrolled_at timestamptz NOT NULL,
        active boolean NOT NULL DEFAULT true,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (facility_id, code)
      );
      CREATE INDEX devices_parent ON devices (parent_id);
      ${scopePolicy('devices', OWN)}

      CREATE TABLE device_maintenance (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        device_id bigint NOT NULL REFERENCES devices,
        division text NOT NULL,
        org bigint,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        reason text NOT NULL,
        set_by bigint
      );
      CREATE INDEX device_maintenance_device ON device_maintenance (device_id, ends_at);
      ${scopePolicy('device_maintenance', OWN)}

      -- What a device said, stored before it is acknowledged.
      CREATE TABLE device_messages (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        device_id bigint NOT NULL REFERENCES devices,
        division text NOT NULL,
        org bigint,
        -- Counts the device's restarts, so that (epoch, seq) never repeats.
        epoch bigint NOT NULL,
        seq bigint,
        type text NOT NULL CHECK (type IN ('raise', 'clear', 'heartbeat')),
        kind text,
        event_at timestamptz,
        received_at timestamptz NOT NULL,
        -- Numbers that came along, e.g. heart rate.
        readings jsonb,
        UNIQUE (device_id, epoch, seq)
      );
      CREATE INDEX device_messages_device ON device_messages (device_id, received_at);
      CREATE INDEX device_messages_received ON device_messages (received_at);
      ${scopePolicy('device_messages', OWN)}

      -- Messages that could not be taken; repeats of one reason within an hour are counted in one row.
      CREATE TABLE device_quarantine (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        device_id bigint NOT NULL REFERENCES devices,
        division text NOT NULL,
        org bigint,
        reason text NOT NULL,
        hour timestamptz NOT NULL,
        count bigint NOT NULL,
        -- The last one's beginning, sealed: a device may say whom it watches.
        sample bytea NOT NULL,
        last_at timestamptz NOT NULL,
        UNIQUE (device_id, reason, hour)
      );
      CREATE INDEX device_quarantine_last ON device_quarantine (last_at DESC, id DESC);
      ${scopePolicy('device_quarantine', OWN)}

      -- The engine's state of a gateway and its children (or of a device without a gateway), and its next timer.
      CREATE TABLE alarm_groups (
        root_id bigint PRIMARY KEY REFERENCES devices,
        facility_id bigint NOT NULL REFERENCES facilities,
        division text NOT NULL,
        org bigint,
        state jsonb,
        due_at timestamptz
      );
      CREATE INDEX alarm_groups_due ON alarm_groups (due_at);
      ${scopePolicy('alarm_groups', OWN)}

      CREATE TABLE alarms (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        device_id bigint NOT NULL REFERENCES devices,
        facility_id bigint NOT NULL REFERENCES facilities,
        division text NOT NULL,
        org bigint,
        person_id bigint,
        kind text NOT NULL,
        -- Counts the alarms of this device and kind.
        number integer NOT NULL,
        priority text NOT NULL CHECK (priority IN ('P0', 'P1', 'P2', 'P3')),
        state text NOT NULL CHECK (state IN
          ('active-unacked', 'active-acked', 'cleared-unacked', 'shelved', 'suppressed', 'closed')),
        occurrences integer NOT NULL,
        opened_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        -- First acknowledged or resolved.
        answered_at timestamptz,
        answered_by bigint,
        closed_at timestamptz,
        outcome text CHECK (outcome IN ('real', 'false', 'drill', 'technical')),
        shelved_until timestamptz,
        -- Who takes it over by name at a handover.
        owner_id bigint,
        UNIQUE (device_id, kind, number)
      );
      -- Whatever happens at once: one open alarm of a source and kind.
      CREATE UNIQUE INDEX alarms_one_open ON alarms (device_id, kind) WHERE state <> 'closed';
      CREATE INDEX alarms_open ON alarms (facility_id, priority) WHERE state <> 'closed';
      CREATE INDEX alarms_opened ON alarms (opened_at DESC, id DESC);
      ${scopePolicy('alarms', OWN)}

      CREATE TABLE alarm_transitions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        alarm_id bigint NOT NULL REFERENCES alarms,
        division text NOT NULL,
        org bigint,
        at timestamptz NOT NULL,
        change text NOT NULL,
        state text NOT NULL,
        occurrences integer NOT NULL,
        by_account bigint,
        reason text
      );
      CREATE INDEX alarm_transitions_alarm ON alarm_transitions (alarm_id, id);
      ${scopePolicy('alarm_transitions', OWN)}

      -- Whom an institution's alarms are brought to; the newest that has begun holds.
      CREATE TABLE escalation_policies (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        facility_id bigint NOT NULL REFERENCES facilities,
        division text NOT NULL,
        org bigint,
        starts_at timestamptz NOT NULL,
        -- By priority: steps (after seconds, to whom, by which channel), resolve limit.
        rules jsonb NOT NULL,
        receipt_seconds integer NOT NULL CHECK (receipt_seconds > 0),
        set_by bigint,
        UNIQUE (facility_id, starts_at)
      );
      ${scopePolicy('escalation_policies', OWN)}

      CREATE TABLE duty_shifts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        facility_id bigint NOT NULL REFERENCES facilities,
        division text NOT NULL,
        org bigint,
        duty text NOT NULL CHECK (duty IN ('seat', 'nurse', 'manager', 'district')),
        account_id bigint NOT NULL,
        -- JSON {name, phone}, sealed.
        contact bytea NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        -- Ended by hand, its alarms handed over.
        ended_at timestamptz,
        version integer NOT NULL DEFAULT 1
      );
      CREATE INDEX duty_shifts_facility ON duty_shifts (facility_id, ends_at);
      ${scopePolicy('duty_shifts', OWN)}

      -- One call of one person, for a step of an alarm, or (without an alarm) to try a policy out.
      CREATE TABLE alarm_calls (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        alarm_id bigint REFERENCES alarms,
        facility_id bigint NOT NULL REFERENCES facilities,
        division text NOT NULL,
        org bigint,
        step integer NOT NULL,
        duty text NOT NULL,
        -- Nobody was on this duty: the step reached nobody.
        account_id bigint,
        channel text,
        state text NOT NULL CHECK (state IN ('sent', 'received', 'missed', 'nobody')),
        at timestamptz NOT NULL,
        -- Without a receipt by then it counts as missed.
        receipt_by timestamptz,
        received_at timestamptz
      );
      CREATE INDEX alarm_calls_waiting ON alarm_calls (receipt_by) WHERE state = 'sent';
      CREATE INDEX alarm_calls_alarm ON alarm_calls (alarm_id, id);
      CREATE INDEX alarm_calls_account ON alarm_calls (account_id, id DESC);
      ${scopePolicy('alarm_calls', OWN)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE alarm_calls, duty_shifts, escalation_policies, alarm_transitions, alarms, alarm_groups,
      device_quarantine, device_messages, device_maintenance, devices;`);
  }
}
