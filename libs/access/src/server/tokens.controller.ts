import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/tokens';
import { TokensService } from './tokens.service';

/** API tokens of other systems. */
@Controller()
export class TokensController {
  constructor(@Inject(TokensService) private readonly tokens: TokensService) {}

  @Handle(contract.listTokens)
  async list(
    _input: Input<typeof contract.listTokens>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.listTokens>> {
    return this.tokens.list(ctx);
  }

  @Handle(contract.createToken)
  async create(
    { body }: Input<typeof contract.createToken>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.createToken>> {
    return this.tokens.create(ctx, body);
  }

  @Handle(contract.revokeToken)
  async revoke(
    { params }: Input<typeof contract.revokeToken>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.revokeToken>> {
    await this.tokens.revoke(ctx, params.id);
    return { ok: true };
  }
}
