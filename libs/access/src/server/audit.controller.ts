import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/auditLog';
import { AuditService } from './audit.service';

/** The audit, for auditors. */
@Controller()
export class AuditController {
  constructor(@Inject(AuditService) private readonly log: AuditService) {}

  @Handle(contract.searchAudit)
  async search(
    { body }: Input<typeof contract.searchAudit>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.searchAudit>> {
    return this.log.search(ctx, body);
  }

  @Handle(contract.auditState)
  async state(
    _input: Input<typeof contract.auditState>,
    _ctx: RequestContext,
  ): Promise<Output<typeof contract.auditState>> {
    return this.log.state();
  }
}
