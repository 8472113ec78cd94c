import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/personalData';
import { ErasureService } from './erasure.service';
import { PersonalDataService } from './personal-data.service';

/** What PIPL gives a person over their own data: a copy, and erasure. */
@Controller()
export class PersonalDataController {
  constructor(
    @Inject(PersonalDataService) private readonly data: PersonalDataService,
    @Inject(ErasureService) private readonly erasures: ErasureService,
  ) {}

  @Handle(contract.exportPersonalData)
  async export(
    { params, body }: Input<typeof contract.exportPersonalData>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.exportPersonalData>> {
    return this.data.export(ctx, params.id, body.paper);
  }

  @Handle(contract.requestErasure)
  async request(
    { params, body }: Input<typeof contract.requestErasure>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.requestErasure>> {
    return this.erasures.request(ctx, params.id, body);
  }

  @Handle(contract.listErasures)
  async list(
    { query }: Input<typeof contract.listErasures>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.listErasures>> {
    return this.erasures.list(ctx, query);
  }

  @Handle(contract.decideErasure)
  async decide(
    { params, body }: Input<typeof contract.decideErasure>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.decideErasure>> {
    return this.erasures.decide(ctx, params.id, body);
  }
}
