import { Inject, Injectable } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { AUDIT_DAYS, type auditState, type searchAudit } from '../contract/auditLog';
import { problems } from './problems';
import { Sealer } from './sealer';

interface Row {
  id: number;
  at: Date;
  account_id: number | null;
  action: string;
  subject: string;
  subject_id: number | null;
  person_id: number | null;
  division: string;
  purpose: string | null;
  request_id: string | null;
  address: string | null;
  before: unknown;
  after: unknown;
  sealed: boolean;
}

/** Reading the audit (审计), within the auditor's scope. */
@Injectable()
export class AuditService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Sealer) private readonly sealer: Sealer,
  ) {}

  async search(
    ctx: RequestContext,
    body: Input<typeof searchAudit>['body'],
  ): Promise<Output<typeof searchAudit>> {
    // No index knows the actions: what is neither a person's nor an account's is found within a time.
    if (body.action && body.accountId === undefined && body.personId === undefined) {
      const to = body.to ? Date.parse(body.to) : this.clock.now().getTime();
      if (!body.from || to - Date.parse(body.from) > AUDIT_DAYS * 86_400_000) throw problems.auditRange();
    }
    const before = fromCursor(body.cursor, 1);
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<Row>(
        `SELECT a.id, a.at, a.account_id, a.action, a.subject, a.subject_id, a.person_id, a.division, a.purpose,
           a.request_id, a.address, a.before, a.after,
           EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = a.id) AS sealed
         FROM audit_log a
         WHERE ($1::bigint IS NULL OR a.id < $1) AND ($2::timestamptz IS NULL OR a.at >= $2)
           AND ($3::timestamptz IS NULL OR a.at < $3) AND ($4::bigint IS NULL OR a.account_id = $4)
           AND ($5::bigint IS NULL OR a.person_id = $5) AND ($6::text IS NULL OR a.action ^@ $6)
         ORDER BY a.id DESC LIMIT $7`,
        [
          before?.[0] ?? null,
          body.from ?? null,
          body.to ?? null,
          body.accountId ?? null,
          body.personId ?? null,
          body.action || null,
          body.limit + 1,
        ],
      ),
    );
    const names = await this.namesOf(rows.flatMap((row) => row.account_id ?? []));
    return pageFrom(
      rows,
      body.limit,
      this.clock.now(),
      (row) => [row.id],
      (row) => ({
        id: row.id,
        at: row.at.toISOString(),
        accountId: row.account_id,
        accountName: row.account_id === null ? null : (names.get(row.account_id) ?? null),
        action: row.action,
        subject: row.subject,
        subjectId: row.subject_id,
        personId: row.person_id,
        division: row.division,
        purpose: row.purpose,
        requestId: row.request_id,
        address: row.address,
        before: row.before,
        after: row.after,
        sealed: row.sealed,
      }),
    );
  }

  /** How far the whole chain has come; numbers only, so it is the city's whatever the auditor's scope. */
  async state(): Promise<Output<typeof auditState>> {
    return this.db.run(systemContext(), async (tx) => {
      const last = await tx.one<{ seq: number; audit_id: number; sealed_at: Date }>(
        'SELECT seq, audit_id, sealed_at FROM audit_seals ORDER BY seq DESC LIMIT 1',
      );
      const { waiting, oldest } = await this.sealer.waiting(tx);
      return {
        sealed: last?.seq ?? 0,
        lastAuditId: last?.audit_id ?? null,
        lastSealedAt: last?.sealed_at.toISOString() ?? null,
        waiting,
        oldestWaitingAt: oldest?.toISOString() ?? null,
      };
    });
  }

  /** Who acted may belong elsewhere: the names are looked up in the whole city. */
  private async namesOf(ids: number[]): Promise<Map<number, string>> {
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number; pii: Buffer }>('SELECT id, pii FROM accounts WHERE id = ANY ($1::bigint[])', [
        [...new Set(ids)],
      ]),
    );
    return new Map(rows.map(({ id, pii }) => [id, this.vault.open<{ name: string }>(pii).name]));
  }
}
