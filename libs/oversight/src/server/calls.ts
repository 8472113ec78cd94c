import { Inject, Injectable } from '@nestjs/common';
import { Messages } from '@heling/notify/server/messages';
import type { Tx } from '@heling/platform/server/database';
import type { NewEvent } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { isKind, KINDS } from '../domain/kinds';
import type { Group, OnDuty } from './group';

/** Who could be called: the group's institution and the people on duty there. */
export type Callers = Pick<Group, 'facilityId' | 'division' | 'org' | 'onDuty' | 'receiptSeconds'>;

export interface Step {
  /** Absent when a policy is tried out. */
  alarmId: number | null;
  kind: string;
  step: number;
  duty: string;
  channel: string;
  at: Date;
  /** Somebody is on this duty. */
  reached: boolean;
}

/** Calls people for a step of an escalation (通知): on their screen, or by a message to their phone. */
@Injectable()
export class Calls {
  constructor(
    @Inject(Messages) private readonly messages: Messages,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /**
   * Calls everybody on the step's duty, or notes that nobody was. A step that was given up for want of receipts calls nobody. Answers
   * the events, which the caller emits.
   */
  async call(tx: Tx, who: Callers, step: Step): Promise<NewEvent[]> {
    const people = who.onDuty.filter(({ duty }) => duty === step.duty);
    const events: NewEvent[] = [];
    if (step.reached) for (const person of people) events.push(await this.one(tx, who, step, person));
    else if (people.length === 0) await this.record(tx, who, step, null, 'nobody');
    return events;
  }

  /** Calls one person on one channel; answers the event, which the caller emits. */
  async one(tx: Tx, who: Callers, step: Step, person: OnDuty): Promise<NewEvent> {
    const id = await this.record(tx, who, step, person.account_id, 'sent');
    if (step.channel === 'sms') {
      const { phone } = this.vault.open<{ phone: string }>(person.contact);
      const name = isKind(step.kind) ? KINDS[step.kind].name : step.kind;
      await this.messages.write(tx, {
        phone,
        text: step.alarmId
          ? `【照护报警】${name}，报警编号 ${step.alarmId}，请立即在鹤龄值守席确认。`
          : '【照护报警】通知演练：收到即可，无需处置。',
        template: step.alarmId ? 'alarm' : 'alarmTest',
        division: who.division,
        accountId: person.account_id,
        cause: `alarmCall:${id}`,
        usefulUntil: new Date(step.at.getTime() + who.receiptSeconds * 1000 * 20),
      });
    }
    return {
      topic: 'alarm.called',
      key: `call:${id}`,
      division: who.division,
      org: who.org,
      payload: { callId: id, accountId: person.account_id, alarmId: step.alarmId },
    };
  }

  private async record(
    tx: Tx,
    { facilityId, division, org, receiptSeconds }: Callers,
    { alarmId, step, duty, channel, at }: Step,
    account: number | null,
    state: 'sent' | 'nobody',
  ): Promise<number> {
    const row = await tx.one<{ id: number }>(
      `INSERT INTO alarm_calls (alarm_id, facility_id, division, org, step, duty, account_id, channel, state, at, receipt_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
      [
        alarmId,
        facilityId,
        division,
        org,
        step,
        duty,
        account,
        account === null ? null : channel,
        state,
        at,
        account === null ? null : new Date(at.getTime() + receiptSeconds * 1000),
      ],
    );
    return row!.id;
  }
}
