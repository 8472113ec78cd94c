import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import type { Me, setFirstPassword, signIn } from '../contract/session';
import { Attempts } from './attempts';
import { audit } from './audit';
import { MeService } from './me.service';
import { hashPassword, isPassword } from './passwords';
import { problems } from './problems';
import { SessionsService } from './sessions.service';
import { Tickets } from './tickets';
import { newTotpSecret, stepOf, totpPicture } from './totp';

interface Staff {
  id: number;
  login: string;
  division: string;
  status: 'invited' | 'active';
  password_hash: string;
  totp_secret: Buffer | null;
}
const STAFF = `id, login, division, status, password_hash, totp_secret`;
const SIGNS_IN = `kind = 'staff' AND status IN ('invited', 'active') AND password_hash IS NOT NULL`;

/**
 * Sign-in of staff (工作人员登录): password, then the second factor. A refusal that must leave a trace (a counted
 * attempt, an audit row) is answered by the transaction and thrown after its commit.
 */
@Injectable()
export class SignInService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(Tickets) private readonly tickets: Tickets,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(MeService) private readonly me: MeService,
  ) {}

  async signIn(
    ctx: RequestContext,
    login: string,
    password: string,
    totp: string | undefined,
  ): Promise<Output<typeof signIn>> {
    const name = login.toLowerCase();
    const taken = await this.db.run(systemContext(), async (tx) => {
      await this.attempts.checkAddress(tx, ctx.address);
      const account = await tx.one<Staff>(`SELECT ${STAFF} FROM accounts WHERE login = $1 AND ${SIGNS_IN}`, [
        name,
      ]);
      const until = account
        ? await this.attempts.take(tx, account.id)
        : await this.attempts.takeUnknown(tx, name);
      return { account, until };
    });
    if (taken.until) throw problems.locked(taken.until);
    const { account } = taken;
    if (!(await isPassword(account?.password_hash ?? null, password)) || !account) {
      await this.failed(ctx, account, 'password');
      throw problems.wrongPassword();
    }
    if (account.totp_secret && totp === undefined) {
      await this.db.run(systemContext(), (tx) => this.attempts.giveBack(tx, account.id));
      return { state: 'totpNeeded' };
    }
    const answer = await this.db.run(systemContext(), async (tx) => {
      if (account.totp_secret && !(await this.claimStep(tx, account.id, account.totp_secret, totp ?? '')))
        return null;
      if (!(await this.unchanged(tx, account))) return null;
      await this.attempts.clear(tx, account.id);
      if (account.status === 'invited') {
        return {
          state: 'newPassword' as const,
          ticket: this.tickets.write('newPassword', account.id, account.password_hash),
        };
      }
      return this.finish(tx, ctx, account);
    });
    if (!answer) {
      await this.failed(ctx, account, totp ? 'totp' : 'password');
      throw totp ? problems.wrongTotp() : problems.wrongPassword();
    }
    return answer;
  }

  /** The invited account's own first password; the ticket shows that the initial one was known. */
  async setFirstPassword(
    ctx: RequestContext,
    sealed: string,
    password: string,
  ): Promise<Output<typeof setFirstPassword>> {
    const ticket = this.tickets.read('newPassword', sealed);
    const passwordHash = await hashPassword(password);
    return this.db.run(systemContext(), async (tx) => {
      const account = await this.lock(tx, ticket.accountId);
      if (!account || account.status !== 'invited' || !this.tickets.fits(ticket, account.password_hash)) {
        throw problems.ticketOver();
      }
      await tx.sql(
        `UPDATE accounts SET password_hash = $2, status = 'active', version = version + 1 WHERE id = $1`,
        [account.id, passwordHash],
      );
      await audit(tx, { ...ctx, accountId: account.id }, this.clock, {
        action: 'access.firstPassword',
        subject: 'account',
        subjectId: account.id,
        division: account.division,
      });
      return this.finish(tx, ctx, { ...account, password_hash: passwordHash });
    });
  }

  /** Binds the authenticator app and signs in. */
  async enrolTotp(ctx: RequestContext, sealed: string, totp: string): Promise<{ state: 'ok'; me: Me }> {
    const ticket = this.tickets.read('enrol', sealed);
    const secret = ticket.secret ?? '';
    const until = await this.db.run(systemContext(), async (tx) => {
      await this.attempts.checkAddress(tx, ctx.address);
      return this.attempts.take(tx, ticket.accountId);
    });
    if (until) throw problems.locked(until);
    const step = stepOf(secret, totp, this.clock.now());
    const answer = await this.db.run(systemContext(), async (tx) => {
      const account = await this.lock(tx, ticket.accountId);
      if (!account || account.totp_secret || !this.tickets.fits(ticket, account.password_hash)) {
        throw problems.ticketOver();
      }
      if (step === null) return account;
      await tx.sql(
        `UPDATE accounts SET totp_secret = $2, totp_enrolled_at = $3, totp_last_step = $4, version = version + 1
         WHERE id = $1`,
        [account.id, this.vault.seal(secret), this.clock.now(), step],
      );
      await this.attempts.clear(tx, account.id);
      await audit(tx, { ...ctx, accountId: account.id }, this.clock, {
        action: 'access.enrolTotp',
        subject: 'account',
        subjectId: account.id,
        division: account.division,
      });
      return this.open(tx, ctx, account, 'totp');
    });
    if (!('state' in answer)) {
      await this.failed(ctx, answer, 'totp');
      throw problems.wrongTotp();
    }
    return answer;
  }

  /** Changes the caller's own password; their other sessions end. */
  async changePassword(ctx: RequestContext, current: string, next: string): Promise<void> {
    const system = systemContext();
    const accountId = ctx.accountId!;
    const { account, until } = await this.db.run(system, async (tx) => ({
      account: await tx.one<Staff>(`SELECT ${STAFF} FROM accounts WHERE id = $1 AND ${SIGNS_IN}`, [
        accountId,
      ]),
      until: await this.attempts.take(tx, accountId),
    }));
    if (until) throw problems.locked(until);
    if (!(await isPassword(account?.password_hash ?? null, current)) || !account) {
      await this.failed(ctx, account, 'password');
      throw problems.wrongPassword();
    }
    const passwordHash = await hashPassword(next);
    await this.db.run(system, async (tx) => {
      await tx.sql(`UPDATE accounts SET password_hash = $2, version = version + 1 WHERE id = $1`, [
        accountId,
        passwordHash,
      ]);
      await this.attempts.clear(tx, accountId);
      await this.sessions.endAll(tx, accountId, ctx.sessionId ?? 0);
      await audit(tx, ctx, this.clock, {
        action: 'access.changePassword',
        subject: 'account',
        subjectId: accountId,
        division: account.division,
      });
    });
  }

  private async finish(tx: Tx, ctx: RequestContext, account: Staff) {
    if (account.totp_secret) return this.open(tx, ctx, account, 'totp');
    if (process.env.HELING_DEMO === '1') return this.open(tx, ctx, account, 'password');
    const secret = newTotpSecret();
    return {
      state: 'enrol' as const,
      ticket: this.tickets.write('enrol', account.id, account.password_hash, secret),
      qr: await totpPicture(secret, account.login),
      secret,
    };
  }

  private async open(tx: Tx, ctx: RequestContext, account: Staff, how: 'password' | 'totp') {
    await this.sessions.open(tx, ctx, { id: account.id, kind: 'staff', division: account.division }, how);
    return { state: 'ok' as const, me: await this.me.of(tx, account.id) };
  }

  /** Each step's digits are taken once: a replay is refused. */
  private async claimStep(tx: Tx, accountId: number, sealed: Buffer, totp: string): Promise<boolean> {
    const step = stepOf(this.vault.open<string>(sealed), totp, this.clock.now());
    if (step === null) return false;
    const claimed = await tx.one(
      'UPDATE accounts SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2 RETURNING 1',
      [accountId, step],
    );
    return claimed !== undefined;
  }

  /** Still the account whose password was looked at, and not ended meanwhile. */
  private async unchanged(tx: Tx, account: Staff): Promise<boolean> {
    const now = await this.lock(tx, account.id);
    return now?.password_hash === account.password_hash;
  }

  private lock(tx: Tx, accountId: number): Promise<Staff | undefined> {
    return tx.one<Staff>(`SELECT ${STAFF} FROM accounts WHERE id = $1 AND ${SIGNS_IN} FOR UPDATE`, [
      accountId,
    ]);
  }

  private async failed(ctx: RequestContext, account: Staff | undefined, what: 'password' | 'totp') {
    await this.db.run(systemContext(), async (tx) => {
      await this.attempts.failedFrom(tx, ctx.address);
      if (!account) return;
      await audit(tx, { ...ctx, accountId: account.id }, this.clock, {
        action: 'access.signInFailed',
        subject: 'account',
        subjectId: account.id,
        division: account.division,
        after: { what },
      });
    });
  }
}
