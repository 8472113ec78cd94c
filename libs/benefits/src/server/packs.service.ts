import { Inject, Injectable } from '@nestjs/common';
import { isInScope } from '@heling/people/server/records';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { notFound, stale } from '@heling/platform/server/problem';
import type { draftPackRoute, packsRoute, redraftPackRoute, signPackRoute } from '../contract/packs';
import { BenefitsInputError } from '../domain/input';
import { parsePack, SCHEME_NAMES, type Pack, type Scheme } from '../domain/pack';
import { validatePack } from '../domain/validate';
import { dateOfMonth, monthOfDate, note } from './common';
import { problems } from './problems';

interface PackRow {
  id: number;
  scheme: Scheme;
  pack_version: string;
  jurisdiction: string;
  effective_from: string;
  data: Record<string, unknown>;
  notice_days: number;
  drafted_by: number;
  drafted_at: Date;
  first_signer: number | null;
  published_at: Date | null;
  version: number;
}

/** A published pack, ready for the engine. */
export interface PackInForce {
  id: number;
  pack: Pack;
  noticeDays: number;
}

/** Which pack judges whom: the nearest jurisdiction, and of it the newest that has taken effect. */
export class PackBook {
  private readonly entries: { row: PackRow; inForce: PackInForce }[];
  constructor(rows: readonly PackRow[]) {
    this.entries = rows.map((row) => ({
      row,
      inForce: { id: row.id, pack: parsePack(row.data), noticeDays: row.notice_days },
    }));
  }

  of(scheme: Scheme, division: string): PackInForce | undefined {
    return this.entries.find(({ row }) => row.scheme === scheme && division.startsWith(row.jurisdiction))
      ?.inForce;
  }
}

/** Policy packs (政策包): drafted, checked over all ages and months, signed by two people, in force from a month on. */
@Injectable()
export class PacksService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(ctx: RequestContext): Promise<Output<typeof packsRoute>> {
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<PackRow>('SELECT * FROM benefit_packs ORDER BY scheme, effective_from DESC, id DESC LIMIT 500'),
    );
    return {
      items: rows.map((row) => ({
        id: row.id,
        scheme: row.scheme,
        schemeName: SCHEME_NAMES[row.scheme],
        packVersion: row.pack_version,
        jurisdiction: row.jurisdiction,
        effectiveFrom: monthOfDate(row.effective_from),
        noticeDays: row.notice_days,
        data: row.data,
        state: row.published_at ? 'published' : row.first_signer === null ? 'draft' : 'signed',
        canSign: !row.published_at && row.first_signer !== ctx.accountId && isInScope(ctx, row.jurisdiction),
        draftedAt: row.drafted_at.toISOString(),
        publishedAt: row.published_at?.toISOString() ?? null,
        version: row.version,
      })),
    };
  }

  /** Throws 422 `benefits.pack_broken` naming every gap, overlap and missing amount. */
  async draft(
    ctx: RequestContext,
    wish: { pack: Record<string, unknown>; effectiveFrom: string; noticeDays: number },
  ): Promise<Output<typeof draftPackRoute>> {
    const pack = checked(wish.pack);
    if (!isInScope(ctx, pack.jurisdiction)) throw problems.packScope();
    const now = this.clock.now();
    try {
      return await this.db.run(ctx, async (tx) => {
        const row = await tx.one<{ id: number; version: number }>(
          `INSERT INTO benefit_packs (scheme, pack_version, jurisdiction, effective_from, data, notice_days, drafted_by, drafted_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id, version`,
          [
            pack.scheme,
            pack.version,
            pack.jurisdiction,
            dateOfMonth(wish.effectiveFrom),
            JSON.stringify(wish.pack),
            wish.noticeDays,
            ctx.accountId,
            now,
          ],
        );
        const { id } = row!;
        await note(tx, ctx, this.clock, 'draftPack', 'pack', { id, division: pack.jurisdiction });
        return row!;
      });
    } catch (error) {
      if (violates(error, 'benefit_packs_once')) throw problems.packTwice();
      throw error;
    }
  }

  /** Changes a draft that nobody has signed; what was tried with it before no longer says anything. */
  async redraft(
    ctx: RequestContext,
    id: number,
    wish: { version: number; pack: Record<string, unknown>; effectiveFrom: string; noticeDays: number },
  ): Promise<Output<typeof redraftPackRoute>> {
    try {
      return await this.db.run(ctx, async (tx) => {
        const row = await tx.one<PackRow>('SELECT * FROM benefit_packs WHERE id = $1 FOR UPDATE', [id]);
        if (!row) throw notFound();
        if (!isInScope(ctx, row.jurisdiction)) throw problems.packScope();
        const pack = checked(wish.pack);
        if (!isInScope(ctx, pack.jurisdiction)) throw problems.packScope();
        if (row.version !== wish.version) throw stale({ version: row.version });
        if (row.first_signer !== null) throw problems.state('已有人签字的政策包不能再改，请另起草一个版本。');
        await tx.sql(
          `UPDATE benefit_packs SET scheme = $2, pack_version = $3, jurisdiction = $4, effective_from = $5, data = $6,
             notice_days = $7, version = version + 1 WHERE id = $1`,
          [
            id,
            pack.scheme,
            pack.version,
            pack.jurisdiction,
            dateOfMonth(wish.effectiveFrom),
            JSON.stringify(wish.pack),
            wish.noticeDays,
          ],
        );
        await note(tx, ctx, this.clock, 'redraftPack', 'pack', { id, division: pack.jurisdiction });
        return { id, version: wish.version + 1 };
      });
    } catch (error) {
      if (violates(error, 'benefit_packs_once')) throw problems.packTwice();
      throw error;
    }
  }

  async sign(ctx: RequestContext, id: number, version: number): Promise<Output<typeof signPackRoute>> {
    const now = this.clock.now();
    try {
      return await this.db.run(ctx, async (tx) => {
        const row = await tx.one<PackRow>('SELECT * FROM benefit_packs WHERE id = $1 FOR UPDATE', [id]);
        if (!row) throw notFound();
        if (!isInScope(ctx, row.jurisdiction)) throw problems.packScope();
        if (row.published_at) throw problems.state('这个政策包已经公布，不用再签。');
        if (row.version !== version) throw stale({ version: row.version });
        if (row.first_signer === ctx.accountId) throw problems.secondPerson();
        const published = row.first_signer !== null;
        if (published) await notYetRun(tx, row);
        await tx.sql(
          published
            ? 'UPDATE benefit_packs SET second_signer = $2, published_at = $3, version = version + 1 WHERE id = $1'
            : 'UPDATE benefit_packs SET first_signer = $2, first_signed_at = $3, version = version + 1 WHERE id = $1',
          [id, ctx.accountId, now],
        );
        await note(
          tx,
          ctx,
          this.clock,
          'signPack',
          'pack',
          { id, division: row.jurisdiction },
          { published },
        );
        return { id, version: version + 1, published };
      });
    } catch (error) {
      if (violates(error, 'benefit_packs_month')) throw problems.packTwice();
      throw error;
    }
  }

  /** The packs by which a month's run judges. */
  async inForce(tx: Tx, month: string): Promise<PackBook> {
    return new PackBook(
      await tx.sql<PackRow>(
        `SELECT * FROM benefit_packs WHERE published_at IS NOT NULL AND effective_from <= $1
         ORDER BY length(jurisdiction) DESC, effective_from DESC, id DESC`,
        [dateOfMonth(month)],
      ),
    );
  }

  /** The packs by which a month's run judges, without and with a draft that takes effect in that month. */
  async withDraft(
    tx: Tx,
    month: string,
    draft: { id: number; data: Record<string, unknown> },
  ): Promise<{ before: PackBook; after: PackBook }> {
    const rows = await tx.sql<PackRow>(
      `SELECT * FROM benefit_packs WHERE (published_at IS NOT NULL AND effective_from <= $1) OR id = $2
       ORDER BY length(jurisdiction) DESC, id = $2 DESC, effective_from DESC, id DESC`,
      [dateOfMonth(month), draft.id],
    );
    return {
      before: new PackBook(rows.filter((row) => row.id !== draft.id)),
      after: new PackBook(rows.map((row) => (row.id === draft.id ? { ...row, data: draft.data } : row))),
    };
  }
}

/** A month that is being paid or was paid keeps its policy. */
async function notYetRun(tx: Tx, row: PackRow): Promise<void> {
  const run = await tx.one(
    `SELECT 1 FROM benefit_runs WHERE month >= $1 AND (division ^@ $2 OR $2 ^@ division) LIMIT 1`,
    [row.effective_from, row.jurisdiction],
  );
  if (run) throw problems.packMonth();
}

function checked(raw: Record<string, unknown>): Pack {
  try {
    const pack = parsePack(raw);
    const found = validatePack(pack);
    if (found.length > 0) throw problems.packBroken(found);
    return pack;
  } catch (error) {
    if (error instanceof BenefitsInputError) {
      throw problems.packInput(error.field, error.message.slice(error.field.length + 2));
    }
    throw error;
  }
}
