import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/imports';
import { ImportsService } from './imports.service';

/** Import of lists of people. */
@Controller()
export class ImportsController {
  constructor(@Inject(ImportsService) private readonly imports: ImportsService) {}

  @Handle(contract.upload)
  async upload(
    input: Input<typeof contract.upload>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.upload>> {
    return this.imports.upload(ctx, input.body);
  }

  @Handle(contract.list)
  async list(input: Input<typeof contract.list>, ctx: RequestContext): Promise<Output<typeof contract.list>> {
    return this.imports.list(ctx, input.query);
  }

  @Handle(contract.read)
  async read(input: Input<typeof contract.read>, ctx: RequestContext): Promise<Output<typeof contract.read>> {
    return this.imports.read(ctx, input.params.id);
  }

  @Handle(contract.setMapping)
  async setMapping(
    input: Input<typeof contract.setMapping>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.setMapping>> {
    return this.imports.setMapping(ctx, input.params.id, input.body);
  }

  @Handle(contract.start)
  async start(
    input: Input<typeof contract.start>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.start>> {
    return this.imports.start(ctx, input.params.id, input.body.version);
  }

  @Handle(contract.cancel)
  async cancel(
    input: Input<typeof contract.cancel>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.cancel>> {
    return this.imports.cancel(ctx, input.params.id, input.body.version);
  }

  @Handle(contract.rows)
  async rows(input: Input<typeof contract.rows>, ctx: RequestContext): Promise<Output<typeof contract.rows>> {
    return this.imports.rows(ctx, input.params.id, input.query);
  }

  @Handle(contract.rejected)
  async rejected(
    input: Input<typeof contract.rejected>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.rejected>> {
    return this.imports.rejected(ctx, input.params.id, input.query.format);
  }
}
