import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type {
  addCarerRoute,
  removeQualificationRoute,
  saveCarerRoute,
  saveQualificationRoute,
} from '../contract/carers';
import { problems } from './carers-problems';
import type { CarerPii } from './carers-row';
import { tellAbsence } from './shifts-events';

type Fields = z.output<(typeof saveCarerRoute)['body']>;
interface Saved {
  id: number;
  version: number;
}
interface Kept {
  org: number;
  division: string;
  pii: Buffer;
  status: 'active' | 'left';
  version: number;
  before: Record<string, unknown>;
}

/** What the audit keeps: no name and no telephone. */
const AUDITED = `jsonb_build_object('org', org, 'division', division, 'sex', sex, 'birthYear', birth_year,
  'transport', transport, 'maxMinutes', max_minutes, 'status', status, 'version', version)`;

/** Adds and edits carers and what they are qualified for. */
@Injectable()
export class CarerKeepingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async add(ctx: RequestContext, body: z.output<(typeof addCarerRoute)['body']>): Promise<Saved> {
    return this.db.run(ctx, async (tx) => {
      await this.check(tx, ctx, body);
      const row = await tx.one<Saved & { after: unknown }>(
        `INSERT INTO carers (org, division, pii, sex, birth_year, lng, lat, transport, max_minutes, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id, version, ${AUDITED} AS after`,
        this.values(body, { name: body.name, phone: body.phone }),
      );
      await this.changed(tx, ctx, 'people.addCarer', row!.id, body, null, row!.after);
      return { id: row!.id, version: row!.version };
    });
  }

  /** Who leaves has no shifts from today on; their visits go to others as at sickness. */
  async save(ctx: RequestContext, id: number, body: Fields): Promise<Saved> {
    return this.db.run(ctx, async (tx) => {
      const kept = await this.load(tx, ctx, id, body.version);
      await this.check(tx, ctx, body, kept);
      const pii = this.vault.open<CarerPii>(kept.pii);
      const next = { name: body.name, phone: body.phone ?? pii.phone };
      const row = await tx.one<{ version: number; after: Record<string, unknown> }>(
        `UPDATE carers SET (org, division, pii, sex, birth_year, lng, lat, transport, max_minutes, status) =
           ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11), version = version + 1 WHERE id = $1
         RETURNING version, ${AUDITED} AS after`,
        [id, ...this.values(body, next)],
      );
      const today = businessDay(this.clock.now());
      if (kept.org !== body.org || kept.division !== body.division) {
        await tx.sql('UPDATE carer_qualifications SET org = $2, division = $3 WHERE carer_id = $1', [
          id,
          body.org,
          body.division,
        ]);
        await tx.sql('UPDATE shifts SET org = $2, division = $3 WHERE carer_id = $1 AND day >= $4', [
          id,
          body.org,
          body.division,
          today,
        ]);
      }
      if (kept.status === 'active' && body.status === 'left') {
        const shifts = await tx.sql<{ id: number; day: string }>(
          'DELETE FROM shifts WHERE carer_id = $1 AND day >= $2 RETURNING id, day',
          [id, today],
        );
        await tellAbsence(tx, { carerId: id, org: body.org, division: body.division }, shifts);
      }
      await this.changed(tx, ctx, 'people.saveCarer', id, body, kept.before, {
        ...row!.after,
        nameChanged: next.name !== pii.name,
        phoneChanged: next.phone !== pii.phone,
      });
      return { id, version: row!.version };
    });
  }

  async qualify(
    ctx: RequestContext,
    id: number,
    body: z.output<(typeof saveQualificationRoute)['body']>,
  ): Promise<Saved> {
    if (body.validUntil < businessDay(this.clock.now())) throw problems.certificateOver();
    return this.db.run(ctx, async (tx) => {
      const kept = await this.load(tx, ctx, id, body.version);
      if (kept.status !== 'active') throw problems.left();
      await tx.sql(
        `INSERT INTO carer_qualifications (carer_id, org, division, code, certificate, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (carer_id, code) DO UPDATE SET certificate = excluded.certificate, valid_until = excluded.valid_until`,
        [id, kept.org, kept.division, body.code, body.certificate, body.validUntil],
      );
      const { code, validUntil } = body;
      return this.touch(tx, ctx, id, kept, 'people.saveQualification', { code, validUntil });
    });
  }

  async disqualify(
    ctx: RequestContext,
    id: number,
    body: z.output<(typeof removeQualificationRoute)['body']>,
  ): Promise<Saved> {
    return this.db.run(ctx, async (tx) => {
      const kept = await this.load(tx, ctx, id, body.version);
      const gone = await tx.one(
        'DELETE FROM carer_qualifications WHERE carer_id = $1 AND code = $2 RETURNING 1',
        [id, body.code],
      );
      if (!gone) throw problems.noQualification();
      const { code, reason } = body;
      return this.touch(tx, ctx, id, kept, 'people.removeQualification', { code, reason });
    });
  }

  /** Locks a carer that the caller may keep; 404 outside the scope, 409 when the caller saw another version. */
  private async load(tx: Tx, ctx: RequestContext, id: number, version: number): Promise<Kept> {
    const kept = await tx.one<Kept>(
      `SELECT org, division, pii, status, version, ${AUDITED} AS before FROM carers WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!kept) throw notFound('没有找到这位护理员，或您无权查看。');
    if (kept.version !== version) throw stale(kept.before);
    return kept;
  }

  /**
   * The place and the organisation must be real; one of them is the caller's own. Who employs a carer anew is too, or is
   * registered for the place as a whole (a county's provider, of a street).
   */
  private async check(
    tx: Tx,
    ctx: RequestContext,
    body: Omit<Fields, 'version'>,
    kept?: Kept,
  ): Promise<void> {
    const inside = ctx.scope.d.some((prefix) => body.division.startsWith(prefix));
    if (!inside && !ctx.scope.o.includes(body.org)) throw problems.outside();
    const known = await tx.one('SELECT 1 FROM divisions WHERE code = $1', [body.division]);
    if (!known && kept?.division !== body.division) throw problems.division();
    const org = await tx.one<{ active: boolean; division: string }>(
      `SELECT active, division FROM orgs WHERE id = $1 AND kind IN ('provider', 'kitchen')`,
      [body.org],
    );
    if (!org || (!org.active && kept?.org !== body.org)) throw problems.org();
    const own =
      ctx.scope.o.includes(body.org) ||
      ctx.scope.d.some((prefix) => org.division.startsWith(prefix)) ||
      body.division.startsWith(org.division === '410600' ? '4106' : org.division);
    if (!own && kept?.org !== body.org) throw problems.orgOutside();
  }

  private values(body: Omit<Fields, 'version'>, pii: CarerPii): unknown[] {
    return [
      body.org,
      body.division,
      this.vault.seal(pii),
      body.sex,
      body.birthYear,
      // Rounded to about 100 m: enough for planning, not an address.
      Math.round(body.lng * 1000) / 1000,
      Math.round(body.lat * 1000) / 1000,
      body.transport,
      body.maxMinutes,
      body.status,
    ];
  }

  private async touch(
    tx: Tx,
    ctx: RequestContext,
    id: number,
    kept: Kept,
    action: string,
    after: unknown,
  ): Promise<Saved> {
    const row = await tx.one<{ version: number }>(
      'UPDATE carers SET version = version + 1 WHERE id = $1 RETURNING version',
      [id],
    );
    await this.changed(tx, ctx, action, id, kept, null, after);
    return { id, version: row!.version };
  }

  private async changed(
    tx: Tx,
    ctx: RequestContext,
    action: string,
    id: number,
    { org, division }: { org: number; division: string },
    before: unknown,
    after: unknown,
  ): Promise<void> {
    await audit(tx, ctx, this.clock, { action, subject: 'carer', subjectId: id, division, before, after });
    await emit(tx, {
      topic: 'carer.changed',
      key: `carer:${id}`,
      division,
      org,
      carers: [id],
      payload: { carerId: id },
    });
  }
}
