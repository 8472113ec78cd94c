import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent } from '@heling/platform/server/outbox';
import { textOf, USEFUL_HOURS, type Happening } from '../domain/texts';
import { FamilyDirectory, type Follower } from './family-directory';
import { Messages } from './messages';

interface Order {
  service: string;
  form: string;
  day: string;
  channel: 'family' | 'phone' | 'street' | 'standing';
  placed_by: number;
}

const OF_ORDERS: Record<string, Happening> = {
  'order.placed': 'placed',
  'order.cancelled': 'cancelled',
  'order.rejected': 'rejected',
};
const OF_VISITS: Record<string, Happening> = { enRoute: 'enRoute', done: 'done', notAtHome: 'notAtHome' };

/** Tells seniors and families by SMS what happens to an order: placed for them, on the way, done, cancelled. */
@Injectable()
export class FamilyMessages implements Consumer {
  readonly name = 'notify.family';
  readonly topics = [...Object.keys(OF_ORDERS), 'visit.changed'];

  constructor(
    @Inject(FamilyDirectory) private readonly directory: FamilyDirectory,
    @Inject(Messages) private readonly messages: Messages,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    const happening = OF_ORDERS[event.topic] ?? OF_VISITS[String(event.payload.state)];
    if (!happening || event.personId === null) return;
    const order = await orderOf(tx, event.payload.orderId);
    if (!order) return;
    const followers = await this.directory.followersOf(tx, event.personId);
    const now = this.clock.now().getTime();
    for (const follower of followers.filter((one) => concerns(happening, order, one))) {
      await this.messages.write(tx, {
        phone: follower.phone,
        text: textOf({
          happening,
          service: order.service,
          day: order.day,
          meal: order.form === 'meal',
          whose: follower.self ? '您' : follower.person,
        }),
        template: happening,
        division: event.division,
        personId: event.personId,
        accountId: follower.accountId,
        cause: `event:${event.id}:${follower.accountId}`,
        usefulUntil: new Date(now + USEFUL_HOURS[happening] * 3_600_000),
      });
    }
  }
}

/** Who ordered knows it; a standing order was agreed once; at an unanswered door the senior cannot be asked. */
function concerns(happening: Happening, order: Order, follower: Follower): boolean {
  if (happening === 'placed') return order.channel !== 'standing' && follower.accountId !== order.placed_by;
  return happening !== 'notAtHome' || !follower.self;
}

/** A read of the orders context's tables, under row-level security (see README). */
function orderOf(tx: Tx, orderId: unknown): Promise<Order | undefined> {
  return tx.one<Order>(
    `SELECT s.name AS service, s.form, o.day, o.channel, o.placed_by
     FROM orders o JOIN services s ON s.code = o.service WHERE o.id = $1`,
    [orderId],
  );
}
