import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/accounts';
import { AccountsService } from './accounts.service';
import { Grants } from './grants.service';

/** Accounts, their roles and scopes. */
@Controller()
export class AccountsController {
  constructor(
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(Grants) private readonly grants: Grants,
  ) {}

  @Handle(contract.listAccounts)
  async list(
    { query }: Input<typeof contract.listAccounts>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.listAccounts>> {
    return this.accounts.list(ctx, query);
  }

  @Handle(contract.inviteAccount)
  async invite(
    { body }: Input<typeof contract.inviteAccount>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.inviteAccount>> {
    return this.accounts.invite(ctx, body);
  }

  @Handle(contract.resetPassword)
  async resetPassword(
    { params, body }: Input<typeof contract.resetPassword>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.resetPassword>> {
    return this.accounts.resetPassword(ctx, params.id, body.version);
  }

  @Handle(contract.leaveAccount)
  async leave(
    { params, body }: Input<typeof contract.leaveAccount>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.leaveAccount>> {
    return this.accounts.leave(ctx, params.id, body.version, body.reason);
  }

  @Handle(contract.unlockAccount)
  async unlock(
    { params, body }: Input<typeof contract.unlockAccount>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.unlockAccount>> {
    return this.accounts.unlock(ctx, params.id, body.version);
  }

  @Handle(contract.setAccountRoles)
  async setRoles(
    { params, body }: Input<typeof contract.setAccountRoles>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.setAccountRoles>> {
    return this.grants.set(ctx, params.id, body);
  }

  @Handle(contract.requestRecovery)
  async requestRecovery(
    { params, body }: Input<typeof contract.requestRecovery>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.requestRecovery>> {
    return this.accounts.requestRecovery(ctx, params.id, body.reason);
  }

  @Handle(contract.approveRecovery)
  async approveRecovery(
    { params, body }: Input<typeof contract.approveRecovery>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.approveRecovery>> {
    return this.accounts.approveRecovery(ctx, params.id, body.recoveryId);
  }

  @Handle(contract.endAccountSessions)
  async endSessions(
    { params, body }: Input<typeof contract.endAccountSessions>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.endAccountSessions>> {
    await this.accounts.endSessions(ctx, params.id, body.reason);
    return { ok: true };
  }
}
