import { Inject, Injectable } from '@nestjs/common';
import { businessDay, firstOfMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import { emit, type Consumer, type OutboxEvent } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { ENDED_VISIT_STATES, type VisitState } from '../domain/visit-machine';
import { recipientOf, ServedPeople } from './people-port';

/** Not set out yet: where the visit is to be may still change. */
const NOT_UNDER_WAY: readonly VisitState[] = ['planned', 'assigned', 'accepted', 'declined'];

/**
 * Follows a person whose record changed: visits to come show the new name, phone, address and warnings; whoever moved
 * takes the place of those visits, the quota, the standing orders and the orders still ahead along; what has begun or is
 * over stays with the division that saw it through.
 */
@Injectable()
export class PersonConsumer implements Consumer {
  readonly name = 'orders.person';
  readonly topics = ['person.corrected', 'person.moved'] as const;
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(ServedPeople) private readonly people: ServedPeople,
  ) {}

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    // Of a move the event for the old division tells nothing more.
    if (event.personId === null || event.payload.current === false) return;
    const now = this.clock.now();
    const person = await this.people.find(tx, event.personId, null, now);
    if (!person) return;
    await tx.sql(
      `UPDATE visits SET recipient = $2 WHERE person_id = $1 AND recipient IS NOT NULL AND state <> ALL ($3)`,
      [person.id, this.vault.seal(recipientOf(person)), ENDED_VISIT_STATES],
    );
    if (event.topic !== 'person.moved') return;
    await tx.sql(
      `UPDATE visits SET lng = $2, lat = $3, version = version + 1 WHERE person_id = $1 AND state = ANY ($4)`,
      [person.id, person.lng, person.lat, NOT_UNDER_WAY],
    );
    await tx.sql('UPDATE quotas SET division = $2 WHERE person_id = $1 AND month >= $3', [
      person.id,
      person.division,
      firstOfMonth(businessDay(now)),
    ]);
    await tx.sql(`UPDATE standing_orders SET division = $2 WHERE person_id = $1 AND state = 'active'`, [
      person.id,
      person.division,
    ]);
    await this.moveOrders(tx, person.id, person.division);
  }

  /** Orders nobody has set out for belong to the new division, with all that hangs on them. */
  private async moveOrders(tx: Tx, personId: number, division: string): Promise<void> {
    const rows = await tx.sql<{ id: number; org: number; before: string; visit_id: number }>(
      `SELECT o.id, o.org, o.division AS before, v.id AS visit_id FROM orders o JOIN visits v ON v.order_id = o.id
       WHERE o.person_id = $1 AND o.division <> $2 AND o.state IN ('placed', 'confirmed') AND v.state = ANY ($3)
       ORDER BY o.id FOR UPDATE OF o`,
      [personId, division, NOT_UNDER_WAY],
    );
    if (rows.length === 0) return;
    const orders = rows.map((row) => row.id);
    for (const [table, key] of OF_ORDERS) {
      await tx.sql(`UPDATE ${table} SET division = $2 WHERE ${key} = ANY ($1::bigint[])`, [orders, division]);
    }
    const visits = rows.map((row) => row.visit_id);
    await tx.sql('UPDATE visit_carers SET division = $2 WHERE visit_id = ANY ($1::bigint[])', [
      visits,
      division,
    ]);
    await tx.sql(
      `UPDATE work_items SET division = $3 WHERE state = 'open'
         AND ((subject = 'order' AND subject_id = ANY ($1::bigint[])) OR (subject = 'visit' AND subject_id = ANY ($2::bigint[])))`,
      [orders, visits, division],
    );
    await emit(
      tx,
      ...rows.map(({ id, org, before }) => ({
        topic: 'order.moved',
        key: `order:${id}`,
        division,
        org,
        personId,
        payload: { orderId: id, before },
      })),
    );
  }
}

/** Tables whose rows belong to an order, with the column that names it. */
const OF_ORDERS = [
  ['orders', 'id'],
  ['order_lines', 'order_id'],
  ['visits', 'order_id'],
  ['transitions', 'order_id'],
  ['payments', 'order_id'],
] as const;
