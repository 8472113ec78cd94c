import { randomInt, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Messages } from '@heling/notify/server/messages';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import type { Me } from '../contract/session';
import { CODE } from '../domain/lockout';
import { Attempts } from './attempts';
import { MeService } from './me.service';
import { problems } from './problems';
import { SessionsService } from './sessions.service';

interface Family {
  id: number;
  division: string;
}

/**
 * Sign-in of seniors and families (老人及家属登录) by phone and one-time code. A number without an account gets the
 * same answers and limits, and no message.
 */
@Injectable()
export class CodeSignInService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(Messages) private readonly messages: Messages,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(MeService) private readonly me: MeService,
  ) {}

  async sendCode(ctx: RequestContext, phone: string) {
    const index = this.vault.blindIndex('phone', phone);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await this.db.run(systemContext(), async (tx) => {
      await this.attempts.checkAddress(tx, ctx.address);
      await this.limit(tx, index);
      const now = this.clock.now();
      const expiresAt = new Date(now.getTime() + CODE.validSeconds * 1000);
      await tx.sql(
        'INSERT INTO login_codes (phone_index, code_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)',
        [index, this.hashOf(phone, code), now, expiresAt],
      );
      const account = await this.find(tx, index);
      if (!account) return;
      await this.messages.write(tx, {
        phone,
        text: `验证码 ${code}，${CODE.validSeconds / 60} 分钟内有效，用于登录鹤龄。请勿告诉他人。`,
        template: 'signInCode',
        division: account.division,
        accountId: account.id,
        usefulUntil: expiresAt,
      });
    });
    return { resendAfterSeconds: CODE.resendAfterSeconds, validSeconds: CODE.validSeconds };
  }

  async signIn(ctx: RequestContext, phone: string, code: string): Promise<{ state: 'ok'; me: Me }> {
    const index = this.vault.blindIndex('phone', phone);
    const answer = await this.db.run(systemContext(), async (tx) => {
      await this.attempts.checkAddress(tx, ctx.address);
      const right = await this.tryCode(tx, index, this.hashOf(phone, code));
      const account = right === true ? await this.find(tx, index) : undefined;
      if (!account) {
        await this.attempts.failedFrom(tx, ctx.address);
        return right === 'spent' ? ('spent' as const) : ('wrong' as const);
      }
      await this.sessions.open(tx, ctx, { ...account, kind: 'family' }, 'code');
      return { state: 'ok' as const, me: await this.me.of(tx, account.id) };
    });
    if (answer === 'spent') throw problems.codeSpent();
    if (answer === 'wrong') throw problems.wrongCode();
    return answer;
  }

  /** Only the newest code counts, five times, once. */
  private async tryCode(tx: Tx, index: Buffer, hash: Buffer): Promise<boolean | 'spent'> {
    const row = await tx.one<{ id: number; code_hash: Buffer; attempts: number }>(
      `SELECT id, code_hash, attempts FROM login_codes WHERE phone_index = $1 AND used_at IS NULL AND expires_at > $2
         AND id = (SELECT max(id) FROM login_codes WHERE phone_index = $1) FOR UPDATE`,
      [index, this.clock.now()],
    );
    if (!row) return false;
    if (row.attempts >= CODE.tries) return 'spent';
    const right = timingSafeEqual(row.code_hash, hash);
    await tx.sql('UPDATE login_codes SET attempts = attempts + 1, used_at = $2 WHERE id = $1', [
      row.id,
      right ? this.clock.now() : null,
    ]);
    return right;
  }

  private async limit(tx: Tx, index: Buffer): Promise<void> {
    // One at a time for a number, so that two requests at one moment do not both find room.
    await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('code:' || $1, 0))`, [index.toString('hex')]);
    const now = this.clock.now();
    const row = await tx.one<{ last: Date | null; hour: number; day: number }>(
      `SELECT max(created_at) AS last, count(*) FILTER (WHERE created_at > $2::timestamptz - interval '1 hour') AS hour,
         count(*) AS day
       FROM login_codes WHERE phone_index = $1 AND created_at > $2::timestamptz - interval '1 day'`,
      [index, now],
    );
    const waited = row?.last ? (now.getTime() - row.last.getTime()) / 1000 : Infinity;
    if (waited < CODE.resendAfterSeconds)
      throw problems.resendLater(Math.ceil(CODE.resendAfterSeconds - waited));
    if (row && (row.hour >= CODE.perHour || row.day >= CODE.perDay)) throw problems.tooManyCodes();
  }

  private find(tx: Tx, index: Buffer): Promise<Family | undefined> {
    return tx.one<Family>(
      `SELECT id, division FROM accounts WHERE phone_index = $1 AND kind = 'family' AND status = 'active'`,
      [index],
    );
  }

  private hashOf(phone: string, code: string): Buffer {
    return this.vault.mac('session', `code\0${phone}\0${code}`);
  }
}
