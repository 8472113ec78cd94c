import { Inject, Injectable } from '@nestjs/common';
import { Authenticator, type Identity } from '@heling/platform/server/authenticator';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { sessionTokenOf } from './cookie';
import { identityOf, type AccountIdentity } from './identity';
import { IdentityCache } from './identity-cache';
import { renewal } from './sessions.service';

/** `seen_at` is kept to this precision, so that reading does not write at each request. */
const SEEN_EVERY_MS = 60_000;

/** Session cookies of people and bearer tokens of other systems, looked up in PostgreSQL. */
@Injectable()
export class SessionAuthenticator extends Authenticator {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(IdentityCache) private readonly cache: IdentityCache,
  ) {
    super();
    cache.onForget((accountId) => this.changed(accountId));
  }

  override async authenticate(
    headers: { cookie?: string; authorization?: string },
    address: string,
    device: string,
  ): Promise<Identity | null> {
    const bearer = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(headers.authorization ?? '')?.[1];
    const token = bearer ?? sessionTokenOf(headers.cookie);
    if (!token) return null;
    const identity = await this.lookUp(bearer ? 'token' : 'session', token);
    if (!identity) return null;
    const { accountId, sessionId, roles, scope, division, org, carerId, tokenRoutes } = identity;
    return {
      ...{ accountId, sessionId, roles, scope, division, org, carerId, address, device },
      ...(tokenRoutes ? { tokenRoutes } : {}),
    };
  }

  private async lookUp(by: 'session' | 'token', token: string): Promise<AccountIdentity | undefined> {
    const hash = this.vault.mac('session', token);
    const key = `${by}:${hash.toString('base64')}`;
    const now = this.clock.now();
    const cached = this.cache.get(key, now);
    if (cached) return cached;
    const mark = this.cache.mark();
    const identity = await this.db.run(systemContext(), async (tx) => {
      const found = await identityOf(tx, by, hash, now);
      if (found?.seenAt && now.getTime() - found.seenAt.getTime() > SEEN_EVERY_MS) {
        const until = found.openedAt && renewal({ roles: found.roles, createdAt: found.openedAt }, now);
        await tx.sql(
          `UPDATE sessions SET seen_at = $2, expires_at = greatest(expires_at, $3) WHERE id = $1 AND seen_at < $2`,
          [found.sessionId, now, until],
        );
      }
      return found;
    });
    if (identity) this.cache.put(key, identity, now, mark);
    return identity;
  }
}
