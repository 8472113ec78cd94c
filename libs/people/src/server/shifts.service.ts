import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Output } from '@heling/platform/contract/route';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type {
  absentRoute,
  addShiftRoute,
  copyWeekRoute,
  saveShiftRoute,
  shiftsRoute,
} from '../contract/shifts';
import { mondayOf, type ShiftState } from '../domain/carers';
import { problems } from './carers-problems';
import { toShifts, type ShiftRow } from './carers-row';
import { tellAbsence, tellShift, type Whose } from './shifts-events';

const MOST_DAYS = 31;
const MOST_HOURS = 16;
const OVERLAP = 'shifts_carer_id_tstzrange_excl';

interface CarerRow extends Whose {
  status: 'active' | 'left';
}
type Marked = { id: number; version: number; state: ShiftState; day: string };

/** Shifts (排班): when a carer works, and the days on which they do not come. */
@Injectable()
export class ShiftService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async list(
    ctx: RequestContext,
    body: z.output<(typeof shiftsRoute)['body']>,
  ): Promise<Output<typeof shiftsRoute>> {
    if (body.org === undefined && body.carerId === undefined) throw problems.whose();
    if (body.to < body.from || body.to > addDays(body.from, MOST_DAYS - 1)) throw problems.range(MOST_DAYS);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<ShiftRow & { pii: Buffer }>(
        `SELECT h.*, c.pii FROM shifts h JOIN carers c ON c.id = h.carer_id
         WHERE h.day BETWEEN $1 AND $2 AND ($3::bigint IS NULL OR h.org = $3) AND ($4::bigint IS NULL OR h.carer_id = $4)
           AND ($5::text IS NULL OR h.state = $5) ORDER BY h.day, h.starts_at, h.id`,
        [body.from, body.to, body.org ?? null, body.carerId ?? null, body.state ?? null],
      ),
    );
    return { items: toShifts(rows, this.vault), asOf: this.clock.now().toISOString() };
  }

  async add(
    ctx: RequestContext,
    body: z.output<(typeof addShiftRoute)['body']>,
  ): Promise<{ id: number; version: number }> {
    this.timesOn(body.day, body);
    return this.onOverlap(() =>
      this.db.run(ctx, async (tx) => {
        const carer = await this.carer(tx, body.carerId);
        if (carer.status !== 'active') throw problems.left();
        const row = await tx.one<{ id: number; version: number }>(
          `INSERT INTO shifts (carer_id, org, division, day, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)
           RETURNING id, version`,
          [body.carerId, carer.org, carer.division, body.day, body.startsAt, body.endsAt],
        );
        await this.changed(tx, ctx, 'people.addShift', row!.id, carer, body.day, null, body);
        return row!;
      }),
    );
  }

  async save(
    ctx: RequestContext,
    id: number,
    body: z.output<(typeof saveShiftRoute)['body']>,
  ): Promise<{ id: number; version: number }> {
    return this.onOverlap(() =>
      this.db.run(ctx, async (tx) => {
        const shift = await this.load(tx, id, body.version);
        this.timesOn(shift.day, body);
        await this.unbooked(tx, shift, body);
        const row = await tx.one<{ version: number }>(
          'UPDATE shifts SET starts_at = $2, ends_at = $3, version = version + 1 WHERE id = $1 RETURNING version',
          [id, body.startsAt, body.endsAt],
        );
        const before = { startsAt: shift.starts_at, endsAt: shift.ends_at };
        await this.changed(tx, ctx, 'people.saveShift', id, whose(shift), shift.day, before, body);
        return { id, version: row!.version };
      }),
    );
  }

  async remove(ctx: RequestContext, id: number, version: number): Promise<{ id: number }> {
    return this.db.run(ctx, async (tx) => {
      const shift = await this.load(tx, id, version);
      if (shift.day < businessDay(this.clock.now())) throw problems.past();
      await this.unbooked(tx, shift);
      await tx.sql('DELETE FROM shifts WHERE id = $1', [id]);
      const before = { startsAt: shift.starts_at, endsAt: shift.ends_at };
      await this.changed(tx, ctx, 'people.removeShift', id, whose(shift), shift.day, before, null);
      return { id };
    });
  }

  /** Marks the shifts of a day as sick or on leave; what was marked so already stays without a further event. */
  async absent(
    ctx: RequestContext,
    carerId: number,
    { day, kind }: z.output<(typeof absentRoute)['body']>,
  ): Promise<Output<typeof absentRoute>> {
    if (day < businessDay(this.clock.now())) throw problems.past();
    return this.mark(ctx, carerId, day, kind, 'people.absent');
  }

  async present(ctx: RequestContext, carerId: number, day: string): Promise<Output<typeof absentRoute>> {
    return this.mark(ctx, carerId, day, 'planned', 'people.present');
  }

  private async mark(
    ctx: RequestContext,
    carerId: number,
    day: string,
    state: ShiftState,
    action: string,
  ): Promise<Output<typeof absentRoute>> {
    return this.db.run(ctx, async (tx) => {
      const carer = await this.carer(tx, carerId);
      const marked = await tx.sql<Marked>(
        `UPDATE shifts SET state = $3, version = version + 1 WHERE carer_id = $1 AND day = $2 AND state <> $3
         RETURNING id, version, state, day`,
        [carerId, day, state],
      );
      const shifts = await tx.sql<Omit<Marked, 'day'>>(
        'SELECT id, version, state FROM shifts WHERE carer_id = $1 AND day = $2 ORDER BY starts_at',
        [carerId, day],
      );
      if (shifts.length === 0) throw problems.noShift();
      if (marked.length > 0) {
        await audit(tx, ctx, this.clock, {
          action,
          subject: 'carer',
          subjectId: carerId,
          division: carer.division,
          after: { day, state, shifts: marked.map((shift) => shift.id) },
        });
        if (state === 'planned') await tellShift(tx, carer, day);
        else await tellAbsence(tx, carer, marked);
      }
      return { shifts };
    });
  }

  /** Copies the shifts of a week to another, day by day; days that are past, overlaps and those who left are listed. */
  async copyWeek(
    ctx: RequestContext,
    body: z.output<(typeof copyWeekRoute)['body']>,
  ): Promise<Output<typeof copyWeekRoute>> {
    const [from, to] = [mondayOf(body.from), mondayOf(body.to)];
    if (from === to) throw problems.sameWeek();
    const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
    const today = businessDay(this.clock.now());
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<{ carerId: number; day: string; why: 'left' | 'past' | 'overlap' | null }>(
        `WITH src AS (
           SELECT h.carer_id, c.org, c.division, h.day + $4::integer AS day, h.starts_at + make_interval(days => $4) AS starts_at,
             h.ends_at + make_interval(days => $4) AS ends_at, c.status
           FROM shifts h JOIN carers c ON c.id = h.carer_id
           WHERE h.org = $1 AND h.day BETWEEN $2::date AND $2::date + 6
         ), made AS (
           INSERT INTO shifts (carer_id, org, division, day, starts_at, ends_at)
           SELECT carer_id, org, division, day, starts_at, ends_at FROM src WHERE status = 'active' AND day >= $3
           ON CONFLICT DO NOTHING RETURNING carer_id, starts_at
         )
         SELECT s.carer_id AS "carerId", s.day,
           CASE WHEN s.status <> 'active' THEN 'left' WHEN s.day < $3 THEN 'past' WHEN m.carer_id IS NULL THEN 'overlap' END
             AS why
         FROM src s LEFT JOIN made m ON m.carer_id = s.carer_id AND m.starts_at = s.starts_at
         ORDER BY s.carer_id, s.day, s.starts_at`,
        [body.org, from, today, days],
      );
      const results = rows.map(({ carerId, day, why }) => ({
        carerId,
        day,
        ok: why === null,
        detail: why && WHY[why],
      }));
      const copied = results.filter((row) => row.ok).length;
      if (copied > 0) {
        const org = await tx.one<{ division: string }>('SELECT division FROM orgs WHERE id = $1', [body.org]);
        const division = org!.division;
        await audit(tx, ctx, this.clock, {
          action: 'people.copyWeek',
          subject: 'org',
          subjectId: body.org,
          division,
          after: { from, to, copied },
        });
        await emit(tx, {
          topic: 'shift.changed',
          key: `org:${body.org}`,
          division,
          org: body.org,
          payload: { from: to, to: addDays(to, 6) },
        });
      }
      return { copied, refused: results.length - copied, results };
    });
  }

  /** 409 when the caller saw another version; 404 outside the scope. */
  private async load(tx: Tx, id: number, version: number): Promise<ShiftRow> {
    const shift = await tx.one<ShiftRow>('SELECT * FROM shifts WHERE id = $1 FOR UPDATE', [id]);
    if (!shift) throw notFound('没有找到这个班次，或您无权查看。');
    if (shift.version !== version) {
      const { starts_at: startsAt, ends_at: endsAt, state } = shift;
      throw stale({ startsAt, endsAt, state, version: shift.version });
    }
    return shift;
  }

  private async carer(tx: Tx, id: number): Promise<CarerRow> {
    const carer = await tx.one<CarerRow>(
      'SELECT id AS "carerId", org, division, status FROM carers WHERE id = $1 FOR SHARE',
      [id],
    );
    if (!carer) throw notFound('没有找到这位护理员，或您无权查看。');
    return carer;
  }

  /** A shift begins on its day, from today on, and is at most 16 hours long. */
  private timesOn(day: string, { startsAt, endsAt }: { startsAt: string; endsAt: string }): void {
    if (day < businessDay(this.clock.now())) throw problems.past();
    const length = Date.parse(endsAt) - Date.parse(startsAt);
    if (businessDay(new Date(startsAt)) !== day || length <= 0 || length > MOST_HOURS * 3_600_000) {
      throw problems.times();
    }
  }

  /** Visits promised within a shift must still lie in it; reads orders' bookings under row-level security (README). */
  private async unbooked(
    tx: Tx,
    shift: ShiftRow,
    kept?: { startsAt: string; endsAt: string },
  ): Promise<void> {
    const row = await tx.one<{ count: number }>(
      `SELECT count(*) FROM visit_carers b WHERE b.carer_id = $1 AND NOT b.released
         AND b.period && tstzrange($2, $3) AND ($4::timestamptz IS NULL OR NOT b.period <@ tstzrange($4, $5))`,
      [shift.carer_id, shift.starts_at, shift.ends_at, kept?.startsAt ?? null, kept?.endsAt ?? null],
    );
    if (row!.count > 0) throw problems.booked(row!.count);
  }

  private async onOverlap<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw violates(error, OVERLAP) ? problems.overlaps() : error;
    }
  }

  private async changed(
    tx: Tx,
    ctx: RequestContext,
    action: string,
    id: number,
    carer: Whose,
    day: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    await audit(tx, ctx, this.clock, {
      action,
      subject: 'shift',
      subjectId: id,
      division: carer.division,
      before,
      after,
    });
    await tellShift(tx, carer, day);
  }
}

const WHY = {
  left: '护理员已离职。',
  past: '这一天已经过去。',
  overlap: '与已有班次重叠。',
};

function whose(shift: ShiftRow): Whose {
  return { carerId: shift.carer_id, org: shift.org, division: shift.division };
}
