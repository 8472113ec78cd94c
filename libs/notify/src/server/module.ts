import { Global, Module } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { FamilyMessages } from './family-messages';
import { Messages } from './messages';
import { PhoneController } from './phone.controller';
import { SenderSweep } from './sender';
import { SmsAdapter, smsFromEnv } from './sms';

/** Messages to phones: written with their cause, sent by the worker. */
@Global()
@Module({
  controllers: [PhoneController],
  providers: [
    Messages,
    FamilyMessages,
    SenderSweep,
    { provide: SmsAdapter, useFactory: (clock: Clock) => smsFromEnv(() => clock.now()), inject: [Clock] },
  ],
  exports: [Messages, FamilyMessages, SenderSweep],
})
export class NotifyModule {}

/** For the worker. */
export const notifyConsumers = [FamilyMessages];
export const notifySweeps = [SenderSweep];
