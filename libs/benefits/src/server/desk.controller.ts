import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/desk';
import { DeskService } from './desk.service';
import { PreviewService } from './preview.service';

/** Lists of the allowance desk, and what late news would bring. */
@Controller()
export class DeskController {
  constructor(
    @Inject(DeskService) private readonly desk: DeskService,
    @Inject(PreviewService) private readonly previews: PreviewService,
  ) {}

  @Handle(contract.certificationsRoute)
  async certifications(
    input: Input<typeof contract.certificationsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.certificationsRoute>> {
    return this.desk.certifications(ctx, input.body);
  }

  @Handle(contract.waitingPayeesRoute)
  async waitingPayees(
    input: Input<typeof contract.waitingPayeesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.waitingPayeesRoute>> {
    return this.desk.waitingPayees(ctx, input.query);
  }

  @Handle(contract.previewRoute)
  async preview(
    input: Input<typeof contract.previewRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.previewRoute>> {
    return this.previews.preview(ctx, input.params.id, input.body);
  }
}
