import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { audit } from '@heling/access/server/audit';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type {
  devicesRoute,
  enrolDeviceRoute,
  maintainDeviceRoute,
  quarantineRoute,
  renewCredentialRoute,
} from '../contract/devices';
import { credentialMac } from './credential';
import { facilityIn } from './facility';
import { GroupEngine } from './group-engine';
import { problems } from './problems';
import { topicOf } from './topics';

const LONGEST_MAINTENANCE_MS = 7 * 86_400_000;

interface Row {
  id: number;
  facility_id: number;
  code: string;
  model: string;
  style: string;
  parent_id: number | null;
  room: string | null;
  bed: string | null;
  person_id: number | null;
  life: boolean;
  heartbeat_seconds: number;
  version: number;
  out_until: Date | null;
  known: { since: number; silent: boolean; unknown: boolean; skewed: boolean } | null;
}

/** The register of devices (设备台账). */
@Injectable()
export class DevicesService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(GroupEngine) private readonly engine: GroupEngine,
  ) {}

  async list(
    ctx: RequestContext,
    { facilityId, cursor, limit }: Input<typeof devicesRoute>['query'],
  ): Promise<Output<typeof devicesRoute>> {
    const now = this.clock.now();
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row>(
        `SELECT d.id, d.facility_id, d.code, d.model, d.style, d.parent_id, d.room, d.bed, d.person_id, d.life,
           d.heartbeat_seconds, d.version, g.state -> 'sources' -> d.code AS known,
           (SELECT max(m.ends_at) FROM device_maintenance m
            WHERE m.device_id = d.id AND m.starts_at <= $4 AND m.ends_at > $4) AS out_until
         FROM devices d LEFT JOIN alarm_groups g ON g.root_id = coalesce(d.parent_id, d.id)
         WHERE ($1::bigint IS NULL OR d.facility_id = $1) AND d.id > $2 AND d.active ORDER BY d.id LIMIT $3`,
        [facilityId ?? null, fromCursor(cursor, 1)?.[0] ?? 0, limit + 1, now],
      ),
    );
    return pageFrom(
      rows,
      limit,
      now,
      ({ id }) => [id],
      (row) => ({
        id: row.id,
        facilityId: row.facility_id,
        code: row.code,
        model: row.model,
        style: row.style,
        parentId: row.parent_id,
        room: row.room,
        bed: row.bed,
        personId: row.person_id,
        life: row.life,
        heartbeatSeconds: row.heartbeat_seconds,
        condition: row.out_until
          ? ('maintenance' as const)
          : row.known?.unknown
            ? ('unknown' as const)
            : row.known?.silent
              ? ('silent' as const)
              : ('ok' as const),
        heardAt: row.known ? new Date(row.known.since).toISOString() : null,
        clockWrong: row.known?.skewed ?? false,
        outUntil: row.out_until?.toISOString() ?? null,
        version: row.version,
      }),
    );
  }

  async enrol(
    ctx: RequestContext,
    body: Input<typeof enrolDeviceRoute>['body'],
  ): Promise<Output<typeof enrolDeviceRoute>> {
    const credential = randomBytes(24).toString('base64url');
    const now = this.clock.now();
    const { facility } = await this.db.run(ctx, async (tx) => {
      const found = await facilityIn(tx, body.facilityId);
      if (body.personId !== null && !(await tx.one('SELECT 1 FROM persons WHERE id = $1', [body.personId]))) {
        throw problems.person();
      }
      return { facility: found };
    });
    // The group is the whole institution's, whatever part of it the caller sees.
    const id = await this.db.run({ ...ctx, scope: systemContext().scope }, async (tx) => {
      if (body.parentId !== null) {
        const parent = await tx.one(
          'SELECT 1 FROM devices WHERE id = $1 AND facility_id = $2 AND parent_id IS NULL AND active',
          [body.parentId, body.facilityId],
        );
        if (!parent) throw problems.parent();
        // What is due first happens first: the new device's silence counts from now.
        await this.engine.feed(tx, body.parentId, now, (engine, at) => engine.advance(at, false));
      }
      const added = await this.insert(tx, body, facility, credential, now);
      if (body.parentId === null) {
        await tx.sql(
          'INSERT INTO alarm_groups (root_id, facility_id, division, org) VALUES ($1, $2, $3, $4)',
          [added, facility.id, facility.division, facility.org],
        );
      }
      await this.engine.feed(tx, body.parentId ?? added, now, (engine, at) => engine.advance(at, false));
      await audit(tx, ctx, this.clock, {
        action: 'oversight.enrolDevice',
        subject: 'device',
        subjectId: added,
        personId: body.personId,
        division: facility.division,
        after: { code: body.code, facilityId: facility.id },
      });
      return added;
    });
    return shown(id, facility.id, body.code, credential);
  }

  private async insert(
    tx: Tx,
    body: Input<typeof enrolDeviceRoute>['body'],
    { id, division, org }: { id: number; division: string; org: number | null },
    credential: string,
    now: Date,
  ): Promise<number> {
    try {
      const row = await tx.one<{ id: number }>(
        `INSERT INTO devices (facility_id, division, org, code, model, style, parent_id, room, bed, person_id, life,
           heartbeat_seconds, credential, enrolled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id`,
        [
          id,
          division,
          org,
          body.code,
          body.model,
          body.style,
          body.parentId,
          body.room,
          body.bed,
          body.personId,
          body.life,
          body.heartbeatSeconds,
          credentialMac(this.vault, credential),
          now,
        ],
      );
      return row!.id;
    } catch (error) {
      if (violates(error, 'devices_facility_id_code_key')) throw problems.deviceTaken();
      throw error;
    }
  }

  async renewCredential(
    ctx: RequestContext,
    id: number,
    version: number,
  ): Promise<Output<typeof renewCredentialRoute>> {
    const credential = randomBytes(24).toString('base64url');
    const device = await this.db.run(ctx, async (tx) => {
      const found = await tx.one<{ version: number; division: string; facility_id: number; code: string }>(
        'SELECT version, division, facility_id, code FROM devices WHERE id = $1 AND active FOR UPDATE',
        [id],
      );
      if (!found) throw notFound();
      if (found.version !== version) throw stale({ version: found.version });
      await tx.sql('UPDATE devices SET credential = $2, version = version + 1 WHERE id = $1', [
        id,
        credentialMac(this.vault, credential),
      ]);
      await audit(tx, ctx, this.clock, {
        action: 'oversight.renewCredential',
        subject: 'device',
        subjectId: id,
        division: found.division,
      });
      return found;
    });
    return shown(id, device.facility_id, device.code, credential);
  }

  async maintain(
    ctx: RequestContext,
    id: number,
    { until, reason }: Input<typeof maintainDeviceRoute>['body'],
  ): Promise<Output<typeof maintainDeviceRoute>> {
    const now = this.clock.now();
    const ends = new Date(until);
    const rootId = await this.db.run({ scope: ctx.scope }, async (tx) => {
      const found = await tx.one<{ root: number }>(
        'SELECT coalesce(parent_id, id) AS root FROM devices WHERE id = $1 AND active',
        [id],
      );
      if (!found) throw notFound();
      return found.root;
    });
    if (ends <= now) throw problems.until();
    if (ends.getTime() - now.getTime() > LONGEST_MAINTENANCE_MS) throw problems.longMaintenance();
    return this.db.run({ ...ctx, scope: systemContext().scope }, async (tx) => {
      const device = await tx.one<{ division: string }>(
        `INSERT INTO device_maintenance (device_id, division, org, starts_at, ends_at, reason, set_by)
         SELECT id, division, org, $2, $3, $4, $5 FROM devices WHERE id = $1 RETURNING division`,
        [id, now, ends, reason, ctx.accountId],
      );
      await this.engine.feed(tx, rootId, now, (engine, at) => engine.advance(at, false));
      await audit(tx, ctx, this.clock, {
        action: 'oversight.maintainDevice',
        subject: 'device',
        subjectId: id,
        division: device!.division,
        after: { until },
      });
      return { id };
    });
  }

  async quarantine(
    ctx: RequestContext,
    { facilityId, cursor, limit }: Input<typeof quarantineRoute>['query'],
  ): Promise<Output<typeof quarantineRoute>> {
    const after = fromCursor(cursor, 2);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<{
        id: number;
        device_id: number;
        code: string;
        facility_id: number;
        reason: string;
        count: number;
        sample: Buffer;
        last_at: Date;
      }>(
        `SELECT q.id, q.device_id, d.code, d.facility_id, q.reason, q.count, q.sample, q.last_at
         FROM device_quarantine q JOIN devices d ON d.id = q.device_id
         WHERE ($1::bigint IS NULL OR d.facility_id = $1)
           AND ($2::timestamptz IS NULL OR (q.last_at, q.id) < ($2, $3::bigint))
         ORDER BY q.last_at DESC, q.id DESC LIMIT $4`,
        [facilityId ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
      ),
    );
    return pageFrom(
      rows,
      limit,
      this.clock.now(),
      ({ last_at, id }) => [last_at.toISOString(), id],
      ({ id, device_id, code, facility_id, reason, count, sample, last_at }) => ({
        id,
        deviceId: device_id,
        code,
        facilityId: facility_id,
        reason,
        count,
        sample: this.vault.open<string>(sample),
        lastAt: last_at.toISOString(),
      }),
    );
  }
}

/** What is shown once, and printed as a QR code. */
async function shown(id: number, facility: number, code: string, credential: string) {
  const userName = `${facility}/${code}`;
  const topic = topicOf(facility, code);
  const qr = `heling:device?user=${userName}&key=${credential}&topic=${topic}`;
  return {
    id,
    topic,
    userName,
    credential,
    qr,
    picture: await QRCode.toDataURL(qr, { margin: 2, width: 320 }),
  };
}
