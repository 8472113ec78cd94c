import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/facts';
import { FactsService } from './facts.service';
import { PayeesService } from './payees.service';

/** What is known of a person for their allowances, and where the money goes. */
@Controller()
export class FactsController {
  constructor(
    @Inject(FactsService) private readonly facts: FactsService,
    @Inject(PayeesService) private readonly payees: PayeesService,
  ) {}

  @Handle(contract.factsRoute)
  async list(
    input: Input<typeof contract.factsRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.factsRoute>> {
    return this.facts.list(ctx, input.params.id);
  }

  @Handle(contract.addFactRoute)
  async add(
    input: Input<typeof contract.addFactRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.addFactRoute>> {
    return this.facts.add(ctx, input.params.id, input.body);
  }

  @Handle(contract.withdrawFactRoute)
  async withdraw(
    input: Input<typeof contract.withdrawFactRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.withdrawFactRoute>> {
    return this.facts.withdraw(ctx, input.params.id, input.body);
  }

  @Handle(contract.payeesRoute)
  async payeesOf(
    input: Input<typeof contract.payeesRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.payeesRoute>> {
    return this.payees.list(ctx, input.params.id);
  }

  @Handle(contract.proposePayeeRoute)
  async propose(
    input: Input<typeof contract.proposePayeeRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.proposePayeeRoute>> {
    return this.payees.propose(ctx, input.params.id, input.body);
  }

  @Handle(contract.confirmPayeeRoute)
  async confirm(
    input: Input<typeof contract.confirmPayeeRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.confirmPayeeRoute>> {
    return this.payees.confirm(ctx, input.params.id, input.body.accept);
  }
}
