import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import { FamilyAccounts } from '@heling/access/server/family-accounts';
import { Messages } from '@heling/notify/server/messages';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound, stale } from '@heling/platform/server/problem';
import type { decideErasure, listErasures, requestErasure } from '../contract/personalData';
import { problems } from './personal-data-problems';
import { PersonalDataService } from './personal-data.service';

type Erasure = Output<typeof requestErasure>;
interface Row {
  id: number;
  person_id: number;
  division: string;
  reason: string;
  paper: string | null;
  requested_by: number;
  requested_at: Date;
  state: Erasure['state'];
  decided_by: number | null;
  decided_at: Date | null;
  decision: string | null;
  version: number;
}
const COLUMNS = `id, person_id, division, reason, paper, requested_by, requested_at, state, decided_by, decided_at,
  decision, version`;

/** What is removed of a person; rows of other contexts keep the number, which then points to nobody. */
const REMOVED = [
  'DELETE FROM person_tokens WHERE person_id = $1',
  'DELETE FROM contacts WHERE person_id = $1',
  'DELETE FROM residences WHERE person_id = $1',
  'DELETE FROM conditions WHERE person_id = $1',
  'DELETE FROM allergies WHERE person_id = $1',
  `UPDATE assessments SET items = '{}', diagnoses = '{}', risk_events = '{}', adjustments = '{}', reason = NULL
   WHERE person_id = $1`,
  // The key goes with its salt: whatever was sealed under it, in the audit too, opens no more.
  `UPDATE persons SET pii = '', key_salt = NULL, id_index = NULL, phone_index = NULL, no_id_reason = 'erased',
     household_id = NULL, status = CASE WHEN status = 'active' THEN 'left' ELSE status END, version = version + 1,
     birth = date_trunc('year', birth)::date WHERE id = $1`,
];

/** Requests to erase (删除个人信息): asked by the senior, approved by another, not to be undone. */
@Injectable()
export class ErasureService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PersonalDataService) private readonly data: PersonalDataService,
    @Inject(FamilyAccounts) private readonly families: FamilyAccounts,
    @Inject(Messages) private readonly messages: Messages,
  ) {}

  async request(
    ctx: RequestContext,
    personId: number,
    body: Input<typeof requestErasure>['body'],
  ): Promise<Erasure> {
    const { person } = await this.data.asked(ctx, personId, body.paper);
    return this.db.run(ctx, async (tx) => {
      const row = await tx
        .one<Row>(
          `INSERT INTO erasures (person_id, division, reason, paper, requested_by, requested_at)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
          [personId, person.division, body.reason, body.paper ?? null, ctx.accountId, this.clock.now()],
        )
        .catch((error: unknown) => {
          throw violates(error, 'erasures_open') ? problems.erasureOpen() : error;
        });
      await this.record(tx, ctx, 'requestErasure', row!, { paper: body.paper ?? null });
      return toErasure(row!);
    });
  }

  async list(
    ctx: RequestContext,
    query: Input<typeof listErasures>['query'],
  ): Promise<Output<typeof listErasures>> {
    const before = fromCursor(query.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row>(
        `SELECT ${COLUMNS} FROM erasures WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
         ORDER BY id DESC LIMIT $3`,
        [before?.[0] ?? null, query.state ?? null, query.limit + 1],
      ),
    );
    return pageFrom(rows, query.limit, this.clock.now(), (row) => [row.id], toErasure);
  }

  async decide(ctx: RequestContext, id: number, body: Input<typeof decideErasure>['body']): Promise<Erasure> {
    const seen = await this.db.run({ scope: ctx.scope }, (tx) =>
      tx.one('SELECT 1 FROM erasures WHERE id = $1', [id]),
    );
    if (!seen) throw notFound();
    // The senior's own account and messages may lie beyond the deciding office's scope.
    return this.db.run(systemContext(), async (tx) => {
      const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM erasures WHERE id = $1 FOR UPDATE`, [id]);
      if (!row) throw notFound();
      if (row.state !== 'waiting') throw problems.erasureOver();
      if (row.version !== body.version) throw stale(toErasure(row));
      if (row.requested_by === ctx.accountId) throw problems.secondPerson();
      if (body.approve) await this.erase(tx, ctx, row);
      const decided = await tx.one<Row>(
        `UPDATE erasures SET state = $2, decided_by = $3, decided_at = $4, decision = $5, version = version + 1
         WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, body.approve ? 'done' : 'refused', ctx.accountId, this.clock.now(), body.decision],
      );
      await this.record(tx, ctx, body.approve ? 'erase' : 'refuseErasure', row, { erasureId: id });
      return toErasure(decided!);
    });
  }

  private async erase(tx: Tx, ctx: RequestContext, { person_id: personId, division }: Row): Promise<void> {
    await tx.sql('SELECT 1 FROM persons WHERE id = $1 FOR UPDATE', [personId]);
    const open = await tx.one<{ count: number }>(
      `SELECT count(*) AS count FROM orders WHERE person_id = $1
         AND (state IN ('placed', 'confirmed', 'inProgress', 'disputed') OR pay_state IN ('due', 'refunding'))`,
      [personId],
    );
    if (open && open.count > 0) throw problems.ordersOpen(open.count);
    for (const statement of REMOVED) await tx.sql(statement, [personId]);
    const accounts = await this.families.forgetPerson(tx, ctx, personId);
    await this.messages.forgetPerson(tx, personId, accounts);
    await emit(tx, {
      ...{ topic: 'person.erased', key: `person:${personId}`, division, personId },
      payload: { personId },
    });
  }

  private record(tx: Tx, ctx: RequestContext, verb: string, row: Row, after: unknown): Promise<void> {
    const { person_id: personId, division } = row;
    return audit(tx, ctx, this.clock, {
      ...{ action: `people.${verb}`, subject: 'person', subjectId: personId, personId, division, after },
    });
  }
}

function toErasure(row: Row): Erasure {
  return {
    id: row.id,
    personId: row.person_id,
    reason: row.reason,
    paper: row.paper,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    state: row.state,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decision: row.decision,
    version: row.version,
  };
}
