import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/persons';
import { SearchService } from './search.service';

/** Finding and reading people. */
@Controller()
export class PersonsController {
  constructor(@Inject(SearchService) private readonly searching: SearchService) {}

  @Handle(contract.search)
  async search(
    input: Input<typeof contract.search>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.search>> {
    return this.searching.search(ctx, input.body);
  }
}
