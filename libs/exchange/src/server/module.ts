import { Module } from '@nestjs/common';
import { WebhookFeed } from './feed';
import { WebhookHousekeeping } from './housekeeping';
import { WebhookSender } from './sender';
import { WebhooksController } from './webhooks.controller';
import { WebhooksService } from './webhooks.service';

/** What other systems hear of ours: webhooks. */
@Module({
  controllers: [WebhooksController],
  providers: [WebhooksService, WebhookFeed, WebhookSender, WebhookHousekeeping],
})
export class ExchangeModule {}

/** For the worker. */
export const exchangeSweeps = [WebhookFeed, WebhookSender, WebhookHousekeeping];
