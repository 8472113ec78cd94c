import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/session';
import * as sessions from '../contract/sessions';
import { CodeSignInService } from './code-sign-in.service';
import { CookieInterceptor } from './cookie';
import { MeService } from './me.service';
import { SessionsService } from './sessions.service';
import { SignInService } from './sign-in.service';

const done = { ok: true as const };
/** The city's elderly care service line (养老服务热线); 12349 is the number reserved for it in all of China. */
const HOTLINE = /^[\d-]{3,20}$/.exec(process.env.HELING_HOTLINE ?? '')?.[0] ?? '12349';

/** Signing in and out, and the caller's own sessions. */
@Controller()
@UseInterceptors(CookieInterceptor)
export class SessionController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(SignInService) private readonly staff: SignInService,
    @Inject(CodeSignInService) private readonly family: CodeSignInService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(MeService) private readonly ownself: MeService,
  ) {}

  @Handle(contract.about)
  async about(
    _input: Input<typeof contract.about>,
    _ctx: RequestContext,
  ): Promise<Output<typeof contract.about>> {
    return Promise.resolve({ hotline: HOTLINE, demo: process.env.HELING_DEMO === '1' });
  }

  @Handle(contract.signIn)
  async signIn(
    { body }: Input<typeof contract.signIn>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.signIn>> {
    return this.staff.signIn(ctx, body.login, body.password, body.totp);
  }

  @Handle(contract.setFirstPassword)
  async setFirstPassword(
    { body }: Input<typeof contract.setFirstPassword>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.setFirstPassword>> {
    return this.staff.setFirstPassword(ctx, body.ticket, body.password);
  }

  @Handle(contract.enrolTotp)
  async enrolTotp(
    { body }: Input<typeof contract.enrolTotp>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.enrolTotp>> {
    return this.staff.enrolTotp(ctx, body.ticket, body.totp);
  }

  @Handle(contract.sendCode)
  async sendCode(
    { body }: Input<typeof contract.sendCode>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.sendCode>> {
    return this.family.sendCode(ctx, body.phone);
  }

  @Handle(contract.signInByCode)
  async signInByCode(
    { body }: Input<typeof contract.signInByCode>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.signInByCode>> {
    return this.family.signIn(ctx, body.phone, body.code);
  }

  @Handle(contract.signOut)
  async signOut(
    _input: Input<typeof contract.signOut>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.signOut>> {
    await this.sessions.signOut(ctx);
    return done;
  }

  @Handle(contract.getMe)
  async me(
    _input: Input<typeof contract.getMe>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.getMe>> {
    return this.db.run(systemContext(), (tx) => this.ownself.of(tx, ctx.accountId!));
  }

  @Handle(contract.changePassword)
  async changePassword(
    { body }: Input<typeof contract.changePassword>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.changePassword>> {
    await this.staff.changePassword(ctx, body.current, body.next);
    return done;
  }

  @Handle(sessions.listSessions)
  async list(
    _input: Input<typeof sessions.listSessions>,
    ctx: RequestContext,
  ): Promise<Output<typeof sessions.listSessions>> {
    return this.sessions.list(ctx);
  }

  @Handle(sessions.endSession)
  async end(
    { params }: Input<typeof sessions.endSession>,
    ctx: RequestContext,
  ): Promise<Output<typeof sessions.endSession>> {
    await this.sessions.end(ctx, params.id);
    return done;
  }

  @Handle(sessions.endOtherSessions)
  async endOthers(
    _input: Input<typeof sessions.endOtherSessions>,
    ctx: RequestContext,
  ): Promise<Output<typeof sessions.endOtherSessions>> {
    return { ended: await this.sessions.endOthers(ctx) };
  }
}
