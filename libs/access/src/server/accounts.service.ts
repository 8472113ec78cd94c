import { Inject, Injectable } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { invalid } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { Account, inviteAccount, listAccounts, resetPassword } from '../contract/accounts';
import { prefixOf } from '../domain/grants';
import {
  ACCOUNT_COLUMNS,
  ACCOUNT_FROM,
  lockAccount,
  readAccount,
  toAccount,
  type AccountRow,
} from './account-rows';
import { audit } from './audit';
import { Grants } from './grants.service';
import { IdentityCache } from './identity-cache';
import { hashPassword, initialPassword } from './passwords';
import { problems } from './problems';
import { SessionsService } from './sessions.service';

/** Accounts (账号) of staff and systems: invited, reset, unlocked, left. */
@Injectable()
export class AccountsService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(IdentityCache) private readonly cache: IdentityCache,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(Grants) private readonly grants: Grants,
  ) {}

  async list(
    ctx: RequestContext,
    query: Input<typeof listAccounts>['query'],
  ): Promise<Output<typeof listAccounts>> {
    const after = fromCursor(query.cursor, 1);
    const now = this.clock.now();
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<AccountRow>(
        `SELECT ${ACCOUNT_COLUMNS} FROM ${ACCOUNT_FROM}
         WHERE a.id > $1 AND ($2::text IS NULL OR strpos(lower(a.login), lower($2)) > 0)
           AND ($3::text IS NULL OR a.kind = $3) AND ($4::text IS NULL OR a.status = $4)
           AND ($5::text IS NULL OR a.division ^@ $5)
           AND ($6::text IS NULL OR EXISTS (SELECT FROM account_roles r WHERE r.account_id = a.id AND r.role = $6))
           AND ($8::bigint IS NULL OR a.id = $8)
         ORDER BY a.id LIMIT $7`,
        [
          after?.[0] ?? 0,
          query.login ?? null,
          query.kind ?? null,
          query.status ?? null,
          query.division ? prefixOf(query.division) : null,
          query.role ?? null,
          query.limit + 1,
          query.id ?? null,
        ],
      ),
    );
    return pageFrom(
      rows,
      query.limit,
      now,
      (row) => [row.id],
      (row) => toAccount(this.vault, row, now),
    );
  }

  /** A new account without roles: those are granted by the security administrator. */
  async invite(
    ctx: RequestContext,
    body: Input<typeof inviteAccount>['body'],
  ): Promise<Output<typeof inviteAccount>> {
    const password = body.kind === 'staff' ? initialPassword() : null;
    const passwordHash = password && (await hashPassword(password));
    return this.db.run(ctx, async (tx) => {
      await this.grants.checkHeld(tx, ctx, [
        { division: body.division },
        ...(body.org === undefined ? [] : [{ org: body.org }]),
      ]);
      if (body.carerId !== undefined) await checkCarer(tx, body.carerId, body.org);
      const { name, phone } = body;
      const row = await tx
        .one<{ id: number }>(
          `INSERT INTO accounts (kind, login, phone_index, pii, password_hash, status, division, org, carer_id, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
          [
            body.kind,
            body.login,
            phone ? this.vault.blindIndex('phone', phone) : null,
            this.vault.seal({ name, phone }),
            passwordHash,
            body.kind === 'staff' ? 'invited' : 'active',
            body.division,
            body.org ?? null,
            body.carerId ?? null,
            this.clock.now(),
          ],
        )
        .catch((error: unknown) => {
          throw violates(error, 'accounts_login_key') ? problems.loginTaken() : error;
        });
      await this.record(tx, ctx, 'invite', { id: row!.id, division: body.division }, null, {
        kind: body.kind,
        login: body.login,
        org: body.org,
        carerId: body.carerId,
      });
      return { account: await this.answer(tx, row!.id), initialPassword: password };
    });
  }

  /** A new initial password; whoever held the old one is out at once. */
  async resetPassword(
    ctx: RequestContext,
    id: number,
    version: number,
  ): Promise<Output<typeof resetPassword>> {
    if (id === ctx.accountId) throw problems.ownAccount();
    const password = initialPassword();
    const passwordHash = await hashPassword(password);
    return this.db.run(ctx, async (tx) => {
      const before = await this.lock(tx, ctx, id, version);
      if (before.kind !== 'staff') throw invalid('id', '只有工作人员的账号使用密码。');
      await tx.sql(
        `UPDATE accounts SET password_hash = $2, status = 'invited', failures = 0, locked_until = NULL,
           version = version + 1 WHERE id = $1`,
        [id, passwordHash],
      );
      const ended = await this.sessions.endAll(tx, id);
      await this.record(
        tx,
        ctx,
        'resetPassword',
        before,
        { status: before.status },
        { status: 'invited', ended },
      );
      return { account: await this.answer(tx, id), initialPassword: password };
    });
  }

  /** The account signs in no more; its sessions and tokens are over at once. */
  async leave(ctx: RequestContext, id: number, version: number, reason: string): Promise<Account> {
    if (id === ctx.accountId) throw problems.ownAccount();
    return this.db.run(ctx, async (tx) => {
      const before = await this.lock(tx, ctx, id, version);
      await tx.sql(`UPDATE accounts SET status = 'left', version = version + 1 WHERE id = $1`, [id]);
      await tx.sql('UPDATE api_tokens SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL', [
        id,
        this.clock.now(),
      ]);
      await this.sessions.endAll(tx, id);
      await this.record(tx, ctx, 'leave', before, { status: before.status }, { status: 'left' }, reason);
      return this.answer(tx, id);
    });
  }

  async unlock(ctx: RequestContext, id: number, version: number): Promise<Account> {
    return this.db.run(ctx, async (tx) => {
      const before = await this.lock(tx, ctx, id, version);
      await tx.sql(
        'UPDATE accounts SET failures = 0, locked_until = NULL, version = version + 1 WHERE id = $1',
        [id],
      );
      await this.record(
        tx,
        ctx,
        'unlock',
        before,
        { lockedUntil: before.locked_until },
        { lockedUntil: null },
      );
      return this.answer(tx, id);
    });
  }

  async endSessions(ctx: RequestContext, id: number, reason: string): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      const account = await this.lock(tx, ctx, id);
      const ended = await this.sessions.endAll(tx, id);
      await this.record(tx, ctx, 'endSessions', account, null, { ended }, reason);
    });
  }

  /** First person: asks that a lost second factor (遗失的动态验证码) be taken off. */
  async requestRecovery(ctx: RequestContext, id: number, reason: string): Promise<Account> {
    if (id === ctx.accountId) throw problems.secondPerson();
    return this.db.run(ctx, async (tx) => {
      const account = await this.lock(tx, ctx, id);
      if (account.recovery) throw problems.recoveryOpen();
      if (!account.totp_enrolled_at)
        throw invalid('id', '这个账号还没有绑定动态验证码，下次登录时会要求绑定。');
      await tx.sql(
        'INSERT INTO factor_recoveries (account_id, reason, requested_by, requested_at) VALUES ($1, $2, $3, $4)',
        [id, reason, ctx.accountId, this.clock.now()],
      );
      await this.record(tx, ctx, 'requestRecovery', account, null, null, reason);
      return this.answer(tx, id);
    });
  }

  /** Second person: approves; the account enrols anew at its next sign-in. */
  async approveRecovery(ctx: RequestContext, id: number, recoveryId: number): Promise<Account> {
    return this.db.run(ctx, async (tx) => {
      const account = await this.lock(tx, ctx, id);
      const { recovery } = account;
      if (!recovery || recovery.id !== recoveryId) throw problems.noRecovery();
      if (recovery.requestedBy === ctx.accountId || id === ctx.accountId) throw problems.secondPerson();
      await tx.sql('UPDATE factor_recoveries SET approved_by = $2, approved_at = $3 WHERE id = $1', [
        recoveryId,
        ctx.accountId,
        this.clock.now(),
      ]);
      await tx.sql(
        `UPDATE accounts SET totp_secret = NULL, totp_enrolled_at = NULL, version = version + 1 WHERE id = $1`,
        [id],
      );
      await this.sessions.endAll(tx, id);
      await this.record(tx, ctx, 'approveRecovery', account, null, {
        recoveryId,
        requestedBy: recovery.requestedBy,
      });
      return this.answer(tx, id);
    });
  }

  /** An account is changed by those whose scope holds the whole of its own: a county's staff has no hold on the city's. */
  private async lock(tx: Tx, ctx: RequestContext, id: number, version?: number): Promise<AccountRow> {
    const seen = version === undefined ? null : { version, vault: this.vault, now: this.clock.now() };
    const row = await lockAccount(tx, id, seen);
    await this.grants.checkHeld(tx, ctx, row.scopes);
    if (row.status === 'left') throw problems.accountLeft();
    return row;
  }

  private async answer(tx: Tx, id: number): Promise<Account> {
    tx.afterCommit(() => this.cache.forget(id));
    return toAccount(this.vault, await readAccount(tx, id), this.clock.now());
  }

  private record(
    tx: Tx,
    ctx: RequestContext,
    verb: string,
    account: { id: number; division: string },
    before: unknown,
    after: unknown,
    purpose?: string,
  ): Promise<void> {
    const { id, division } = account;
    return audit(tx, ctx, this.clock, {
      ...{ action: `access.${verb}`, subject: 'account', subjectId: id, division, before, after, purpose },
    });
  }
}

/** A carer's account sees their visits: only of a carer whom the inviting administrator sees, at that organisation. */
async function checkCarer(tx: Tx, carerId: number, org: number | undefined): Promise<void> {
  const row = await tx.one('SELECT 1 FROM carers WHERE id = $1 AND ($2::bigint IS NULL OR org = $2)', [
    carerId,
    org ?? null,
  ]);
  if (!row) throw invalid('carerId', '没有找到这位护理员，或不属于所选的服务商。');
}
