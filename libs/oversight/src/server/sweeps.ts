import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit, type Sweep } from '@heling/platform/server/outbox';
import type { EngineState } from '../domain/state';
import { Calls } from './calls';
import type { OnDuty } from './group';
import { GroupEngine } from './group-engine';

const BATCH = 500;
/** Groups fed in one transaction. */
const TOGETHER = 16;
/** Messages are kept for so long; alarms and their course for good (records of 5 years, Order 66). */
const KEEP_MESSAGES_DAYS = 90;

/** Lets what is due in each group happen: silences, steps, limits, shelves that end. The timers stand in PostgreSQL. */
@Injectable()
export class AlarmTimers implements Sweep {
  readonly name = 'oversight.timers';
  readonly everySeconds = 1;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(GroupEngine) private readonly engine: GroupEngine,
  ) {}

  async run(): Promise<void> {
    const due = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ root_id: number }>(
        `SELECT root_id FROM alarm_groups WHERE due_at < $1 ORDER BY due_at LIMIT ${BATCH}`,
        [this.clock.now()],
      ),
    );
    const failed: unknown[] = [];
    for (let i = 0; i < due.length; i += TOGETHER) {
      const roots = due.slice(i, i + TOGETHER).map(({ root_id }) => root_id);
      await this.feed(roots).catch(async (error: unknown) => {
        if (roots.length === 1) failed.push(error);
        // One group's trouble must not keep the others waiting.
        else for (const root of roots) await this.feed([root]).catch((own: unknown) => failed.push(own));
      });
    }
    if (failed.length > 0) throw failed[0];
  }

  /** What is due at this very millisecond waits: a message of the same instant comes first. */
  private feed(roots: readonly number[]): Promise<unknown> {
    return this.db.run(systemContext(), async (tx) => {
      await this.engine.lock(tx, roots);
      return this.engine.feedLocked(tx, roots, this.clock.now(), (engine, at) => engine.advance(at, false));
    });
  }
}

interface Overdue {
  id: number;
  alarm_id: number | null;
  facility_id: number;
  step: number;
  duty: string;
  account_id: number;
  channel: string;
  division: string;
  org: number | null;
}
interface Context {
  root: number;
  code: string;
  kind: string;
  state: EngineState | null;
}

/** Receipts (回执): a call without one in time counts as missed; the next channel is tried, then the next step follows. */
@Injectable()
export class CallReceipts implements Sweep {
  readonly name = 'oversight.receipts';
  readonly everySeconds = 1;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(GroupEngine) private readonly engine: GroupEngine,
    @Inject(Calls) private readonly calls: Calls,
  ) {}

  async run(): Promise<void> {
    const overdue = await this.db.run(systemContext(), async (tx) => {
      // A message that the provider has taken has its receipt.
      await tx.sql(
        `UPDATE alarm_calls c SET state = 'received', received_at = m.sent_at FROM messages m
         WHERE c.state = 'sent' AND c.channel = 'sms' AND m.cause = 'alarmCall:' || c.id AND m.state = 'sent'`,
      );
      return tx.sql<Overdue>(
        `SELECT id, alarm_id, facility_id, step, duty, account_id, channel, division, org FROM alarm_calls
         WHERE state = 'sent' AND receipt_by <= $1 ORDER BY receipt_by, id LIMIT ${BATCH}`,
        [this.clock.now()],
      );
    });
    for (const call of overdue) await this.db.run(systemContext(), (tx) => this.missed(tx, call));
  }

  private async missed(tx: Tx, call: Overdue): Promise<void> {
    const now = this.clock.now();
    const about = await tx.one<Context>(
      `SELECT coalesce(d.parent_id, d.id) AS root, d.code, a.kind, g.state FROM alarms a
         JOIN devices d ON d.id = a.device_id JOIN alarm_groups g ON g.root_id = coalesce(d.parent_id, d.id)
       WHERE a.id = $1 FOR UPDATE OF g`,
      [call.alarm_id],
    );
    const missed = await tx.one(
      `UPDATE alarm_calls SET state = 'missed' WHERE id = $1 AND state = 'sent' RETURNING id`,
      [call.id],
    );
    // A trial only tells.
    if (!missed || !about) return;
    const { code: source, kind } = about;
    const open = about.state?.subjects.find((one) => one.source === source && one.kind === kind)?.open;
    // Somebody has it in hand.
    if (!open || !['active-unacked', 'cleared-unacked'].includes(open.state)) return;
    const channels = open.policy?.steps[call.step]?.channels ?? [];
    const next = channels[channels.indexOf(call.channel) + 1];
    const person = next && (await this.person(tx, call, now));
    if (person) {
      const { receipt_seconds } = (await tx.one<{ receipt_seconds: number }>(
        `SELECT extract(epoch FROM receipt_by - at)::integer AS receipt_seconds FROM alarm_calls WHERE id = $1`,
        [call.id],
      ))!;
      const event = await this.calls.one(
        tx,
        {
          facilityId: call.facility_id,
          division: call.division,
          org: call.org,
          onDuty: [],
          receiptSeconds: receipt_seconds,
        },
        {
          alarmId: call.alarm_id,
          kind,
          step: call.step,
          duty: call.duty,
          channel: next,
          at: now,
          reached: true,
        },
        person,
      );
      await emit(tx, event);
      return;
    }
    const others = await tx.one(
      `SELECT 1 FROM alarm_calls WHERE alarm_id = $1 AND step = $2 AND state IN ('sent', 'received') LIMIT 1`,
      [call.alarm_id, call.step],
    );
    if (others) return;
    await this.engine.feed(tx, about.root, now, (engine, at) =>
      engine.noReceipt({ at, source, kind, step: call.step }),
    );
  }

  private person(tx: Tx, { facility_id, duty, account_id }: Overdue, now: Date): Promise<OnDuty | undefined> {
    return tx.one<OnDuty>(
      `SELECT duty, account_id, contact FROM duty_shifts WHERE facility_id = $1 AND duty = $2 AND account_id = $3
         AND starts_at <= $4 AND ends_at > $4 AND ended_at IS NULL LIMIT 1`,
      [facility_id, duty, account_id, now],
    );
  }
}

/** Clears away messages that nobody needs any more. */
@Injectable()
export class MessageCleaning implements Sweep {
  readonly name = 'oversight.cleaning';
  readonly everySeconds = 600;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEEP_MESSAGES_DAYS * 86_400_000);
    await this.db.run(systemContext(), async (tx) => {
      await tx.sql('DELETE FROM device_messages WHERE received_at < $1', [before]);
      await tx.sql('DELETE FROM device_quarantine WHERE last_at < $1', [before]);
    });
  }
}
