import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/desk';
import * as dry from '../contract/trials';
import { DeskService } from './desk.service';
import { DryRunService } from './dry-run.service';
import { PreviewService } from './preview.service';

/** Lists of the allowance desk, what late news would bring, and dry runs of packs. */
@Controller()
export class DeskController {
  constructor(
    @Inject(DryRunService) private readonly dryRuns: DryRunService,
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

  @Handle(contract.todoRoute)
  async todo(
    _input: Input<typeof contract.todoRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.todoRoute>> {
    return this.desk.todo(ctx);
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

  @Handle(dry.startDryRunRoute)
  async startDryRun(
    input: Input<typeof dry.startDryRunRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof dry.startDryRunRoute>> {
    return this.dryRuns.start(ctx, input.params.id);
  }

  @Handle(dry.dryRunsRoute)
  async dryRunsOf(
    input: Input<typeof dry.dryRunsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof dry.dryRunsRoute>> {
    return this.dryRuns.list(ctx, input.params.id);
  }

  @Handle(dry.dryRunRoute)
  async dryRun(
    input: Input<typeof dry.dryRunRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof dry.dryRunRoute>> {
    return this.dryRuns.page(ctx, input.params.id);
  }

  @Handle(dry.dryRunPersonRoute)
  async dryRunPerson(
    input: Input<typeof dry.dryRunPersonRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof dry.dryRunPersonRoute>> {
    return this.dryRuns.person(ctx, input.params.id, input.params.personId);
  }
}
