import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/consents';
import { ConsentsService } from './consents.service';

/** Consents of a senior. */
@Controller()
export class ConsentsController {
  constructor(@Inject(ConsentsService) private readonly consents: ConsentsService) {}

  @Handle(contract.listConsents)
  async list(
    { params }: Input<typeof contract.listConsents>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.listConsents>> {
    return this.consents.list(ctx, params.id);
  }

  @Handle(contract.grantConsent)
  async grant(
    { params, body }: Input<typeof contract.grantConsent>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.grantConsent>> {
    return this.consents.grant(ctx, params.id, body);
  }

  @Handle(contract.withdrawConsent)
  async withdraw(
    { params, body }: Input<typeof contract.withdrawConsent>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.withdrawConsent>> {
    return this.consents.withdraw(ctx, params.id, body.version, body.reason);
  }
}
