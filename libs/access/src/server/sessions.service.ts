import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@heling/platform/contract/roles';
import { Clock } from '@heling/platform/server/clock';
import { CITY, systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { audit } from './audit';
import { setSessionCookie } from './cookie';
import { IdentityCache } from './identity-cache';

/**
 * Staff sign in each working day; families stay signed in on their phones. A wall (监测大屏) only watches: it stays signed
 * in while it is on (`renewal`), 90 days at most, and an administrator can end it at any moment.
 */
const LASTS_SECONDS = { staff: 12 * 3600, family: 90 * 86_400 };
const WALL_SECONDS = 90 * 86_400;

/** Until when a session that is in use lasts from now on; null: as it was opened. */
export function renewal(session: { roles: readonly Role[]; createdAt: Date }, now: Date): Date | null {
  if (session.roles.length !== 1 || session.roles[0] !== 'wall') return null;
  const latest = session.createdAt.getTime() + WALL_SECONDS * 1000;
  return new Date(Math.min(now.getTime() + LASTS_SECONDS.staff * 1000, latest));
}

/** Sessions (登录): opened by a sign-in, listed and ended by their account. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(IdentityCache) private readonly cache: IdentityCache,
  ) {}

  /** Opens a session in the sign-in's transaction; its cookie goes out with the answer once that has committed. */
  async open(
    tx: Tx,
    ctx: RequestContext,
    account: { id: number; kind: 'staff' | 'family'; division: string },
    how: 'password' | 'totp' | 'code',
  ): Promise<void> {
    const now = this.clock.now();
    const seconds = LASTS_SECONDS[account.kind];
    const token = randomBytes(32).toString('base64url');
    const row = await tx.one<{ id: number }>(
      `INSERT INTO sessions (token_hash, account_id, device, address, created_at, seen_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING id`,
      [
        this.vault.mac('session', token),
        account.id,
        ctx.device,
        ctx.address,
        now,
        new Date(now.getTime() + seconds * 1000),
      ],
    );
    await audit(tx, { ...ctx, accountId: account.id }, this.clock, {
      action: 'access.signIn',
      subject: 'session',
      subjectId: row!.id,
      division: account.division,
      after: { how },
    });
    const wall = await tx.one(
      `SELECT 1 FROM account_roles WHERE account_id = $1 HAVING count(*) = 1 AND min(role) = 'wall'`,
      [account.id],
    );
    // The browser keeps a wall's cookie as long as the session may be renewed.
    tx.afterCommit(() => setSessionCookie(ctx, token, wall ? WALL_SECONDS : seconds));
  }

  async list(ctx: RequestContext) {
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<{
        id: number;
        device: string;
        address: string;
        created_at: Date;
        seen_at: Date;
        expires_at: Date;
      }>(
        `SELECT id, device, address, created_at, seen_at, expires_at FROM sessions
         WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY seen_at DESC, id DESC LIMIT 100`,
        [ctx.accountId, this.clock.now()],
      ),
    );
    return {
      items: rows.map((row) => ({
        id: row.id,
        device: row.device,
        address: row.address,
        createdAt: row.created_at.toISOString(),
        seenAt: row.seen_at.toISOString(),
        expiresAt: row.expires_at.toISOString(),
        current: row.id === ctx.sessionId,
      })),
    };
  }

  /** Ends one of the caller's own sessions. */
  async end(ctx: RequestContext, sessionId: number): Promise<void> {
    const ended = await this.endWhere(ctx, ctx.accountId!, 'AND id = $3', sessionId);
    if (ended === 0) throw notFound('没有找到这处登录，可能已经结束。');
  }

  async signOut(ctx: RequestContext): Promise<void> {
    if (ctx.sessionId !== null) await this.endWhere(ctx, ctx.accountId!, 'AND id = $3', ctx.sessionId);
    setSessionCookie(ctx, null, 0);
  }

  /** Ends the caller's other sessions; answers how many. */
  endOthers(ctx: RequestContext): Promise<number> {
    return this.endWhere(ctx, ctx.accountId!, 'AND id <> $3', ctx.sessionId ?? 0);
  }

  /** Ends the sessions of an account within a change's transaction, all but `keep`; answers how many. */
  async endAll(tx: Tx, accountId: number, keep = 0): Promise<number> {
    const ended = await tx.sql(
      `UPDATE sessions SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL AND id <> $3 RETURNING 1`,
      [accountId, this.clock.now(), keep],
    );
    tx.afterCommit(() => this.cache.forget(accountId));
    return ended.length;
  }

  private endWhere(ctx: RequestContext, accountId: number, which: string, param: number): Promise<number> {
    // Their own sessions are the caller's whatever their scope.
    return this.db.run(systemContext(), async (tx) => {
      const rows = await tx.sql<{ id: number }>(
        `UPDATE sessions SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL ${which} RETURNING id`,
        [accountId, this.clock.now(), param],
      );
      tx.afterCommit(() => this.cache.forget(accountId));
      if (rows.length === 0) return 0;
      await audit(tx, ctx, this.clock, {
        action: 'access.signOut',
        subject: 'account',
        subjectId: accountId,
        division: ctx.division ?? CITY,
        after: { sessions: rows.map((row) => row.id) },
      });
      return rows.length;
    });
  }
}
