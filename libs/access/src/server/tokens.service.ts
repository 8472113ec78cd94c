import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { allSpecs } from '@heling/platform/server/handle';
import { invalid, notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { createToken, listTokens } from '../contract/tokens';
import { lockAccount } from './account-rows';
import { audit } from './audit';
import { Grants } from './grants.service';
import { IdentityCache } from './identity-cache';
import { problems } from './problems';

type Token = Output<typeof listTokens>['items'][number];
interface Row {
  id: number;
  account_id: number;
  pii: Buffer;
  division: string;
  name: string;
  routes: string[];
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}
const SELECT = `SELECT t.id, t.account_id, a.pii, a.division, t.name, t.routes, t.created_at, t.expires_at, t.revoked_at
  FROM api_tokens t JOIN accounts a ON a.id = t.account_id`;
const LONGEST_DAYS = 366;

/** API tokens (接口令牌) of other systems: for some endpoints, for at most a year, within their account's scope. */
@Injectable()
export class TokensService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Grants) private readonly grants: Grants,
    @Inject(IdentityCache) private readonly cache: IdentityCache,
  ) {}

  async list(ctx: RequestContext): Promise<Output<typeof listTokens>> {
    const rows = await this.db.run(ctx, (tx) => tx.sql<Row>(`${SELECT} ORDER BY t.id DESC LIMIT 500`));
    return { items: rows.map((row) => this.toToken(row)) };
  }

  /** The token is told once; only its keyed hash is kept. */
  async create(
    ctx: RequestContext,
    body: Input<typeof createToken>['body'],
  ): Promise<Output<typeof createToken>> {
    const now = this.clock.now();
    const today = businessDay(now);
    if (body.expiresOn < today) throw invalid('expiresOn', '有效期的最后一天不能早于今天。');
    if (body.expiresOn > addDays(today, LONGEST_DAYS))
      throw invalid('expiresOn', '令牌最长一年，请缩短期限。');
    const known = new Set(allSpecs().map((spec) => spec.id));
    const unknown = body.routes.find((route) => !known.has(route));
    if (unknown) throw invalid('routes', `没有名为“${unknown}”的接口，请对照接口说明填写。`);
    return this.db.run(ctx, async (tx) => {
      const account = await lockAccount(tx, body.accountId, null);
      await this.grants.checkHeld(tx, ctx, account.scopes);
      if (account.status === 'left') throw problems.accountLeft();
      if (account.kind !== 'integration') throw invalid('accountId', '令牌只能签发给对接系统的账号。');
      const token = randomBytes(32).toString('base64url');
      const routes = [...new Set(body.routes)].sort();
      const made = await tx.one<{ id: number }>(
        `INSERT INTO api_tokens (account_id, name, token_hash, routes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
        [
          account.id,
          body.name,
          this.vault.mac('session', token),
          routes,
          now,
          atLocal(addDays(body.expiresOn, 1), '00:00'),
        ],
      );
      const { division } = account;
      await audit(tx, ctx, this.clock, {
        ...{ action: 'access.createToken', subject: 'token', subjectId: made!.id, division },
        after: { accountId: account.id, routes, expiresOn: body.expiresOn },
      });
      return { token, item: this.toToken(await rowOf(tx, made!.id)) };
    });
  }

  /** Over at once. Revoking it a second time changes nothing. */
  async revoke(ctx: RequestContext, id: number): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      const row = await rowOf(tx, id);
      if (row.revoked_at) return;
      await tx.sql('UPDATE api_tokens SET revoked_at = $2 WHERE id = $1', [id, this.clock.now()]);
      const { division } = row;
      await audit(tx, ctx, this.clock, {
        ...{ action: 'access.revokeToken', subject: 'token', subjectId: id, division },
        after: { accountId: row.account_id },
      });
      tx.afterCommit(() => this.cache.forget(row.account_id));
    });
  }

  private toToken(row: Row): Token {
    return {
      id: row.id,
      accountId: row.account_id,
      accountName: this.vault.open<{ name: string }>(row.pii).name,
      name: row.name,
      routes: row.routes,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      revokedAt: row.revoked_at?.toISOString() ?? null,
    };
  }
}

async function rowOf(tx: Tx, id: number): Promise<Row> {
  const row = await tx.one<Row>(`${SELECT} WHERE t.id = $1`, [id]);
  if (!row) throw notFound();
  return row;
}
