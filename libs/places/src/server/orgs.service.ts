import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { audit } from '@heling/access/server/audit';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import type { addOrgRoute, orgItem, orgRoute, orgsRoute } from '../contract/orgs';
import { afterPrefix, liesWithin, prefixOf } from '../domain/divisions';
import { ORG_KINDS, freshness, type FacilityKind, type OrgKind } from '../domain/facilities';
import { FACILITY_FROM } from './facility-row';
import { ownDivision } from './keeping';
import { divisionName } from './names';
import { problems } from './problems';

type Fields = z.output<(typeof addOrgRoute)['body']>;
type Row = Omit<z.input<typeof orgItem>, 'kind' | 'kindName'> & { kind: OrgKind };

const COLUMNS = `g.id, g.kind, g.name, g.division, ${divisionName('g.division')} AS "divisionName", g.lng, g.lat, g.phone,
  g.active, g.version, (SELECT count(*) FROM facilities f WHERE f.org = g.id) AS facilities`;
const AUDITED = `jsonb_build_object('kind', kind, 'name', name, 'division', division, 'phone', phone, 'active', active,
  'version', version)`;
const withKind = (row: Row) => ({ ...row, kindName: ORG_KINDS[row.kind] });

/** Providers, kitchens and those who run institutions. They are public within the city; the table has no scope. */
@Injectable()
export class OrgService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(
    ctx: RequestContext,
    body: z.output<(typeof orgsRoute)['body']>,
  ): Promise<Output<typeof orgsRoute>> {
    const after = fromCursor(body.cursor, 1);
    const prefix = prefixOf(body.division ?? '4106');
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row & { total: number }>(
        `SELECT * FROM (
           SELECT ${COLUMNS}, count(*) OVER () AS total FROM orgs g
           WHERE g.division >= $1 AND g.division < $2 AND ($3::text IS NULL OR g.kind = $3)
             AND ($4::text IS NULL OR strpos(g.name, $4) > 0) AND ($5::boolean IS NULL OR g.active = $5)
         ) found WHERE id > $6 ORDER BY id LIMIT $7`,
        [
          prefix,
          afterPrefix(prefix),
          body.kind ?? null,
          body.q || null,
          body.active ?? null,
          after?.[0] ?? 0,
          body.limit + 1,
        ],
      ),
    );
    const page = pageFrom(
      rows,
      body.limit,
      this.clock.now(),
      (row) => [row.id],
      ({ total: _, ...row }) => withKind(row),
    );
    return { ...page, total: rows[0]?.total ?? 0 };
  }

  async page(ctx: RequestContext, id: number): Promise<Output<typeof orgRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM orgs g WHERE g.id = $1`, [id]);
      if (!row) throw notFound('没有找到这家单位。');
      const runs = await tx.sql<{
        id: number;
        kind: FacilityKind;
        name: string;
        beds: number;
        beds_taken: number | null;
        reported_at: Date | null;
      }>(
        `SELECT f.id, f.kind, f.name, f.beds, y.beds_taken, y.reported_at ${FACILITY_FROM} WHERE f.org = $1
         ORDER BY f.id LIMIT 500`,
        [id],
      );
      return {
        ...withKind(row),
        runs: runs.map(({ beds_taken, reported_at, ...facility }) => ({
          ...facility,
          bedsTaken: beds_taken,
          freshness: freshness(reported_at, now),
        })),
        canSave: mayKeep(ctx, row),
        asOf: now.toISOString(),
      };
    });
  }

  async add(ctx: RequestContext, body: Fields): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      await ownDivision(tx, ctx, body.division);
      const row = await tx.one<{ id: number; version: number; after: unknown }>(
        `INSERT INTO orgs (kind, name, division, lng, lat, phone, active) VALUES ($1, $2, $3, $4, $5, $6, $7)
         RETURNING id, version, ${AUDITED} AS after`,
        fieldsOf(body),
      );
      await this.changed(tx, ctx, 'places.addOrg', row!.id, body.division, null, row!.after);
      return { id: row!.id, version: row!.version };
    });
  }

  /** A provider's manager keeps the telephone and position; kind, name, place and being active stay with the office. */
  async save(
    ctx: RequestContext,
    id: number,
    body: Fields & { version: number },
  ): Promise<{ id: number; version: number }> {
    return this.db.run(ctx, async (tx) => {
      const now = await tx.one<Fields & { version: number; before: unknown }>(
        `SELECT kind, name, division, lng, lat, phone, active, version, ${AUDITED} AS before FROM orgs
         WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!now) throw notFound('没有找到这家单位。');
      if (!mayKeep(ctx, { id, division: now.division })) throw problems.outside();
      if (now.version !== body.version) throw stale(now.before);
      const office = liesWithin(now.division, ctx.scope.d);
      if (office) await ownDivision(tx, ctx, body.division);
      const { kind, name, division, active } = office ? body : now;
      if (now.active && !active && (await tx.one('SELECT 1 FROM facilities WHERE org = $1 LIMIT 1', [id]))) {
        throw problems.orgInUse();
      }
      const row = await tx.one<{ version: number; after: unknown }>(
        `UPDATE orgs SET (kind, name, division, lng, lat, phone, active) = ($2, $3, $4, $5, $6, $7, $8),
           version = version + 1 WHERE id = $1 RETURNING version, ${AUDITED} AS after`,
        [id, ...fieldsOf({ ...body, kind, name, division, active })],
      );
      await this.changed(tx, ctx, 'places.saveOrg', id, division, now.before, row!.after);
      return { id, version: row!.version };
    });
  }

  private async changed(
    tx: Tx,
    ctx: RequestContext,
    action: string,
    id: number,
    division: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    await audit(tx, ctx, this.clock, { action, subject: 'org', subjectId: id, division, before, after });
    await emit(tx, { topic: 'org.changed', key: `org:${id}`, division, org: id, payload: { orgId: id } });
  }
}

function fieldsOf(body: Fields) {
  return [body.kind, body.name, body.division, body.lng, body.lat, body.phone, body.active];
}

function mayKeep(ctx: RequestContext, org: { id: number; division: string }): boolean {
  const office = ctx.roles.some((role) => role === 'city' || role === 'county');
  const own = ctx.roles.includes('providerManager') && ctx.scope.o.includes(org.id);
  return (office && liesWithin(org.division, ctx.scope.d)) || own;
}
