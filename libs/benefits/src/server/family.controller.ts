import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import { addPaperRoute, offerRoute, paperFileRoute, papersRoute } from '../contract/family';
import { OfferService } from './offer.service';
import { PapersService } from './papers.service';

/** What the phone (掌上办) needs besides the application itself. */
@Controller()
export class FamilyController {
  constructor(
    @Inject(OfferService) private readonly offers: OfferService,
    @Inject(PapersService) private readonly papers: PapersService,
  ) {}

  @Handle(offerRoute)
  async offer(input: Input<typeof offerRoute>, ctx: RequestContext): Promise<Output<typeof offerRoute>> {
    return this.offers.of(ctx, input.params.id);
  }

  @Handle(papersRoute)
  async list(input: Input<typeof papersRoute>, ctx: RequestContext): Promise<Output<typeof papersRoute>> {
    return this.papers.list(ctx, input.params.id);
  }

  @Handle(addPaperRoute)
  async add(input: Input<typeof addPaperRoute>, ctx: RequestContext): Promise<Output<typeof addPaperRoute>> {
    return this.papers.add(ctx, input.params.id, input.body);
  }

  @Handle(paperFileRoute)
  async file(
    input: Input<typeof paperFileRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof paperFileRoute>> {
    return this.papers.file(ctx, input.params.id);
  }
}
