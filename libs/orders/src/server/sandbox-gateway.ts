import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { PaymentService, type Channel, type Notice } from './payments.service';
import { problems } from './problems';

const DELAY_MS = 5_000;

/**
 * The gateway of the demonstration, standing in for every channel: what the payer does on its page comes to us as signed notifications, the way the
 * real channels notify. A delayed notification is lost when the process ends, as with a real channel; the payment
 * then expires.
 */
@Injectable()
export class SandboxGateway {
  constructor(
    @Inject(PaymentService) private readonly payments: PaymentService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Pays, fails, delays by 5 seconds or notifies twice; answers how many notifications have been sent. */
  async act(
    ctx: RequestContext,
    reference: string,
    action: 'pay' | 'fail' | 'delay' | 'double',
  ): Promise<{ state: Awaited<ReturnType<PaymentService['page']>>['state']; notifications: number }> {
    const payment = await this.payments.page(ctx, reference);
    const channel = payment.channel as Channel;
    if (payment.state !== 'waiting') throw problems.paymentOver();
    const notice = this.notice(channel, reference, payment.amount, action === 'fail' ? 'failed' : 'paid');
    if (action === 'delay') {
      setTimeout(() => void this.payments.notify(channel, notice).catch(() => undefined), DELAY_MS).unref();
      return { state: 'waiting', notifications: 0 };
    }
    const times = action === 'double' ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => this.payments.notify(channel, notice)));
    return { state: (await this.payments.page(ctx, reference)).state, notifications: times };
  }

  /** Confirms a refund that was asked for, as the channel would. */
  async refund(channel: Channel, reference: string, amount: number): Promise<void> {
    await this.payments.notify(channel, this.notice(channel, reference, amount, 'refunded'));
  }

  private notice(channel: Channel, reference: string, amount: number, result: Notice['result']): Notice {
    const at = this.clock.now().toISOString();
    const unsigned = { reference, amount, result, at, nonce: randomBytes(8).toString('hex') };
    return { ...unsigned, signature: this.payments.sign(channel, unsigned) };
  }
}
