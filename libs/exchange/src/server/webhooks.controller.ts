import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import type { RequestContext } from '@heling/platform/server/context';
import { Handle } from '@heling/platform/server/handle';
import * as contract from '../contract/webhooks';
import { WebhooksService } from './webhooks.service';

/** Webhooks of other systems. */
@Controller()
export class WebhooksController {
  constructor(@Inject(WebhooksService) private readonly webhooks: WebhooksService) {}

  @Handle(contract.listWebhooks)
  async list(
    _input: Input<typeof contract.listWebhooks>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.listWebhooks>> {
    return this.webhooks.list(ctx);
  }

  @Handle(contract.createWebhook)
  async create(
    { body }: Input<typeof contract.createWebhook>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.createWebhook>> {
    return this.webhooks.create(ctx, body);
  }

  @Handle(contract.setWebhookState)
  async setState(
    { params, body }: Input<typeof contract.setWebhookState>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.setWebhookState>> {
    return this.webhooks.setState(ctx, params.id, body);
  }

  @Handle(contract.webhookDeliveries)
  async deliveries(
    { params, query }: Input<typeof contract.webhookDeliveries>,
    ctx: RequestContext,
  ): Promise<Output<typeof contract.webhookDeliveries>> {
    return this.webhooks.deliveries(ctx, params.id, query);
  }
}
