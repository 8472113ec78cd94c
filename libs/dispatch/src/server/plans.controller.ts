import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/plans';
import { PlansService } from './plans.service';

/** Plans in the background. */
@Controller()
export class PlansController {
  constructor(@Inject(PlansService) private readonly plans: PlansService) {}

  @Handle(contract.planRoute)
  async request(
    input: Input<typeof contract.planRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.planRoute>> {
    return this.plans.request(ctx, input.body);
  }

  @Handle(contract.plansRoute)
  async list(
    input: Input<typeof contract.plansRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.plansRoute>> {
    return this.plans.list(ctx, input.query);
  }

  @Handle(contract.planPageRoute)
  async page(
    input: Input<typeof contract.planPageRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.planPageRoute>> {
    return this.plans.page(ctx, input.params.id);
  }

  @Handle(contract.planProblemRoute)
  async problem(
    input: Input<typeof contract.planProblemRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.planProblemRoute>> {
    return this.plans.problem(ctx, input.params.id);
  }
}
