import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { KEEPING_CARERS, type carerRoute, type carersRoute } from '../contract/carers';
import { QUALIFICATIONS, certificateOn, mondayOf } from '../domain/carers';
import { CARER_COLUMNS, toCarer, toShifts, type CarerPii, type CarerRow, type ShiftRow } from './carers-row';

/** How many carers are opened at a time when searching by name. */
const BATCH = 500;
const FORTNIGHT = 14;
const LOOK_BACK_DAYS = 30;

/** Reads carers (护理员) within the caller's scope. */
@Injectable()
export class CarerService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async list(
    ctx: RequestContext,
    body: z.output<(typeof carersRoute)['body']>,
  ): Promise<Output<typeof carersRoute>> {
    const now = this.clock.now();
    const today = businessDay(now);
    let after = Number(fromCursor(body.cursor, 1)?.[0] ?? 0);
    const found = await this.db.run(ctx, async (tx) => {
      const kept: { row: CarerRow; pii: CarerPii }[] = [];
      const size = body.q ? BATCH : body.limit + 1;
      for (;;) {
        const rows = await this.rows(tx, body, today, after, size);
        for (const row of rows) {
          const pii = this.vault.open<CarerPii>(row.pii);
          if (!body.q || pii.name.includes(body.q) || pii.phone === body.q) kept.push({ row, pii });
        }
        if (rows.length < size || kept.length > body.limit) return kept;
        after = rows.at(-1)!.id;
      }
    });
    return pageFrom(
      found,
      body.limit,
      now,
      ({ row }) => [row.id],
      ({ row, pii }) => toCarer(row, pii, today),
    );
  }

  private rows(
    tx: Tx,
    body: z.output<(typeof carersRoute)['body']>,
    today: string,
    after: number,
    limit: number,
  ): Promise<CarerRow[]> {
    return tx.sql<CarerRow>(
      `SELECT ${CARER_COLUMNS} FROM carers c JOIN orgs g ON g.id = c.org
       WHERE ($2::bigint IS NULL OR c.org = $2) AND ($3::text IS NULL OR c.division ^@ $3)
         AND ($4::text IS NULL OR c.status = $4)
         AND ($5::text IS NULL OR EXISTS (SELECT FROM carer_qualifications q WHERE q.carer_id = c.id AND q.code = $5
           AND q.valid_until >= $1))
         AND ($6::date IS NULL OR EXISTS (SELECT FROM carer_qualifications q WHERE q.carer_id = c.id
           AND q.valid_until <= $6))
         AND c.id > $7 ORDER BY c.id LIMIT $8`,
      [
        today,
        body.org ?? null,
        body.division === '410600' ? '4106' : (body.division ?? null),
        body.status ?? null,
        body.qualification ?? null,
        body.certificateWithinDays === undefined ? null : addDays(today, body.certificateWithinDays),
        after,
        limit,
      ],
    );
  }

  /** The page of a carer; 404 outside the caller's scope. */
  async page(ctx: RequestContext, id: number, from?: string): Promise<Output<typeof carerRoute>> {
    const now = this.clock.now();
    const today = businessDay(now);
    const first = from ?? mondayOf(today);
    const last = addDays(first, FORTNIGHT - 1);
    const { row, shifts, visits } = await this.db.run(ctx, async (tx) => {
      const found = await tx.one<
        CarerRow & { lng: number; lat: number; max_minutes: number; certificates: Certificate[] }
      >(
        `SELECT ${CARER_COLUMNS}, c.lng, c.lat, c.max_minutes,
           coalesce((SELECT jsonb_agg(jsonb_build_object('code', q.code, 'certificate', q.certificate,
             'validUntil', q.valid_until) ORDER BY q.code) FROM carer_qualifications q WHERE q.carer_id = c.id), '[]')
             AS certificates
         FROM carers c JOIN orgs g ON g.id = c.org WHERE c.id = $2`,
        [today, id],
      );
      if (!found) throw notFound('没有找到这位护理员，或您无权查看。');
      return {
        row: found,
        shifts: await tx.sql<ShiftRow & { pii: Buffer }>(
          `SELECT h.*, c.pii FROM shifts h JOIN carers c ON c.id = h.carer_id
           WHERE h.carer_id = $1 AND h.day BETWEEN $2 AND $3 ORDER BY h.starts_at`,
          [id, first, last],
        ),
        visits: await this.visits(tx, id, found.org, today),
      };
    });
    return {
      ...toCarer(row, this.vault.open<CarerPii>(row.pii), today),
      lng: row.lng,
      lat: row.lat,
      maxMinutes: row.max_minutes,
      certificates: row.certificates.map((each) => ({
        ...each,
        name: QUALIFICATIONS[each.code],
        ...certificateOn(each.validUntil, today),
      })),
      shifts: toShifts(shifts, this.vault),
      from: first,
      to: last,
      visits,
      canSave: ctx.roles.some((role) => KEEPING_CARERS.includes(role)),
      asOf: now.toISOString(),
    };
  }

  /** Counts from the visits of the carer's organisation: a read of orders' rows under row-level security (README). */
  private async visits(
    tx: Tx,
    id: number,
    org: number,
    today: string,
  ): Promise<Output<typeof carerRoute>['visits']> {
    const row = await tx.one<{ done: number; not_done: number; to_come: number; stars: number | null }>(
      `SELECT count(*) FILTER (WHERE v.state = 'done') AS done,
         count(*) FILTER (WHERE v.state IN ('notAtHome', 'refusedForSafety', 'interrupted')) AS not_done,
         count(*) FILTER (WHERE v.state IN ('assigned', 'accepted', 'enRoute', 'arrived', 'gated', 'inService')) AS to_come,
         round(avg(r.stars), 1)::float8 AS stars
       FROM visits v LEFT JOIN ratings r ON r.order_id = v.order_id AND v.state = 'done'
       WHERE v.org = $2 AND v.carers @> ARRAY[$1::bigint] AND v.day BETWEEN $3 AND $4`,
      [id, org, addDays(today, -LOOK_BACK_DAYS), addDays(today, LOOK_BACK_DAYS)],
    );
    return { done: row!.done, notDone: row!.not_done, toCome: row!.to_come, averageStars: row!.stars };
  }
}

interface Certificate {
  code: keyof typeof QUALIFICATIONS;
  certificate: string;
  validUntil: string;
}
