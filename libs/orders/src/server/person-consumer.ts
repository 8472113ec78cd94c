import { Inject, Injectable } from '@nestjs/common';
import { businessDay, firstOfMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { ENDED_VISIT_STATES, type VisitState } from '../domain/visit-machine';
import { recipientOf, ServedPeople } from './people-port';

/** Not set out yet: where the visit is to be may still change. */
const NOT_UNDER_WAY: readonly VisitState[] = ['planned', 'assigned', 'accepted', 'declined'];

/**
 * Follows a person whose record changed: visits to come show the new name, phone, address and warnings; whoever moved
 * takes the place of those visits, the quota and the standing orders along.
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
  }
}
