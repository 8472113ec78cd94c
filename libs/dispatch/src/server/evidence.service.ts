import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import { instant, type Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { invalid, notFound } from '@heling/platform/server/problem';
import type { evidenceFileRoute, evidenceRoute } from '../contract/visits';
import { PHOTO_TYPES, photoType, type PhotoType } from '../domain/photo';
import { EvidenceStore } from './evidence-store';
import { lockOwn, timeOf } from './own-visit';
import { problems } from './problems';
import { widen } from './scope';

const MOST_A_VISIT = 30;
/** Visits from whose states a photo makes sense. */
const AT_HOME = ['arrived', 'gated', 'inService', 'done', 'notAtHome', 'refusedForSafety', 'interrupted'];

interface FileRow {
  id: number;
  visit_id: number;
  person_id: number;
  division: string;
  kind: 'photo' | 'signature';
  file: string;
  media_type: PhotoType;
}

/** Photos as evidence of a visit (留痕照片), taken and shown only with consent. */
@Injectable()
export class EvidenceService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EvidenceStore) private readonly store: EvidenceStore,
  ) {}

  /** Takes a photo in; the same photo again gives the first answer. */
  async add(
    ctx: RequestContext,
    visitId: number,
    body: z.output<(typeof evidenceRoute)['body']>,
  ): Promise<Output<typeof evidenceRoute>> {
    const mediaType = photoType(body.file);
    if (!mediaType) throw problems.photo();
    const kind = body.fields.kind === 'signature' ? 'signature' : 'photo';
    const given = body.fields.takenAt;
    if (given && !instant.safeParse(given).success) throw invalid('takenAt', '拍摄时间有误。');
    const takenAt = timeOf(given || undefined, this.clock.now());
    await this.db.run(ctx, (tx) => this.mayTake(tx, ctx, visitId, body.fields.consent === 'asked'));
    const { sha256, file } = await this.store.put(body.file);
    return this.db.run(ctx, async (tx) => {
      const visit = await this.mayTake(tx, ctx, visitId, body.fields.consent === 'asked');
      const made = await tx.one<{ id: number }>(
        `INSERT INTO evidence (visit_id, person_id, division, org, carers, kind, file, media_type, size, sha256, taken_at,
           account_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (visit_id, sha256) DO NOTHING RETURNING id`,
        [
          visitId,
          visit.person_id,
          visit.division,
          visit.org,
          visit.carers,
          kind,
          file,
          mediaType,
          body.file.length,
          sha256,
          takenAt,
          ctx.accountId,
        ],
      );
      if (!made) {
        const first = await tx.one<{ id: number; kind: 'photo' | 'signature'; taken_at: Date }>(
          'SELECT id, kind, taken_at FROM evidence WHERE visit_id = $1 AND sha256 = $2',
          [visitId, sha256],
        );
        return { id: first!.id, kind: first!.kind, takenAt: first!.taken_at.toISOString(), already: true };
      }
      await audit(tx, ctx, this.clock, {
        action: 'visits.evidence',
        subject: 'evidence',
        subjectId: made.id,
        personId: visit.person_id,
        division: visit.division,
        after: { visitId, kind, consent: body.fields.consent === 'asked' ? 'asked' : 'onFile' },
      });
      await emit(tx, {
        topic: 'visit.evidence',
        key: `visit:${visitId}`,
        division: visit.division,
        org: visit.org,
        personId: visit.person_id,
        carers: visit.carers,
        payload: { visitId, evidenceId: made.id },
      });
      return { id: made.id, kind, takenAt: takenAt.toISOString(), already: false };
    });
  }

  /** The picture, for who may see it; that it was looked at is audited. */
  async file(ctx: RequestContext, id: number): Promise<Output<typeof evidenceFileRoute>> {
    const row = await this.db.run(ctx, async (tx) => {
      const found = await tx.one<FileRow>(
        'SELECT id, visit_id, person_id, division, kind, file, media_type FROM evidence WHERE id = $1',
        [id],
      );
      if (!found) throw notFound('没有找到这张照片，或您无权查看。');
      if (ctx.roles.every((role) => role === 'family')) await this.mayLook(tx, ctx, found.person_id);
      await audit(tx, ctx, this.clock, {
        action: 'visits.evidenceFile',
        subject: 'evidence',
        subjectId: id,
        personId: found.person_id,
        division: found.division,
        purpose: 'visit',
      });
      return found;
    });
    const content = await this.store.get(row.file);
    if (!content) throw problems.fileGone();
    const fileName = `visit-${row.visit_id}-${row.id}.${PHOTO_TYPES[row.media_type]}`;
    return { fileName, mediaType: row.media_type, content };
  }

  private async mayTake(tx: Tx, ctx: RequestContext, visitId: number, asked: boolean) {
    const { visit } = await lockOwn(tx, ctx, visitId);
    if (!AT_HOME.includes(visit.state)) throw problems.refused('签到以后才能上传照片。');
    const row = await tx.one<{ consented: boolean; photos: number }>(
      `SELECT EXISTS (SELECT FROM consents c WHERE c.person_id = $1 AND c.withdrawn_at IS NULL AND c.expires_at > $2
         AND 'photo' = ANY (c.covers)) AS consented,
         (SELECT count(*) FROM evidence e WHERE e.visit_id = $3) AS photos`,
      [visit.person_id, this.clock.now(), visitId],
    );
    if (!row?.consented && !asked) throw problems.photoConsent();
    if (row && row.photos > MOST_A_VISIT) throw problems.refused(`一次上门最多上传 ${MOST_A_VISIT} 张照片。`);
    return visit;
  }

  /** The senior themselves, or a family member whose live consent covers photos. */
  private async mayLook(tx: Tx, ctx: RequestContext, personId: number): Promise<void> {
    await widen(tx, ctx, { p: [personId] });
    const row = await tx.one(
      `SELECT 1 WHERE EXISTS (SELECT FROM accounts a WHERE a.id = $2 AND a.person_id = $1)
         OR EXISTS (SELECT FROM consents c WHERE c.person_id = $1 AND c.account_id = $2 AND c.withdrawn_at IS NULL
           AND c.expires_at > $3 AND 'photo' = ANY (c.covers))`,
      [personId, ctx.accountId, this.clock.now()],
    );
    if (!row) throw problems.photoConsent();
  }
}
