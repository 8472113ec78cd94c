import { Global, Module } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
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
    SenderSweep,
    { provide: SmsAdapter, useFactory: (clock: Clock) => smsFromEnv(() => clock.now()), inject: [Clock] },
  ],
  exports: [Messages, SenderSweep],
})
export class NotifyModule {}

/** For the worker. */
export const notifySweeps = [SenderSweep];
