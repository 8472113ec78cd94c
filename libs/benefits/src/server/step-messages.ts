import { Inject, Injectable } from '@nestjs/common';
import { FamilyDirectory, type Follower } from '@heling/notify/server/family-directory';
import { Messages } from '@heling/notify/server/messages';
import { Clock } from '@heling/platform/server/clock';
import type { Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent } from '@heling/platform/server/outbox';
import { stepText } from '../domain/messages';
import { objectUntil } from '../domain/objection';
import { SCHEME_NAMES, type Scheme } from '../domain/pack';
import { refusedOn } from './papers.service';

const USEFUL_DAYS = 5;

/** Of those who follow a person, the ones who may see the record: the senior, and who has the consent to. */
export async function mayKnow(
  tx: Tx,
  directory: FamilyDirectory,
  personId: number,
  now: Date,
): Promise<Follower[]> {
  const followers = await directory.followersOf(tx, personId);
  if (followers.length === 0) return [];
  const rows = await tx.sql<{ account_id: number }>(
    `SELECT c.account_id FROM consents c WHERE c.person_id = $1 AND c.withdrawn_at IS NULL AND c.expires_at > $2
       AND 'profile' = ANY (c.covers)`,
    [personId, now],
  );
  const consented = new Set(rows.map((row) => row.account_id));
  return followers.filter((follower) => follower.self || consented.has(follower.accountId));
}

/** Tells seniors and families by SMS how an application goes: found, sent back, approved, refused, granted. */
@Injectable()
export class StepMessages implements Consumer {
  readonly name = 'benefits.messages';
  readonly topics = ['entitlement.changed'] as const;

  constructor(
    @Inject(FamilyDirectory) private readonly directory: FamilyDirectory,
    @Inject(Messages) private readonly messages: Messages,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    const { entitlementId, step } = event.payload;
    if (typeof step !== 'string' || event.personId === null) return;
    const row = await tx.one<{ id: number; scheme: Scheme; notice_until: string | null }>(
      'SELECT id, scheme, notice_until FROM entitlements WHERE id = $1',
      [entitlementId],
    );
    if (!row) return;
    const now = this.clock.now();
    const refused = step === 'refuse' ? await refusedOn(tx, row.id) : null;
    for (const follower of await mayKnow(tx, this.directory, event.personId, now)) {
      const text = stepText({
        step,
        schemeName: SCHEME_NAMES[row.scheme],
        whose: follower.self ? '您' : follower.person,
        noticeUntil: row.notice_until,
        objectUntil: refused && objectUntil('refused', refused, null),
      });
      // The notice may be over by the time that the event is heard of.
      if (text === null || (step === 'approve' && row.notice_until === null)) continue;
      await this.messages.write(tx, {
        phone: follower.phone,
        text,
        template: 'benefitStep',
        division: event.division,
        personId: event.personId,
        accountId: follower.accountId,
        cause: `event:${event.id}:${follower.accountId}`,
        usefulUntil: new Date(now.getTime() + USEFUL_DAYS * 86_400_000),
      });
    }
  }
}
