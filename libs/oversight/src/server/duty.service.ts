import { Inject, Injectable } from '@nestjs/common';
import { ROLE_NAMES, type Role } from '@heling/platform/contract/roles';
import { audit } from '@heling/access/server/audit';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type {
  addDutyShiftRoute,
  dutyShiftsRoute,
  dutyStaffRoute,
  endDutyShiftRoute,
  myCallsRoute,
  swapDutyShiftRoute,
} from '../contract/duty';
import { WATCHING } from '../contract/shared';
import { kindName } from '../domain/kinds';
import type { Priority } from '../domain/model';
import type { Duty } from '../domain/policy';
import { facilityIn } from './facility';
import { problems } from './problems';

const LONGEST_SHIFT_MS = 24 * 3_600_000;
const SHOWN = 500;
const STAFF = 300;

interface Shift {
  id: number;
  facility_id: number;
  duty: Duty;
  account_id: number;
  contact: Buffer;
  starts_at: Date;
  ends_at: Date;
  ended_at: Date | null;
  version: number;
  division: string;
}

interface CallRow {
  id: number;
  alarm_id: number | null;
  facility_id: number;
  facility: string;
  kind: string | null;
  priority: Priority | null;
  room: string | null;
  duty: string;
  at: Date;
  receipt_by: Date;
}

/** Duty rosters (值守排班) as dated data, the end of a shift, and the calls that reach a person. */
@Injectable()
export class DutyService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async list(
    ctx: RequestContext,
    { facilityId, from, to }: Input<typeof dutyShiftsRoute>['query'],
  ): Promise<Output<typeof dutyShiftsRoute>> {
    const rows = await this.db.run(ctx, async (tx) => {
      await facilityIn(tx, facilityId);
      return tx.sql<Shift>(
        `SELECT id, facility_id, duty, account_id, contact, starts_at, ends_at, ended_at, version FROM duty_shifts
         WHERE facility_id = $1 AND ends_at > $2 AND starts_at < $3 ORDER BY starts_at, id LIMIT ${SHOWN}`,
        [facilityId, new Date(from), new Date(to)],
      );
    });
    return {
      items: rows.map((row) => ({
        id: row.id,
        facilityId: row.facility_id,
        duty: row.duty,
        accountId: row.account_id,
        name: this.vault.open<{ name: string }>(row.contact).name,
        startsAt: row.starts_at.toISOString(),
        endsAt: row.ends_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
        version: row.version,
      })),
      asOf: this.clock.now().toISOString(),
    };
  }

  /** Accounts that may watch this institution, with the telephone of their last duty here. */
  async staff(ctx: RequestContext, facilityId: number): Promise<Output<typeof dutyStaffRoute>> {
    const { division, org } = await this.db.run(ctx, (tx) => facilityIn(tx, facilityId));
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number; pii: Buffer; roles: Role[]; contact: Buffer | null }>(
        `SELECT a.id, a.pii, array_agg(r.role ORDER BY r.role) AS roles,
           (SELECT s.contact FROM duty_shifts s WHERE s.facility_id = $4 AND s.account_id = a.id
            ORDER BY s.id DESC LIMIT 1) AS contact
         FROM accounts a JOIN account_roles r ON r.account_id = a.id
         WHERE a.kind = 'staff' AND a.status = 'active' AND r.role = ANY ($1::text[]) AND EXISTS (
           SELECT FROM account_scopes c WHERE c.account_id = a.id AND (c.org = $2 OR $3 ^@ c.division))
         GROUP BY a.id ORDER BY a.org IS NULL, a.id LIMIT ${STAFF}`,
        [WATCHING, org, division, facilityId],
      ),
    );
    return {
      items: rows.map(({ id, pii, roles, contact }) => ({
        accountId: id,
        name: this.vault.open<{ name: string }>(pii).name,
        roleNames: roles.map((role) => ROLE_NAMES[role]),
        phone: contact && this.vault.open<{ phone: string }>(contact).phone,
      })),
    };
  }

  async add(
    ctx: RequestContext,
    body: Input<typeof addDutyShiftRoute>['body'],
  ): Promise<Output<typeof addDutyShiftRoute>> {
    const { facilityId, duty, accountId, name, phone } = body;
    const [startsAt, endsAt] = [new Date(body.startsAt), new Date(body.endsAt)];
    const length = endsAt.getTime() - startsAt.getTime();
    await this.known(accountId);
    return this.db.run(ctx, async (tx) => {
      const { division, org } = await facilityIn(tx, facilityId);
      if (length <= 0 || length > LONGEST_SHIFT_MS) throw problems.shiftTimes();
      const row = await tx.one<{ id: number; version: number }>(
        `INSERT INTO duty_shifts (facility_id, division, org, duty, account_id, contact, starts_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id, version`,
        [facilityId, division, org, duty, accountId, this.vault.seal({ name, phone }), startsAt, endsAt],
      );
      await this.note(tx, ctx, 'addShift', row!.id, division, { duty, accountId });
      return row!;
    });
  }

  async swap(
    ctx: RequestContext,
    id: number,
    { version, accountId, name, phone }: Input<typeof swapDutyShiftRoute>['body'],
  ): Promise<Output<typeof swapDutyShiftRoute>> {
    await this.known(accountId);
    return this.db.run(ctx, async (tx) => {
      const shift = await this.shift(tx, id, version);
      const row = await tx.one<{ id: number; version: number }>(
        `UPDATE duty_shifts SET account_id = $2, contact = $3, version = version + 1 WHERE id = $1
         RETURNING id, version`,
        [id, accountId, this.vault.seal({ name, phone })],
      );
      await this.note(tx, ctx, 'swapShift', id, shift.division, { accountId });
      return row!;
    });
  }

  /** Refused while an open P0 or P1 of the institution is nobody's, or still this person's (交接). */
  async end(
    ctx: RequestContext,
    id: number,
    { version }: Input<typeof endDutyShiftRoute>['body'],
  ): Promise<Output<typeof endDutyShiftRoute>> {
    return this.db.run(ctx, async (tx) => {
      const shift = await this.shift(tx, id, version);
      const open = await tx.sql<{ id: number }>(
        `SELECT id FROM alarms WHERE facility_id = $1 AND state <> 'closed' AND priority IN ('P0', 'P1')
           AND (owner_id IS NULL OR owner_id = $2) ORDER BY id LIMIT 100`,
        [shift.facility_id, shift.account_id],
      );
      if (open.length > 0) throw problems.openAlarms(open.map((alarm) => alarm.id));
      const now = this.clock.now();
      await tx.sql('UPDATE duty_shifts SET ended_at = $2, version = version + 1 WHERE id = $1', [id, now]);
      await this.note(tx, ctx, 'endShift', id, shift.division, {});
      return { id, endedAt: now.toISOString() };
    });
  }

  async myCalls(ctx: RequestContext): Promise<Output<typeof myCallsRoute>> {
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<CallRow>(
        `SELECT c.id, c.alarm_id, c.facility_id, f.name AS facility, a.kind, a.priority, d.room, c.duty, c.at, c.receipt_by
         FROM alarm_calls c JOIN facilities f ON f.id = c.facility_id LEFT JOIN alarms a ON a.id = c.alarm_id
           LEFT JOIN devices d ON d.id = a.device_id
         WHERE c.account_id = $1 AND c.state = 'sent' AND c.channel = 'screen' ORDER BY c.id DESC LIMIT 100`,
        [ctx.accountId],
      ),
    );
    return {
      items: rows.map((row) => ({
        id: row.id,
        alarmId: row.alarm_id,
        facilityId: row.facility_id,
        facility: row.facility,
        kindName: row.kind === null ? null : kindName(row.kind),
        priority: row.priority,
        room: row.room,
        duty: row.duty,
        at: row.at.toISOString(),
        receiptBy: row.receipt_by.toISOString(),
      })),
      asOf: this.clock.now().toISOString(),
    };
  }

  /** A receipt that comes after its time is kept, too; the next one has been called by then. */
  async receipt(ctx: RequestContext, id: number): Promise<{ id: number }> {
    const found = await this.db.run(ctx, (tx) =>
      tx.one<{ id: number }>(
        `UPDATE alarm_calls SET received_at = coalesce(received_at, $3),
           state = CASE WHEN state = 'sent' THEN 'received' ELSE state END
         WHERE id = $1 AND account_id = $2 RETURNING id`,
        [id, ctx.accountId, this.clock.now()],
      ),
    );
    if (!found) throw notFound();
    return found;
  }

  private async known(accountId: number): Promise<void> {
    const found = await this.db.run(systemContext(), (tx) =>
      tx.one('SELECT 1 FROM accounts WHERE id = $1', [accountId]),
    );
    if (!found) throw problems.account();
  }

  private async shift(tx: Tx, id: number, version: number): Promise<Shift> {
    const shift = await tx.one<Shift>(
      `SELECT id, facility_id, account_id, ended_at, version, division FROM duty_shifts WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!shift) throw notFound();
    if (shift.ended_at) throw problems.shiftEnded();
    if (shift.version !== version) throw stale({ version: shift.version });
    return shift;
  }

  private note(tx: Tx, ctx: RequestContext, verb: string, id: number, division: string, after: object) {
    return audit(tx, ctx, this.clock, {
      action: `oversight.${verb}`,
      subject: 'dutyShift',
      subjectId: id,
      division,
      after,
    });
  }
}
