import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { PHOTO_TYPES, photoType, type PhotoType } from '@heling/dispatch/domain/photo';
import { EvidenceStore } from '@heling/dispatch/server/evidence-store';
import type { Output } from '@heling/platform/contract/route';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid, notFound } from '@heling/platform/server/problem';
import type { addPaperRoute, paperFileRoute, papersRoute } from '../contract/family';
import { objectUntil } from '../domain/objection';
import { PAPERS, PAPERS_FOR, type Paper } from '../domain/papers';
import type { Scheme } from '../domain/pack';
import { note, personFor } from './common';
import { problems } from './problems';

const MOST = 20;

interface CaseRow {
  id: number;
  person_id: number;
  division: string;
  scheme: Scheme;
  state: string;
  notice_until: string | null;
}

/** Papers (材料) of applications as photographs, sealed like the photographs of visits. */
@Injectable()
export class PapersService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EvidenceStore) private readonly store: EvidenceStore,
  ) {}

  async list(ctx: RequestContext, id: number): Promise<Output<typeof papersRoute>> {
    return this.db.run(ctx, async (tx) => {
      const row = await this.caseOf(tx, ctx, id);
      const items = await tx.sql<{ id: number; kind: Paper; at: Date }>(
        'SELECT id, kind, at FROM benefit_papers WHERE entitlement_id = $1 ORDER BY id',
        [id],
      );
      return {
        objectUntil: objectUntil(row.state, await refusedOn(tx, id), row.notice_until),
        open: items.length < MOST,
        wanted: PAPERS_FOR[row.scheme].map((kind) => ({
          kind,
          name: PAPERS[kind],
          given: items.some((item) => item.kind === kind),
        })),
        items: items.map((item) => ({
          id: item.id,
          kind: item.kind,
          name: PAPERS[item.kind],
          at: item.at.toISOString(),
        })),
      };
    });
  }

  /** Takes a photograph in; the same one again gives the first answer. Throws 415 `benefits.paper_kind`. */
  async add(
    ctx: RequestContext,
    id: number,
    body: z.output<(typeof addPaperRoute)['body']>,
  ): Promise<Output<typeof addPaperRoute>> {
    const mediaType = photoType(body.file);
    if (!mediaType) throw problems.paperKind();
    // Asked before anything is kept, and again when it is entered: the file lies outside the transaction.
    await this.db.run(ctx, (tx) => this.mayAdd(tx, ctx, id));
    const { kind } = body.fields;
    if (kind === undefined || !(kind in PAPERS)) throw invalid('kind', '请选择是哪一种材料。');
    const { sha256, file } = await this.store.put(body.file);
    return this.db.run(ctx, async (tx) => {
      const row = await this.mayAdd(tx, ctx, id);
      const made = await tx.one<{ id: number }>(
        `INSERT INTO benefit_papers (entitlement_id, person_id, division, kind, file, media_type, size, sha256, account_id, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (entitlement_id, sha256) DO NOTHING RETURNING id`,
        [
          id,
          row.person_id,
          row.division,
          kind,
          file,
          mediaType,
          body.file.length,
          sha256,
          ctx.accountId,
          this.clock.now(),
        ],
      );
      if (!made) {
        const first = await tx.one<{ id: number }>(
          'SELECT id FROM benefit_papers WHERE entitlement_id = $1 AND sha256 = $2',
          [id, sha256],
        );
        return { id: first!.id, already: true };
      }
      await note(tx, ctx, this.clock, 'addPaper', 'benefitPaper', { ...row, id: made.id }, { kind });
      return { id: made.id, already: false };
    });
  }

  async file(ctx: RequestContext, id: number): Promise<Output<typeof paperFileRoute>> {
    const row = await this.db.run(ctx, async (tx) => {
      const found = await tx.one<{
        id: number;
        entitlement_id: number;
        person_id: number;
        division: string;
        file: string;
        media_type: PhotoType;
      }>(
        'SELECT id, entitlement_id, person_id, division, file, media_type FROM benefit_papers WHERE id = $1',
        [id],
      );
      if (!found) throw notFound('没有找到这张照片，或您无权查看。');
      await personFor(tx, ctx, found.person_id, this.clock.now());
      await note(tx, ctx, this.clock, 'paperFile', 'benefitPaper', found);
      return found;
    });
    const content = await this.store.get(row.file);
    if (!content) throw notFound('照片文件已按保存期限删除。');
    const fileName = `paper-${row.entitlement_id}-${row.id}.${PHOTO_TYPES[row.media_type]}`;
    return { fileName, mediaType: row.media_type, content };
  }

  private async mayAdd(tx: Tx, ctx: RequestContext, id: number): Promise<CaseRow> {
    const row = await this.caseOf(tx, ctx, id);
    const count = await tx.one<{ n: number }>(
      'SELECT count(*) AS n FROM benefit_papers WHERE entitlement_id = $1',
      [id],
    );
    if (count!.n >= MOST) throw problems.state(`一份申请最多交 ${MOST} 张照片。`);
    return row;
  }

  private async caseOf(tx: Tx, ctx: RequestContext, id: number): Promise<CaseRow> {
    const row = await tx.one<CaseRow>(
      'SELECT id, person_id, division, scheme, state, notice_until FROM entitlements WHERE id = $1',
      [id],
    );
    if (!row) throw notFound('没有找到这份申请，或您无权查看。');
    await personFor(tx, ctx, row.person_id, this.clock.now());
    return row;
  }
}

/** The day of the last refusal; null: never refused. */
export async function refusedOn(tx: Tx, entitlementId: number): Promise<string | null> {
  const row = await tx.one<{ at: Date }>(
    `SELECT at FROM entitlement_steps WHERE entitlement_id = $1 AND step = 'refuse' ORDER BY id DESC LIMIT 1`,
    [entitlementId],
  );
  return row ? businessDay(row.at) : null;
}
