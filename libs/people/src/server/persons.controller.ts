import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/persons';
import { unmask } from '../contract/unmask';
import { CallerService } from './caller.service';
import { PageService } from './page.service';
import { SearchService } from './search.service';
import { TimelineService } from './timeline.service';
import { UnmaskService } from './unmask.service';

/** Finding and reading people. */
@Controller()
export class PersonsController {
  constructor(
    @Inject(SearchService) private readonly searching: SearchService,
    @Inject(CallerService) private readonly callers: CallerService,
    @Inject(PageService) private readonly pages: PageService,
    @Inject(TimelineService) private readonly timelines: TimelineService,
    @Inject(UnmaskService) private readonly unmasking: UnmaskService,
  ) {}

  @Handle(contract.search)
  async search(
    input: Input<typeof contract.search>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.search>> {
    return this.searching.search(ctx, input.body);
  }

  @Handle(contract.caller)
  async caller(
    input: Input<typeof contract.caller>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.caller>> {
    return this.callers.caller(ctx, input.body.phone);
  }

  @Handle(contract.duplicates)
  async duplicates(
    input: Input<typeof contract.duplicates>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.duplicates>> {
    return this.callers.duplicates(ctx, input.body);
  }

  @Handle(contract.page)
  async page(input: Input<typeof contract.page>, ctx: RequestContext): Promise<Output<typeof contract.page>> {
    return this.pages.page(ctx, input.params.id);
  }

  @Handle(contract.timeline)
  async timeline(
    input: Input<typeof contract.timeline>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.timeline>> {
    return this.timelines.timeline(ctx, input.params.id, input.query);
  }

  @Handle(unmask)
  async unmask(input: Input<typeof unmask>, ctx: RequestContext): Promise<Output<typeof unmask>> {
    return this.unmasking.unmask(ctx, input.params.id, input.body);
  }
}
